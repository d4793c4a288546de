"""What a single cell looks like, as far as one can tell without knowing what it means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell, Row

Shape = Literal["text", "number", "flag", "date", "digits", "email", "long"]

_LONG = 60
"""Characters beyond which a text is prose or data, hardly the heading of a column."""
_DIGITS = re.compile(r"[\W_]*\d(?:[\W_]|\d|[eE](?=\+\d)|[xXtT](?=\d))*")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.I)


def is_filled(cell: Cell) -> bool:
    """Whether the cell shows anything: blanks and no-break spaces do not."""
    return cell is not None and (not isinstance(cell, str) or not cell.isspace())


def is_blank(row: Row) -> bool:
    """Whether the row shows nothing."""
    return row.count(None) == len(row) or not any(map(is_filled, row))


def filled_columns(row: Row) -> list[int]:
    """Indexes of the cells that show something."""
    return [index for index, cell in enumerate(row) if is_filled(cell)]


def shape(cell: Cell) -> Shape:
    """The shape of a filled cell. Texts of digits and signs (phones, codes, dates as text) are ``digits``."""
    if isinstance(cell, str):
        return _text_shape(cell.strip())
    if isinstance(cell, bool):
        return "flag"
    return "number" if isinstance(cell, int | float) else "date"


def _text_shape(text: str) -> Shape:
    if len(text) > _LONG:
        return "long"
    if _DIGITS.fullmatch(text):
        return "digits"
    return "email" if _EMAIL.search(text) or _URL.match(text) else "text"


def folded(cell: Cell) -> str:
    """A text for comparing headings and words: without case, outer and repeated blanks."""
    return " ".join(str(cell).casefold().split())
