"""Where a rehearsal lays its rows: a throwaway SQLite file.

200,000 rows with their raw cells do not belong in memory, and the window wants them back by verdict and reason, a
screenful at a time. The file lies in the temporary folder, is readable by the user alone and goes with the object.
"""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from crm_desktop.exchange.importing.record import Problem, Record, pack, unpack


class Verdict(StrEnum):
    """What will become of a row."""

    NEW = "new"
    COMPLETES = "completes"
    SAME = "same"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class Action(StrEnum):
    """What to do with a row whose client is already there; ``AUTO`` updates by external id, else completes."""

    AUTO = "auto"
    COMPLETE = "complete"
    UPDATE = "update"
    SKIP = "skip"
    NEW = "new"


class Decision(NamedTuple):
    """What the user decided for one row; ``client`` is the one in the base that it means, None: as found."""

    action: Action
    client: bytes | None = None


class StagedRow(NamedTuple):
    """One row of the list with what the rehearsal made of it."""

    number: int
    source: int
    """Index of the table in the plan."""
    row: int
    """Row in the sheet, counted from 1 as in a spreadsheet program."""
    verdict: Verdict
    reason: str
    match: bytes | None
    """Client in the base that the row means."""
    twin: int | None
    """Number of the earlier row of the same client inside the files."""
    changes: tuple[str, ...]
    """Fields that the row adds to (or, on update, changes in) the client."""
    action: Action | None
    """The user's own decision for this row, if any."""
    look: bool
    """A person should look at it."""
    kind: str
    """Kind of the main entity; empty for a rejected row."""
    name: str
    cells: tuple[Any, ...]
    record: Record | None


_DDL = """
CREATE TABLE staged (
    number INTEGER PRIMARY KEY, source INTEGER NOT NULL, row INTEGER NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, match BLOB, twin INTEGER, changes TEXT NOT NULL, action TEXT, look INTEGER NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL);
CREATE INDEX staged_verdict ON staged(verdict, reason);
CREATE INDEX staged_look ON staged(look) WHERE look;
CREATE INDEX staged_twin ON staged(twin) WHERE twin IS NOT NULL;
CREATE TABLE mended (source INTEGER, row INTEGER, column_index INTEGER, text TEXT,
    PRIMARY KEY (source, row, column_index));
CREATE TABLE decided (source INTEGER, row INTEGER, action TEXT NOT NULL, client BLOB, PRIMARY KEY (source, row))
"""

_PORTION = 500
"""Rows that a decision for many takes at once: some milliseconds."""

_VERDICTS = {verdict.value: verdict for verdict in Verdict}  # asking the class costs ten times as much
_UNIT = "\x1f"  # the unit separator of ASCII: no header holds it
_COLUMNS = "number, source, row, verdict, reason, match, twin, changes, action, look, kind, name, body"


class Staging:
    """The rehearsed rows, plus the user's mended cells and decisions, which outlive a new rehearsal."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="crm-rehearsal-")
        path = Path(self._folder.name) / "rows.sqlite"
        # The rehearsal writes in a worker thread while the window reads: one connection, one lock.
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _DDL)

    def close(self) -> None:
        """Delete the file."""
        with self._lock:
            self._connection.close()
        with suppress(OSError):
            self._folder.cleanup()

    def clear(self) -> None:
        """Forget the rehearsed rows; mended cells and decisions stay."""
        with self._lock:
            self._connection.execute("DELETE FROM staged")

    def add(self, rows: Iterable[StagedRow]) -> None:
        """Lay down rows in one go."""
        values = [
            (
                row.number,
                row.source,
                row.row,
                row.verdict,
                row.reason,
                row.match,
                row.twin,
                _UNIT.join(row.changes),
                row.action,
                row.look,
                row.kind,
                row.name,
                pickle.dumps((row.cells, pack(row.record) if row.record else None), protocol=5),
            )
            for row in rows
        ]
        with self._lock:
            self._connection.execute("BEGIN")
            self._connection.executemany(
                f"INSERT INTO staged({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                values,
            )
            self._connection.execute("COMMIT")

    def update(self, rows: Iterable[StagedRow]) -> None:
        """Replace rows whose verdict changed after all."""
        rows = list(rows)
        with self._lock:
            self._connection.executemany(
                "DELETE FROM staged WHERE number = ?", [(row.number,) for row in rows]
            )
            self.add(rows)

    def counts(self) -> dict[tuple[Verdict, str], int]:
        """How many rows per verdict and reason."""
        rows = self._read("SELECT verdict, reason, COUNT(*) FROM staged GROUP BY 1, 2")
        return {(Verdict(verdict), reason): count for verdict, reason, count in rows}

    def count(self, verdict: Verdict | None = None, *, reason: str | None = None, look: bool = False) -> int:
        """How many rows there are of a verdict (all when None), of a reason, to be looked at."""
        where, values = _where(verdict, reason, look)
        return int(self._read(f"SELECT COUNT(*) FROM staged{where}", values)[0][0])

    def page(
        self,
        offset: int,
        limit: int,
        verdict: Verdict | None = None,
        *,
        reason: str | None = None,
        look: bool = False,
    ) -> list[StagedRow]:
        """A window of rows in the order of the file."""
        where, values = _where(verdict, reason, look)
        sql = f"SELECT {_COLUMNS} FROM staged{where} ORDER BY number LIMIT ? OFFSET ?"
        return [_row(values) for values in self._read(sql, (*values, limit, offset))]

    def numbers(
        self, verdict: Verdict | None = None, *, look: bool = False, reason: str | None = None
    ) -> Sequence[int]:
        """The numbers of all rows of a verdict, to be looked at, of a reason, in the order of the files.

        They are the positions of a list.

        Rejected rows need no look: nothing comes of them (``Summary.review`` counts so too).
        """
        if not look and reason is None and (verdict is None or self.count(verdict) == self.count()):
            return range(self.count())  # rows are numbered from 0 without a gap
        where, values = _where(verdict, reason, look)
        where += " AND verdict <> 'rejected'" if look else ""
        rows = self._read(f"SELECT number FROM staged{where} ORDER BY number", values)
        return array("l", (number for (number,) in rows))

    def rows(self, numbers: Sequence[int]) -> list[StagedRow]:
        """The rows of these numbers, at most some hundreds, in the order of the files."""
        marks = ",".join("?" * len(numbers))
        sql = f"SELECT {_COLUMNS} FROM staged WHERE number IN ({marks}) ORDER BY number"
        return [_row(values) for values in self._read(sql, tuple(numbers))]

    def twins(self) -> set[int]:
        """Numbers of the rows whose client a later row adds something of its own to: a contact held, a deal."""
        rows = self._read(
            "SELECT DISTINCT twin FROM staged WHERE twin IS NOT NULL AND verdict <> 'duplicate'"
        )
        return {number for (number,) in rows}

    def row(self, number: int) -> StagedRow:
        """One row by its number."""
        return _row(self._read(f"SELECT {_COLUMNS} FROM staged WHERE number = ?", (number,))[0])

    def walk(
        self,
        chunk: int = 1000,
        *,
        verdicts: Sequence[Verdict] = tuple(Verdict),
        companies: bool | None = None,
        kinds: Sequence[str] = (),
    ) -> Iterator[list[StagedRow]]:
        """All rows of these verdicts, chunk by chunk, in the order of the files.

        Only (or no) companies if asked, or only the ``kinds`` of rows.
        """
        marks = ",".join("?" * len(verdicts))
        kind = {None: "", True: " AND kind = 'company'", False: " AND kind <> 'company'"}[companies]
        kind += f" AND kind IN ({','.join('?' * len(kinds))})" if kinds else ""
        sql = (
            # The plus keeps SQLite off the index of verdicts, by which it would sort all rows for each chunk.
            f"SELECT {_COLUMNS} FROM staged WHERE number > ? AND +verdict IN ({marks}){kind}"
            " ORDER BY number LIMIT ?"
        )
        last = -1
        while rows := self._read(sql, (last, *verdicts, *kinds, chunk)):
            last = rows[-1][0]
            yield [_row(values) for values in rows]

    def mend(self, source: int, row: int, column: int, text: str) -> None:
        """Keep what the user wrote over a bad cell; the next rehearsal reads it instead."""
        with self._lock:
            self._connection.execute(
                "INSERT INTO mended VALUES (?,?,?,?)"
                " ON CONFLICT(source, row, column_index) DO UPDATE SET text = excluded.text",
                (source, row, column, text),
            )

    def mended(self) -> dict[tuple[int, int], dict[int, str]]:
        """Mended cells by (source, row), then by column."""
        cells: dict[tuple[int, int], dict[int, str]] = {}
        for source, row, column, text in self._read("SELECT source, row, column_index, text FROM mended"):
            cells.setdefault((source, row), {})[column] = text
        return cells

    def outcomes(self) -> Iterator[tuple[int, str, bytes | None, int | None, bool]]:
        """Of rows that are not simply new: number, verdict, client, twin, whether to be looked at."""
        last, sql = -1, (
            "SELECT number, verdict, match, twin, look FROM staged WHERE number > ? AND +verdict <> 'rejected'"
            " AND (verdict <> 'new' OR look) ORDER BY number LIMIT 5000"
        )  # fmt: skip
        while rows := self._read(sql, (last,)):
            last = rows[-1][0]
            yield from (
                (number, verdict, match, twin, bool(look)) for number, verdict, match, twin, look in rows
            )

    def told(self) -> set[int]:
        """Numbers of new rows that are looked for by ``outcomes``: they need a look, or later rows repeat them."""
        rows = self._read(
            "SELECT number FROM staged WHERE look AND verdict = 'new'"
            " UNION SELECT twin FROM staged WHERE twin IS NOT NULL"
        )
        return {number for (number,) in rows}

    def decide(self, number: int, action: Action | None, client: bytes | None = None) -> None:
        """Keep the user's decision for one row (None: as for all); ``client`` is the one that it means."""
        row = self.row(number)
        with self._lock:
            self._connection.execute("UPDATE staged SET action = ? WHERE number = ?", (action, number))
            if action is None:
                self._connection.execute(
                    "DELETE FROM decided WHERE source = ? AND row = ?", (row.source, row.row)
                )
            else:
                self._connection.execute(
                    "INSERT INTO decided VALUES (?,?,?,?)"
                    " ON CONFLICT(source, row) DO UPDATE SET action = excluded.action, client = excluded.client",
                    (row.source, row.row, action, client),
                )

    def decide_alike(self, verdict: Verdict, reason: str, action: Action | None) -> int:
        """Keep one decision for all rows of a verdict and a reason; how many they are.

        In portions, so that the window can read rows in between.
        """
        count, last = 0, -1
        sql = "SELECT number FROM staged WHERE verdict = ? AND reason = ? AND number > ? ORDER BY number LIMIT ?"
        while rows := self._read(sql, (verdict, reason, last, _PORTION)):
            last = rows[-1][0]
            self._decide_numbers([number for (number,) in rows], action)
            count += len(rows)
        return count

    def _decide_numbers(self, numbers: Sequence[int], action: Action | None) -> None:
        among = f"number IN ({','.join('?' * len(numbers))})"
        with self._lock:
            self._connection.execute("BEGIN")
            if action is None:
                self._connection.execute(
                    f"DELETE FROM decided WHERE (source, row) IN (SELECT source, row FROM staged WHERE {among})",
                    tuple(numbers),
                )
            else:
                self._connection.execute(
                    f"INSERT INTO decided SELECT source, row, ?, NULL FROM staged WHERE {among}"
                    " ON CONFLICT(source, row) DO UPDATE SET action = excluded.action",
                    (action, *numbers),
                )
            self._connection.execute(f"UPDATE staged SET action = ? WHERE {among}", (action, *numbers))
            self._connection.execute("COMMIT")

    def decided(self) -> dict[tuple[int, int], Decision]:
        """The user's decisions by (source, row)."""
        rows = self._read("SELECT source, row, action, client FROM decided")
        return {(source, row): Decision(Action(action), client) for source, row, action, client in rows}

    def _read(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()


def _where(verdict: Verdict | None, reason: str | None, look: bool) -> tuple[str, tuple[object, ...]]:
    parts: list[str] = []
    values: list[object] = []
    if verdict is not None:
        parts.append("verdict = ?")
        values.append(verdict)
    if reason is not None:
        parts.append("reason = ?")
        values.append(reason)
    if look:
        parts.append("look")
    return (" WHERE " + " AND ".join(parts) if parts else ""), tuple(values)


def _row(values: tuple[Any, ...]) -> StagedRow:
    number, source, row, verdict, reason, match, twin, changes, action, look, kind, name, body = values
    # Our own file in our own folder, written a moment ago: pickle is safe here and four times faster than JSON.
    cells, packed = pickle.loads(body)  # noqa: S301
    return StagedRow(
        number,
        source,
        row,
        _VERDICTS[verdict],
        reason,
        match,
        twin,
        tuple(changes.split(_UNIT)) if changes else (),
        Action(action) if action else None,
        bool(look),
        kind,
        name,
        cells,
        unpack(packed) if packed else None,
    )


__all__ = ["Action", "Decision", "Problem", "StagedRow", "Staging", "Verdict"]
