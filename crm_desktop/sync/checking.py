"""Whether this base still is what the server has, looked at from time to time (protocol 4.12).

Once a day rows are counted, once a week (or when somebody asks, or where the counts differ) contents are summed up: of
each table 256 sums, by the last byte of the id. Where a sum differs rows are compared one by one, and what differs
becomes as the server has it, with what is unsent here on top; what stood here before stays in the history of the
fields. It should never find anything: what it finds is told.

Only what lives is compared. What was thrown away is sent and pulled like anything, and forgotten one day (``purging``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.sync import applying, history, pulling, purging, server_care, server_sql, summing
from crm_desktop.sync.asking import ask
from crm_desktop.sync.known import Known, Sender, Wanted
from crm_desktop.sync.snapshot import Author, Point, Snapshot
from crm_desktop.sync.tables import SyncedTable, synced_table, synced_tables

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.known import Theirs
    from crm_desktop.sync.snapshot import RowKey, ServerRow

COUNT_EVERY, SUM_EVERY = timedelta(days=1), timedelta(days=7)

ROWS_AT_ONCE = 5_000

_NOBODY = Sender(b"", "", "", 0)


class Depth(IntEnum):
    """How closely to look."""

    NOT = 0
    COUNT = 1
    SUM = 2


def due(store: Store) -> Depth:
    """How closely to look today. A base that has just joined is not looked at: all of it was exchanged."""
    now = store.clock.now()
    ((counted, summed),) = store.read("SELECT counted_at, summed_at FROM sync_meta")
    if counted is None or summed is None:
        _note(store, counted_at=utc_text(now), summed_at=utc_text(now))
        return Depth.NOT
    if _is_over(summed, SUM_EVERY, now):
        return Depth.SUM
    return Depth.COUNT if _is_over(counted, COUNT_EVERY, now) else Depth.NOT


def _is_over(noted: str, pause: timedelta, now: datetime) -> bool:
    """Whether the pause is over. A time to come was noted by a clock that was wrong then."""
    at = parse_utc_text(noted)
    return now - at >= pause or at > now


@dataclass(frozen=True, slots=True)
class Checked:
    """``repaired`` rows were not what the server has. ``lists_follow`` as in ``engine.Synced``."""

    repaired: int = 0
    lists_follow: bool = False


def check(connection: Connection, store: Store, depth: Depth) -> Checked:
    """Compare this base with the server, and repair it. To be called when a sync has come to its end.

    Where somebody else writes meanwhile it gives up, and the next sync tries again.
    """
    try:
        checked = _check(connection, store, depth)
    except _WentOn:
        return Checked()
    now = utc_text(store.clock.now())
    summed = {"summed_at": now} if depth is Depth.SUM else {}
    _note(store, counted_at=now, repaired=checked.repaired, **summed)
    return checked


def _check(connection: Connection, store: Store, depth: Depth) -> Checked:
    state, counts, _ = _ask(connection, store, {"": server_care.live_counts()})
    with store.snapshot():
        differing = {name for name, rows in counts[""] if summing.live_rows(store, name) != rows}
    suspects = [table for table in synced_tables() if depth is Depth.SUM or table.name in differing]
    if depth is Depth.SUM:
        purging.purge_here(store, state.purged_below)
    keys = _differing(connection, store, suspects) if suspects else []
    return _mend(connection, store, keys) if keys else Checked()


class _WentOn(Exception):
    """The server is not at the revision to which this base was brought."""


def _note(store: Store, **facts: object) -> None:
    setting = ", ".join(f"{name} = ?" for name in facts)
    with store.transaction() as connection:
        connection.execute(f"UPDATE sync_meta SET {setting}", tuple(facts.values()))


@dataclass(frozen=True, slots=True)
class _State:
    """The server at one revision."""

    epoch: bytes
    point: Point
    purged_below: int


def _ask(
    connection: Connection, store: Store, questions: Mapping[str, str], wanted: Iterable[RowKey] = ()
) -> tuple[_State, dict[str, list[tuple[Any, ...]]], Known]:
    """The answers, and the rows ``wanted``, all of that state of the server to which this base was brought."""
    known = Known()
    with connection.pipeline():
        connection.execute(server_sql.SNAPSHOT)
        connection.execute(server_care.LONG_STATEMENTS)
        asked = connection.execute(server_sql.STATE, binary=True)
        found = {key: connection.execute(question, binary=True) for key, question in questions.items()}
        learn = ask(connection, Wanted(rows=set(wanted)), _NOBODY)
        connection.execute("COMMIT")
    ((epoch, rev, _, _, purged_below, _, push_id),) = asked.fetchall()
    if rev != history.position(store.connection).cursor:
        raise _WentOn
    learn(known)
    return (
        _State(epoch, Point(rev, push_id), purged_below),
        {k: each.fetchall() for k, each in found.items()},
        known,
    )


# ------------------------------------------------------------------------------------------------- what differs where


def _differing(connection: Connection, store: Store, tables: Iterable[SyncedTable]) -> list[RowKey]:
    """The rows that are not what the server has: found by sums, then one by one where these differ."""
    _, sums, _ = _ask(connection, store, {table.name: server_care.sums(table) for table in tables})
    buckets = {name: found for name, theirs in sums.items() if (found := _buckets(store, name, theirs))}
    if not buckets:
        return []
    questions = {name: server_care.row_sums(synced_table(name), found) for name, found in buckets.items()}
    _, rows, _ = _ask(connection, store, questions)
    return [
        (name, id_) for name, found in buckets.items() for id_ in _unequal(store, name, found, rows[name])
    ]


def _buckets(store: Store, name: str, theirs: Iterable[tuple[int, int, str]]) -> list[int]:
    """The last bytes of ids whose rows differ."""
    with store.snapshot():
        ours = summing.sums(store, name)
    found = {bucket: (rows, int(total)) for bucket, rows, total in theirs}
    return sorted(bucket for bucket in ours.keys() | found.keys() if ours.get(bucket) != found.get(bucket))


def _unequal(
    store: Store, name: str, buckets: Iterable[int], theirs: Iterable[tuple[bytes, int]]
) -> list[bytes]:
    wanted = frozenset(buckets)
    with store.snapshot():
        ours = {id_: each for id_, each in summing.checksums(store, name) if id_[-1] in wanted}
    found = dict(theirs)
    return sorted(id_ for id_ in ours.keys() | found.keys() if ours.get(id_) != found.get(id_))


def _mend(connection: Connection, store: Store, keys: list[RowKey]) -> Checked:
    """Take the server's rows as a pull would; what it has not is a deletion it forgot, or is given back."""
    theirs: dict[RowKey, Theirs | None] = {}
    for start in range(0, len(keys), ROWS_AT_ONCE):
        state, _, known = _ask(connection, store, {}, keys[start : start + ROWS_AT_ONCE])
        theirs |= known.rows
    missing = [key for key in keys if theirs[key] is None]
    if missing:
        purging.settle_missing(store, missing, state.purged_below, state.point.rev)
    rows: dict[str, list[ServerRow]] = {}
    authors: dict[int, Author] = {}
    for (name, id_), row in theirs.items():
        if row is not None:
            rows.setdefault(name, []).append((id_, row.rev, *row.row.values()))
            authors[row.rev] = row.author
    many = len(keys) > pulling.MANY
    done = applying.apply(store, Snapshot(state.epoch, state.point, rows, authors, many=many))
    return Checked(len(keys), done.lists_follow)
