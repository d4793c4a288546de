from __future__ import annotations

from dataclasses import replace

from crm_desktop.kinds import Op, PointKind
from crm_desktop.services import activities, clients, kept, operations
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft
from crm_desktop.services.field_history import What


def newest(store):
    return operations.recent(store, 1)[0].seq


def details(store, operation):
    taken = operations.undo(store, operation)
    return kept.details(store, taken, taken.kept)


def test_a_field_says_what_it_holds_now_and_what_was_written(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, likes="roses"))
    operation = newest(store)
    for likes in ("tulips", "peonies"):
        clients.edit(store, client, replace(draft, likes=likes))
    (found,) = details(store, operation)
    assert (found.row.client.name, found.row.field, found.op) == ("Ona", "likes", Op.EDIT_CLIENT)
    assert [(change.field, change.old, change.new) for change in found.changes] == [
        ("likes", "roses", "peonies")
    ]


def test_a_client_edited_since_tells_each_field_and_none_that_is_as_it_was(store):
    point = PointDraft(PointKind.PHONE, "8 612 34567")
    client = clients.add(store, ClientDraft(name="Ona", points=(point,)))
    operation = newest(store)
    draft = clients.draft_of(store, client)
    clients.edit(store, client, replace(draft, likes="roses", notes="blue vases"))
    clients.edit(store, client, replace(draft, notes="green vases"))
    (found,) = details(store, operation)
    assert found.row.table == "client"
    assert [(change.field, change.old, change.new) for change in found.changes] == [
        ("notes", "", "green vases")
    ]


def test_a_client_who_was_only_spoken_to_stays_for_that(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    operation = newest(store)
    activities.add(store, ActivityDraft(client))
    (found,) = details(store, operation)
    assert (found.row.id, found.op, found.changes) == (client, Op.ADD_ACTIVITY, ())


def test_a_client_put_back_and_then_edited_tells_the_edit_alone(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    operation = newest(store)
    clients.delete(store, [client])
    clients.restore(store, [client])
    clients.edit(store, client, replace(clients.draft_of(store, client), notes="vases"))
    (found,) = details(store, operation)
    assert [(change.field, change.new) for change in found.changes] == [("notes", "vases")]


def test_a_client_moved_to_the_bin_since_is_told_as_that(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    operation = newest(store)
    clients.delete(store, [client])
    (found,) = details(store, operation)
    assert [change.what for change in found.changes] == [What.REMOVED]


def test_what_a_tool_outside_has_done_has_no_operation(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    operation = newest(store)
    with store.transaction() as connection:
        connection.execute("UPDATE client SET notes = 'by hand' WHERE id = ?", (client,))
    (found,) = details(store, operation)
    assert (found.op, [change.new for change in found.changes]) == ("", ["by hand"])


def test_a_row_that_is_gone_has_nothing_to_tell(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    operation = newest(store)
    taken = operations.undo(store, operation)
    gone = operations.KeptRow("client", client, "likes", None, None, "")
    assert kept.details(store, taken, [gone]) == [kept.KeptDetail(gone, "", ())]
