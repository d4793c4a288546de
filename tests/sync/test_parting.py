"""The server was put back, or is another: what the laptop finds, and both answers, against a real server."""

from __future__ import annotations

import pytest

from crm_desktop.sync import parting
from crm_desktop.sync.failures import ServerForeign, ServerPutBack
from crm_desktop.sync.parting import find_parting, return_newer, take_theirs
from tests.sync import postgres
from tests.sync.laptops import synced
from tests.sync.shared_postgres import OnPostgres


@pytest.fixture
def backup(server, shared, log_in, address):
    """The administrator's: ``keep`` and ``put_back``."""
    with server.admin(shared) as admin:
        yield OnPostgres(address(shared), lambda: None, admin, log_in(shared, "jonas"))  # type: ignore[arg-type, return-value]


def _answer(member, answer):
    with member.exchange.line(postgres.PASSWORD.format(member.role)) as line:
        return answer(line, member.laptop.store, find_parting(line, member.laptop.store))


def _look(member):
    return _answer(member, lambda _line, _store, found: found)


def _three(team, backup):
    """Ona was there before the backup, Petras came after it, Rasa was never sent."""
    anna = team("anna")
    ona = anna.laptop.client("Ona")
    anna.sync()
    backup.keep()
    petras = anna.laptop.client("Petras")
    anna.laptop.update("client", ona, notes="after the backup")
    anna.sync()
    backup.put_back()
    rasa = anna.laptop.client("Rasa")
    with pytest.raises(ServerPutBack):
        anna.sync()
    return anna, ona, petras, rasa


def test_what_the_server_lost_is_found(team, backup):
    anna, ona, petras, _ = _three(team, backup)
    found = _look(anna)
    assert found.common is not None
    assert (found.rev, found.known) == (found.common.rev, found.common.rev + 1)
    assert set(found.beyond) == {("client", ona), ("client", petras)}
    assert found.common_at.endswith("Z")
    assert not found.empty
    assert not found.foreign


def test_what_the_server_lost_is_returned(team, backup):
    anna, ona, petras, rasa = _three(team, backup)
    jonas = team("jonas")
    jonas.sync()
    done = _answer(anna, return_newer)
    assert (done.rows, done.conflicts) == (2, 0)
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert [jonas.laptop.value("client", each, "name") for each in (ona, petras, rasa)] == [
        "Ona",
        "Petras",
        "Rasa",
    ]
    assert jonas.laptop.value("client", ona, "notes") == "after the backup"


def test_what_the_server_lost_is_let_go(team, backup, monkeypatch):
    monkeypatch.setattr(parting, "ROWS_AT_ONCE", 1)
    anna, ona, petras, rasa = _three(team, backup)
    jonas = team("jonas")
    assert _answer(anna, take_theirs).rows == 2
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.value("client", petras, "name") == "no such row"
    assert anna.laptop.value("client", ona, "notes") == ""
    assert jonas.laptop.value("client", rasa, "name") == "Rasa"


def test_others_that_went_on_from_there_are_noticed(team, backup):
    anna, _, petras, _ = _three(team, backup)
    jonas = team("jonas")
    milda = jonas.laptop.client("Milda")
    jonas.sync()
    jonas.laptop.client("one more, so that the revisions are as many")
    jonas.sync()
    with pytest.raises(ServerPutBack):
        anna.sync()
    _answer(anna, return_newer)
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.value("client", milda, "name") == "Milda"
    assert jonas.laptop.value("client", petras, "name") == "Petras"


def test_the_base_of_another_company_is_told_apart(team, server, shared, log_in):
    anna, jonas = team("anna"), team("jonas")
    anna.laptop.client("Ona")
    anna.sync()
    postgres.empty(server, shared)
    anna.exchange.close()
    jonas.laptop.client("Somebody else's")
    jonas.sync()
    with pytest.raises(ServerForeign):
        anna.sync()
    assert _look(anna).foreign


def test_another_base_has_nothing_in_common(team, server, shared):
    anna = team("anna")
    anna.laptop.client("Ona")
    anna.sync()
    postgres.empty(server, shared)
    anna.exchange.close()
    with pytest.raises(ServerForeign):
        anna.sync()
    found = _look(anna)
    assert (found.common, found.common_at, found.empty, found.foreign) == (None, "", True, False)
    assert len(found.beyond) > 1
    # Made anew after a loss: this laptop fills it.
    _answer(anna, return_newer)
    anna.sync()
    jonas = team("jonas")
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
