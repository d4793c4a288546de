from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import DateRefused, RecordEmpty, RecordNotFound
from crm_desktop.kinds import Op, RequestKind
from crm_desktop.services import clients, operations, requests
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from tests.services.content import content, newest_op

NOW = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_a_request_waits_from_its_receipt_to_its_resolution(store, clock, client):
    request = requests.add(store, RequestDraft(client, RequestKind.WISH, " blue vases "))
    draft = requests.draft_of(store, request)
    assert draft == RequestDraft(client, RequestKind.WISH, "blue vases", NOW)
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


def test_open_ones_come_first(store, client):
    old, new, done = (
        requests.add(store, RequestDraft(client, text=text, received_at=f"2026-11-{day}T10:00:00Z"))
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


def test_what_cannot_be_taken_is_refused(store, client):
    with pytest.raises(RecordEmpty) as caught:
        requests.add(store, RequestDraft(client, text=" "))
    assert caught.value.facts == {"table": "request", "field": "text"}
    with pytest.raises(DateRefused):
        requests.add(store, RequestDraft(client, text="x", received_at="soon"))
    early = "2026-11-20T09:59:59Z"
    with pytest.raises(DateRefused) as refused:
        requests.add(store, RequestDraft(client, text="x", answered_at=early))
    assert refused.value.facts["field"] == "answered_at"
    with pytest.raises(DateRefused) as refused:
        requests.add(store, RequestDraft(client, text="x", resolved_at=early))
    assert refused.value.facts["field"] == "resolved_at"


def test_requests_that_are_not_there(store, client):
    with pytest.raises(RecordNotFound):
        requests.add(store, RequestDraft(b"x" * 16, text="x"))
    for command in (requests.answer, requests.resolve, requests.reopen, requests.delete, requests.draft_of):
        with pytest.raises(RecordNotFound):
            command(store, b"x" * 16)
    with pytest.raises(RecordNotFound):
        requests.edit(store, b"x" * 16, RequestDraft(client, text="x"))
