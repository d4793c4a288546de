from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import NotUndoable
from crm_desktop.kinds import Op
from crm_desktop.services import activities, clients, dictionaries, operations
from crm_desktop.services.card_rows import ClientLink
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.operations import KeptRow
from tests.services.content import content


def test_operations_as_the_user_reads_them(store):
    client = clients.add(store, ClientDraft(name="Ona", tags=("VIP",)))
    activities.add(store, ActivityDraft(client))
    ids = [clients.add(store, ClientDraft(name=name)) for name in "ABCD"]
    clients.delete(store, ids)
    dictionaries.add(store, Dictionary.SOURCE, "x")
    found = operations.recent(store, 10)
    assert [row.op for row in found][:2] == [Op.EDIT_LISTS, Op.DELETE_CLIENTS]
    assert found[0].clients == ()
    assert [link.name for link in found[1].clients] == ["A", "B", "C"]
    assert (found[1].who, found[1].at, found[1].rows, found[1].state) == (
        "Ona",
        "2026-11-20T10:00:00.000Z",
        4,
        "done",
    )
    assert (found[6].op, found[6].clients) == (Op.ADD_ACTIVITY, (ClientLink(client, "Ona"),))
    assert found[1].can_undo
    assert operations.recent(store, 1, before=found[0].seq) == found[1:2]
    assert [row.op for row in operations.recent(store, op=Op.ADD_CLIENT)] == [Op.ADD_CLIENT] * 5
    assert not operations.recent(store)[-1].can_undo  # what every base is furnished with


def test_undo_and_redo(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    added = content(store)
    assert operations.can_redo(store) is None
    undoable = operations.can_undo(store)
    assert (undoable.op, undoable.clients) == (Op.ADD_CLIENT, (ClientLink(client, "Ona"),))
    taken = operations.undo(store)
    assert (taken.op, taken.undone, taken.kept) == (Op.ADD_CLIENT, undoable.seq, ())
    undo = operations.recent(store, 1)[0]
    assert (undo.op, undo.undoes, undo.can_undo, undo.seq) == (Op.UNDO, undoable.seq, False, taken.operation)
    assert operations.can_undo(store) is None
    assert operations.can_redo(store).seq == undo.seq
    operations.redo(store)
    assert content(store) == added
    with pytest.raises(NotUndoable):
        operations.redo(store)


def test_what_was_changed_since_is_kept_and_told(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, likes="roses", notes="n"))
    old = operations.recent(store, 1)[0].seq
    clients.edit(store, client, replace(draft, likes="tulips", notes="n"))
    newer = operations.recent(store, 1)[0].seq
    taken = operations.undo(store, old)
    assert taken.kept == (KeptRow("client", client, "likes", ClientLink(client, "Ona"), newer, "Ona"),)
    now = clients.draft_of(store, client)
    assert (now.likes, now.notes) == ("tulips", "")
    with pytest.raises(NotUndoable):
        operations.undo(store, old)


def test_rows_and_their_clients(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    activity = activities.add(store, ActivityDraft(client))
    link = ClientLink(client, "Ona")
    assert operations.client_link(store, "client", client) == link
    assert operations.client_link(store, "activity", activity) == link
    assert operations.client_link(store, "activity", b"x" * 16) is None
    assert operations.client_link(store, "source", b"x" * 16) is None


def test_only_what_one_person_did(store):
    from crm_desktop.services import clients, operations
    from crm_desktop.services.drafts import ClientDraft

    clients.add(store, ClientDraft(name="A"))
    store.who = "Jonas"
    clients.add(store, ClientDraft(name="B"))
    assert [row.who for row in operations.recent(store, 5, who="Jonas")] == ["Jonas"]
    assert not any(row.elsewhere for row in operations.recent(store, 5))
