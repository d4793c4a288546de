from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.errors import (
    ClientInBin,
    DateRefused,
    RecordEmpty,
    RecordNotFound,
    TextTooLong,
    TimeAhead,
    TimesOutOfOrder,
)
from crm_desktop.kinds import Channel, Op, RequestKind
from crm_desktop.services import clients, feedback, field_history, operations, requests
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ClientDraft, FeedbackDraft, RequestDraft
from crm_desktop.services.duplicates.merging import merge
from tests.services.content import content, newest_op

NOW = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def anna(store):
    return ensure(store, Dictionary.COLLEAGUE, ["Anna"])["Anna"]


def test_a_request_waits_from_its_receipt_to_its_resolution(store, clock, client):
    request = requests.add(
        store, RequestDraft(client, RequestKind.WISH, " blue vases ", channel=Channel.VISIT)
    )
    draft = requests.draft_of(store, request)
    assert draft == RequestDraft(client, RequestKind.WISH, "blue vases", NOW, channel=Channel.VISIT)
    clock.at = clock.at.replace(hour=11)
    requests.answer(store, request)
    clock.at = clock.at.replace(hour=12)
    requests.answer(store, request)
    requests.resolve(store, request, "they came")
    assert requests.draft_of(store, request) == replace(
        draft,
        answered_at="2026-11-20T11:00:00.000Z",
        resolved_at="2026-11-20T12:00:00.000Z",
        resolution="they came",
    )
    requests.reopen(store, request)
    assert requests.draft_of(store, request).resolved_at is None
    assert newest_op(store) == Op.EDIT_REQUEST


def test_resolving_answers_and_keeps_what_was_said(store, client):
    request = requests.add(store, RequestDraft(client, text="x", resolution="so far"))
    requests.resolve(store, request)
    draft = requests.draft_of(store, request)
    assert (draft.answered_at, draft.resolved_at, draft.resolution) == (NOW, NOW, "so far")
    written = requests.add(store, RequestDraft(client, text="y", resolved_at=NOW))
    assert requests.draft_of(store, written).answered_at == NOW


def test_open_ones_come_first(store, client):
    old, new, done = (
        requests.add(
            store,
            RequestDraft(client, text=text, received_at=f"2026-11-{day}T10:00:00Z", channel=Channel.PHONE),
        )
        for text, day in (("old", 10), ("new", 12), ("done", 15))
    )
    requests.resolve(store, done)
    assert [id_ for id_, _ in requests.of(store, client)] == [new, old, done]
    assert requests.of(store, client)[0][1] == requests.draft_of(store, new)


def test_edit_delete_undo(store, client):
    request = requests.add(store, RequestDraft(client, text="x"))
    before = content(store)
    requests.edit(store, request, RequestDraft(client, text="y", received_at=NOW))
    requests.delete(store, request)
    assert requests.of(store, client) == []
    operations.undo(store)
    operations.undo(store)
    assert content(store) == before


def test_many_at_once_are_one_operation(store, clock, client, anna):
    ids = [requests.add(store, RequestDraft(client, text=text)) for text in "abc"]
    before = content(store)
    clock.at += timedelta(hours=1)
    requests.resolve(store, ids[2], "gone")
    assert requests.answer_all(store, ids) == 2
    assert requests.answer_all(store, ids) == 0
    assert requests.hand_over(store, [*ids, ids[0]], anna) == 3
    assert newest_op(store) == Op.HAND_OVER_REQUEST
    assert requests.hand_over(store, ids, anna) == 0
    assert requests.resolve_all(store, ids, "new words") == 2
    drafts = [requests.draft_of(store, each) for each in ids]
    assert [draft.resolution for draft in drafts] == ["new words", "new words", "gone"]
    assert {draft.responsible_id for draft in drafts} == {anna}
    while operations.can_undo(store).op != Op.ADD_REQUEST:
        operations.undo(store)
    assert content(store) == before


def test_the_history_says_who_had_it_before(store, client, anna):
    request = requests.add(store, RequestDraft(client, text="x", responsible_id=anna))
    jonas = ensure(store, Dictionary.COLLEAGUE, ["Jonas"])["Jonas"]
    requests.hand_over(store, [request], jonas)
    requests.hand_over(store, [request], None)
    changes = [each for each in field_history.of_row(store, "request", request) if each.field]
    assert [(each.old, each.new, each.who) for each in changes] == [
        ("Jonas", None, "Ona"),
        ("Anna", "Jonas", "Ona"),
    ]


def test_what_cannot_be_taken_is_refused(store, client):
    with pytest.raises(RecordEmpty) as caught:
        requests.add(store, RequestDraft(client, text=" "))
    assert caught.value.facts == {"table": "request", "field": "text"}
    with pytest.raises(DateRefused):
        requests.add(store, RequestDraft(client, text="x", received_at="soon"))
    for text in ("x" * 100_001, "ж" * 60_000):
        with pytest.raises(TextTooLong):
            requests.add(store, RequestDraft(client, text=text))
    request = requests.add(store, RequestDraft(client, text="x" * 100_000))
    with pytest.raises(TextTooLong):
        requests.resolve(store, request, "ж" * 60_000)
    with pytest.raises(TextTooLong):
        requests.resolve_all(store, [request], "ж" * 60_000)


def test_answered_before_received_and_resolved_before_answered_is_refused(store, client):
    early = "2026-11-20T09:59:59Z"
    with pytest.raises(TimesOutOfOrder) as refused:
        requests.add(store, RequestDraft(client, text="x", answered_at=early))
    assert refused.value.facts == {
        "field": "answered_at", "value": "2026-11-20T09:59:59.000Z", "earlier": "received_at", "floor": NOW,
    }  # fmt: skip
    with pytest.raises(TimesOutOfOrder):
        requests.add(store, RequestDraft(client, text="x", resolved_at=early))
    received = "2026-11-01T00:00:00Z"
    with pytest.raises(TimesOutOfOrder) as refused:
        requests.add(
            store,
            RequestDraft(client, text="x", received_at=received, answered_at=NOW, resolved_at=early),
        )
    assert refused.value.facts["field"] == "resolved_at"


def test_nothing_happened_in_the_future(store, client):
    ahead, draft = "2026-11-20T10:00:01Z", RequestDraft(client, text="x")
    for field, late in (
        ("received_at", replace(draft, received_at=ahead)),
        ("answered_at", replace(draft, answered_at=ahead)),
        ("resolved_at", replace(draft, resolved_at=ahead)),
    ):
        with pytest.raises(TimeAhead) as refused:
            requests.add(store, late)
        assert refused.value.facts["field"] == field


def test_times_that_a_colleagues_clock_wrote_stay_and_keep_their_order(store, client):
    request = requests.add(store, RequestDraft(client, text="x"))
    ahead = "2026-11-20T10:20:00.000Z"
    with store.change(Op.EDIT_REQUEST) as change:
        change.execute("UPDATE request SET received_at = ?", (ahead,))
    requests.edit(store, request, replace(requests.draft_of(store, request), text="y"))
    requests.answer(store, request)
    requests.resolve(store, request)
    draft = requests.draft_of(store, request)
    assert (draft.text, draft.answered_at, draft.resolved_at) == ("y", ahead, ahead)


def test_whose_client_was_merged_is_the_other_ones_and_of_one_in_the_bin_is_refused(store, client):
    other = clients.add(store, ClientDraft(name="Ona P."))
    merge(store, client, [other], say=str)
    request = requests.add(store, RequestDraft(other, text="x"))
    assert requests.draft_of(store, request).client_id == client
    third = clients.add(store, ClientDraft(name="Petras"))
    moved = replace(requests.draft_of(store, request), client_id=third)
    requests.edit(store, request, moved)
    assert requests.draft_of(store, request).client_id == third
    clients.delete(store, [third])
    with pytest.raises(ClientInBin) as refused:
        requests.add(store, RequestDraft(third, text="x"))
    assert refused.value.facts == {"id": third, "name": "Petras"}
    requests.edit(store, request, replace(moved, text="its request can still be mended"))


def test_requests_that_are_not_there(store, client):
    with pytest.raises(RecordNotFound):
        requests.add(store, RequestDraft(b"x" * 16, text="x"))
    gone = b"x" * 16
    for command in (requests.answer, requests.resolve, requests.reopen, requests.delete, requests.draft_of):
        with pytest.raises(RecordNotFound):
            command(store, gone)
    with pytest.raises(RecordNotFound):
        requests.edit(store, gone, RequestDraft(client, text="x"))
    with pytest.raises(RecordNotFound):
        requests.answer_all(store, [gone])
    request = requests.add(store, RequestDraft(client, text="x"))
    assert requests.answer_all(store, [gone, request]) == 1
    with pytest.raises(RecordNotFound):
        requests.hand_over(store, [request], gone)


def test_marks_go_along_with_a_request_to_another_client(store):
    one, other = (clients.add(store, ClientDraft(name=name)) for name in ("One", "Other"))
    request = requests.add(store, RequestDraft(one, RequestKind.COMPLAINT, "cold tea"))
    mark = feedback.add(store, FeedbackDraft(one, 2, request_id=request))
    by_itself = feedback.add(store, FeedbackDraft(one, 4))
    before = content(store)
    requests.edit(store, request, replace(requests.draft_of(store, request), client_id=other))
    found = feedback.of_request(store, request)
    assert found is not None
    assert found[0] == mark
    assert [id_ for id_, _ in feedback.of(store, one)] == [by_itself]
    operations.undo(store)
    assert content(store) == before


def test_many_wait_on_or_go_to_the_bin_as_one_operation(store, client):
    ids = [requests.add(store, RequestDraft(client, text=text)) for text in "abc"]
    requests.resolve_all(store, ids[:2])
    resolved = content(store)
    assert requests.reopen_all(store, ids) == 2
    assert [draft.resolved_at for _, draft in requests.of(store, client)] == [None] * 3
    operations.undo(store)
    assert content(store) == resolved
    assert requests.delete_all(store, ids) == 3
    assert requests.of(store, client) == []
    for command in (requests.delete_all, requests.reopen_all):
        with pytest.raises(RecordNotFound):
            command(store, ids)
    operations.undo(store)
    assert content(store) == resolved
