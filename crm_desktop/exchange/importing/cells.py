"""Cells of a list as text, yes or no, gender."""

from __future__ import annotations

import datetime
import re
from typing import Any

from crm_desktop.kinds import Gender
from crm_desktop.models.phone_cells import number_text

_SURROGATES = re.compile("[\ud800-\udfff]")
_YES = frozenset(
    [
        "1",
        "yes",
        "y",
        "true",
        "on",
        "да",
        "д",
        "истина",
        "taip",
        "t",
        "tiesa",
        "+",
        "✓",
        "✔",
        "☑",
        "x",
        "х",
        "done",
        "held",
        "выполнено",
        "atlikta",
    ]
)
_FEMALE = frozenset(
    [
        "f",
        "female",
        "w",
        "woman",
        "2",
        "ж",
        "жен",
        "женский",
        "женщина",
        "m.",
        "moteris",
        "mot",
        "moteriška",
        "moteriškas",
    ]
)
_MALE = frozenset(
    ["m", "male", "man", "1", "м", "муж", "мужской", "мужчина", "v", "vyr", "vyras", "vyriška", "vyriškas"]
)


def cell_text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without a fraction, dates in ISO 8601, edges trimmed.

    A leading apostrophe before ``= + - @`` marks text in spreadsheet programs (ours writes it into CSV) and goes.
    """
    if isinstance(cell, str):
        text = cell.replace("\u00a0", " ").strip()
        if text.startswith("'") and text[1:2] in ("=", "+", "-", "@"):
            text = text[1:]
        return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "minutes")
    return str(cell)


def is_yes(cell: Any) -> bool:
    """Whether the cell says yes, in three languages and in signs."""
    return cell_text(cell).casefold() in _YES


def gender_of(cell: Any) -> Gender:
    """The gender a cell names; unknown for anything else."""
    word = cell_text(cell).casefold().rstrip(".")
    if word in _FEMALE:
        return Gender.FEMALE
    return Gender.MALE if word in _MALE else Gender.UNKNOWN
