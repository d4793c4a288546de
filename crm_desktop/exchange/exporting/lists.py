"""A list as the screen shows it, on its way into a file: the same rows and columns, values with their types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table, Value
from crm_desktop.kinds import FieldKind
from crm_desktop.services import fields
from crm_desktop.services.filters import OWN, ClientQuery
from crm_desktop.services.lists import ClientRow, rows

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_CHUNK = 500

_KINDS: Mapping[str, ColumnKind] = {
    "number": ColumnKind.NUMBER,
    "birthday": ColumnKind.DATE,
    "last_contact": ColumnKind.INSTANT,
    "next_contact": ColumnKind.INSTANT,
    "created": ColumnKind.INSTANT,
    "changed": ColumnKind.INSTANT,
}
_OWN_KINDS = {FieldKind.NUMBER: ColumnKind.NUMBER, FieldKind.DATE: ColumnKind.DATE}
_WIDTHS = {"name": 28, "company": 24, "email": 26, "tags": 24, "groups": 24, "job_title": 20}
_CODED = frozenset({"stage", "source", "responsible", "language", "channel", "kind"})
"""Columns whose rows hold an id or a code, for which the user has words."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list: its id (the sort key of ``services.lists``), its title, and the words of its cells."""

    id: str
    title: str
    words: Callable[[ClientRow], str]


def list_table(store: Store, places: Sequence[int], columns: Sequence[ListColumn], name: str) -> Table:
    """The table of the clients at these places, in their order; ``name`` is the sheet's.

    Days are days and instants are local times of this computer; what the base keeps as a code is said in words.
    """
    own = {OWN + field.id.hex(): field.kind for field in fields.own_fields(store)}
    wanted = [column for column in columns if not column.id.startswith(OWN) or column.id in own]
    made = [Column(column.title, _kind(column.id, own), _WIDTHS.get(column.id, 16)) for column in wanted]
    values = [_value_of(column, own) for column in wanted]
    return Table(name, made, _rows(store, places, values))


def _kind(column: str, own: Mapping[str, FieldKind]) -> ColumnKind:
    if column in own:
        return _OWN_KINDS.get(own[column], ColumnKind.TEXT)
    return _KINDS.get(column, ColumnKind.TEXT)


def _value_of(column: ListColumn, own: Mapping[str, FieldKind]) -> Callable[[ClientRow], Value]:
    """What reads the value of a column from a row."""
    name = column.id
    if name in own:
        if own[name] == FieldKind.YES_NO:
            return column.words
        field_id = bytes.fromhex(name.removeprefix(OWN))
        return lambda row: next((value for id_, value in row.fields if id_ == field_id), "")
    if name in _CODED:
        return column.words
    if name in {"tags", "groups"}:
        return lambda row: ", ".join(getattr(row, name))
    return lambda row: getattr(row, name)


def _rows(
    store: Store, places: Sequence[int], values: Sequence[Callable[[ClientRow], Value]]
) -> Iterator[list[Value]]:
    nothing_searched = ClientQuery()  # why a row matched does not go into the file
    for start in range(0, len(places), _CHUNK):
        for row in rows(store, places[start : start + _CHUNK], nothing_searched):
            if row is not None:
                yield [value(row) for value in values]
