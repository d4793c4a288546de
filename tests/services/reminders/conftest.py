"""A base, a clock that is set, and short words for what the tests do again and again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.services import activities, clients, reminders
from crm_desktop.services.drafts import ActivityDraft, ClientDraft

NOW = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
"""Noon in Vilnius, a Wednesday. The ids of rows tell the real time, which lies before."""


class Scene:
    """What a test does to the base, at the time of the clock."""

    def __init__(self, store, clock) -> None:
        self.store, self.clock = store, clock

    @property
    def now(self):
        return self.clock.at

    def client(self, name="Ona", **values):
        return clients.add(self.store, ClientDraft(name=name, **values))

    def plan(self, at, client=None, **values):
        return activities.add(self.store, ActivityDraft(client, planned_at=at, **values))

    def refresh(self, **values):
        assert reminders.refresh(self.store, self.now, **values)
        assert self.store.read("SELECT * FROM reminder_stale") == []
        assert self.store.read("SELECT * FROM reminder_kind_stale") == []

    def due(self):
        """The lines that are due after a look."""
        self.refresh()
        found = reminders.due(self.store, self.now, 100)
        assert reminders.due_count(self.store, self.now) == len(found)
        return found

    def moments(self):
        return [line.ref.moment for line in self.due()]

    def popups(self):
        """Those wanted after a look, by sort and count; they are shown."""
        self.refresh()
        found = reminders.to_announce(self.store, self.now)
        for each in found:
            reminders.announced(self.store, each.refs, self.now, "desktop")
        return [(each.sort.value, each.count) for each in found]

    def times(self):
        """All reminders that stand: moment, when due, when the next pop-up is wanted."""
        self.refresh()
        return self.store.read("SELECT moment, fire_at, announce_at FROM reminder ORDER BY moment, fire_at")


@pytest.fixture
def scene(store, clock):
    clock.at = NOW
    made = Scene(store, clock)
    made.refresh()
    return made
