"""Parting merged clients: one of several, after later edits, after later merges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import NotUndoable
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Op, PointKind
from crm_desktop.services import activities, clients, listing, operations
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.services.duplicates.parting import merged_into, part
from tests.services.content import content, newest_op


def say(lost):
    return f"{lost.field}: {lost.value}"


def card(store, name, *, phone="", tags=(), **rest):
    points = (PointDraft(PointKind.PHONE, phone),) if phone else ()
    return clients.add(store, ClientDraft(name=name, points=points, tags=tags, **rest))


def test_a_merge_of_two_is_undone_as_it_is(store):
    keep, other = card(store, "Ona", phone="861111111"), card(store, "Ona P.", phone="862222222")
    before = content(store)
    operation = merge(store, keep, [other], say=say)
    (merged,) = merged_into(store, keep)
    assert (merged.id, merged.number, merged.name, merged.who) == (other, 2, "Ona P.", "Ona")
    assert (merged.operation, merged.can_part) == (operation, True)
    result = part(store, other)
    assert result.undone == operation
    assert content(store) == before
    assert merged_into(store, keep) == []


def test_what_was_done_since_stays_with_the_kept_one_and_is_told(store):
    keep, other = card(store, "Ona", notes="a"), card(store, "Ona P.", phone="862222222", notes="b")
    merge(store, keep, [other], say=say)
    later = activities.add(store, ActivityDraft(keep, held_at="2026-11-01T10:00:00.000Z", wanted="later"))
    draft = clients.draft_of(store, keep)
    clients.edit(store, keep, replace(draft, notes="rewritten"))
    result = part(store, other)
    assert [(kept.field, kept.client.id) for kept in result.kept] == [("notes", keep)]
    assert clients.draft_of(store, keep).notes == "rewritten"
    assert [point.value for point in clients.draft_of(store, other).points] == ["862222222"]
    assert store.read("SELECT client_id FROM activity WHERE id = ?", (later,)) == [(keep,)]
    assert listing.verify(store) == []


def test_one_of_several_is_parted_by_itself_and_merged_again_by_undo(store):
    keep = card(store, "Ona", phone="861111111")
    second = card(store, "Ona P.", phone="862222222", tags=("vip",), birthday="1980-05-17", likes="roses")
    third = card(store, "Ona Pet.", phone="862222222", tags=("vip",), birthday="1980-05-17", likes="Roses")
    own = content(store)
    merge(store, keep, [second, third], say=say)
    whole = content(store)
    result = part(store, second)
    assert newest_op(store) == Op.PART_CLIENTS
    assert result.op == Op.MERGE_CLIENTS
    # What the third card has said, too, stays on the kept one.
    draft = clients.draft_of(store, keep)
    assert [point.value for point in draft.points] == ["861111111", "862222222"]
    assert (draft.tags, draft.birthday) == (("vip",), "1980-05-17")
    assert [point.value for point in clients.draft_of(store, second).points] == ["862222222"]
    assert [merged.id for merged in merged_into(store, keep)] == [third]
    assert listing.verify(store) == []
    operations.undo(store)
    assert content(store) == whole
    part(store, third)
    part(store, second)
    live = {table: [row[0] for row in rows] for table, rows in content(store, live=True).items()}
    assert live["client"] == [row[0] for row in own["client"]]
    assert [clients.draft_of(store, each).tags for each in (second, third)] == [("vip",), ("vip",)]


def test_a_client_whose_keeper_was_merged_waits_for_that_one(store):
    first, second, third = (card(store, f"Ona {letter}") for letter in "ABC")
    merge(store, second, [third], say=say)
    merge(store, first, [second], say=say)
    assert {merged.id: merged.can_part for merged in merged_into(store, first)} == {
        second: True,
        third: False,
    }
    with pytest.raises(NotUndoable):
        part(store, third)
    part(store, second)
    part(store, third)
    assert store.read("SELECT COUNT(*) FROM client WHERE merged_into IS NOT NULL") == [(0,)]


def test_who_is_merged_into_nobody_cannot_be_parted(store):
    ona = card(store, "Ona")
    with pytest.raises(NotUndoable):
        part(store, ona)


def test_a_merge_whose_journal_is_gone_cannot_be_parted(store):
    keep, other, third = (card(store, f"Ona {letter}") for letter in "ABC")
    operation = merge(store, keep, [other, third], say=say)
    with store.transaction() as connection:
        connection.execute("DELETE FROM journal WHERE operation = ? AND id = ?", (operation, other))
    assert {merged.id: merged.can_part for merged in merged_into(store, keep)} == {other: False, third: True}
    with pytest.raises(NotUndoable):
        part(store, other)


def test_what_has_no_like_is_copied_back_whole(store):
    """A named date and an outside id that two merged cards have, and the kept one has not."""
    keep, second, third = (card(store, f"Ona {letter}") for letter in "ABC")
    with store.change(Op.EDIT_CLIENT) as change:
        for client_id in (second, third):
            change.execute(
                "INSERT INTO named_date(id, client_id, label, date) VALUES (?, ?, 'wedding', '--06-01')",
                (uuid7(), client_id),
            )
            change.execute(
                "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, 'amocrm', '5')",
                (uuid7(), client_id),
            )
    merge(store, keep, [second, third], say=say)
    part(store, second)
    for table in ("named_date", "external_id"):
        rows = store.read(
            f"SELECT client_id FROM {table} WHERE deleted = 0 AND (client_id = ? OR client_id = ?)",
            (keep, second),
        )
        assert sorted(rows) == sorted(
            [(keep,), (second,), *([(keep,)] * 1 if table == "external_id" else [])]
        )


def test_merged_again_after_an_undo(store):
    keep, other = card(store, "Ona"), card(store, "Ona P.")
    operations.undo(store, merge(store, keep, [other], say=say))
    operation = merge(store, keep, [other], say=say)
    assert [merged.operation for merged in merged_into(store, keep)] == [operation]


def test_what_another_merged_card_had_deleted_before_is_not_given_again(store):
    keep = card(store, "Ona")
    second, third = card(store, "Ona P.", phone="862222222"), card(store, "Ona Pet.", phone="863333333")
    clients.edit(store, third, replace(clients.draft_of(store, third), points=()))
    merge(store, keep, [second, third], say=say)
    part(store, second)
    assert clients.draft_of(store, keep).points == ()


def test_a_merge_that_was_undone_is_not_the_one_to_part(store):
    first, second, third = (card(store, f"Ona {letter}") for letter in "ABC")
    operations.undo(store, merge(store, first, [second], say=say))
    merge(store, third, [second], say=say)
    merge(store, first, [third], say=say)
    assert {merged.id: merged.can_part for merged in merged_into(store, first)} == {
        second: False,
        third: True,
    }
