"""Calls for who waits for a thing."""

from __future__ import annotations

from typing import Any

from crm_desktop.kinds import RequestKind
from crm_desktop.services import activities, clients, operations, requests
from crm_desktop.services.drafts import ClientDraft, RequestDraft
from crm_desktop.ui.planning.wish_calls_form import WishCallsForm


def wishes(store, count):
    made = []
    for number in range(count):
        client = clients.add(store, ClientDraft(name=f"Client {number:02}"))
        made.append(requests.add(store, RequestDraft(client, RequestKind.WISH, "blue vases")))
    return made


def test_the_calls_say_what_they_are_for_and_the_wishes_are_answered(qtbot, session, store):
    ids = wishes(store, 3)
    form: Any = WishCallsForm(session, ids, "blue vases")
    qtbot.addWidget(form)
    assert form._wanted.text() == "What was wished for is there: blue vases"
    assert form._preview.text().startswith("3 contacts on 1 day")
    form.save()
    assert form.written == 3
    planned = store.read("SELECT id FROM activity WHERE deleted = 0")
    drafts = [activities.draft_of(store, id_) for (id_,) in planned]
    assert {draft.wanted for draft in drafts} == {"What was wished for is there: blue vases"}
    assert all(requests.draft_of(store, each).answered_at for each in ids)
    operations.undo(store)
    assert not any(requests.draft_of(store, each).answered_at for each in ids)


def test_many_are_planned_beside_the_window(qtbot, session, store):
    ids = wishes(store, 55)
    form: Any = WishCallsForm(session, ids, "")
    qtbot.addWidget(form)
    assert form._wanted.text() == "About the wish"
    with qtbot.waitSignal(form.long_work) as emitted:
        form.save()
    assert emitted.args[0](lambda _done, _total: None) == 55
    assert all(requests.draft_of(store, each).answered_at for each in ids)
