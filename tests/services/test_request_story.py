from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services import clients, operations, requests
from crm_desktop.services.dictionaries import Dictionary, ensure
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from crm_desktop.services.request_story import Event, Turn, story

TEN, ELEVEN, TWELVE = (f"2026-11-20T{hour}:00:00.000Z" for hour in (10, 11, 12))


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def test_the_whole_story_in_its_order(store, clock, client):
    people = ensure(store, Dictionary.COLLEAGUE, ["Anna", "Jonas"])
    request = requests.add(
        store, RequestDraft(client, text="chipped", channel=Channel.PHONE, responsible_id=people["Anna"])
    )
    clock.at += timedelta(hours=1)
    requests.answer(store, request)
    requests.hand_over(store, [request], people["Jonas"])
    requests.edit(
        store,
        request,
        RequestDraft(
            client,
            RequestKind.INQUIRY,
            "chipped",
            TEN,
            ELEVEN,
            channel=Channel.PHONE,
            responsible_id=people["Jonas"],
        ),
    )
    clock.at += timedelta(hours=1)
    requests.resolve(store, request, "sent new ones")
    requests.reopen(store, request)
    assert story(store, request) == [
        Event(Turn.RECEIVED, TEN, "Ona", new="phone"),
        Event(Turn.ANSWERED, ELEVEN, "Ona"),
        Event(Turn.HANDED_OVER, ELEVEN, "Ona", "Anna", "Jonas"),
        Event(Turn.CHANGED, ELEVEN, "Ona", "complaint", "inquiry", "kind"),
        Event(Turn.RESOLVED, TWELVE, "Ona", new="sent new ones"),
        Event(Turn.REOPENED, TWELVE, "Ona"),
    ]


def test_what_was_so_from_the_beginning_or_was_forgotten_is_told_without_a_name(store, client):
    request = requests.add(store, RequestDraft(client, text="x", resolved_at=TEN, resolution="at once"))
    assert [(each.turn, each.who, each.new) for each in story(store, request)] == [
        (Turn.RECEIVED, "Ona", ""),
        (Turn.ANSWERED, "Ona", ""),
        (Turn.RESOLVED, "Ona", "at once"),
    ]
    with store.transaction() as connection:
        connection.execute("DELETE FROM journal")
    assert [(each.turn, each.who) for each in story(store, request)] == [
        (Turn.RECEIVED, ""),
        (Turn.ANSWERED, ""),
        (Turn.RESOLVED, ""),
    ]


def test_an_answer_that_was_taken_back_is_not_told(store, client):
    request = requests.add(store, RequestDraft(client, text="x"))
    requests.answer(store, request)
    requests.edit(store, request, RequestDraft(client, text="y", received_at=TEN))
    assert [each.turn for each in story(store, request)][-1] is Turn.CHANGED
    with pytest.raises(RecordNotFound):
        story(store, b"x" * 16)


def test_an_answer_that_was_taken_back_was_none(store, clock, client):
    request = requests.add(store, RequestDraft(client, text="chipped"))
    clock.at += timedelta(hours=1)
    requests.answer(store, request)
    operations.undo(store)
    assert [each.turn for each in story(store, request)] == [Turn.RECEIVED]
    clock.at += timedelta(hours=1)
    requests.answer(store, request)
    assert [(each.turn, each.at) for each in story(store, request)] == [
        (Turn.RECEIVED, TEN), (Turn.ANSWERED, TWELVE),
    ]  # fmt: skip
