"""What should be equal is compared from time to time; what is not is mended, told, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_desktop.services import field_history
from crm_desktop.storage import capture
from crm_desktop.sync import checking, pulling
from crm_desktop.sync.checking import Depth
from tests.sync.laptops import synced

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture
def pair(team):
    """Two laptops with the same three clients, looked at just now."""
    anna, jonas = team("anna"), team("jonas")
    ids = [anna.laptop.client(name, points=2) for name in ("Ona", "Petras", "Rasa")]
    for member in (anna, jonas, anna, jonas):
        member.sync()
    return anna, jonas, ids


def _behind_our_back(member, sql, *values):
    """As a fault of a disk or of a program would have it: nobody notes it."""
    with member.laptop.store.transaction() as local, capture.silenced(local):
        local.execute(sql, values)


def _by_force(server, database, sql, *values):
    """As a superuser does who switches off what protects the server."""
    with server.admin(database) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(sql, values)


def _later(member, pause):
    member.laptop.store.clock.at += pause
    return member.sync()


def test_a_base_that_has_just_joined_is_not_looked_at(team):
    anna = team("anna")
    store = anna.laptop.store
    assert checking.due(store) is Depth.NOT
    store.clock.at += DAY - timedelta(seconds=1)
    assert checking.due(store) is Depth.NOT
    store.clock.at += timedelta(seconds=1)
    assert checking.due(store) is Depth.COUNT
    store.clock.at += WEEK
    assert checking.due(store) is Depth.SUM
    store.clock.at -= timedelta(days=3650)  # it was noted while the clock was wrong
    assert checking.due(store) is Depth.SUM


def test_nothing_is_found_where_nothing_is_wrong(pair):
    anna, _, _ = pair
    before = synced(anna.laptop.store)
    assert _later(anna, DAY).repaired == 0
    assert _later(anna, WEEK).repaired == 0
    assert synced(anna.laptop.store) == before
    assert checking.due(anna.laptop.store) is Depth.NOT


def test_a_row_that_is_missing_here_is_noticed_on_the_next_day(pair):
    anna, jonas, (ona, *_) = pair
    _behind_our_back(anna, "DELETE FROM contact_point WHERE client_id = ?", ona)
    assert anna.sync().repaired == 0  # not yet time
    assert _later(anna, DAY).repaired == 2
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.store.read("SELECT repaired FROM sync_meta") == [(2,)]
    assert _later(anna, DAY).repaired == 0


def test_other_contents_are_noticed_within_a_week_and_what_stood_here_stays_in_the_history(pair):
    anna, jonas, (ona, *_) = pair
    _behind_our_back(anna, "UPDATE client SET notes = 'flipped' WHERE id = ?", ona)
    assert _later(anna, DAY).repaired == 0
    assert _later(anna, WEEK).repaired == 1
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    changes = field_history.of(anna.laptop.store, ona)
    assert next((each.field, each.old, each.new) for each in changes if each.field == "notes") == (
        "notes",
        "flipped",
        "",
    )
    assert jonas.sync().came == 0  # nothing was sent


def test_it_can_be_asked_for(pair):
    anna, jonas, (ona, *_) = pair
    _behind_our_back(anna, "UPDATE client SET notes = 'flipped' WHERE id = ?", ona)
    done = anna.exchange.sync("pass-of-anna", thorough=True)
    assert done.repaired == 1
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_what_is_unsent_stays_on_top(pair, server, shared):
    anna, _, (ona, *_) = pair
    anna.laptop.update("client", ona, name="half \0 of it")  # the server will not take it
    anna.sync()
    _by_force(server, shared, "UPDATE crm.client SET likes = 'roses' WHERE id = %s", ona.hex())
    assert _later(anna, WEEK).repaired == 1
    row = anna.laptop.row("client", ona)
    assert (row["name"], row["likes"]) == ("half \0 of it", "roses")
    anna.laptop.update("client", ona, name="whole")
    anna.sync()
    with server.admin(shared) as admin:
        assert admin.execute("SELECT name, likes FROM crm.client WHERE id = %s", (ona.hex(),)).fetchone() == (
            "whole",
            "roses",
        )


def test_what_somebody_removed_by_force_is_given_back(pair, server, shared):
    anna, jonas, (ona, *_) = pair
    before = synced(anna.laptop.store)
    _by_force(server, shared, "DELETE FROM crm.contact_point WHERE client_id = %s", ona.hex())
    assert _later(anna, DAY).repaired == 2
    anna.sync()
    with server.admin(shared) as admin:
        assert admin.execute("SELECT count(*) FROM crm.contact_point").fetchone() == (6,)
    jonas.sync()
    assert before == synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_a_row_thrown_away_there_behind_our_back_goes_to_the_bin_here(pair, server, shared):
    anna, _, (ona, *_) = pair
    _by_force(server, shared, "UPDATE crm.client SET deleted = true WHERE id = %s", ona.hex())
    assert _later(anna, DAY).repaired == 1
    assert anna.laptop.value("client", ona, "deleted") == 1


def test_very_many_leave_the_lists_to_follow(pair, monkeypatch):
    anna, jonas, _ = pair
    monkeypatch.setattr(pulling, "MANY", 1)
    monkeypatch.setattr(checking, "ROWS_AT_ONCE", 2)
    _behind_our_back(anna, "UPDATE client SET name = 'flipped'")
    done = _later(anna, WEEK)
    assert (done.repaired, done.lists_follow) == (3, True)
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


@pytest.mark.parametrize("asked_before", [0, 1, 2, 3])
def test_where_others_write_meanwhile_the_next_sync_looks_again(pair, monkeypatch, asked_before):
    """They may come between any two questions."""
    anna, jonas, (ona, *_) = pair
    _behind_our_back(anna, "UPDATE client SET notes = 'flipped' WHERE id = ?", ona)
    ask = checking._ask
    asked: list[int] = []

    def meanwhile(*arguments, **options):
        if len(asked) == asked_before:
            jonas.laptop.client(f"Client {asked_before}")
            jonas.sync()
        asked.append(1)
        return ask(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(checking, "_ask", meanwhile)
        assert _later(anna, WEEK).repaired == 0
    assert checking.due(anna.laptop.store) is Depth.SUM
    assert anna.sync().repaired == 1
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
