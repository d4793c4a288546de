from __future__ import annotations

import sqlite3

import pytest

from crm_desktop.kinds import Op
from crm_desktop.services import activities, clients, dictionaries
from crm_desktop.services.base import open_base
from crm_desktop.services.check import Fault, check
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft, ClientDraft


def faults(report):
    return [problem.fault for problem in report.problems]


@pytest.mark.parametrize("thorough", [True, False])
def test_a_whole_base(store, thorough):
    ids = [clients.add(store, ClientDraft(name=name)) for name in "ABC"]
    activities.add(store, ActivityDraft(ids[0]))
    clients.delete(store, ids[2:])
    report = check(store, thorough=thorough)
    assert report.ok
    assert (report.problems, report.clients, report.activities, report.unfinished) == ((), 2, 1, ())


def test_a_row_whose_client_is_gone(store):
    client = clients.add(store, ClientDraft(name="A", tags=("VIP",)))
    store.connection.execute("PRAGMA foreign_keys = OFF")
    with store.transaction() as connection:
        connection.execute("DELETE FROM client WHERE id = ?", (client,))
    store.connection.execute("PRAGMA foreign_keys = ON")
    report = check(store)
    assert faults(report) == [Fault.REFERENCE]
    assert report.problems[0].detail == "client_tag 1 -> client"
    assert not report.ok


def test_a_journal_trigger_that_got_lost(store):
    with store.transaction() as connection:
        connection.execute("DROP TRIGGER journal_client_update")
    report = check(store)
    assert [(problem.fault, problem.detail) for problem in report.problems] == [
        (Fault.TRIGGER, "journal_client_update")
    ]


def test_two_clients_of_one_number(store):
    for name in "AB":
        clients.add(store, ClientDraft(name=name))
    with store.change(Op.EDIT_CLIENT) as change:
        change.execute("UPDATE client SET number = 7")
    report = check(store)
    assert [(problem.fault, problem.detail) for problem in report.problems] == [(Fault.NUMBER, "7")]


def test_lists_that_differ_from_the_data(store):
    clients.add(store, ClientDraft(name="A"))
    with store.transaction() as connection:
        connection.execute("UPDATE client_list SET city = 'nowhere'")
    assert faults(check(store, thorough=True)) == [Fault.LIST]
    assert check(store).ok


def test_an_operation_left_half_done(store):
    work = store.long_change(Op.IMPORT)
    work.__enter__()
    with work.chunk():
        dictionaries.add(store, Dictionary.SOURCE, "half")
    report = check(store)
    assert [row.op for row in report.unfinished] == [Op.IMPORT]
    assert not report.ok
    work.__exit__(None, None, None)


def test_a_damaged_file(store):
    for place in range(300):
        clients.add(store, ClientDraft(name=f"Somebody {place}"))
    path = store.path
    store.close()
    content = path.read_bytes()
    root = content.index(b"Somebody 150")
    path.write_bytes(content[:root] + b"\xff" * 3000 + content[root + 3000 :])
    base = open_base(path)
    for thorough in (True, False):
        report = check(base.store, thorough=thorough)
        assert set(faults(report)) == {Fault.FILE}
        assert not report.ok
    base.store.close()


def test_a_file_that_cannot_even_be_checked(store, monkeypatch):
    def fail(sql, params=()):
        raise sqlite3.DatabaseError("file is not a database")

    monkeypatch.setattr(store, "cursor", fail)
    assert [(problem.fault, problem.detail) for problem in check(store, thorough=True).problems] == [
        (Fault.FILE, "file is not a database")
    ]
