"""Diaries that put a company in a row of its own and its people below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.reading.shapes import filled_columns
from crm_desktop.exchange.reading.tables import Table, table_rows
from crm_desktop.models.companies import is_entrepreneur, looks_like_company

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.mapping import Mapping as Guess
    from crm_desktop.exchange.reading.book import Sheet

_NAMES = ("name.any", "name.full", "name.family", "name.given")
_LOOKED_AT = 2_000
"""Rows in which the first group row must stand: a list whose people stand under companies begins with one."""


class Groups(NamedTuple):
    """Companies by the numbers of their rows; ``ends``: rows that end a group, ``apart``: rows that are in none."""

    names: Mapping[int, str] = {}
    ends: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()


def company_rows(sheet: Sheet, table: Table, guess: Guess) -> Groups:
    """Rows that hold nothing but a company's name above the people who belong to it.

    Such a row looks like a company by its name, or it alone is in bold or merged; and the others are people.
    """
    names = [column.index for column in guess.of(*_NAMES)]
    if (
        not names
        or guess.of("company.name", "company.parent", "company.flag")
        or guess.record_kind != "clients"
    ):
        return Groups()
    lone: dict[int, str] = {}
    companies: set[int] = set()
    others = last = 0
    for number, row in table_rows(sheet, table):
        filled = filled_columns(row)
        if len(filled) == 1 and isinstance(row[filled[0]], str) and filled[0] in (names[0], 0):
            lone[number] = str(row[filled[0]]).strip()
        else:
            others, last = others + 1, number
            if any(_is_company(row[index]) for index in names):
                companies.add(number)
        if not lone and number - table.first_row > _LOOKED_AT:
            return Groups()
    found = _with_people(lone, last, table) if lone else {}
    if not found or len(companies) * 5 > others:
        return Groups()
    firms = sum(map(_is_company, found.values()))
    if firms * 2 < len(found) and not _stand_out(sheet, table, found):
        return Groups()
    ends = frozenset(number for number, text in lone.items() if number not in found and _is_company(text))
    return Groups(found, ends, frozenset(companies))


def _is_company(cell: object) -> bool:
    return isinstance(cell, str) and (looks_like_company(cell) or is_entrepreneur(cell))


def _with_people(found: dict[int, str], last: int, table: Table) -> dict[int, str]:
    """Those with somebody below before the next one."""
    skipped = {number for number, _ in table.skipped}
    numbers = sorted(found)
    ends = [*numbers[1:], last + 1]
    return {
        number: found[number]
        for number, end in zip(numbers, ends, strict=True)
        if any(between not in skipped for between in range(number + 1, end))
    }


def _stand_out(sheet: Sheet, table: Table, found: Mapping[int, str]) -> bool:
    """Whether all of them are in bold, or merged over several cells, and no other row is."""
    looks = sheet.looks()
    inside = range(table.first_row, table.last_row + 1)
    return any(
        rows.issuperset(found) and not any(number in inside for number in rows.difference(found))
        for rows in (looks.bold, looks.merged)
    )


def companies_below(groups: Groups, table: Table) -> dict[int, str]:
    """The company of each row below a group row, to the next one."""
    companies: dict[int, str] = {}
    name = ""
    for number in range(table.first_row, table.last_row + 1):
        name = "" if number in groups.ends else groups.names.get(number, name)
        if name and number not in groups.names and number not in groups.apart:
            companies[number] = name
    return companies
