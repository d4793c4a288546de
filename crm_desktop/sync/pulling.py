"""The pull turn: what is new on the server since a revision, in one snapshot of it and one round trip (4.6, step 2).

More rows than a first look takes come as a stream (COPY) and lie in a file until the base takes them: the server is not
kept waiting by the base, nor the base by the network.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Any

from crm_desktop.sync import server_sql
from crm_desktop.sync.snapshot import Author, Point, Snapshot
from crm_desktop.sync.tables import ColumnType, SyncedTable, synced_tables

if TYPE_CHECKING:
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.snapshot import ServerRow

FIRST_LOOK = 20_000
"""The most rows of one table that come as the answer of a query."""
FIRST_LOOK_OF_ALL = 1_000
"""The same for a pull of everything: most likely there is more of it, and it is read once more as a stream."""
MANY = 300
"""From so many rows on lists and search follow afterwards, in small turns: in the pull itself each client that comes
costs some milliseconds, in which nobody else can write."""

_ROWS_IN_BLOCK = 500
_BYTES_IN_MEMORY = 32_000_000
_STREAM_MILLISECONDS = 1_800_000
_BINARY = {
    ColumnType.ID: "bytea",
    ColumnType.BYTES: "bytea",
    ColumnType.TEXT: "text",
    ColumnType.INTEGER: "int8",
    ColumnType.FLAG: "int4",
}


@dataclass(frozen=True, slots=True)
class ServerState:
    """The shared base at one moment. ``now`` is the server's clock, to warn of a wrong one here; it decides nothing.

    ``version`` of its tables, ``oldest`` version of programs it lets in, below ``purged_below`` deleted rows are gone.
    """

    version: int
    oldest: int
    purged_below: int
    now: str


@dataclass(frozen=True, slots=True)
class Pulled:
    """The answer. ``high``: the push that made the revision this laptop knew last; None: the server has none there.

    ``shut_out``: the server wants nothing to do with this device any more.
    """

    state: ServerState
    high: bytes | None
    snapshot: Snapshot
    shut_out: bool = False

    @property
    def count(self) -> int:
        """How many rows came."""
        rows = self.snapshot.rows
        return rows.rows if isinstance(rows, Spool) else sum(len(list(each)) for each in rows.values())

    def close(self) -> None:
        """Drop the rows, which may lie in a file."""
        if isinstance(self.snapshot.rows, Spool):
            self.snapshot.rows.close()


class Spool(Mapping[str, "Collection[ServerRow]"]):
    """Rows by table, kept in memory, and in a nameless file when they are many; each table can be read once or more.

    To be closed.
    """

    def __init__(self) -> None:
        # The base itself lies on this disk in clear; the file has no name and is gone with the process.
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_BYTES_IN_MEMORY)  # noqa: SIM115
        self._tables: dict[str, _Kept] = {}
        self._end = 0
        self.rows = 0

    def add(self, table: str, rows: list[ServerRow]) -> None:
        """Keep some more rows of a table."""
        block = marshal.dumps(rows)
        self._file.seek(self._end)
        self._file.write(block)
        kept = self._tables.setdefault(table, _Kept(self._file))
        kept.blocks.append((self._end, len(block)))
        kept.rows += len(rows)
        self._end += len(block)
        self.rows += len(rows)

    def __getitem__(self, table: str) -> Collection[ServerRow]:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def close(self) -> None:
        """Drop the rows."""
        self._file.close()


def _silent(_rows: int) -> None:
    pass


@dataclass(slots=True)
class _Kept(Collection["ServerRow"]):
    """The rows of one table, in blocks of a file: where each begins, and how long it is."""

    file: IO[bytes]
    blocks: list[tuple[int, int]] = field(default_factory=list)
    rows: int = 0

    def __iter__(self) -> Iterator[ServerRow]:
        return (row for place, size in self.blocks for row in self._block(place, size))

    def _block(self, place: int, size: int) -> list[ServerRow]:
        self.file.seek(place)
        # In one piece: marshal.load would ask the file for each value.
        block: list[ServerRow] = marshal.loads(self.file.read(size))  # noqa: S302  our own, of a moment ago
        return block

    def __len__(self) -> int:
        return self.rows

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


def pull(
    connection: Connection,
    cursor: int,
    high: int | None = None,
    pending: bytes | None = None,
    tell: Callable[[int], None] = _silent,
    hello: Sequence[object] | None = None,
) -> Pulled:
    """Everything newer than the revision ``cursor``, parents first.

    ``high``: the newest revision this laptop knew of, to see whether the server still is what it was. ``pending``: the
    push whose answer never came. ``tell``: told while very many come how many are here; what it raises ends the pull.
    ``hello``: what ``server_sql.HELLO`` tells of this device, said by the way.
    """
    most = FIRST_LOOK if cursor else FIRST_LOOK_OF_ALL
    with connection.pipeline():
        connection.execute(server_sql.SNAPSHOT)
        ask = _Asked(connection, cursor, high, pending)
        found = {
            table.name: connection.execute(server_sql.changed_rows(table), (cursor, most + 1), binary=True)
            for table in synced_tables()
        }
        connection.execute("COMMIT")
        greeted = None if hello is None else connection.execute(server_sql.HELLO, hello)
    # Not before the end of the pipeline: an answer fetched inside it costs a round trip of its own.
    rows: dict[str, list[ServerRow]] = {name: answer.fetchall() for name, answer in found.items()}
    if greeted is not None and greeted.fetchall()[0][0]:
        return replace(ask.answer({}, 0), shut_out=True)
    if any(len(each) > most for each in rows.values()):
        return _stream(connection, cursor, high, pending, tell)
    return ask.answer({name: each for name, each in rows.items() if each}, sum(map(len, rows.values())))


def _stream(
    connection: Connection,
    cursor: int,
    high: int | None,
    pending: bytes | None,
    tell: Callable[[int], None],
) -> Pulled:
    """The same for very many rows: a first pull."""
    spool = Spool()
    try:
        connection.execute(server_sql.SNAPSHOT)
        connection.execute(f"SET LOCAL statement_timeout = {_STREAM_MILLISECONDS}")
        ask = _Asked(connection, cursor, high, pending)
        for table in synced_tables():
            copy(connection, table, cursor, spool, tell)
        connection.execute("COMMIT")
    except BaseException:
        spool.close()
        raise
    return ask.answer(spool, spool.rows)


def copy(
    connection: Connection,
    table: SyncedTable,
    cursor: int,
    spool: Spool,
    tell: Callable[[int], None] = _silent,
) -> None:
    """Read rows newer than a revision as a stream; inside a transaction."""
    with connection.cursor() as reading, reading.copy(server_sql.copy_rows(table, cursor)) as stream:
        stream.set_types(["bytea", "int8", *(_BINARY[column.type] for column in table.columns)])
        block: list[ServerRow] = []
        for row in stream.rows():
            block.append(row)
            if len(block) == _ROWS_IN_BLOCK:
                spool.add(table.name, block)
                tell(spool.rows)
                block = []
        if block:
            spool.add(table.name, block)


class _Asked:
    """The questions about the server itself, on their way."""

    def __init__(self, connection: Connection, cursor: int, high: int | None, pending: bytes | None) -> None:
        ask = connection.execute
        self._state = ask(server_sql.STATE, binary=True)
        self._high = None if high is None else ask(server_sql.PUSH_AT, (high,), binary=True)
        self._pending = None if pending is None else ask(server_sql.REV_OF, (pending.hex(),))
        self._authors = ask(server_sql.AUTHORS, (cursor,))

    def answer(self, rows: Mapping[str, Any], count: int) -> Pulled:
        state = self._state.fetchone()
        assert state is not None
        epoch, rev, version, oldest, purged_below, now, push_id = state
        high = self._high.fetchone() if self._high is not None else None
        pending = self._pending.fetchone() if self._pending is not None else None
        snapshot = Snapshot(
            epoch,
            Point(rev, push_id),
            rows,
            {at_rev: Author(who, at) for at_rev, who, at in self._authors},
            None if pending is None else pending[0],
            many=count > MANY,
        )
        return Pulled(
            ServerState(version, oldest, purged_below, now), None if high is None else high[0], snapshot
        )


def points(connection: Connection, revisions: list[int]) -> list[Point]:
    """Which pushes made these revisions, of those that the server has."""
    return [Point(*row) for row in connection.execute(server_sql.COMMON, (revisions,), binary=True)]


def written_at(connection: Connection, rev: int) -> str:
    """When a revision was made, by the server's clock (UTC text); '' where it has none of that number."""
    row = connection.execute(server_sql.WRITTEN_AT, (rev,)).fetchone()
    return "" if row is None else str(row[0])
