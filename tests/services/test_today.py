"""The page as a whole, and holding a contact or one occurrence of a series from it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients, operations, today
from crm_desktop.services.drafts import ActivityDraft, ClientDraft

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
SINCE = date(2026, 11, 19)


def page(store, **limits):
    return today.today(store, NOW, SINCE, today.Limits(**limits))


def test_an_empty_base_says_so_and_changes_at_midnight(store):
    found = page(store)
    assert found.planned.empty
    assert found.planned.on == date(2026, 11, 20)
    assert found.planned.next_change == datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    around = found.around
    assert (around.slipping.total, around.occasions.total, around.waiting.total, around.due.total) == (0,) * 4


def test_a_contact_of_today_changes_the_page_before_midnight(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    activities.add(store, ActivityDraft(ona, planned_at="2026-11-20T12:00:00.000Z"))
    found = page(store).planned
    assert not found.empty
    assert found.next_change == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_slipping_ones_are_counted_where_they_are_many(store, clock):
    clock.at = datetime(2026, 1, 1, tzinfo=UTC)
    for name in ("Ona", "Jonas", "Petras"):
        clients.add(store, ClientDraft(name=name, longest_silence_days=30))
    clock.at = NOW
    assert [(len(listed.rows), listed.total) for listed in (
        page(store).around.slipping, page(store, slipping=2).around.slipping,
    )] == [(3, 3), (2, 3)]  # fmt: skip


def test_a_contact_is_held_and_undo_brings_it_back(store):
    ona = clients.add(store, ClientDraft(name="Ona"))
    planned = activities.add(store, ActivityDraft(ona, planned_at="2026-11-20T12:00:00.000Z"))
    assert today.hold(store, planned, None, Outcome.SUCCESSFUL) == planned
    assert activities.draft_of(store, planned).outcome is Outcome.SUCCESSFUL
    assert page(store).planned.contacts.today.total == 0
    operations.undo(store)
    assert page(store).planned.contacts.today.total == 1


def test_one_occurrence_is_held_and_the_series_goes_on(store, clock):
    clock.at = datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
    draft = ActivityDraft(
        None, ActivityKind.TASK, planned_at="2026-11-16T08:00:00.000Z", rule="RRULE:FREQ=DAILY", zone="UTC"
    )
    series_id = activities.add(store, draft)
    clock.at = NOW
    occurrence = "2026-11-18T08:00:00.000Z"
    own = today.hold(store, series_id, occurrence, Outcome.NONE)
    assert own != series_id
    held = activities.draft_of(store, own)
    assert (held.planned_at, held.held_at, held.outcome) == (
        occurrence, "2026-11-20T10:00:00.000Z", Outcome.NONE,
    )  # fmt: skip
    late = page(store).planned.contacts.late.rows
    assert [row.occurrence for row in late] == [f"2026-11-{day}T08:00:00.000Z" for day in (16, 17, 19)]
    operations.undo(store)
    assert len(page(store).planned.contacts.late.rows) == 4


def test_what_is_gone_cannot_be_held(store):
    with pytest.raises(RecordNotFound):
        today.hold(store, b"nobody", None, Outcome.SUCCESSFUL)


def test_a_base_is_big_from_some_size_on(store, monkeypatch):
    assert not today.is_big(store)
    clients.add(store, ClientDraft(name="Ona"))
    assert not today.is_big(store)
    monkeypatch.setattr(today, "_BIG", 0)
    assert today.is_big(store)
