"""Edits that no trigger saw are found by comparing everything with the server."""

from __future__ import annotations

import pytest

from crm_desktop.storage import capture
from crm_desktop.sync import unsent
from crm_desktop.sync.failures import ServerPutBack
from tests.sync.laptops import synced


@pytest.fixture
def pair(team):
    """Two laptops with the same three clients."""
    anna, jonas = team("anna"), team("jonas")
    ids = [anna.laptop.client(name, points=1) for name in ("Ona", "Petras", "Rasa")]
    anna.sync()
    jonas.sync()
    return anna, jonas, ids


def _unseen(laptop, sql, *values):
    """What a tool does that removed the triggers; the next start notices that they were gone."""
    with laptop.store.transaction() as local:
        with capture.silenced(local):
            local.execute(sql, values)
        capture.note_missed(local)


def test_an_edit_that_no_trigger_saw_is_sent(pair):
    anna, jonas, (ona, *_) = pair
    _unseen(anna.laptop, "UPDATE client SET notes = 'by a tool' WHERE id = ?", ona)
    assert unsent.count(anna.laptop.store.connection) == 0
    anna.sync()
    jonas.sync()
    assert jonas.laptop.value("client", ona, "notes") == "by a tool"
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert not capture.has_missed(anna.laptop.store.connection)
    assert anna.sync().came == 0


def test_where_others_went_on_meanwhile_theirs_stands_and_ours_is_listed(pair):
    anna, jonas, (ona, *_) = pair
    jonas.laptop.update("client", ona, notes="Jonas")
    jonas.sync()
    _unseen(anna.laptop, "UPDATE client SET notes = 'by a tool' WHERE id = ?", ona)
    anna.sync()
    jonas.sync()
    assert anna.laptop.value("client", ona, "notes") == "Jonas"
    assert jonas.laptop.store.read("SELECT field, winner, loser FROM conflict") == [
        ("notes", '"Jonas"', '"by a tool"')
    ]
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_what_was_edited_with_the_triggers_there_is_merged_as_ever(pair):
    anna, jonas, (ona, petras, _) = pair
    anna.laptop.update("client", ona, likes="roses")
    jonas.laptop.update("client", ona, notes="Jonas")
    jonas.sync()
    _unseen(anna.laptop, "UPDATE client SET notes = 'by a tool' WHERE id = ?", petras)
    anna.sync()
    jonas.sync()
    row = jonas.laptop.row("client", ona)
    assert (row["likes"], row["notes"]) == ("roses", "Jonas")
    assert jonas.laptop.value("client", petras, "notes") == "by a tool"
    assert jonas.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_what_a_tool_removed_comes_back(pair):
    anna, jonas, (ona, *_) = pair
    _unseen(anna.laptop, "DELETE FROM contact_point WHERE client_id = ?", ona)
    anna.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert jonas.sync().came == 0


def test_before_the_first_sync_there_is_nothing_to_compare(team):
    anna = team("anna")
    client = anna.laptop.client("Ona")
    _unseen(anna.laptop, "UPDATE client SET notes = 'by a tool' WHERE id = ?", client)
    anna.sync()
    assert not capture.has_missed(anna.laptop.store.connection)
    jonas = team("jonas")
    jonas.sync()
    assert jonas.laptop.value("client", client, "notes") == "by a tool"


def test_a_server_that_was_put_back_is_noticed_first(pair, server, shared):
    anna, _, (ona, *_) = pair
    _unseen(anna.laptop, "UPDATE client SET notes = 'by a tool' WHERE id = ?", ona)
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_push SET push_id = gen_random_uuid()")
    with pytest.raises(ServerPutBack):
        anna.sync()
    assert capture.has_missed(anna.laptop.store.connection)
