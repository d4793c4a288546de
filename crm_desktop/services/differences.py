"""Differences: where two people wrote two values into one field, what stands, and what may be done about it.

They are found by the sync (``models.sync_tables.Conflict``) and are the same on all laptops. Columns that one decision
is about (a name and its parts) are one difference. Reads are windows by index: the open ones by when they were found,
the answered ones by when they were answered. Answers are given in ``difference_answers``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.services import difference_fields
from crm_desktop.services.difference_counts import count_of_client, count_open, rows_of_client
from crm_desktop.services.difference_fields import CARD_TABLES, PARENTS
from crm_desktop.services.difference_records import Record
from crm_desktop.services.difference_rows import COLUMNS, Difference, Met, assemble, read_met

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

__all__ = [
    "Difference",
    "Record",
    "Window",
    "alike",
    "count_of_client",
    "count_open",
    "of_record",
    "read",
    "window",
]

WINDOW = 60
"""Rows of the table that are read at once."""

_OPEN = f"resolved_at IS NULL AND deleted = 0 AND {difference_fields.KNOWN}"
_ANSWERED = f"resolved_at IS NOT NULL AND deleted = 0 AND {difference_fields.KNOWN}"
_LEAD = difference_fields.lead_sql()
_NEWEST = "ORDER BY found_at DESC, row_id"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The end of a window, from which the next one goes on."""

    at: str
    row_id: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """Differences, the newest first; ``after`` None: there are no more."""

    rows: tuple[Difference, ...]
    after: Cursor | None


def window(
    store: Store, *, answered: bool = False, after: Cursor | None = None, limit: int = WINDOW
) -> Window:
    """Some of the open ones, or of the answered ones, the newest first.

    What is about one row and was found at once is never parted between two windows, so that one may be longer than
    ``limit`` rows of the table.
    """
    moment, where = ("resolved_at", _ANSWERED) if answered else ("found_at", _OPEN)
    beyond = "" if after is None else f" AND ({moment} < ?1 OR ({moment} = ?1 AND row_id > ?2))"
    values: tuple[Any, ...] = () if after is None else (after.at, after.row_id)
    sql = f"SELECT {COLUMNS} FROM conflict WHERE {where}{beyond} ORDER BY {moment} DESC, row_id LIMIT {limit}"
    with store.snapshot():
        met = read_met(store, sql, values)
        if len(met) < limit:
            return Window(tuple(assemble(store, met)), None)
        last = _place(met[-1], moment)
        met = [each for each in met if _place(each, moment) != last]
        whole = f"SELECT {COLUMNS} FROM conflict WHERE {where} AND {moment} = ? AND row_id = ?"
        met += read_met(store, whole, (last.at, last.row_id))
        return Window(tuple(assemble(store, met)), last)


def _place(met: Met, moment: str) -> Cursor:
    return Cursor(str(getattr(met, moment)), met.row_id)


def read(store: Store, ids: Iterable[bytes]) -> list[Difference]:
    """The differences that these rows of the table belong to, each once and whole; what is not there is left out."""
    found: dict[bytes, Difference] = {}
    known: set[bytes] = set()
    with store.snapshot():
        for id_ in ids:
            if id_ not in known:
                for each in assemble(store, _family(store, id_)):
                    found[each.id] = each
                    known.update(each.ids)
    return list(found.values())


def _family(store: Store, id_: bytes) -> list[Met]:
    """A row of the table with those that the same decision is about."""
    for one in read_met(
        store,
        f"SELECT {COLUMNS} FROM conflict WHERE id = ? AND deleted = 0 AND {difference_fields.KNOWN}",
        (id_,),
    ):
        columns = difference_fields.together(one.table, one.field)
        state = "resolved_at IS NULL" if one.resolved_at is None else "resolved_at = ?5"
        return read_met(
            store,
            f"SELECT {COLUMNS} FROM conflict WHERE row_id = ?1 AND tbl = ?2 AND found_at = ?3 AND kind = ?4"
            f" AND deleted = 0 AND {state} AND field IN ({', '.join(repr(column) for column in columns)})",
            (
                one.row_id,
                one.table,
                one.found_at,
                one.kind.value,
                *([one.resolved_at] if one.resolved_at else []),
            ),
        )
    return []


# How many, and which of them --------------------------------------------------------------------------------------


def of_record(store: Store, record: Record) -> list[bytes]:
    """All open ones about a record and what is part of it: a row of each, the newest first."""
    if record.table == "client":
        rows = rows_of_client(CARD_TABLES)
    else:
        parts = [
            f"SELECT id FROM {table} WHERE {column} = ?1"
            for table, (owner, column) in PARENTS.items()
            if owner == record.table
        ]
        rows = " UNION ALL ".join(["SELECT ?1", *parts])
    return _ids(store, f"row_id IN ({rows})", (record.id,))


def alike(store: Store, difference: Difference) -> list[bytes]:
    """All open ones of the same kind about the same field of such records: a row of each, the newest first."""
    lead = difference_fields.lead(difference.table, difference.field)
    return _ids(
        store, f"tbl = ? AND kind = ? AND {_LEAD} = ?", (difference.table, difference.kind.value, lead)
    )


def _ids(store: Store, where: str, values: Sequence[Any]) -> list[bytes]:
    """One row of each difference."""
    one_each = f"GROUP BY found_at, row_id, tbl, kind, {_LEAD}"
    found = store.read(f"SELECT MIN(id) FROM conflict WHERE {_OPEN} AND {where} {one_each} {_NEWEST}", values)
    return [id_ for (id_,) in found]
