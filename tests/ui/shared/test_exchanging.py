"""The everyday exchange: what is done here arrives there, and whatever the server does, the window goes on."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.storage import capture
from crm_desktop.storage.running import RunningLock
from crm_desktop.sync import failures, pulling
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.occasions import EVERY_S
from crm_desktop.ui.standing import Phase
from tests.sync import postgres
from tests.sync.proxy import wire

PATIENCE_MS = 20_000


def names(seat):
    return {name for (name,) in seat.store.read("SELECT name FROM client WHERE deleted = 0")}


def add(seat, name):
    return clients.add(seat.store, ClientDraft(name=name))


def wait(qtbot, ready):
    qtbot.waitUntil(ready, timeout=PATIENCE_MS)


def current(qtbot, *seats):
    """Wait until all of them have exchanged everything."""
    for each in seats:
        wait(
            qtbot, lambda each=each: each.phase is Phase.CURRENT and not each.exchanging.standing.state.unsent
        )


@contextmanager
def black_hole():
    """A server that takes the call and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=8)) as listening:
        yield ServerAddress("localhost", "crm", "anna", listening.getsockname()[1], encrypted=False)


def test_an_edit_here_arrives_there(qtbot, seat):
    anna, jonas = seat("anna"), seat("jonas")
    anna.begin()
    jonas.begin()
    current(qtbot, anna, jonas)
    add(anna, "Ona")
    wait(qtbot, lambda: anna.store.read("SELECT count(*) FROM client WHERE rev <= 0") == [(0,)])
    jonas.exchanging.sync_now()
    wait(qtbot, lambda: names(jonas) == {"Ona"})
    current(qtbot, jonas)
    assert jonas.occasions.wait(time.monotonic()) > EVERY_S - PATIENCE_MS / 1000, "what came is no edit"
    assert anna.asked == jonas.asked == []


def test_edits_are_counted_until_they_are_sent(qtbot, seat):
    anna = seat("anna", settle_s=1000)
    anna.begin()
    current(qtbot, anna)
    add(anna, "Ona")
    wait(qtbot, lambda: anna.exchanging.standing.waiting == 1)
    assert anna.phase is Phase.UNSENT
    anna.session.signals.exchange.emit()
    current(qtbot, anna)


def test_without_the_server_it_is_offline_since_then_and_comes_back(qtbot, seat, address, shared):
    there = address(shared, "anna")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    anna = seat("anna", replace(there, port=port))
    made = anna.begin()
    wait(qtbot, lambda: anna.phase is Phase.OFFLINE)
    since = made.standing.offline_since
    add(anna, "Ona")
    wait(qtbot, lambda: made.standing.waiting > 0)
    assert anna.phase is Phase.OFFLINE
    assert made.standing.offline_since == since
    with wire(there.port, port):
        made.network_returned()
        current(qtbot, anna)
        assert made.standing.offline_since == ""
    made.sync_now()
    wait(qtbot, lambda: anna.phase is Phase.OFFLINE)
    assert made.standing.offline_since > since
    assert anna.asked == []


def test_a_server_that_never_answers_holds_up_neither_the_window_nor_its_end(qtbot, seat):
    with black_hole() as nowhere:
        anna = seat("anna", nowhere)
        made = anna.begin()
        wait(qtbot, lambda: any(thread.name == "crm-exchange" for thread in threading.enumerate()))
        add(anna, "Ona")
        wait(qtbot, lambda: made.standing.state.unsent > 0)
        wait(qtbot, lambda: made.standing.is_busy)  # it takes long enough to be spoken of
        assert not made.close(0.05), "left behind"
    anna.store.read("SELECT 1")
    assert made.close(), "a second time it does nothing"
    (left,) = [thread for thread in threading.enumerate() if thread.name == "crm-exchange"]
    assert left.daemon, "the interpreter does not wait for it"
    left.join(20)
    assert not left.is_alive()


def test_at_the_end_what_is_unsent_is_sent(qtbot, seat):
    anna, jonas = seat("anna", settle_s=1000), seat("jonas")
    anna.begin()
    current(qtbot, anna)
    add(anna, "Ona")
    assert anna.exchanging.close(20)
    jonas.begin()
    wait(qtbot, lambda: names(jonas) == {"Ona"})
    current(qtbot, jonas)


def test_a_wrong_password_is_asked_for_once_and_never_tried_again(qtbot, seat):
    anna = seat("anna", settle_s=0.01)
    made = anna.begin("wrong")
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    add(anna, "Ona")
    made.network_returned()
    made._read()
    wait(qtbot, lambda: made.standing.waiting > 0)
    assert anna.occasions.is_halted
    assert [type(each) for each in anna.asked] == [failures.ServerPasswordRefused]
    made.use_password("wrong again")
    assert made.standing.is_busy
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    assert len(anna.asked) == 1
    made.use_password(postgres.PASSWORD.format("anna"))
    current(qtbot, anna)


def test_no_password_is_told_without_a_word_to_the_server(qtbot, seat, address):
    anna = seat("anna", replace(address("crm", "anna"), host="localhost", port=1))
    anna.begin("")
    wait(qtbot, lambda: anna.phase is Phase.SIGN_IN)
    assert [type(each) for each in anna.asked] == [failures.ServerPasswordNeeded]


def test_a_question_is_put_once_until_it_was_answered(qtbot, seat, server, shared):
    anna = seat("anna")
    anna.begin()
    current(qtbot, anna)
    with server.admin(shared) as admin:
        before = admin.execute("SELECT epoch FROM crm.sync_state").fetchone()
        admin.execute("UPDATE crm.sync_state SET epoch = gen_random_uuid()")
        for _ in range(2):
            anna.exchanging.sync_now()
            assert anna.exchanging.standing.is_busy
            wait(qtbot, lambda: anna.phase is Phase.ANSWER)
        assert [type(each) for each in anna.asked] == [failures.ServerForeign]
        admin.execute("UPDATE crm.sync_state SET epoch = %s", before)
    anna.session.signals.exchange.emit()
    current(qtbot, anna)


def test_another_program_at_the_same_base_is_no_trouble(qtbot, seat):
    anna = seat("anna")
    with RunningLock(anna.store.path, "syncing").alone() as alone:
        assert alone
        anna.begin()
        wait(qtbot, lambda: (anna.occasions.wait(time.monotonic()) or 0) > 1)
        assert anna.exchanging.standing.problem is None
    anna.exchanging.sync_now()
    current(qtbot, anna)


def test_very_many_rows_have_the_lists_follow(qtbot, seat, monkeypatch):
    monkeypatch.setattr(pulling, "MANY", 1)
    anna, jonas = seat("anna"), seat("jonas")
    add(anna, "Ona")
    anna.begin()
    current(qtbot, anna)
    jonas.begin()
    with qtbot.waitSignal(jonas.exchanging.lists_follow, timeout=PATIENCE_MS):
        pass
    current(qtbot, jonas)


def test_a_fault_of_the_program_is_told_and_logged(qtbot, seat, monkeypatch, caplog):
    def broken(*_arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr("crm_desktop.sync.engine.exchange_of", broken)
    anna = seat("anna")
    anna.begin()
    wait(qtbot, lambda: anna.phase is Phase.TROUBLE)
    assert "broken" in caplog.text
    monkeypatch.undo()
    anna.exchanging.sync_now()
    current(qtbot, anna)


def test_what_others_ask_the_server_goes_between_two_exchanges(qtbot, seat):
    anna = seat("anna")
    made = anna.begin()
    told: list = []
    wrong: list = []
    made.ask(
        lambda connection: connection.execute("SELECT session_user").fetchone(), told.append, wrong.append
    )
    made.ask(lambda connection: connection.execute("SELECT 1 / 0"), told.append, wrong.append)
    wait(qtbot, lambda: bool(told and wrong))
    assert told == [("anna",)]
    current(qtbot, anna)


def test_everything_can_be_compared_now(qtbot, seat):
    anna = seat("anna")
    made = anna.begin()
    id_ = add(anna, "Ona")
    current(qtbot, anna)
    told: list = []
    made.compare(told.append, pytest.fail)
    wait(qtbot, lambda: told == [0])
    with anna.store.transaction() as connection, capture.silenced(connection):
        connection.execute("UPDATE client SET name = 'Nobody' WHERE id = ?", (id_,))
    made.compare(told.append, pytest.fail)
    wait(qtbot, lambda: told == [0, 1])
    assert names(anna) == {"Ona"}
    wait(qtbot, lambda: made.standing.state.repaired == 1)
