"""Colours that rows are marked with, and what a legend outside the table says they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.columns.colours import colour_name
from crm_desktop.exchange.reading.shapes import filled_columns
from crm_desktop.exchange.reading.tables import Table, table_rows
from crm_desktop.models.companies import looks_like_company
from crm_desktop.models.given_names import is_given_name
from crm_desktop.models.names import name_evidence

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Row, Sheet

_LONGEST_LEGEND = 60
_BANDS = 0.8
"""From this share of coloured rows that follow a plain one in turn, the colours are stripes for the eye."""


class Legend(NamedTuple):
    """What colours mean, and the rows among the records that say so."""

    words: Mapping[str, str] = {}
    rows: frozenset[int] = frozenset()


def colours_of_rows(sheet: Sheet, table: Table, legend: Legend, language: str) -> dict[int, str]:
    """What the colour of each marked row means: the word of the legend, else the colour's name."""
    colours = sheet.looks().colours
    numbers = [number for number, _ in table_rows(sheet, table)]
    marked = {number: colours[number] for number in numbers if number in colours}
    all_alike = len(set(marked.values())) == 1 and len(marked) == len(numbers)
    if not marked or all_alike or _are_stripes(marked, numbers):
        return {}
    return {number: legend.words.get(rgb) or colour_name(rgb, language) for number, rgb in marked.items()}


def _are_stripes(marked: Mapping[int, str], numbers: Sequence[int]) -> bool:
    """Every second row in one colour."""
    if len(set(marked.values())) > 1 or len(marked) < 3:
        return False
    turns = sum((one in marked) != (other in marked) for one, other in pairwise(numbers))
    return turns >= _BANDS * (len(numbers) - 1)


def legend_of(sheet: Sheet, table: Table) -> Legend:
    """Short texts beside a colour that is used in the table: 'paid', 'do not call'. One colour, one meaning.

    They stand in rows that are no records, or at the end, where nothing but the text is filled and it is no name.
    """
    colours = sheet.looks().colours
    if not colours:
        return Legend()
    skipped = {number for number, _ in table.skipped}
    at_end: list[int] = []
    for number, row in table_rows(sheet, table):
        if len(filled_columns(row)) == 1:
            at_end.append(number)
        else:
            at_end.clear()
    inside = range(table.first_row, table.last_row + 1)
    used = {
        colour
        for number, colour in colours.items()
        if number in inside and number not in skipped and number not in at_end
    }
    said: dict[str, Counter[str]] = {}
    rows: set[int] = set()
    for number, row in enumerate(sheet.rows, 1):
        text = _legend_text(row) if number in skipped or number in at_end else ""
        if not text or colours.get(number) not in used or (number in at_end and _is_name(text)):
            continue
        said.setdefault(colours[number], Counter())[text] += 1
        rows.add(number)
    words = {rgb: next(iter(texts)) for rgb, texts in said.items() if len(texts) == 1}
    return Legend(
        words, frozenset(number for number in rows.intersection(at_end) if colours[number] in words)
    )


def _legend_text(row: Row) -> str:
    filled = filled_columns(row)
    text = str(row[filled[0]]).strip(" -–—:=") if len(filled) == 1 else ""
    return text if len(text) <= _LONGEST_LEGEND else ""


def _is_name(text: str) -> bool:
    return name_evidence(text) or is_given_name(text.split()[0]) or looks_like_company(text)
