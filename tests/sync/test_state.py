"""How the exchange stands, by this laptop's own notes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_desktop.sync import freezing
from crm_desktop.sync.failures import (
    ServerCertificateRefused,
    ServerUnreachable,
    SyncError,
    read_failure,
    write_failure,
)
from crm_desktop.sync.membership import become_member
from crm_desktop.sync.state import SyncState, sync_state


def test_a_base_that_belongs_nowhere_has_nothing_to_tell(team):
    anna = team("anna")
    anna.laptop.client()
    assert sync_state(anna.laptop.store) == SyncState(None)


def test_what_is_unsent_refused_and_undecided_is_counted(team):
    anna, jonas = team("anna"), team("jonas")
    become_member(anna.laptop.store, anna.exchange.address, "Kasa")
    client = anna.laptop.client("Ona", points=2)
    before = sync_state(anna.laptop.store)
    assert (before.last_ok_at, before.last_error, before.server_ahead_seconds) == ("", None, None)
    assert before.unsent > 3
    anna.sync()
    jonas.sync()
    for member, liked in ((anna, "roses"), (jonas, "tulips")):
        member.laptop.update("client", client, likes=liked)
    jonas.sync()
    bad = anna.laptop.insert("client", name="half \0 of it")
    anna.sync()
    state = sync_state(anna.laptop.store)
    assert (state.unsent, state.refused, state.differences) == (1, 1, 1)
    assert [key for key, _, _ in freezing.refused(anna.laptop.store)] == [("client", bad)]
    assert state.membership is not None
    assert state.membership.device == "Kasa"
    assert state.last_ok_at == "2026-11-20T10:00:00.000Z"


def test_what_stopped_it_is_remembered_until_it_goes_well(team):
    anna = team("anna")
    become_member(anna.laptop.store, anna.exchange.address, "Kasa")
    with pytest.raises(SyncError):
        anna.exchange.sync("wrong")
    failed = sync_state(anna.laptop.store)
    assert type(failed.last_error).__name__ == "ServerPasswordRefused"
    assert failed.last_error is not None
    assert failed.last_error.facts["user"] == "anna"
    anna.sync()
    assert sync_state(anna.laptop.store).last_error is None


def test_a_clock_that_is_wrong_is_noticed(team):
    anna = team("anna")
    become_member(anna.laptop.store, anna.exchange.address, "Kasa")
    anna.sync()  # the clock of these tests stands still
    off = sync_state(anna.laptop.store)
    assert off.clock_off
    assert off.server_ahead_seconds is not None
    for seconds, told in ((120, False), (-121, True)):
        anna.laptop.store.clock.at += timedelta(seconds=off.server_ahead_seconds - seconds)
        anna.sync()
        assert sync_state(anna.laptop.store).clock_off == told
        anna.laptop.store.clock.at -= timedelta(seconds=off.server_ahead_seconds - seconds)


def test_failures_are_written_and_read():
    lost = read_failure(write_failure(ServerUnreachable(host="a", port=5, why="lost")))
    assert (type(lost), lost.facts) == (ServerUnreachable, {"host": "a", "port": 5, "why": "lost"})
    file = read_failure(write_failure(ServerCertificateRefused(host="a", why="file", path=Path("/ca"))))
    assert file.facts["path"] == "/ca"
    assert type(read_failure('{"kind": "FromTheFuture", "facts": {"host": "a"}}')) is SyncError
