from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture
def diary(base):
    """A week with a contact of every state, a day-long one, a long one and a birthday."""
    store = base.store
    ona = clients.add(store, ClientDraft(name="Ona Petraitienė", birthday="1976-11-18"))

    def add(at, outcome=Outcome.NONE, *, held=True, minutes=60, all_day=False, wanted="Vases"):
        activities.add(
            store,
            ActivityDraft(
                ona,
                ActivityKind.MEETING,
                planned_at=at,
                held_at=at if held else None,
                outcome=outcome,
                minutes=minutes,
                all_day=all_day,
                wanted=wanted,
            ),
        )

    add("2026-11-16T08:00:00.000Z", Outcome.SUCCESSFUL)
    add("2026-11-16T08:30:00.000Z", Outcome.FAILED)
    add("2026-11-16T14:00:00.000Z", Outcome.CANCELLED)
    add("2026-11-17T10:00:00.000Z", Outcome.NO_ANSWER, minutes=15)
    add("2026-11-17T12:00:00.000Z", held=False)
    add("2026-11-20T20:00:00.000Z", held=False, minutes=90)
    add("2026-11-19", held=False, all_day=True, wanted="Fair")
    return store
