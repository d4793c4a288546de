"""Columns that need no guessing: the format of the file says what each of them is, as in address books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.mapping import ColumnGuess, Mapping, RecordKind
from crm_desktop.exchange.columns.own_titles import title
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.reading.tables import Table

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Sheet

_COMPONENT = "event.component"
"""The whole event as it stands in a calendar: kept, but no column that anybody looks at."""


def given_table(sheet: Sheet, language: str) -> Table:
    """The whole sheet as a table without a header row; its headers are the titles of our own export."""
    return Table(None, tuple(header_of(meaning, language) for meaning in sheet.meanings), 1, len(sheet.rows))


def given_mapping(sheet: Sheet, language: str) -> Mapping:
    """The columns as the format means them."""
    columns = tuple(
        ColumnGuess(index, header_of(meaning, language), Target.parse(meaning), 1.0, "preset")
        for index, meaning in enumerate(sheet.meanings)
        if meaning != _COMPONENT
    )
    kind: RecordKind = "events" if _COMPONENT in sheet.meanings else "clients"
    source = "own" if sheet.layout == OWN_EXPORT else sheet.layout
    return Mapping(columns, kind, "either", sheet.layout, source, "")


def header_of(meaning: str, language: str) -> str:
    """The title of a column by its target; own fields are their own."""
    target = Target.parse(meaning)
    if target.field in ("own", "sensitive"):
        return target.label
    shown = title(target.field, language, n=target.group, name=target.label)
    return title("contact", language, name=shown) if target.label == "contact" else shown
