from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.errors import ClientInBin, DateRefused, NumberRefused, RecordNotFound, TextTooLong, TimeAhead
from crm_desktop.kinds import Op, RequestKind
from crm_desktop.services import activities, clients, feedback, operations, requests
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, FeedbackDraft, RequestDraft
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.feedback import Satisfaction
from tests.services.content import content, newest_op

NOW = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_a_mark_with_words_for_a_request(store, client):
    request = requests.add(store, RequestDraft(client, text="chipped vases"))
    mark = feedback.add(store, FeedbackDraft(client, 4, " well done ", request_id=request))
    draft = FeedbackDraft(client, 4, "well done", NOW, request)
    assert feedback.draft_of(store, mark) == draft
    assert feedback.of(store, client) == [(mark, draft)]
    assert feedback.of_request(store, request) == (mark, draft)
    assert newest_op(store) == Op.ADD_FEEDBACK
    feedback.delete(store, mark)
    assert feedback.of(store, client) == []
    assert feedback.of_request(store, request) is None


def test_whether_a_contact_has_its_mark(store, client):
    activity = activities.add(store, ActivityDraft(client, held_at=NOW))
    assert not feedback.is_marked(store, activity)
    mark = feedback.add(store, FeedbackDraft(client, 5, activity_id=activity))
    assert feedback.is_marked(store, activity)
    feedback.delete(store, mark)
    assert not feedback.is_marked(store, activity)


def test_the_last_mark_the_average_and_how_many(store, clock, client):
    assert feedback.satisfaction(store, client) is None
    for mark in (5, 2, 3):
        clock.at += timedelta(days=1)
        added = feedback.add(store, FeedbackDraft(client, mark, f"it was {mark}"))
    assert added == feedback.of(store, client)[0][0]
    low = feedback.of(store, client)[1][0]
    told = feedback.satisfaction(store, client)
    assert told == Satisfaction(3, "it was 3", "2026-11-23T10:00:00.000Z", 10 / 3, 3, low)
    clock.at += timedelta(days=1)
    newer = feedback.add(store, FeedbackDraft(client, 1))
    assert feedback.satisfaction(store, client).low_id == newer
    feedback.seen(store, newer)
    assert feedback.satisfaction(store, client).low_id == low  # the older one waits on
    feedback.seen(store, low)
    assert feedback.satisfaction(store, client).low_id is None


def test_low_marks_stand_until_somebody_acted(store, clock, client):
    request = requests.add(store, RequestDraft(client, text="chipped vases"))
    clock.at += timedelta(minutes=1)
    ids = [
        feedback.add(store, FeedbackDraft(client, mark, words, request_id=about))
        for mark, words, about in ((1, "never again", None), (2, "", request), (3, "so so", None))
    ]
    low = feedback.low_marks(store, 5)
    assert [(each.mark, each.comment, each.about, each.client) for each in low.rows] == [
        (2, "", "chipped vases", "Ona"),
        (1, "never again", "", "Ona"),
    ]
    assert low.total == 2
    assert feedback.low_marks(store, 1).total == 2
    complaint = feedback.make_complaint(store, ids[0], "Not satisfied")
    draft = requests.draft_of(store, complaint)
    assert (draft.kind, draft.text, draft.received_at) == (
        RequestKind.COMPLAINT, "never again", "2026-11-20T10:01:00.000Z",
    )  # fmt: skip
    feedback.make_complaint(store, ids[1], "Not satisfied")
    assert feedback.low_marks(store, 5).total == 0
    operations.undo(store)
    assert [each.id for each in feedback.low_marks(store, 5).rows] == [ids[1]]
    feedback.seen(store, ids[1])
    assert feedback.low_marks(store, 5).rows == ()
    clients.delete(store, [client])
    assert feedback.low_marks(store, 5).rows == ()


def test_a_mark_that_becomes_low_wants_somebody_again(store, client):
    mark = feedback.add(store, FeedbackDraft(client, 2))
    feedback.seen(store, mark)
    before = content(store)
    feedback.edit(store, mark, replace(feedback.draft_of(store, mark), comment="words alone"))
    assert feedback.low_marks(store, 5).total == 0
    feedback.edit(store, mark, replace(feedback.draft_of(store, mark), mark=1))
    assert feedback.low_marks(store, 5).total == 1
    operations.undo(store)
    operations.undo(store)
    assert content(store) == before


def test_what_cannot_be_taken_is_refused(store, client):
    for mark in (0, 6, -1):
        with pytest.raises(NumberRefused) as caught:
            feedback.add(store, FeedbackDraft(client, mark))
        assert caught.value.facts == {"field": "mark", "value": mark, "least": 1, "most": 5}
    with pytest.raises(DateRefused):
        feedback.add(store, FeedbackDraft(client, 5, at="once"))
    with pytest.raises(TimeAhead):
        feedback.add(store, FeedbackDraft(client, 5, at="2027-01-01T00:00:00Z"))
    with pytest.raises(TextTooLong):
        feedback.add(store, FeedbackDraft(client, 5, "ж" * 60_000))
    for draft in (
        FeedbackDraft(b"x" * 16, 5),
        FeedbackDraft(client, 5, request_id=b"x" * 16),
        FeedbackDraft(client, 5, activity_id=b"x" * 16),
    ):
        with pytest.raises(RecordNotFound):
            feedback.add(store, draft)
    for command in (feedback.seen, feedback.delete, feedback.draft_of):
        with pytest.raises(RecordNotFound):
            command(store, b"x" * 16)


def test_a_time_that_a_colleagues_clock_wrote_stays(store, client):
    mark = feedback.add(store, FeedbackDraft(client, 2))
    with store.change(Op.EDIT_FEEDBACK) as change:
        change.execute("UPDATE feedback SET at = '2026-11-20T10:20:00.000Z'")
    feedback.edit(store, mark, replace(feedback.draft_of(store, mark), comment="x"))
    complaint = feedback.make_complaint(store, mark, "")
    assert requests.draft_of(store, complaint).received_at == NOW


def test_marks_go_with_the_client_that_is_merged_and_none_is_given_to_one_in_the_bin(store, client):
    other = clients.add(store, ClientDraft(name="Ona P."))
    mark = feedback.add(store, FeedbackDraft(other, 5))
    merge(store, client, [other], say=str)
    late = feedback.add(store, FeedbackDraft(other, 4))
    assert {id_ for id_, _ in feedback.of(store, client)} == {mark, late}
    clients.delete(store, [client])
    with pytest.raises(ClientInBin):
        feedback.add(store, FeedbackDraft(client, 5))
