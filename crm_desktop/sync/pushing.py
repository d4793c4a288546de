"""The push: under the server's lock the rows sent are merged into what stands there, and written, in two round trips.

Turn 1 takes the lock and reads what the decision needs (``reconciling``), turn 2 writes and commits. Nothing is ever
written without the receipt in the same transaction: a push whose answer was lost is recognised when it comes again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import KindRefused, PhotoRefused, RecordNotFound, UserError
from crm_desktop.models.limits import check_row
from crm_desktop.sync import server_sql
from crm_desktop.sync.asking import ask
from crm_desktop.sync.conflicts import conflict_row, who_said
from crm_desktop.sync.failures import write_failure
from crm_desktop.sync.filling import UNSAYABLE, stream
from crm_desktop.sync.known import Known, Sender, asked_at_first
from crm_desktop.sync.reconciling import reconcile
from crm_desktop.sync.snapshot import Author, Batch
from crm_desktop.sync.tables import LARGEST_BYTES, ColumnType, SyncedTable, synced_table, synced_tables

if TYPE_CHECKING:
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.known import Theirs
    from crm_desktop.sync.merge import Row
    from crm_desktop.sync.reconciling import Living, Met, Outcome
    from crm_desktop.sync.snapshot import FrozenRow

COPY_FROM = 500
"""From so many new rows of a table on they go as a stream, which is three times as fast."""

_TOLD: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.ID: bytes.hex,
    ColumnType.BYTES: lambda value: "\\x" + value.hex(),
    ColumnType.FLAG: bool,
}
"""How values that JSON has no form for are told."""
_KEPT_AS: dict[ColumnType, type] = {
    ColumnType.ID: bytes,
    ColumnType.TEXT: str,
    ColumnType.INTEGER: int,
    ColumnType.BYTES: bytes,
    ColumnType.FLAG: int,
}
_UNCHECKED = frozenset({"conflict"})
"""Tables whose texts have limits of their own."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """The revision the push became. ``known``: it had arrived before. ``differs``: the server holds something else
    than was sent, or more: a pull of this revision is due.
    """

    rev: int
    known: bool
    differs: bool


class RowsRefused(Exception):
    """The server takes the push but for some rows: (row, why). Nothing was written."""

    def __init__(self, rows: list[tuple[FrozenRow, str]]) -> None:
        super().__init__([(row.table, row.id.hex(), why) for row, why in rows])
        self.rows = rows


def push(connection: Connection, batch: Batch, sender: Sender, living: Living) -> Pushed:
    """Send a frozen push.

    Raises:
        RowsRefused: single rows cannot be stored; the push is to be made anew without them.
        psycopg.Error: anything else; whether it arrived is not known then.
    """
    import psycopg

    try:
        return _attempt(connection, batch, sender, living)
    except (psycopg.DataError, psycopg.IntegrityError, *UNSAYABLE) as error:
        connection.rollback()
        refused = _unstorable(batch)
        if not refused:
            if isinstance(error, TypeError):
                raise
            refused = [_culprit(connection, batch, sender, living, error)]
        raise RowsRefused(refused) from error


def _unstorable(batch: Batch) -> list[tuple[FrozenRow, str]]:
    """Rows that no database would keep, all at once. There should be none: forms and imports refuse them."""
    return [(row, why) for row in batch.rows if (why := _why_not(row))]


def _refers_to_nothing(row: FrozenRow) -> str:
    return write_failure(RecordNotFound(table=row.table, id=row.id.hex()))


def _why_not(row: FrozenRow) -> str:
    """Why a row cannot be stored (``failures.write_failure``); empty where it can.

    SQLite keeps anything in any column, and a tool may write it.
    """
    for column in synced_table(row.table).columns:
        value = row.mine[column.name]
        if value is not None and not isinstance(value, _KEPT_AS[column.type]):
            return write_failure(KindRefused(field=column.name, kind=type(value).__name__))
        if isinstance(value, bytes) and len(value) > LARGEST_BYTES:
            return write_failure(PhotoRefused(why="too_big", size=len(value), limit=LARGEST_BYTES))
    if row.table not in _UNCHECKED:
        try:
            check_row({name: value for name, value in row.mine.items() if isinstance(value, str)})
        except UserError as error:
            return write_failure(error)
    return ""


def _culprit(
    connection: Connection, batch: Batch, sender: Sender, living: Living, error: Exception
) -> tuple[FrozenRow, str]:
    """The first row that the server does not take: the shortest beginning of the push that fails ends with it.

    Beginnings only: a row is never tried without those it refers to.
    """
    import psycopg

    good, bad = 0, len(batch.rows)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            _attempt(connection, Batch(batch.push_id, batch.rows[:middle]), sender, living, trial=True)
            good = middle
        except (psycopg.DataError, psycopg.IntegrityError) as found:
            bad, error = middle, found
        finally:
            connection.rollback()
    # Without the detail, in which PostgreSQL repeats the whole row.
    said = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return batch.rows[bad - 1], said or str(error)


def _attempt(
    connection: Connection, batch: Batch, sender: Sender, living: Living, *, trial: bool = False
) -> Pushed:
    known = Known()
    with connection.pipeline():
        connection.execute("BEGIN")
        begun = connection.execute(
            server_sql.BEGIN_PUSH, (batch.push_id.hex(), sender.device.hex(), sender.person)
        )
        learn = ask(connection, asked_at_first(batch), sender)
    # Not before the end of the pipeline: an answer fetched inside it costs a round trip of its own.
    ((rev, arrived),) = begun.fetchall()
    learn(known)
    if arrived:
        connection.rollback()
        return Pushed(rev, known=True, differs=True)
    outcome = reconcile(batch, known, living)
    while outcome.wanted:
        with connection.pipeline():
            learn = ask(connection, outcome.wanted, sender)
        learn(known)
        outcome = reconcile(batch, known, living)
    if outcome.missing:
        connection.rollback()
        raise RowsRefused([(row, _refers_to_nothing(row)) for row in outcome.missing])
    _write(connection, outcome, known, sender, "SET CONSTRAINTS ALL IMMEDIATE" if trial else "COMMIT")
    return Pushed(rev, known=False, differs=outcome.differs(batch))


def _write(connection: Connection, outcome: Outcome, known: Known, sender: Sender, end: str) -> None:
    """Turn 2: all rows, what must stand once let go of before others take it, conflicts, and the end."""
    of_table = _by_table(outcome)
    streams = {
        name: new
        for name, rows in of_table.items()
        if len(new := [(id_, row) for id_, row in rows if known.rows.get((name, id_)) is None]) >= COPY_FROM
    }
    if streams:
        # A stream cannot go through a pipeline. References are looked at by the commit: the order is free.
        _release(connection, of_table, known)
        for name, new in streams.items():
            table = synced_table(name)
            stream(connection, table, ((id_, *(row[each] for each in table.names), 0) for id_, row in new))
    with connection.pipeline():
        if not streams:
            _release(connection, of_table, known)
        for table in synced_tables():
            streamed = {id_ for id_, _ in streams.get(table.name, ())}
            rest = [(id_, row) for id_, row in of_table.get(table.name, ()) if id_ not in streamed]
            if rest:
                connection.execute(server_sql.write_rows(table), (_json(table, rest),))
        told = _conflicts(outcome.met, sender)
        if told:
            table = synced_table("conflict")
            connection.execute(server_sql.add_rows(table), (_json(table, told),))
        connection.execute(end)


def _by_table(outcome: Outcome) -> dict[str, list[tuple[bytes, Row]]]:
    found: dict[str, list[tuple[bytes, Row]]] = {}
    for (name, id_), row in outcome.rows.items():
        found.setdefault(name, []).append((id_, row))
    return found


def _release(
    connection: Connection, of_table: Mapping[str, Iterable[tuple[bytes, Row]]], known: Known
) -> None:
    """Have rows let go of what must stand once, and they give up, before others of this push take it."""
    for name, rows in of_table.items():
        table = synced_table(name)
        columns = ("number",) if name == "client" else table.unique
        if columns:
            ids = [id_.hex() for id_, row in rows if _lets_go(known.rows.get((name, id_)), row, columns)]
            if ids:
                connection.execute(server_sql.release(table), (ids,))


def _lets_go(theirs: Theirs | None, row: Row, columns: Iterable[str]) -> bool:
    if theirs is None or theirs.row["deleted"]:
        return False
    return bool(row["deleted"]) or any(theirs.row[column] != row[column] for column in columns)


def _conflicts(met: Iterable[Met], sender: Sender) -> list[tuple[bytes, Row]]:
    rows = {}
    for each in met:
        if sender.memory is not None and sender.memory.is_decided(each.key, each.conflict):
            continue
        edited = "" if sender.memory is None else sender.memory.edited_at(each.key, each.conflict.field)
        me = Author(sender.person, edited or sender.at)
        said = who_said(each.conflict, me, each.other, sender.at)
        id_, row = conflict_row(*each.key, each.rev, each.conflict, said)
        rows[id_] = row
    return list(rows.items())


def _json(table: SyncedTable, rows: Iterable[tuple[bytes, Row]]) -> str:
    """Rows as one JSON list of objects, as ``json_to_recordset`` reads them."""
    told = [(column.name, _TOLD[column.type]) for column in table.columns if column.type in _TOLD]
    objects = []
    for id_, row in rows:
        said: dict[str, Any] = {"id": id_.hex(), **row}
        for name, tell in told:
            if said[name] is not None:
                said[name] = tell(said[name])
        objects.append(said)
    return json.dumps(objects, ensure_ascii=False, separators=(",", ":"), check_circular=False)
