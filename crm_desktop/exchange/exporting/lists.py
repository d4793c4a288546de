"""A list of clients as it is shown: the columns and the order the user has chosen, one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.table import Column, Table, Value
from crm_desktop.services import lists

if TYPE_CHECKING:
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.services.lists import ClientRow
    from crm_desktop.storage.store import Store

_WINDOW = 500
"""Rows read at once: some milliseconds, and little memory however long the list."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with its title in the user's words, and what stands in its cells."""

    column: Column
    value: Callable[[ClientRow], Value]


def list_table(store: Store, query: ClientQuery, columns: Sequence[ShownColumn], name: str) -> Table:
    """The clients that ``query`` shows, in its order; ``name`` is the sheet's. Rows are read as they are written."""
    return Table(name, [shown.column for shown in columns], _rows(store, query, columns))


def _rows(store: Store, query: ClientQuery, columns: Sequence[ShownColumn]) -> Iterator[list[Value]]:
    positions = lists.order(store, query)
    for start in range(0, len(positions), _WINDOW):
        for row in lists.rows(store, positions[start : start + _WINDOW], query):
            if row is not None:  # gone since the list was ordered
                yield [shown.value(row) for shown in columns]
