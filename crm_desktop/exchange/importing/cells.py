"""Cells of a list as text."""

from __future__ import annotations

import datetime
import re
from typing import Any

from crm_desktop.models.phone_cells import number_text

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_WHOLE_FRACTION = re.compile(r"(?<=\d)\.0$")
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r]")


def storable(text: str) -> str:
    """The text without the signs that no base holds."""
    return _UNSTORABLE.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    return "" if match[0] == "\0" else "\ufffd"


def cell_text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without a fraction, dates in ISO 8601, edges trimmed.

    A leading apostrophe before ``= + - @`` marks text in spreadsheet programs (ours writes it into CSV) and goes. So
    does NUL, which no base holds; half a pair of UTF-16 that stands alone becomes the sign for "unreadable".
    """
    if isinstance(cell, str):
        text = cell.replace("\u00a0", " ").strip()
        if text.startswith("'") and _APOSTROPHE.match(text):
            text = text[1:].strip()
        return text if text.isprintable() else storable(text)
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


def id_text(cell: Any) -> str:
    """The cell as an id: a whole number without the fraction that tables with gaps write it with ("17850.0")."""
    return _WHOLE_FRACTION.sub("", cell_text(cell))
