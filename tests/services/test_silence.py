from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.errors import NumberRefused, RecordNotFound
from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services import activities, clients, dictionaries, listing, participants, silence
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft
from crm_desktop.kinds import PointKind
from crm_desktop.storage.undo import undo

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture
def friends(store):
    return dictionaries.add(store, Dictionary.GROUP, "Friends", longest_silence_days=30)


def client(store, name="Ona", **values):
    return clients.add(store, ClientDraft(name=name, **{"groups": ("Friends",), **values}))


def held(store, client_id, days_ago, **values):
    at = (NOW - timedelta(days=days_ago)).isoformat()
    return activities.add(store, ActivityDraft(client_id, **{"held_at": at, **values}))


def names(store, now=NOW):
    found = silence.slipping(store, now, 100)
    assert silence.slipping_count(store, now) == len(found)
    assert listing.verify(store) == []
    return [each.name for each in found]


def test_a_client_slips_on_the_day_after_the_allowed_ones(store, friends):
    ona = client(store, points=(PointDraft(PointKind.PHONE, "8 612 34567"),))
    held(store, ona, 30)
    assert names(store) == []
    midnight = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)  # of Vilnius
    assert names(store, midnight - timedelta(seconds=1)) == []
    assert names(store, midnight) == ["Ona"]
    (row,) = silence.slipping(store, midnight, 10)
    assert (row.client_id, row.number, row.group, row.since_days, row.allowed_days, row.ideal_days, row.phone) == (
        ona, 1, "Friends", 31, 30, None, "8 612 34567",
    )  # fmt: skip
    assert row.last_contact == "2026-10-21T10:00:00.000Z"
