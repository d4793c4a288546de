"""Writes the events of a rehearsed calendar as activities, planned and held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.exchange.importing.event_judging import overwrites
from crm_desktop.exchange.importing.event_people import Finder
from crm_desktop.exchange.importing.event_plan import EventPlan, plan_event, responsible_of
from crm_desktop.exchange.importing.staging import Action, StagedRow
from crm_desktop.ids import from_text, uuid7
from crm_desktop.services import participants

if TYPE_CHECKING:
    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


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
        if plan.activity is None:
            self._add(change, entry, plan)
        elif action is not Action.SKIP and not plan.in_bin:
            self._change(change, plan)

    def _add(self, change: Change, entry: EventEntry, plan: EventPlan) -> None:
        activity = uuid7()
        values: dict[str, Any] = {
            "id": activity,
            "client_id": next(iter(plan.links), None),
            **plan.values,
            "series_id": self._series(entry),
            "responsible_id": responsible_of(self._store, entry),
            "created_at": entry.own.get("CREATED") or utc_text(self._now),
        }
        slots = ", ".join("?" * len(values))
        change.execute(f"INSERT INTO activity({', '.join(values)}) VALUES ({slots})", tuple(values.values()))
        participants.link(change, [(activity, client) for client in plan.links[1:]])
        self.touched.update(plan.links)

    def _change(self, change: Change, plan: EventPlan) -> None:
        activity = plan.activity
        assert activity is not None
        ((present,),) = change.execute("SELECT client_id FROM activity WHERE id = ?", (activity,)).fetchall()
        values, linked = dict(plan.values), list(plan.links)
        if linked and present is None:
            values["client_id"] = linked.pop(0)
        if values:
            pairs = ", ".join(f"{column} = ?" for column in values)
            change.execute(f"UPDATE activity SET {pairs} WHERE id = ?", (*values.values(), activity))
        participants.link(change, [(activity, client) for client in linked])
        if values or plan.links:
            known = change.execute(
                "SELECT client_id FROM activity WHERE id = ?1 AND client_id IS NOT NULL"
                " UNION SELECT client_id FROM activity_client WHERE activity_id = ?1",
                (activity,),
            )
            self.touched.update(client for (client,) in known)

    def _series(self, entry: EventEntry) -> bytes | None:
        """The template of the series that the event is one of."""
        if not entry.occurrence:
            return None
        try:
            own = from_text(entry.uid)
        except ValueError:
            own = b""
        found = self._store.read(
            "SELECT id FROM activity WHERE id IN (SELECT id FROM activity WHERE uid = ? AND uid <> '' UNION SELECT ?)"
            " AND rule <> '' AND deleted = 0 AND series_id IS NULL ORDER BY rid LIMIT 1",
            (entry.uid, own),
        )
        return found[0][0] if found else None
