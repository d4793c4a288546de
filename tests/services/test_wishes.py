from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Op, RequestKind
from crm_desktop.services import activities, clients, operations, requests, wishes
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, RequestDraft
from crm_desktop.services.planning_many import Spread
from crm_desktop.services.wishes import find, plan_calls
from tests.services.content import content, newest_op

SPREAD = Spread(date(2026, 11, 23))
CALL = ActivityDraft(kind=ActivityKind.CALL, wanted="Blue vases are here")


@pytest.fixture
def wish(store):
    def make(name, *texts, kind=RequestKind.WISH, **more):
        client = clients.add(store, ClientDraft(name=name, **more))
        return client, *(requests.add(store, RequestDraft(client, kind, text)) for text in texts)

    return make


def test_open_wishes_are_found_and_nothing_else(store, clock, wish):
    _, one, two = wish("Ona", "blue vases", "another blue vase")
    clock.at += timedelta(days=1)
    _, other = wish("Петров", "Blue VASE, tall")
    wish("Jonas", "red vases")
    wish("Blue Vases Ltd", "tulips")
    wish("Petras", "the blue vase was chipped", kind=RequestKind.COMPLAINT)
    gone, _ = wish("Gone", "blue vases")
    clients.delete(store, [gone])
    _, done = wish("Done", "blue vases")
    requests.resolve(store, done)
    found = find(store, "Who asked for blue vases?")
    assert (found.asked, found.request_ids, found.clients) == ("blue vases", (one, two, other), 2)
    assert found.told_ids == frozenset()
    assert find(store, "green vases") is None
    assert find(store, "") is None
    assert find(store, "?") is None
    assert find(store, "b") is None


def test_what_was_half_typed_or_in_another_layout_is_understood(store, wish):
    _, one = wish("Ona", "голубую вазу")
    assert find(store, "ujke,").request_ids == (one,)
    assert find(store, "dfps").asked == "вазы"
    assert find(store, "голубу").request_ids == (one,)


def test_one_call_for_each_client_and_its_wishes_are_answered_in_the_same_operation(store, clock, wish):
    ona, one, two = wish("Ona", "blue vases", "a blue vase too")
    jonas, three = wish("Jonas", "blue vase")
    _, four = wish("Shy", "blue vase", do_not_contact=True)
    _, complaint = wish("Petras", "blue vase", kind=RequestKind.COMPLAINT)
    before = content(store)
    planned = plan_calls(store, [one, two, three, four, complaint, b"x" * 16], CALL, spread=SPREAD)
    assert (len(planned.ids), planned.do_not_contact) == (2, 1)
    assert newest_op(store) == Op.PLAN_CONTACTS
    drafts = [activities.draft_of(store, each) for each in planned.ids]
    assert [(draft.client_id, draft.wanted) for draft in drafts] == [
        (ona, "Blue vases are here"),
        (jonas, "Blue vases are here"),
    ]
    answered = [requests.draft_of(store, each).answered_at is not None for each in (one, two, three, four)]
    assert answered == [True, True, True, False]
    assert requests.draft_of(store, complaint).answered_at is None
    assert find(store, "blue vases").told_ids == {one, two, three}
    operations.undo(store)
    assert content(store) == before


def test_a_wish_that_was_answered_waits_on_until_its_client_is_called(store, clock, wish):
    ona, one = wish("Ona", "blue vases")
    requests.answer(store, one)
    assert find(store, "vases").told_ids == frozenset()
    activities.add(store, ActivityDraft(ona, planned_at="2026-11-20", all_day=True))
    assert find(store, "vases").told_ids == {one}
    # A contact that is planned anyway tells nobody of a wish that came since.
    requests.add(store, RequestDraft(ona, RequestKind.WISH, "white vases"))
    assert find(store, "vases").told_ids == {one}
    clock.at += timedelta(days=1)  # nobody called: it was for yesterday
    assert find(store, "vases").told_ids == frozenset()


def test_hundreds_are_planned_in_chunks(store):
    with store.change(Op.IMPORT):
        ids = []
        for number in range(620):
            client = clients.add(store, ClientDraft(name=f"Client {number}"))
            ids.append(requests.add(store, RequestDraft(client, RequestKind.WISH, "голубую вазу")))
    found = find(store, "голубые вазы")
    assert found.request_ids == tuple(ids)
    told = []
    plan_calls(store, ids, CALL, spread=SPREAD, progress=lambda done, total: told.append((done, total)))
    assert told == [(500, 620), (620, 620)]
    assert len(find(store, "ваза").told_ids) == 620
    operations.undo(store)
    assert wishes.find(store, "ваза").told_ids == frozenset()
