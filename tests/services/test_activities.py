from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import DateRefused, NumberRefused, RecordEmpty, RecordNotFound, TextTooLong
from crm_desktop.kinds import ActivityKind, Direction, Op, Outcome
from crm_desktop.services import activities, clients, operations
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from tests.services.content import content, newest_op, operation_rows

NOW = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_a_whole_activity_comes_back_as_it_was_saved(store, client):
    me = store.read("SELECT id FROM colleague")[0][0]
    draft = ActivityDraft(
        client,
        ActivityKind.MEETING,
        Direction.OUT,
        "2026-11-21T10:00:00.000Z",
        "2026-11-21T10:05:00.000Z",
        minutes=45,
        place="Vilnius",
        wanted="vases",
        offered="blue ones",
        result="bought\ntwo",
        outcome=Outcome.SUCCESSFUL,
        responsible_id=me,
    )
    activity = activities.add(store, draft)
    assert activities.draft_of(store, activity) == draft
    assert newest_op(store) == Op.ADD_ACTIVITY
    assert store.read("SELECT created_at FROM activity") == [(NOW,)]


def test_what_has_no_time_is_held_now(store, client):
    activity = activities.add(store, ActivityDraft(client, all_day=True))
    draft = activities.draft_of(store, activity)
    assert (draft.held_at, draft.planned_at, draft.all_day) == (NOW, None, False)


def test_the_next_step_is_planned_in_the_same_operation(store, client):
    before = content(store)
    draft = ActivityDraft(
        client, next_at="2026-12-01", next_all_day=True, next_kind=ActivityKind.VISIT, next_wanted="vases"
    )
    activities.add(store, draft)
    assert operation_rows(store) == [("activity", "insert")] * 2
    found = store.read(
        "SELECT kind, planned_at, held_at, all_day, wanted FROM activity ORDER BY rid DESC LIMIT 1"
    )
    assert found == [("visit", "2026-12-01", None, 1, "vases")]
    operations.undo(store)
    assert content(store) == before


def test_a_next_step_without_a_day_writes_nothing(store, client):
    before = content(store)
    with pytest.raises(DateRefused) as caught:
        activities.add(store, ActivityDraft(client, next_at="soon"))
    assert caught.value.facts["field"] == "next_at"
    assert content(store) == before


def test_editing_writes_what_differs_and_plans_on(store, client):
    activity = activities.add(store, ActivityDraft(client))
    draft = activities.draft_of(store, activity)
    operations_before = store.read("SELECT * FROM operation")
    activities.edit(store, activity, draft)
    assert store.read("SELECT * FROM operation") == operations_before
    activities.edit(store, activity, replace(draft, result="x", next_at="2026-12-01T10:00:00Z"))
    assert operation_rows(store) == [("activity", "update"), ("activity", "insert")]
    assert newest_op(store) == Op.EDIT_ACTIVITY


def test_a_planned_contact_is_held(store, client):
    activity = activities.add(
        store, ActivityDraft(client, planned_at="2026-11-20T09:00:00Z", result="prepare")
    )
    activities.hold(store, activity, Outcome.FAILED)
    draft = activities.draft_of(store, activity)
    assert (draft.outcome, draft.result, draft.held_at) == (Outcome.FAILED, "prepare", NOW)
    activities.hold(store, activity, Outcome.SUCCESSFUL, result="sold", held_at="2026-11-20T09:30:00Z")
    draft = activities.draft_of(store, activity)
    assert (draft.outcome, draft.result, draft.held_at) == (
        Outcome.SUCCESSFUL,
        "sold",
        "2026-11-20T09:30:00.000Z",
    )


def test_a_whole_day_is_held_on_the_users_day(store, clock, client):
    activity = activities.add(store, ActivityDraft(client, planned_at="2026-11-20", all_day=True))
    clock.at = clock.at.replace(hour=23)  # one o'clock of the next day in Vilnius
    activities.hold(store, activity, Outcome.SUCCESSFUL)
    assert activities.draft_of(store, activity).held_at == "2026-11-21"


@pytest.mark.parametrize(
    ("change", "error", "field"),
    [
        ({"kind": ActivityKind.NOTE, "wanted": " "}, RecordEmpty, "result"),
        ({"planned_at": "2026-11-20T10:00:00"}, DateRefused, "planned_at"),
        ({"held_at": "2026-11-20T10:00:00Z", "all_day": True}, DateRefused, "held_at"),
        ({"minutes": -1}, NumberRefused, "minutes"),
        ({"minutes": 366 * 24 * 60 + 1}, NumberRefused, "minutes"),
        ({"result": "x" * 100_001}, TextTooLong, "result"),
        ({"place": "x" * 501}, TextTooLong, "place"),
    ],
)
def test_what_cannot_be_taken_is_refused(store, client, change, error, field):
    with pytest.raises(error) as caught:
        activities.add(store, ActivityDraft(client, **change))
    assert caught.value.facts["field"] == field


def test_a_note_needs_a_word(store, client):
    activities.add(store, ActivityDraft(client, ActivityKind.NOTE, result="likes peonies"))


def test_the_bin(store, client):
    activity = activities.add(store, ActivityDraft(client))
    activities.delete(store, activity)
    assert newest_op(store) == Op.DELETE_ACTIVITY
    with pytest.raises(RecordNotFound):
        activities.draft_of(store, activity)
    with pytest.raises(RecordNotFound):
        activities.edit(store, activity, ActivityDraft(client))
    operations.undo(store)
    assert activities.draft_of(store, activity).held_at == NOW


def test_nobodys_activity(store, client):
    with pytest.raises(RecordNotFound):
        activities.add(store, ActivityDraft(b"x" * 16))
    activity = activities.add(store, ActivityDraft(client))
    with pytest.raises(RecordNotFound):
        activities.edit(store, activity, ActivityDraft(b"x" * 16))
