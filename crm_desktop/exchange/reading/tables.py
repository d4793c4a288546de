"""Find the tables in a sheet: header, first and last row of data, and the rows in between and around that are none."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile
from typing import Literal

from crm_desktop.exchange.reading.book import Cell, Row, Sheet
from crm_desktop.exchange.reading.footer import footer_rows, is_placeholder, is_total
from crm_desktop.exchange.reading.header import (
    LOOK_BELOW,
    KnownHeader,
    columns_of,
    find_header,
    header_signs,
)
from crm_desktop.exchange.reading.shapes import filled_columns, folded, is_blank, is_filled
from crm_desktop.exchange.reading.two_levels import joined_headings

SkipReason = Literal[
    "above", "header_again", "column_numbers", "total", "placeholder", "note", "group", "hidden"
]

_HEAD = 60
"""Filled rows among which the header is looked for."""
_TAIL = 12
"""Last rows among which notes are looked for."""
_HEADS_LOOKED_AT = 200
"""Blocks after a blank line that are examined for a header of their own; files with a blank line after each record
have as many blocks as records."""


@dataclass(frozen=True)
class Heading:
    """One column of a table. ``name`` is shown as it stands; (name, occurrence) is unique in the table.

    ``index`` counts cells from 0, ``letter`` is Excel's name of the column, ``occurrence`` counts equal names from 1.
    """

    index: int
    letter: str
    name: str
    occurrence: int


@dataclass(frozen=True)
class Table:
    """Where a table stands in its sheet; all rows 1-based as in Excel, ``last_row`` inclusive.

    ``header_row`` is None if the data has no header; ``first_row`` > ``last_row`` if there is a header only. Blank rows
    are passed over without mention; ``skipped`` names the filled rows that are no records, and why.
    """

    header_row: int | None
    headers: tuple[str, ...]
    first_row: int
    last_row: int
    skipped: tuple[tuple[int, SkipReason], ...] = ()

    @property
    def columns(self) -> tuple[Heading, ...]:
        seen: dict[str, int] = {}
        columns = []
        for index, name in enumerate(self.headers):
            seen[name] = seen.get(name, 0) + 1
            columns.append(Heading(index, column_letter(index), name, seen[name]))
        return tuple(columns)


def column_letter(index: int) -> str:
    """Excel's letters of the column with this index: A for 0, AA for 26."""
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters


def find_table(sheet: Sheet, known_header: KnownHeader | None = None) -> Table | None:
    """The first table of the sheet, None if the sheet is blank."""
    return next(find_tables(sheet, known_header), None)


def table_at(sheet: Sheet, header_row: int | None) -> Table | None:
    """The table whose header the user has named (None: there is none); it goes on to the end of the sheet.

    None if the sheet is blank.
    """
    current = _Growing(None, [])
    for number, row in enumerate(sheet.rows, 1):
        if is_blank(row):
            continue
        if header_row is None or number > header_row:
            current.add(number, row)
        elif number < header_row:
            current.above.append((number, row))
        else:
            current.header = (number, row)
    return current.finish() if current.header or current.first or current.above else None


def table_rows(sheet: Sheet, table: Table) -> Iterator[tuple[int, Row]]:
    """The records of a table with their row numbers, each exactly as wide as the headers."""
    skipped = {row for row, _ in table.skipped}
    width = len(table.headers)
    filler: Row = (None,) * width
    for number, row in enumerate(islice(sheet.rows, table.last_row), 1):
        if number >= table.first_row and number not in skipped and not is_blank(row):
            yield number, (row + filler[len(row) :])[:width]


def find_tables(sheet: Sheet, known_header: KnownHeader | None = None) -> Iterator[Table]:
    """The tables of the sheet from top to bottom. One that follows must have a header that plainly is one."""
    rows = ((number, row) for number, row in enumerate(sheet.rows, 1))
    head = list(islice(((number, row) for number, row in rows if not is_blank(row)), _HEAD))
    if not head:
        return
    header = find_header([row for _, row in head], known_header)
    if header is not None:
        header = _first_table(head, header, known_header)
    heading, above, below = _levels(head, header, known_header)
    current = _Growing(heading, above)
    # The rows of the head are walked again with their blank lines, which part one table from the next.
    blocks = _Blocks(chain(_with_gaps(below), rows))
    for number, row in blocks:
        if blocks.starts_block and current.first_rows:
            ahead = blocks.ahead()
            if _begins_table(row, ahead, current, known_header):
                yield current.finish()
                current = _Growing((number, row), [])
                continue
            # One line of words may be the title of the next table.
            titled = len(filled_columns(row)) == 1 and ahead
            if titled and _begins_table(ahead[0], ahead[1:], current, known_header):
                yield current.finish()
                current = _Growing(next(blocks), [(number, row)])
                continue
        current.add(number, row)
    yield current.finish()


def _first_table(head: Sequence[tuple[int, Row]], header: int, known_header: KnownHeader | None) -> int:
    """The header of a small table that stands above, after which a blank line comes; else the header found."""
    for place in range(header):
        row, below = head[place][1], _block_below(head, place)
        if len(filled_columns(row)) < 2 or not below or place + len(below) >= header:
            continue
        signs = header_signs(row, below, known_header)
        if signs.possible and signs.known >= 0.6 and signs.coverage >= 0.8:
            return place
    return header


def _block_below(head: Sequence[tuple[int, Row]], place: int) -> list[Row]:
    """The filled rows that follow without a blank one between."""
    first = head[place][0] - place
    following = takewhile(lambda item: item[1][0] == first + item[0], enumerate(head[place + 1 :], place + 1))
    return [row for _, (_, row) in following]


def _levels(
    head: list[tuple[int, Row]], header: int | None, known_header: KnownHeader | None
) -> tuple[tuple[int, Row] | None, list[tuple[int, Row]], list[tuple[int, Row]]]:
    """The header, of two rows where it has two; the rows above it, and those below it."""
    if header is None:
        return None, [], head
    for upper in (header - 1, header):
        if upper < 0 or upper + 2 >= len(head) or head[upper + 1][0] != head[upper][0] + 1:
            continue
        joined = joined_headings(head[upper][1], head[upper + 1][1], known_header)
        if joined is not None:
            return (head[upper + 1][0], joined), head[:upper], head[upper + 2 :]
    return head[header], head[:header], head[header + 1 :]


def _with_gaps(head: list[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    expected = head[0][0] if head else 0
    for number, row in head:
        if number > expected:
            yield number - 1, ()
        yield number, row
        expected = number + 1


class _Blocks(Iterator[tuple[int, Row]]):
    """Filled rows one by one, knowing which follow a blank one, with a look at those ahead."""

    def __init__(self, rows: Iterator[tuple[int, Row]]) -> None:
        self._rows = rows
        self._seen: deque[tuple[int, Row]] = deque()
        self._blocks = 0
        self.starts_block = False

    def __next__(self) -> tuple[int, Row]:
        blank_before = False
        while True:
            number, row = self._seen.popleft() if self._seen else next(self._rows)
            if not is_blank(row):
                break
            blank_before = True
        self._blocks += blank_before
        self.starts_block = blank_before and self._blocks <= _HEADS_LOOKED_AT
        return number, row

    def ahead(self) -> list[Row]:
        """The filled rows that follow without a blank one between."""
        while len(self._seen) < LOOK_BELOW and (following := next(self._rows, None)) is not None:
            self._seen.append(following)
        block = []
        for _, row in self._seen:
            if is_blank(row):
                break
            block.append(row)
        return block


def _begins_table(row: Row, below: list[Row], current: _Growing, known_header: KnownHeader | None) -> bool:
    """Whether a row after a blank line is the header of another table and no record of the current one."""
    if len(filled_columns(row)) < 2 or not below:
        return False
    signs = header_signs(row, below, known_header)
    if not signs.possible or signs.coverage < 0.8:
        return False
    records = [record for _, record in current.first_rows]
    columns = columns_of(records)
    typed = [index for index in filled_columns(row) if index in columns and columns[index].shape != "text"]
    alike = header_signs(row, records, None).alike
    # Text where the current table has numbers and dates, above numbers and dates again: a header.
    return signs.known >= 0.6 or (bool(typed) and alike == 0 and signs.contrast > 0.2)


@dataclass
class _Growing:
    """A table while its rows are walked."""

    header: tuple[int, Row] | None
    above: list[tuple[int, Row]]
    first_rows: list[tuple[int, Row]] = field(default_factory=list)
    """The first records, to know the columns by."""
    skipped: list[tuple[int, SkipReason]] = field(default_factory=list)
    tail: deque[tuple[int, Row]] = field(default_factory=deque)
    """The last records, of which some may turn out to be notes."""
    first: int = 0
    width: int = 0

    def add(self, number: int, row: Row) -> None:
        self.first = self.first or number
        reason = self._no_record(row)
        if reason:
            self.skipped.append((number, reason))
            return
        self.tail.append((number, row))
        if len(self.tail) > _TAIL:
            self._widen(self.tail.popleft()[1])
        if len(self.first_rows) < LOOK_BELOW:
            self.first_rows.append((number, row))

    def _widen(self, row: Row) -> None:
        if len(row) > self.width:
            self.width = max(self.width, filled_columns(row)[-1] + 1)

    def _no_record(self, row: Row) -> SkipReason | None:
        if is_total(row):
            return "total"
        if is_placeholder(row):
            return "placeholder"
        if self.header and row[0] == self.header[1][0] and _same(row, self.header[1]):
            return "header_again"
        if self.header and not self.tail and _counts_columns(row):
            return "column_numbers"
        return None

    def finish(self) -> Table:
        notes = set(footer_rows(self.tail, self.first_rows))
        skipped: list[tuple[int, SkipReason]] = [(number, "above") for number, _ in self.above]
        skipped += self.skipped + [(number, "note") for number in notes]
        kept = [(number, row) for number, row in self.tail if number not in notes]
        for _, row in kept:
            self._widen(row)
        header_row, names = (self.header[0], self.header[1]) if self.header else (None, ())
        width = max(self.width, len(names))
        headers = tuple(_heading(names[index]) if index < len(names) else "" for index in range(width))
        first = self.first or (header_row or 0) + 1
        last = kept[-1][0] if kept else first - 1
        return Table(header_row, headers, first, last, tuple(sorted(skipped)))


def _heading(cell: Cell) -> str:
    return str(cell) if is_filled(cell) else ""


def _same(row: Row, header: Row) -> bool:
    return [folded(cell) for cell in row if is_filled(cell)] == [
        folded(cell) for cell in header if is_filled(cell)
    ]


def _counts_columns(row: Row) -> bool:
    """The row 1, 2, 3, ... that official forms print under their header."""
    cells = [folded(cell) for cell in row if is_filled(cell)]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]
