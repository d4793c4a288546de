"""A table on its way into a file: columns with their types, and rows as they come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = "str | int | float | date | datetime | None"

EXCEL_FIRST_YEAR = 1900
"""Spreadsheets have no days before this year: earlier ones are written as text, so that they come back whole."""


_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


class ColumnKind(StrEnum):
    """How a column is shown: phones, codes and ids are text even where they look like numbers."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Column:
    """``title`` stands in the header; ``width`` is in characters."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 16


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook, or one CSV file."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def unique_titles(columns: Sequence[Column]) -> list[str]:
    """The titles with repeated and empty ones told apart: "Code", "Code (2)"."""
    seen: dict[str, int] = {}
    titles = []
    for column in columns:
        title = column.title or "–"
        seen[title] = seen.get(title, 0) + 1
        titles.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return titles


def typed(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[list[Value]]:
    """Rows with the text of dates and instants made into dates, and numbers into numbers, where that is exact."""
    readers = [_READERS.get(column.kind) for column in columns]
    for row in rows:
        yield [
            read(value) if read and isinstance(value, str) and value else (None if value == "" else value)
            for read, value in zip(readers, row, strict=True)
        ]


def _date(text: str) -> Value:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text  # a birthday without its year
    return day if day.year >= EXCEL_FIRST_YEAR else text


def _instant(text: str) -> Value:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    return local.replace(microsecond=0) if local.year >= EXCEL_FIRST_YEAR else text


def _number(text: str) -> Value:
    # More than 15 digits would be rounded by every spreadsheet program.
    if not _PLAIN_NUMBER.fullmatch(text) or len(text.lstrip("-").replace(".", "")) > 15:
        return text
    return float(text) if "." in text else int(text)


_READERS = {ColumnKind.DATE: _date, ColumnKind.INSTANT: _instant, ColumnKind.NUMBER: _number}
