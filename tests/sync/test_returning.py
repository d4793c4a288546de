"""A server that was put back: what only the laptops have is returned, or let go."""

from __future__ import annotations

import pytest

from crm_desktop.services import listing
from crm_desktop.storage.row_json import decode_value
from crm_desktop.sync import history, returning, unsent
from crm_desktop.sync.applying import apply
from crm_desktop.sync.freezing import freeze, waiting
from crm_desktop.sync.known import Theirs
from crm_desktop.sync.returning import beyond, forget_server, give_back, let_go
from crm_desktop.sync.snapshot import Author, Point
from tests.sync.laptops import AT, base_of, known_to_server, open_laptop, snapshot, synced

COMMON = Point(5, b"5" * 16)
EPOCH = b"n" * 16
BEA = Author("Bea", AT)


@pytest.fixture
def laptop(tmp_path):
    laptop = open_laptop(tmp_path)
    known_to_server(laptop, 3)
    for rev in (5, 9):
        history.advance(laptop.store.connection, b"o" * 16, Point(rev, str(rev).encode() * 16))
    yield laptop
    laptop.store.close()


def at_rev(laptop, rev, name="A", **values):
    id_ = laptop.insert("client", name=name, **values)
    laptop.store.connection.execute("UPDATE client SET rev = ? WHERE id = ?", (rev, id_))
    return id_


def row_of(laptop, id_):
    return synced(laptop.store)["client"][id_]


def conflicts(laptop):
    rows = laptop.store.read("SELECT row_id, field, kind, winner, loser FROM conflict")
    return [(*row[:3], decode_value(row[3]), decode_value(row[4])) for row in rows]


def test_only_what_was_acknowledged_later_is_beyond(laptop):
    later, new = at_rev(laptop, 6), laptop.client("new")
    at_rev(laptop, 5)
    call = laptop.insert("activity", client_id=later, kind="call")
    laptop.store.connection.execute("UPDATE activity SET rev = 8")
    assert beyond(laptop.store.connection, COMMON) == [("client", later), ("activity", call)]
    assert ("client", new) not in beyond(laptop.store.connection, None)


def test_what_the_server_lost_is_sent_again(laptop):
    lost, older = at_rev(laptop, 6), at_rev(laptop, 7, name="B")
    before = row_of(laptop, older)
    found = {("client", lost): None, ("client", older): Theirs(4, before | {"name": "old"}, BEA)}
    done = give_back(laptop.store, EPOCH, COMMON, found)
    assert (done.rows, done.conflicts) == (2, 0)
    sent = {row.id: row for row in freeze(laptop.store).rows}
    assert (sent[lost].base, sent[lost].mine["name"]) == (None, "A")
    assert (sent[older].base_rev, base_of(sent[older])["name"], sent[older].mine["name"]) == (4, "old", "B")
    position = history.position(laptop.store.connection)
    assert (position.epoch, position.cursor, position.high) == (EPOCH, 5, COMMON)


def test_what_the_server_has_as_it_is_here_needs_nothing_after_the_next_pull(laptop):
    same = at_rev(laptop, 6)
    row = row_of(laptop, same)
    give_back(laptop.store, EPOCH, COMMON, {("client", same): Theirs(7, row, BEA)})
    apply(laptop.store, snapshot(8, {"client": [(same, 7, row)]}))
    assert unsent.count(laptop.store.connection) == 0
    assert conflicts(laptop) == []


def test_what_both_changed_stays_as_the_server_has_it_and_is_listed(laptop):
    """The server's row refers to one that only the next pull brings."""
    both, unknown = at_rev(laptop, 6, notes="n"), laptop.new_id()
    theirs = row_of(laptop, both) | {"name": "Theirs", "referrer_id": unknown}
    laptop.update("client", both, notes="unsent")
    give_back(laptop.store, EPOCH, COMMON, {("client", both): Theirs(8, theirs, BEA)})
    new = row_of(laptop, both) | {"name": "New", "notes": ""}
    apply(laptop.store, snapshot(8, {"client": [(both, 8, theirs), (unknown, 8, new)]}))
    assert row_of(laptop, both) == theirs
    assert sorted(conflicts(laptop)) == [
        (both, "name", "both_changed", "Theirs", "A"),
        (both, "notes", "both_changed", "n", "unsent"),
        (both, "referrer_id", "both_changed", unknown, None),
    ]
    assert listing.verify(laptop.store) == []


def test_a_push_whose_answer_is_missing_has_not_arrived(laptop):
    new = laptop.client("new")
    freeze(laptop.store)
    give_back(laptop.store, EPOCH, COMMON, {})
    assert waiting(laptop.store) is None
    assert [row.id for row in freeze(laptop.store).rows] == [new]


def test_let_go_makes_the_base_as_the_server_is(laptop):
    lost, older = at_rev(laptop, 6), at_rev(laptop, 7, name="B")
    theirs = row_of(laptop, older) | {"name": "old"}
    let_go(laptop.store, EPOCH, COMMON, {("client", lost): None, ("client", older): Theirs(4, theirs, BEA)})
    assert laptop.value("client", lost, "id") == "no such row"
    assert (laptop.value("client", older, "rev"), row_of(laptop, older)) == (4, theirs)
    assert unsent.count(laptop.store.connection) == 0
    assert listing.verify(laptop.store) == []
    assert laptop.store.check() == []


def test_let_go_of_a_row_that_others_have_changed_since_leaves_it_to_the_next_pull(laptop):
    both, edited = at_rev(laptop, 6), at_rev(laptop, 6, notes="n")
    theirs = row_of(laptop, both) | {"name": "Theirs"}
    theirs_edited = row_of(laptop, edited) | {"name": "Theirs"}
    laptop.update("client", edited, notes="unsent")
    let_go(
        laptop.store,
        EPOCH,
        COMMON,
        {("client", both): Theirs(8, theirs, BEA), ("client", edited): Theirs(8, theirs_edited, BEA)},
    )
    apply(laptop.store, snapshot(8, {"client": [(both, 8, theirs), (edited, 8, theirs_edited)]}))
    assert row_of(laptop, both) == theirs
    assert row_of(laptop, edited) == theirs_edited | {"notes": "unsent"}
    assert conflicts(laptop) == []


def test_let_go_lists_what_was_edited_here_where_the_older_row_says_otherwise(laptop):
    edited = at_rev(laptop, 6, notes="later")
    theirs = row_of(laptop, edited) | {"notes": "before"}
    laptop.update("client", edited, notes="unsent")
    done = let_go(laptop.store, EPOCH, COMMON, {("client", edited): Theirs(4, theirs, BEA)})
    assert done.conflicts == 1
    assert conflicts(laptop) == [(edited, "notes", "returned", "before", "unsent")]
    assert laptop.store.read("SELECT winner_by, winner_at, loser_by FROM conflict") == [("Bea", AT, "Ona")]


def test_let_go_keeps_what_was_never_sent_and_what_it_needs(laptop):
    parent, lost_child, edited = at_rev(laptop, 6), at_rev(laptop, 7), at_rev(laptop, 8, notes="n")
    alone = at_rev(laptop, 8)
    call = laptop.insert("activity", client_id=parent, kind="call")
    laptop.update("client", lost_child, notes="unsent")
    theirs = row_of(laptop, edited) | {"name": "Theirs"}
    laptop.update("client", edited, notes="unsent")
    let_go(
        laptop.store,
        EPOCH,
        COMMON,
        {("client", key): None for key in (parent, lost_child, alone)}
        | {("client", edited): Theirs(4, theirs, BEA)},
    )
    sent = {row.id: row for row in freeze(laptop.store).rows}
    assert set(sent) == {parent, lost_child, edited, call}
    assert (sent[edited].mine["name"], sent[edited].mine["notes"]) == ("Theirs", "unsent")
    assert laptop.value("client", alone, "id") == "no such row"
    assert laptop.store.check() == []


def test_without_a_server_all_is_unsent_and_nothing_else_changed(laptop):
    known = at_rev(laptop, 6)
    laptop.update("client", known, name="B")
    laptop.client("new")
    freeze(laptop.store)
    before, entries = synced(laptop.store), laptop.store.read("SELECT count(*) FROM journal")
    forget_server(laptop.store)
    assert synced(laptop.store) == before
    assert laptop.store.read("SELECT count(*) FROM journal") == entries
    assert history.position(laptop.store.connection) == history.Position(None, 0, None)
    assert history.seen(laptop.store.connection) == []
    batch = freeze(laptop.store)
    assert {row.base for row in batch.rows} == {None}
    assert len(batch.rows) == sum(len(rows) for rows in before.values())


def test_of_very_many_rows_the_lists_follow(laptop, monkeypatch):
    monkeypatch.setattr(returning, "FOLLOWED", 0)
    lost = at_rev(laptop, 6)
    assert let_go(laptop.store, EPOCH, COMMON, {("client", lost): None}).lists_follow
    assert listing.is_being_made(laptop.store)
    assert listing.ensure(laptop.store, "en")
    assert listing.verify(laptop.store) == []


def test_a_row_gone_meanwhile_is_passed_over(laptop):
    for answer in (give_back, let_go):
        assert answer(laptop.store, EPOCH, COMMON, {("client", b"x" * 16): None}).conflicts == 0
