"""What rows of a diary say beside their cells: the company in a row above its people, the colour a row is marked with.

Both become columns of the table, at its right end: they are seen, judged and mapped like any other. The company's goes
in by itself; the colour's is offered and left out until the user takes it as a tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.columns.colours import heading
from crm_desktop.exchange.columns.own_titles import LANGUAGES
from crm_desktop.exchange.importing.company_rows import companies_below, company_rows
from crm_desktop.exchange.importing.row_colours import colours_of_rows, legend_of
from crm_desktop.exchange.reading.book import Row, Rows, Sheet

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.mapping import Mapping as Guess
    from crm_desktop.exchange.reading.tables import SkipReason, Table


class Added(NamedTuple):
    """The sheet and table with the added columns; ``targets`` are theirs, in their order."""

    sheet: Sheet
    table: Table
    targets: tuple[str, ...] = ()


def with_columns_beside(sheet: Sheet, table: Table, guess: Guess, language: str) -> Added:
    """The table with a column for the companies above, one for the colours, or as it is."""
    columns: list[tuple[str, str, Mapping[int, str]]] = []
    groups = company_rows(sheet, table, guess)
    if groups.names:
        columns.append((heading("company", language), "company.name", companies_below(groups, table)))
    skipped: set[tuple[int, SkipReason]] = {*table.skipped, *((number, "group") for number in groups.names)}
    if sheet.dressed:
        legend = legend_of(sheet, replace(table, skipped=tuple(sorted(skipped))))
        skipped |= {(number, "note") for number in legend.rows}
        if colours := colours_of_rows(
            sheet, replace(table, skipped=tuple(sorted(skipped))), legend, language
        ):
            columns.append((heading("colour", language), "ignore", colours))
    if not columns:
        return Added(sheet, table)
    width = len(table.headers)
    return Added(
        replace(sheet, rows=_longer(sheet.rows, table, width, [cells for *_, cells in columns]), plain=sheet),
        replace(
            table, headers=(*table.headers, *(name for name, *_ in columns)), skipped=tuple(sorted(skipped))
        ),
        tuple(target for _, target, _ in columns),
    )


def plain_table(table: Table) -> Table:
    """The table without the columns that ``with_columns_beside`` has added."""
    added = {heading(name, language) for name in ("company", "colour") for language in LANGUAGES}
    kept = list(table.headers)
    while kept and kept[-1] in added:
        kept.pop()
    skipped = tuple(each for each in table.skipped if each[1] != "group")
    return replace(table, headers=tuple(kept), skipped=skipped)


def without_hidden(sheet: Sheet, table: Table) -> Table:
    """The table without the rows that Excel does not show."""
    hidden: set[tuple[int, SkipReason]] = {(number, "hidden") for number in hidden_rows(sheet, table)}
    return replace(table, skipped=tuple(sorted({*table.skipped, *hidden})))


def hidden_rows(sheet: Sheet, table: Table) -> set[int]:
    """Numbers of the records that Excel does not show."""
    if not sheet.dressed:
        return set()
    skipped = {number for number, _ in table.skipped}
    inside = range(table.first_row, table.last_row + 1)
    return {number for number in sheet.looks().hidden if number in inside and number not in skipped}


def _longer(rows: Sequence[Row], table: Table, width: int, added: Sequence[Mapping[int, str]]) -> Rows:
    def start() -> Iterator[Row]:
        for number, row in enumerate(rows, 1):
            if table.first_row <= number <= table.last_row and any(number in cells for cells in added):
                padded = (row + (None,) * (width - len(row)))[:width]
                yield (*padded, *(cells.get(number) for cells in added))
            else:
                yield row[:width]

    return Rows(len(rows), start)
