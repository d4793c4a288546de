from __future__ import annotations

import pytest

from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients, dictionaries
from crm_desktop.services.common import set_setting
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.lengths import check_minutes, choose_minutes, clashes, minutes_of, usual_minutes

TEN = "2026-11-24T08:00:00.000Z"
HALF_PAST = "2026-11-24T08:30:00.000Z"
ELEVEN = "2026-11-24T09:00:00.000Z"


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def meet(store, client, at=TEN, **more):
    return activities.add(store, ActivityDraft(client, ActivityKind.MEETING, planned_at=at, **more))


def names(found):
    return [(clash.client, clash.planned_at, clash.minutes) for clash in found]


def test_what_kinds_usually_take(store):
    assert [usual_minutes(kind) for kind in (ActivityKind.MEETING, ActivityKind.CALL, ActivityKind.NOTE)] == [
        60, 15, 15,
    ]  # fmt: skip
    set_setting(store, "usual_minutes", {"meeting": 90, "call": "long", "visit": -5})
    assert minutes_of(store, ActivityKind.MEETING) == 90
    assert minutes_of(store, ActivityKind.CALL) == 15
    assert minutes_of(store, ActivityKind.VISIT) == 60


def test_lengths_between_nothing_and_a_year():
    for fine in (None, 0, 366 * 24 * 60):
        check_minutes(fine)
    for wrong in (-1, 366 * 24 * 60 + 1):
        with pytest.raises(NumberRefused):
            check_minutes(wrong)


def test_what_overlaps_is_told(store, client):
    meeting = meet(store, client)
    assert names(clashes(store, HALF_PAST, 15, None)) == [("Ona", TEN, 60)]
    assert clashes(store, ELEVEN, 60, None) == []
    assert clashes(store, "2026-11-24T07:00:00.000Z", 60, None) == []
    assert len(clashes(store, "2026-11-24T07:00:00.000Z", 61, None)) == 1
    assert len(clashes(store, TEN, None, None)) == 1
    assert clashes(store, HALF_PAST, 15, None, meeting) == []


def test_what_is_held_all_day_deleted_or_of_the_bin_does_not_clash(store, client):
    activities.hold(store, meet(store, client), Outcome.SUCCESSFUL)
    activities.delete(store, meet(store, client))
    meet(store, client, at="2026-11-24", all_day=True)
    other = clients.add(store, ClientDraft(name="Rasa"))
    meet(store, other)
    clients.delete(store, [other])
    assert clashes(store, TEN, 60, None) == []


def test_of_the_same_colleague_or_of_nobody(store, client):
    mine, yours = (dictionaries.add(store, Dictionary.COLLEAGUE, name) for name in ("Aš", "Tu"))
    meet(store, client, responsible_id=mine)
    assert clashes(store, TEN, 60, yours) == []
    assert len(clashes(store, TEN, 60, mine)) == 1
    assert len(clashes(store, TEN, 60, None)) == 1
    meet(store, client)
    assert len(clashes(store, TEN, 60, yours)) == 1


def test_occurrences_of_series_clash(store, client):
    series = meet(store, client, rule="RRULE:FREQ=DAILY", zone="Europe/Vilnius")
    meet(store, client, at=HALF_PAST, rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius")
    found = clashes(store, "2026-11-26T08:30:00.000Z", 15, None)
    assert [(each.id, each.planned_at, each.occurrence) for each in found] == [
        (series, "2026-11-26T08:00:00.000Z", True)
    ]
    assert clashes(store, "2026-11-26T08:30:00.000Z", 15, None, series) == []


def test_at_the_ends_of_the_calendar_nothing_clashes(store):
    assert clashes(store, "9999-12-31T23:59:00.000Z", 600, None) == []
    assert clashes(store, "0001-01-01T00:00:00.000Z", 10, None) == []


def test_a_usual_length_is_chosen_for_all(store):
    choose_minutes(store, ActivityKind.CALL, 20)
    choose_minutes(store, ActivityKind.VISIT, 90)
    kinds = (ActivityKind.CALL, ActivityKind.VISIT, ActivityKind.MEETING)
    assert [minutes_of(store, kind) for kind in kinds] == [20, 90, 60]
    for refused in (0, -5, 366 * 24 * 60 + 1):
        with pytest.raises(NumberRefused):
            choose_minutes(store, ActivityKind.CALL, refused)
    assert minutes_of(store, ActivityKind.CALL) == 20
