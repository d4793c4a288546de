"""Which row of a sheet is the header: short, distinct texts above columns of another shape.

Nothing here knows a language. A caller who knows common headings may vote with ``known_header``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from crm_desktop.exchange.reading.shapes import Shape, filled_columns, folded, is_filled, shape

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell, Row

KnownHeader: TypeAlias = Callable[[str], bool]

LOOK_BELOW = 25
"""Rows under a header that are enough to know the shape of each column."""
_LEAST_TEXTUAL = 0.7
_LEAST_COVERAGE = 0.4
_MOST_ALIKE = 0.15
_MOST_REPEATED = 0.25
_KNOWN_ENOUGH = 0.6
_CLEAR_CONTRAST = 0.05
_RECORD_ABOVE = 0.5
"""What each row above that looks like data takes from the score: a header stands over its data."""
_FULL = 0.8
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.!?:;…]")


@dataclass(frozen=True)
class Column:
    """What stands below a possible heading: the commonest shape and its share, and the texts seen."""

    shape: Shape
    purity: float
    texts: frozenset[str]


@dataclass(frozen=True)
class HeaderSigns:
    """How much a row looks like a header, as shares from 0 to 1 of the columns that hold data below."""

    coverage: float
    textual: float
    contrast: float
    distinct: float
    known: float
    alike: float
    """Cells of the very shape of a typed column below: the row is data itself."""
    repeated: float
    """Cells whose text occurs again in their own column."""

    @property
    def possible(self) -> bool:
        if self.known >= _KNOWN_ENOUGH and self.coverage >= _LEAST_COVERAGE:
            return True
        return (
            self.textual >= _LEAST_TEXTUAL
            and self.coverage >= _LEAST_COVERAGE
            and self.alike <= _MOST_ALIKE
            and (self.repeated <= _MOST_REPEATED or (self.alike == 0 and self.contrast >= _CLEAR_CONTRAST))
        )

    @property
    def score(self) -> float:
        good = 1.5 * self.coverage + self.textual + 1.5 * self.contrast + 0.5 * self.distinct + 2 * self.known
        return good - 2 * self.repeated - 2 * self.alike


def find_header(rows: Sequence[Row], known_header: KnownHeader | None = None) -> int | None:
    """Index of the header among ``rows`` (the first filled rows of a sheet, no blank ones), None if they have none."""
    best: tuple[float, int] | None = None
    records_above = full_above = 0
    for index, row in enumerate(rows[:-1]):
        below = rows[index + 1 : index + 1 + LOOK_BELOW]
        # Printed pages repeat their header; that makes it no data.
        below = [other for other in below if other != row] or below
        signs = header_signs(row, below, known_header)
        # Where rows are equally good the first is the header and the next are data.
        score = signs.score - 0.1 * index - _RECORD_ABOVE * records_above
        plain_words = signs.contrast == 0 and signs.known == 0
        if signs.possible and not (plain_words and full_above) and (best is None or score > best[0]):
            best = score, index
        records_above += _like_record(row)
        full_above += signs.coverage >= _FULL
    if best is None and rows:
        return _only_row(rows, known_header)
    return best[1] if best else None


def _like_record(row: Row) -> bool:
    """A row of several cells of which a good part are no words."""
    shapes = [shape(row[index]) for index in filled_columns(row)]
    return len(shapes) > 1 and sum(found != "text" for found in shapes) * 3 >= len(shapes)


def _only_row(rows: Sequence[Row], known_header: KnownHeader | None) -> int | None:
    """A file may hold nothing but its header: several texts, none of them data."""
    cells = [cell for cell in rows[-1] if is_filled(cell)]
    if len(rows) > 1 or not cells or any(shape(cell) != "text" for cell in cells):
        return None
    known = sum(bool(known_header and known_header(str(cell))) for cell in cells)
    return 0 if known or (known_header is None and len(cells) > 1) else None


def header_signs(row: Row, below: Sequence[Row], known_header: KnownHeader | None) -> HeaderSigns:
    """The signs of ``row``, judged by the filled rows ``below`` it."""
    columns = columns_of(below)
    filled = {index: row[index] for index in filled_columns(row)}
    over_data = {index: cell for index, cell in filled.items() if index in columns}
    count = len(over_data) or 1
    texts = [folded(cell) for cell in filled.values()]
    typed = {index for index in over_data if columns[index].shape != "text"}
    return HeaderSigns(
        coverage=len(over_data) / (len(columns) or 1),
        textual=sum(_like_heading(cell, columns[index]) for index, cell in over_data.items()) / count,
        contrast=sum(columns[index].purity for index in typed if shape(over_data[index]) == "text")
        / (len(columns) or 1),
        distinct=len(set(texts)) / (len(texts) or 1),
        known=sum(bool(known_header and known_header(str(cell))) for cell in filled.values())
        / (len(filled) or 1),
        alike=sum(_is_data(over_data[index], columns[index]) for index in typed) / count,
        repeated=sum(folded(cell) in columns[index].texts for index, cell in over_data.items()) / count,
    )


def columns_of(rows: Sequence[Row]) -> dict[int, Column]:
    """The columns that hold something in ``rows``."""
    shapes: dict[int, Counter[Shape]] = {}
    texts: dict[int, set[str]] = {}
    for row in rows:
        for index in filled_columns(row):
            shapes.setdefault(index, Counter())[shape(row[index])] += 1
            texts.setdefault(index, set()).add(folded(row[index]))
    columns = {}
    for index, counted in shapes.items():
        commonest, count = counted.most_common(1)[0]
        columns[index] = Column(commonest, count / counted.total(), frozenset(texts[index]))
    return columns


def _like_heading(cell: Cell, column: Column) -> bool:
    if shape(cell) == "text":
        return not _SENTENCE.fullmatch(str(cell).strip())
    return _is_year(cell) and not all(map(_is_year_text, column.texts))


def _is_data(cell: Cell, column: Column) -> bool:
    return shape(cell) == column.shape and not _like_heading(cell, column)


def _is_year(cell: Cell) -> bool:
    """Years head the columns of yearly figures, though they are numbers."""
    return _is_year_text(folded(cell))


def _is_year_text(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and 1950 <= int(text) <= 2100
