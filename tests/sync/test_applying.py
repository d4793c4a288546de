from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.ids import link_id
from crm_desktop.kinds import ConflictKind
from crm_desktop.services import listing
from crm_desktop.services.base import open_base
from crm_desktop.storage import capture
from crm_desktop.storage.history import history as history_of
from crm_desktop.storage.operations import can_undo, operations
from crm_desktop.storage.row_json import decode_value
from crm_desktop.storage.undo import undo
from crm_desktop.sync import applying, history, local_rows, unsent
from crm_desktop.sync.applying import apply
from crm_desktop.sync.freezing import freeze, waiting
from crm_desktop.sync.meeting import meet
from crm_desktop.sync.snapshot import Author, Point
from tests.sync.laptops import AT, EPOCH, base_of, known_to_server, open_laptop, snapshot, synced

if TYPE_CHECKING:
    from crm_desktop.changes import Changes

pytestmark = pytest.mark.timeout(1800)  # --long tries very many


@pytest.fixture
def laptop(tmp_path):
    laptop = open_laptop(tmp_path)
    known_to_server(laptop)
    yield laptop
    laptop.store.close()


def row_of(laptop, table, id_):
    return synced(laptop.store)[table][id_]


def conflicts(laptop):
    return [
        (table, row_id, field, kind, decode_value(winner), decode_value(loser))
        for table, row_id, field, kind, winner, loser in laptop.store.read(
            "SELECT tbl, row_id, field, kind, winner, loser FROM conflict ORDER BY rid"
        )
    ]


def known_client(laptop, rev=5, **values):
    id_ = laptop.insert("client", **({"name": "K"} | values))
    laptop.store.connection.execute("UPDATE client SET rev = ? WHERE id = ?", (rev, id_))
    return id_


def test_unknown_rows_come_in_under_the_name_of_who_wrote_them(laptop):
    id_ = laptop.new_id()
    row = row_of(laptop, "client", laptop.client()) | {"name": "Ieva Kazlauskė"}
    heard: list[Changes] = []
    laptop.store.subscribe(heard.append)
    done = apply(laptop.store, snapshot(7, {"client": [(id_, 7, row)]}, authors={7: Author("Bea", AT)}))
    assert (done.rows, done.merged, done.conflicts) == (1, 0, 0)
    assert laptop.row("client", id_)["rev"] == 7
    ((change),) = history_of(laptop.store, "client", id_)
    assert (change.who, change.at, change.op) == ("Bea", AT, "sync")
    assert can_undo(laptop.store).op == "add_client"
    assert heard[-1].tables == {"client": frozenset([id_])}
    assert heard[-1].origin == "remote"
    position = history.position(laptop.store.connection)
    assert (position.epoch, position.cursor, position.high) == (EPOCH, 7, Point(7, (7).to_bytes(16, "big")))


def test_lists_and_search_have_it_at_once(laptop):
    row = row_of(laptop, "client", laptop.client()) | {"name": "Ieva Kazlauskė"}
    id_ = laptop.new_id()
    apply(laptop.store, snapshot(7, {"client": [(id_, 7, row)]}))
    assert listing.verify(laptop.store) == []
    assert laptop.store.read("SELECT name FROM client_list WHERE client_id = ?", (id_,)) == [
        ("Ieva Kazlauskė",)
    ]
    found = laptop.store.read("SELECT count(*) FROM find_words WHERE find_words MATCH 'kazlauske'")
    assert found == [(1,)]


def test_very_many_rows_are_in_the_lists_when_the_lists_were_brought_up(laptop):
    row = row_of(laptop, "client", laptop.client())
    done = apply(laptop.store, snapshot(7, {"client": [(laptop.new_id(), 7, row)]}, many=True))
    assert done.lists_follow
    assert listing.is_being_made(laptop.store)
    listing.ensure(laptop.store, "en")
    assert listing.verify(laptop.store) == []
    assert laptop.store.read("SELECT count(*) FROM client_list") == [(2,)]


def test_a_row_without_unsent_edits_is_overwritten_and_only_what_changed_is_in_its_history(laptop):
    id_ = known_client(laptop, notes="n")
    theirs = row_of(laptop, "client", id_) | {"name": "L"}
    apply(laptop.store, snapshot(7, {"client": [(id_, 7, theirs)]}))
    assert row_of(laptop, "client", id_) == theirs
    changes = history_of(laptop.store, "client", id_)
    assert [(c.who, c.field, c.old, c.new) for c in changes[:-1]] == [("Bea", "name", "K", "L")]
    assert freeze(laptop.store) is None
    assert local_rows.shadow(laptop.store.connection, ("client", id_)) is None


def test_edits_of_other_fields_meet_and_of_the_same_field_are_both_kept(laptop):
    id_ = known_client(laptop, notes="n")
    was = row_of(laptop, "client", id_)
    laptop.update("client", id_, name="Mine", likes="roses", notes="mine")
    theirs = was | {"name": "Theirs", "salutation": "Dear K", "notes": "n"}
    done = apply(laptop.store, snapshot(7, {"client": [(id_, 7, theirs)]}))
    assert (done.merged, done.conflicts) == (1, 1)
    row = row_of(laptop, "client", id_)
    assert (row["name"], row["salutation"], row["likes"], row["notes"]) == (
        "Theirs",
        "Dear K",
        "roses",
        "mine",
    )
    assert conflicts(laptop) == [("client", id_, "name", "both_changed", "Theirs", "Mine")]
    told = laptop.store.read("SELECT winner_by, winner_at, loser_by FROM conflict")
    assert told == [("Bea", AT, "Ona")]
    sent = {(row.table, row.id): row for row in freeze(laptop.store).rows}
    assert sent["client", id_].base == theirs
    assert {table for table, _ in sent} == {"client", "conflict"}


def test_a_pull_again_says_nothing_again(laptop):
    id_ = known_client(laptop)
    was = row_of(laptop, "client", id_)
    laptop.update("client", id_, name="Mine", notes="mine")
    pull = snapshot(7, {"client": [(id_, 7, was | {"name": "Theirs"})]})
    apply(laptop.store, pull)
    before = synced(laptop.store)
    entries = laptop.store.read("SELECT count(*) FROM journal")
    assert apply(laptop.store, pull).conflicts == 0
    assert synced(laptop.store) == before
    assert laptop.store.read("SELECT count(*) FROM journal") == entries


def test_undo_of_earlier_work_restores_only_what_still_holds_what_it_wrote(laptop):
    id_ = known_client(laptop, notes="n")
    laptop.update("client", id_, name="Mine", notes="mine")
    freeze(laptop.store)
    pull = snapshot(
        7, {"client": [(id_, 7, row_of(laptop, "client", id_) | {"name": "Theirs"})]}, pending_rev=6
    )
    apply(laptop.store, pull)
    kept = undo(laptop.store).kept
    assert [(k.field, k.who) for k in kept] == [("name", "Bea")]
    row = row_of(laptop, "client", id_)
    assert (row["name"], row["notes"]) == ("Theirs", "n")
    ((sent),) = [row for row in freeze(laptop.store).rows if row.table == "client"]
    assert (base_of(sent)["notes"], sent.mine["notes"], sent.mine["name"]) == ("mine", "n", "Theirs")


def test_a_push_that_the_pull_shows_is_acknowledged_with_it(laptop):
    id_ = laptop.client("A")
    batch = freeze(laptop.store)
    theirs = row_of(laptop, "client", id_) | {"number": 12}
    pull = replace(snapshot(8, {"client": [(id_, 8, theirs)]}, pending_rev=8), point=Point(8, batch.push_id))
    apply(laptop.store, pull)
    assert waiting(laptop.store) is None
    assert row_of(laptop, "client", id_) == theirs
    assert unsent.count(laptop.store.connection) == 0
    assert history.seen(laptop.store.connection) == [Point(8, batch.push_id)]
    assert conflicts(laptop) == []


def test_rows_of_one_id_made_on_two_laptops_become_one(laptop):
    """A copied file: the same row was sent by the other half first, and edited there."""
    id_ = laptop.client("A")
    same = row_of(laptop, "client", id_)
    apply(laptop.store, snapshot(8, {"client": [(id_, 8, same)]}))
    assert unsent.count(laptop.store.connection) == 0
    other = laptop.client("B")
    apply(laptop.store, snapshot(9, {"client": [(other, 9, same | {"name": "C"})]}))
    assert row_of(laptop, "client", other)["name"] == "C"
    assert conflicts(laptop) == [("client", other, "name", "both_changed", "C", "B")]


def test_two_who_dismiss_a_reminder_are_told_nothing(laptop):
    values = {
        "subject_id": b"s" * 16,
        "kind": "contact",
        "moment": "2027",
        "handled_at": "1",
        "answered_at": "1",
    }
    id_ = laptop.insert("reminder_answer", link_id(b"x"), **values)
    theirs = row_of(laptop, "reminder_answer", id_) | {"handled_at": "2", "answered_at": "2"}
    apply(laptop.store, snapshot(8, {"reminder_answer": [(id_, 8, theirs)]}))
    assert row_of(laptop, "reminder_answer", id_) == theirs
    assert conflicts(laptop) == []


def test_a_conflict_that_was_decided_here_stays_decided(laptop):
    client = known_client(laptop)
    laptop.update("client", client, name="Mine")
    theirs = row_of(laptop, "client", client) | {"name": "Theirs"}
    apply(laptop.store, snapshot(7, {"client": [(client, 7, theirs)]}))
    ((id_,),) = laptop.store.read("SELECT id FROM conflict")
    found = row_of(laptop, "conflict", id_)
    laptop.update("conflict", id_, resolved_at=AT, resolved_by="Ona", answer="winner")
    apply(laptop.store, snapshot(8, {"conflict": [(id_, 8, found | {"found_at": "other"})]}))
    row = row_of(laptop, "conflict", id_)
    assert (row["answer"], row["found_at"]) == ("winner", "other")
    assert len(conflicts(laptop)) == 1


def test_an_edited_row_that_a_tool_removed_comes_back_as_the_server_has_it(laptop):
    id_ = known_client(laptop)
    theirs = row_of(laptop, "client", id_)
    laptop.update("client", id_, name="Mine")
    with laptop.store.change("tool") as change, capture.silenced(change.connection):
        change.execute("DELETE FROM client WHERE id = ?", (id_,))
    apply(laptop.store, snapshot(7, {"client": [(id_, 7, theirs)]}))
    assert row_of(laptop, "client", id_) == theirs


def test_a_conflict_that_is_known_is_not_found_again(laptop):
    id_ = laptop.client("A")
    theirs = row_of(laptop, "client", id_) | {"name": "B"}
    pull = snapshot(7, {"client": [(id_, 7, theirs)]})
    assert apply(laptop.store, pull).conflicts == 1
    # As if the edit had been made once more, over the same row of the server's.
    laptop.store.connection.execute("UPDATE client SET rev = 0, name = 'A' WHERE id = ?", (id_,))
    laptop.store.connection.execute("DELETE FROM shadow")
    assert apply(laptop.store, pull).conflicts == 0
    assert len(conflicts(laptop)) == 1


# Parents and children ---------------------------------------------------------------------------------------------


def activity(laptop, client, **values):
    template = laptop.insert("activity", client_id=client, kind="call")
    row = row_of(laptop, "activity", template)
    with laptop.store.change("gone") as change:
        change.execute("DELETE FROM activity WHERE id = ?", (template,))
    return laptop.new_id(), row | values


def test_thrown_away_here_while_something_new_comes_it_lives(laptop):
    client = known_client(laptop)
    id_, row = activity(laptop, client)
    laptop.update("client", client, deleted=1)
    apply(laptop.store, snapshot(7, {"activity": [(id_, 7, row)]}))
    assert row_of(laptop, "client", client)["deleted"] == 0
    assert local_rows.shadow(laptop.store.connection, ("client", client)) is None
    assert conflicts(laptop) == [("client", client, "deleted", ConflictKind.DELETE_REFUSED.value, 0, 1)]
    assert listing.verify(laptop.store) == []


def test_thrown_away_here_with_an_edit_the_edit_stays_unsent(laptop):
    client = known_client(laptop)
    id_, row = activity(laptop, client)
    laptop.update("client", client, deleted=1, notes="last words")
    apply(laptop.store, snapshot(7, {"activity": [(id_, 7, row)]}))
    assert row_of(laptop, "client", client)["deleted"] == 0
    ((sent),) = [row for row in freeze(laptop.store).rows if row.table == "client"]
    assert sent.mine["notes"] == "last words"


def test_what_hung_on_it_and_was_known_does_not_bring_it_back(laptop):
    client = known_client(laptop)
    id_ = laptop.insert("activity", client_id=client, kind="call")
    freeze(laptop.store)
    laptop.update("client", client, deleted=1)
    echo = row_of(laptop, "activity", id_)
    apply(laptop.store, snapshot(7, {"activity": [(id_, 7, echo)]}, pending_rev=7))
    assert row_of(laptop, "client", client)["deleted"] == 1
    gone = echo | {"deleted": 1}
    apply(laptop.store, snapshot(8, {"activity": [(id_, 8, gone)]}))
    assert row_of(laptop, "client", client)["deleted"] == 1
    assert conflicts(laptop) == []


@pytest.mark.parametrize("known", [False, True])
def test_thrown_away_elsewhere_while_something_is_unsent_here_it_is_brought_back(laptop, known):
    client = known_client(laptop)
    id_ = laptop.insert("activity", client_id=client, kind="call")
    if known:
        laptop.store.connection.execute("UPDATE activity SET rev = 5")
        laptop.update("activity", id_, result="agreed")
    theirs = row_of(laptop, "client", client) | {"deleted": 1}
    apply(laptop.store, snapshot(7, {"client": [(client, 7, theirs)]}))
    assert row_of(laptop, "client", client)["deleted"] == 0
    assert conflicts(laptop) == [("client", client, "deleted", ConflictKind.REVIVED.value, 0, 1)]
    assert laptop.store.read("SELECT winner_by, loser_by FROM conflict") == [("Ona", "Bea")]
    ((sent),) = [row for row in freeze(laptop.store).rows if row.table == "client"]
    assert (sent.base_rev, base_of(sent)["deleted"], sent.mine["deleted"]) == (7, 1, 0)
    assert listing.verify(laptop.store) == []


def test_thrown_away_elsewhere_with_nothing_unsent_it_is_gone(laptop):
    client = known_client(laptop)
    laptop.insert("activity", client_id=client, kind="call")
    laptop.store.connection.execute("UPDATE activity SET rev = 5")
    theirs = row_of(laptop, "client", client) | {"deleted": 1}
    apply(laptop.store, snapshot(7, {"client": [(client, 7, theirs)]}))
    assert row_of(laptop, "client", client)["deleted"] == 1
    assert conflicts(laptop) == []


def test_thrown_away_by_both_it_stays_so(laptop):
    client = known_client(laptop)
    laptop.insert("activity", client_id=client, kind="call")
    theirs = row_of(laptop, "client", client) | {"deleted": 1}
    laptop.update("client", client, deleted=1)
    apply(laptop.store, snapshot(7, {"client": [(client, 7, theirs)]}))
    assert row_of(laptop, "client", client)["deleted"] == 1
    assert conflicts(laptop) == []


def test_thrown_away_here_and_edited_there_it_is_listed_once(laptop):
    client = known_client(laptop)
    id_, row = activity(laptop, client)
    theirs = row_of(laptop, "client", client) | {"notes": "new"}
    laptop.update("client", client, deleted=1)
    apply(laptop.store, snapshot(7, {"client": [(client, 7, theirs)], "activity": [(id_, 7, row)]}))
    assert row_of(laptop, "client", client) == theirs
    assert len(conflicts(laptop)) == 1


def test_merged_elsewhere_what_is_unsent_here_goes_over(laptop):
    lost, kept = known_client(laptop), known_client(laptop)
    new = laptop.insert("activity", client_id=lost, kind="call")
    known = laptop.insert("activity", client_id=lost, kind="call")
    laptop.store.connection.execute("UPDATE activity SET rev = 5 WHERE id = ?", (known,))
    under_way = laptop.insert("activity", client_id=lost, kind="call")
    freeze(laptop.store)
    laptop.update("activity", known, result="agreed")
    theirs = row_of(laptop, "client", lost) | {"deleted": 1, "merged_into": kept}
    apply(laptop.store, snapshot(7, {"client": [(lost, 7, theirs)]}))
    assert {laptop.value("activity", id_, "client_id") for id_ in (new, known, under_way)} == {kept}
    assert conflicts(laptop) == []
    assert listing.verify(laptop.store) == []
    base = local_rows.shadow(laptop.store.connection, ("activity", under_way))
    assert base is not None
    assert base[1]["client_id"] == lost, "it is under way with the old client: the change is one more edit"


# Whole or nothing -------------------------------------------------------------------------------------------------


def everything(path):
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                " AND name NOT LIKE 'sqlite%'"
            )
        ]
        return {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def cut_off_after(connection, steps, work):
    """Do the work, cut off after so many steps of SQLite's machine; whether it came to its end before."""
    left = steps

    def count():
        nonlocal left
        left -= 1
        return left == -1  # once: the rollback must go through

    connection.set_progress_handler(count, 1)
    try:
        work()
    except (sqlite3.OperationalError, peewee.OperationalError) as error:
        if "interrupted" not in str(error):
            raise
        return False
    finally:
        connection.set_progress_handler(None, 0)
    return True


def test_a_pull_is_whole_or_nothing_wherever_it_is_cut_off(laptop):
    """Cut off at ever later steps; then it goes through as if nothing had been."""
    known, edited = known_client(laptop), known_client(laptop)
    parent = known_client(laptop)
    was = {id_: row_of(laptop, "client", id_) for id_ in (known, edited, parent)}
    id_, call = activity(laptop, parent)
    laptop.client("new")
    freeze(laptop.store)
    laptop.update("client", edited, name="Mine")
    laptop.update("client", parent, deleted=1)
    pull = snapshot(
        8,
        {
            "client": [
                (known, 7, was[known] | {"name": "A"}),
                (edited, 8, was[edited] | {"name": "B"}),
                (laptop.new_id(), 8, was[known]),
            ],
            "activity": [(id_, 8, call)],
        },
        pending_rev=6,
    )
    path, connection = laptop.store.path, laptop.store.connection
    before, cuts, steps = everything(path), 0, 0
    while not cut_off_after(connection, steps, lambda: apply(laptop.store, pull)):
        assert everything(path) == before
        assert not connection.in_transaction
        cuts += 1
        steps += 70 + cuts  # not always at the same places of a loop
    assert cuts > 40
    after = everything(path)
    assert after != before
    assert row_of(laptop, "client", known)["name"] == "A"
    assert row_of(laptop, "client", parent)["deleted"] == 0
    assert len(conflicts(laptop)) == 2
    assert waiting(laptop.store) is None
    assert listing.verify(laptop.store) == []


def test_a_pull_that_cannot_go_in_leaves_the_base_as_it_was(laptop):
    row = row_of(
        laptop, "contact_point", laptop.insert("contact_point", client_id=laptop.client(), kind="phone")
    )
    before = everything(laptop.store.path)
    pull = snapshot(8, {"contact_point": [(laptop.new_id(), 8, row | {"client_id": b"nobody"})]})
    with pytest.raises(Exception, match="FOREIGN KEY"):
        apply(laptop.store, pull)
    assert everything(laptop.store.path) == before
    assert history.position(laptop.store.connection).cursor == 1


# Any base, any pull -----------------------------------------------------------------------------------------------

FIELDS = ("name", "notes", "likes", "deleted")
STATES = st.fixed_dictionaries(
    {"name": st.sampled_from("abc"), "notes": st.sampled_from("ab"), "likes": st.sampled_from("ab"),
     "deleted": st.sampled_from([0, 0, 0, 1])}
)  # fmt: skip
ROWS = st.lists(
    st.tuples(
        STATES,  # what the server acknowledged to this laptop
        st.none() | STATES,  # what the user made of it
        st.none() | STATES,  # what the server has by now
        st.sampled_from(["known", "known", "new here", "new there", "twice new"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=ROWS)
def test_the_base_is_what_the_server_has_with_what_is_unsent_on_top(tmp_path_factory, rows):
    laptop = open_laptop(tmp_path_factory.mktemp("laptop"))
    known_to_server(laptop)
    whole = row_of(laptop, "client", laptop.client())
    with laptop.store.change("gone") as change:
        change.execute("DELETE FROM client")
    ids: list[bytes] = []
    incoming: list[tuple[bytes, int, dict[str, Any]]] = []
    for base, mine, theirs, kind in rows:
        id_ = laptop.new_id()
        ids.append(id_)
        if kind == "known":
            laptop.insert("client", id_, **base)
            laptop.store.connection.execute("UPDATE client SET rev = 5 WHERE id = ?", (id_,))
            if mine is not None:
                laptop.update("client", id_, **mine)
        elif kind in ("new here", "twice new"):
            laptop.insert("client", id_, **(mine or base))
        if kind != "new here" and (theirs is not None or kind in ("new there", "twice new")):
            incoming.append((id_, 6 + len(incoming) % 2, whole | (theirs or base)))
    done = apply(laptop.store, snapshot(7, {"client": incoming}))
    local = synced(laptop.store)["client"]
    sent = {id_: (rev, row) for id_, rev, row in incoming}
    found = 0
    for id_, (base, mine, _, kind) in zip(ids, rows, strict=True):
        merges = id_ in sent and ((kind == "known" and mine not in (None, base)) or kind == "twice new")
        expected = whole | (mine or base) if kind in ("known", "new here") else sent[id_][1]
        if merges:
            known = whole | base if kind == "known" else None
            merged = meet("client", known, whole | (mine or base), sent[id_][1])
            expected = merged.row
            found += len(merged.conflicts)
        elif id_ in sent:
            expected = sent[id_][1]
        assert local[id_] == expected
        shadow = local_rows.shadow(laptop.store.connection, ("client", id_))
        if id_ in sent:
            assert laptop.value("client", id_, "rev") == sent[id_][0]
            assert (shadow[1] if shadow else local[id_]) == sent[id_][1]
    assert done.conflicts == len(conflicts(laptop)) == found
    assert listing.verify(laptop.store) == []
    assert laptop.store.check() == []
    assert {row.origin for row in operations(laptop.store, 50) if row.op == "sync"} <= {"remote"}
    laptop.store.close()


def test_a_copied_file_is_one_more_laptop(laptop, tmp_path):
    """Both halves hold the same unsent edit; each sends it, and nobody is asked about it."""
    client = known_client(laptop)
    laptop.update("client", client, name="L")
    laptop.client("New")
    freeze(laptop.store)
    laptop.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "twin").mkdir()
    twin = open_laptop(tmp_path / "twin", copy_of=laptop.store.path)
    rows = synced(laptop.store)["client"]
    pull = snapshot(8, {"client": [(id_, 8, row) for id_, row in rows.items()]}, pending_rev=8)
    for half in (laptop, twin):
        apply(half.store, pull)
        assert conflicts(half) == []
        assert unsent.count(half.store.connection) == 0
    assert waiting(laptop.store) == waiting(twin.store) is None
    twin.store.close()
    assert open_base(twin.store.path).recovered == ()


def test_a_crowd_finds_the_indexes_it_left(laptop, monkeypatch):
    """Where more rows come than there are, indexes are made after them: all of them, and what merges looks them up."""
    monkeypatch.setattr(applying, "CROWD", 3)
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = laptop.store.read(indexes)
    known, gone = known_client(laptop), known_client(laptop)
    point = laptop.insert("contact_point", client_id=gone, kind="phone", value="1")
    row = synced(laptop.store)["client"][known]
    many = [(laptop.new_id(), 8, row | {"number": None}) for _ in range(20)]
    apply(laptop.store, snapshot(8, {"client": [*many, (gone, 8, row | {"deleted": 1})]}, many=True))
    assert laptop.store.read(indexes) == before
    assert laptop.value("client", gone, "deleted") == 0  # somebody works on it here
    assert laptop.value("contact_point", point, "value") == "1"
    assert len(laptop.store.read("SELECT 1 FROM client INDEXED BY client_unsent WHERE rev <= 0")) == 0
    assert laptop.store.check() == []
