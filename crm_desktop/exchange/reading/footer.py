"""Rows of a table that are no records: totals, the placeholders of pivot tables, notes below the data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from crm_desktop.exchange.reading.header import Column, columns_of
from crm_desktop.exchange.reading.shapes import filled_columns, folded, is_filled, shape

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell, Row

_TOTAL = re.compile(
    r"(?:grand |sub)?totals?|sum|итого|всего|итог|общий итог|промежуточный итог|разом|усього|iš viso|is viso|viso|"
    r"bendra suma|galutinė suma|suma|suma końcowa|suma koncowa|razem|ogółem|gesamt|gesamtergebnis|gesamtsumme|summe|"
    r"total général|total general|kopā|kokku|celkem|spolu|insgesamt"
)
_BLANK_OF_PIVOT = re.compile(
    r"\((?:blank|puste|пусто|пустые|tuščia|tuščias|leer|vide|en blanco|prázdné|tukšs|tühi)\)"
)
_LONGEST_TOTAL = 40
_WORDS = ("text", "long")
_NOTE_SPARSE = 0.4
_NOTE_BESIDE = 2
"""Fields that records must have: in a list of one column nothing tells a note from a record."""


def is_total(row: Row) -> bool:
    """A row that begins with a word for total and holds nothing but numbers besides."""
    first = _first(row)
    if (
        not isinstance(first, str)
        or len(first) > _LONGEST_TOTAL
        or not _TOTAL.fullmatch(folded(first).rstrip(" :."))
    ):
        return False
    others = [cell for cell in row if is_filled(cell)][1:]
    return all(shape(cell) in ("number", "digits") for cell in others)


def is_placeholder(row: Row) -> bool:
    """A row in which a pivot table only says that nothing is there."""
    first = _first(row)
    # Every row is asked, so the answer for nearly all of them has to be quick.
    if not isinstance(first, str) or "(" not in first:
        return False
    cells = [cell for cell in row if is_filled(cell)]
    return all(
        isinstance(cell, str) and _BLANK_OF_PIVOT.fullmatch(folded(cell)) is not None for cell in cells
    )


def _first(row: Row) -> Cell:
    return next((cell for cell in row if is_filled(cell)), None)


def footer_rows(tail: Sequence[tuple[int, Row]], first_rows: Sequence[tuple[int, Row]]) -> list[int]:
    """Numbers of the last rows that are remarks: nearly empty, and at least one of them at odds with its columns.

    A nearly empty row alone may well be a client of whom only the name is known, and is kept.
    """
    if not first_rows:
        return []
    widths = sorted(len(filled_columns(row)) for _, row in first_rows)
    sparse = max(1, int(widths[len(widths) // 2] * _NOTE_SPARSE))
    remarks = list(takewhile(lambda numbered: len(filled_columns(numbered[1])) <= sparse, reversed(tail)))
    numbers = {number for number, _ in remarks}
    records = [row for number, row in first_rows if number not in numbers]
    if not records or widths[len(widths) // 2] < _NOTE_BESIDE:
        return []
    columns = columns_of(records)
    always = {
        index for index in columns if all(index < len(row) and is_filled(row[index]) for row in records)
    }
    return sorted(numbers) if any(_at_odds(row, columns, always) for _, row in remarks) else []


def _at_odds(row: Row, columns: dict[int, Column], always: set[int]) -> bool:
    cells = [(row[index], columns.get(index)) for index in filled_columns(row)]
    if any(_strange(cell, column) for cell, column in cells):
        return True
    # What every record has is missing here; but a phone or an e-mail alone, in its own column, is still a client.
    proven = any(column and shape(cell) == column.shape not in _WORDS for cell, column in cells)
    return bool(always) and not always & set(filled_columns(row)) and not proven


def _strange(cell: Cell, column: Column | None) -> bool:
    """Words in a column of numbers or dates, or in none at all; a sentence where the others are short."""
    if column is None:
        return True
    found = shape(cell)
    return found in _WORDS and found != column.shape and (found == "long" or column.shape != "long")
