"""Rows of a table that are no records: totals, the placeholders of pivot tables, notes below the data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.reading.header import Column, columns_of
from crm_desktop.exchange.reading.shapes import filled_columns, folded, is_filled, shape

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row

_TOTAL = re.compile(
    r"(?:grand |sub)?totals?|sum|итого|всего|итог|общий итог|промежуточный итог|разом|усього|iš viso|is viso|viso|"
    r"bendra suma|galutinė suma|suma|suma końcowa|suma koncowa|razem|ogółem|gesamt|gesamtergebnis|gesamtsumme|summe|"
    r"total général|total general|kopā|kokku|celkem|spolu|insgesamt"
)
_BLANK_OF_PIVOT = re.compile(
    r"\((?:blank|puste|пусто|пустые|tuščia|tuščias|leer|vide|en blanco|prázdné|tukšs|tühi)\)"
)
_NOTE_SPARSE = 0.4
_NOTE_LONG = 60


def is_total(row: Row) -> bool:
    """A row that begins with a word for total and holds nothing but numbers besides."""
    first = next((cell for cell in row if is_filled(cell)), None)
    if not isinstance(first, str) or not _TOTAL.fullmatch(folded(first).rstrip(" :.")):
        return False
    others = [cell for cell in row if is_filled(cell)][1:]
    return all(shape(cell) in ("number", "digits") for cell in others)


def is_placeholder(row: Row) -> bool:
    """A row in which a pivot table only says that nothing is there."""
    cells = [cell for cell in row if is_filled(cell)]
    return bool(cells) and all(
        isinstance(cell, str) and _BLANK_OF_PIVOT.fullmatch(folded(cell)) is not None for cell in cells
    )


def footer_rows(tail: Sequence[tuple[int, Row]], first_rows: Sequence[Row]) -> list[int]:
    """Numbers of the last rows that are remarks: nearly empty, and at least one of them at odds with its columns.

    A nearly empty row alone may well be a client of whom only the name is known, and is kept.
    """
    columns = columns_of(first_rows)
    usual = sorted(len(filled_columns(row)) for row in first_rows)[len(first_rows) // 2] if first_rows else 0
    if usual < 2:
        return []
    remarks: list[tuple[int, Row]] = []
    for number, row in reversed(tail):
        if len(filled_columns(row)) > max(1, usual * _NOTE_SPARSE):
            break
        remarks.append((number, row))
    always = {
        index for index in columns if all(index < len(row) and is_filled(row[index]) for row in first_rows)
    }
    if any(_at_odds(row, columns, always) for _, row in remarks):
        return [number for number, _ in remarks]
    return []


def _at_odds(row: Row, columns: dict[int, Column], always: set[int]) -> bool:
    filled = filled_columns(row)
    if always and not always & set(filled):
        return True
    for index in filled:
        column = columns.get(index)
        if column is None or (column.shape not in ("text", "long") and shape(row[index]) in ("text", "long")):
            return True
        if shape(row[index]) == "long" and column.shape != "long" and len(folded(row[index])) > _NOTE_LONG:
            return True
    return False
