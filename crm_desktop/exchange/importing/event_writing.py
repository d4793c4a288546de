"""Writes the events of a rehearsed calendar as activities, planned and held."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.exchange.importing.event_judging import overwrites
from crm_desktop.exchange.importing.event_people import Finder
from crm_desktop.exchange.importing.event_plan import EventPlan, plan_event, responsible_of
from crm_desktop.exchange.importing.staging import Action, StagedRow
from crm_desktop.ids import from_text, uuid7
from crm_desktop.services import participants

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_MOST_MOVES = 1_000


class EventWriter:
    """Writes events chunk by chunk; clients that the same import made are found as well."""

    def __init__(self, store: Store, on_match: Sequence[Action]) -> None:
        self._store = store
        self._on_match = on_match
        self._finder = Finder(store)
        self._now = store.clock.now()
        self.touched: set[bytes] = set()
        """Clients whose lists are to be made anew."""

    def write(self, change: Change, row: StagedRow) -> None:
        """Write one event; as the rehearsal said, unless the base has changed since."""
        record = row.record
        assert record is not None
        entry = record.event
        assert entry is not None
        action = row.action or self._on_match[row.source]
        plan = plan_event(
            self._store,
            self._finder,
            entry,
            self._now,
            overwrite=overwrites(action),
            anew=action is Action.NEW,
        )
        if plan.is_covered:
            return
        if plan.activity is None:
            add_event(self._store, change, entry, plan, self._now)
            self.touched.update(plan.links)
        elif action is not Action.SKIP and not plan.in_bin:
            self.touched.update(change_event(change, entry, plan, self._now))


def add_event(store: Store, change: Change, entry: EventEntry, plan: EventPlan, now: datetime) -> bytes:
    """Write the activity that an event becomes; its id."""
    activity = uuid7()
    values: dict[str, Any] = {
        "id": activity,
        "client_id": next(iter(plan.links), None),
        "series_id": _series(store, entry),
        **plan.values,
        "responsible_id": responsible_of(store, entry),
        "created_at": entry.own.get("CREATED") or utc_text(now),
    }
    slots = ", ".join("?" * len(values))
    change.execute(f"INSERT INTO activity({', '.join(values)}) VALUES ({slots})", tuple(values.values()))
    participants.link(change, [(activity, client) for client in plan.links[1:]])
    _add_moves(change, activity, moves_of(entry))
    return activity


def change_event(change: Change, entry: EventEntry, plan: EventPlan, now: datetime) -> set[bytes]:
    """Write what an event changes in the activity it is; the clients whom that touches.

    One that was put off to another day keeps both times, whoever did it.
    """
    activity = plan.activity
    assert activity is not None
    ((present, planned_at, held_at, rule),) = change.execute(
        "SELECT client_id, planned_at, held_at, rule FROM activity WHERE id = ?", (activity,)
    ).fetchall()
    values, linked = dict(plan.values), list(plan.links)
    if linked and present is None:
        values["client_id"] = linked.pop(0)
    moves = list(moves_of(entry))
    to_at = str(values.get("planned_at") or "")
    is_moved = planned_at and to_at and not (held_at or rule) and local_day(planned_at) != local_day(to_at)
    if is_moved and not any(move[:2] == (planned_at, to_at) for move in moves):
        moves.append((planned_at, to_at, utc_text(now)))
    if values:
        pairs = ", ".join(f"{column} = ?" for column in values)
        change.execute(f"UPDATE activity SET {pairs} WHERE id = ?", (*values.values(), activity))
    participants.link(change, [(activity, client) for client in linked])
    _add_moves(change, activity, moves)
    if not (values or plan.links):
        return set()
    known = change.execute(
        "SELECT client_id FROM activity WHERE id = ?1 AND client_id IS NOT NULL"
        " UNION SELECT client_id FROM activity_client WHERE activity_id = ?1",
        (activity,),
    )
    return {client for (client,) in known}


def moves_of(entry: EventEntry) -> tuple[tuple[str, str, str], ...]:
    """How often an event of ours was put off: from, to, and when that was done. What is none is passed over."""
    try:
        listed = json.loads(entry.own.get("MOVES", "[]"))
        found = [tuple(map(str, move)) for move in listed if isinstance(move, list)]
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple(
        (from_at, to_at, at)
        for from_at, to_at, at in (move for move in found[:_MOST_MOVES] if len(move) == 3)
        if _is_moment(from_at) and _is_moment(to_at) and (not at or _is_moment(at))
    )


def local_day(moment: str) -> str:
    """The day here of an instant, or a day itself."""
    return parse_utc_text(moment).astimezone().date().isoformat() if "T" in moment else moment


def _is_moment(text: str) -> bool:
    try:
        local_day(text) if "T" in text else date.fromisoformat(text)
    except (OverflowError, ValueError):
        return False
    return True


def _add_moves(change: Change, activity: bytes, moves: Iterable[tuple[str, str, str]]) -> None:
    """Add those that the activity does not know yet; the same move read twice is one."""
    known = set(
        change.execute("SELECT from_at, to_at, at FROM activity_move WHERE activity_id = ?", (activity,))
    )
    change.executemany(
        "INSERT INTO activity_move(id, activity_id, from_at, to_at, at) VALUES (?, ?, ?, ?, ?)",
        [(uuid7(), activity, *move) for move in moves if move not in known],
    )


def _series(store: Store, entry: EventEntry) -> bytes | None:
    """The template of the series that the event is one of."""
    if not entry.occurrence:
        return None
    try:
        own = from_text(entry.uid)
    except ValueError:
        own = b""
    found = store.read(
        "SELECT id FROM activity WHERE id IN (SELECT id FROM activity WHERE uid = ? AND uid <> '' UNION SELECT ?)"
        " AND rule <> '' AND deleted = 0 AND series_id IS NULL ORDER BY rid LIMIT 1",
        (entry.uid, own),
    )
    return found[0][0] if found else None
