"""What may go wrong around a sync, each by itself; see ``docs/sync-promises.md``."""

from __future__ import annotations

import threading
import time

import pytest

from crm_desktop.errors import NoSpace
from crm_desktop.services.base import open_base
from crm_desktop.sync import acknowledging, engine, freezing, history, pushing, unsent
from crm_desktop.sync import connection as line_to
from crm_desktop.sync.engine import Exchange
from crm_desktop.sync.failures import ServerBusy, ServerUnreachable, SyncRunning
from tests.sync import postgres
from tests.sync.laptops import synced

LONGEST_WAIT = 16
"""Seconds that somebody who fell asleep may hold up the others."""


@pytest.fixture
def pair(team):
    """Two laptops with one client."""
    anna, jonas = team("anna"), team("jonas")
    ona = anna.laptop.client("Ona", points=2)
    anna.sync()
    jonas.sync()
    return anna, jonas, ona


def _all_equal(anna, jonas):
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert synced(anna.laptop.store)["conflict"] == {}


def test_a_full_disk_leaves_the_base_as_it_was(pair):
    anna, jonas, ona = pair
    for number in range(300):
        jonas.laptop.client(f"Client {number} " + "x" * 400)
    jonas.sync()
    anna.laptop.update("client", ona, likes="roses")
    connection = anna.laptop.store.connection
    before, position = synced(anna.laptop.store), history.position(connection)
    ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
    connection.execute(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(NoSpace):
        anna.sync()
    assert synced(anna.laptop.store) == before
    assert history.position(connection) == position
    assert anna.laptop.store.check() == []
    connection.execute("PRAGMA max_page_count = 1073741823")
    _all_equal(anna, jonas)
    assert jonas.laptop.value("client", ona, "likes") == "roses"


def test_a_server_without_room_keeps_nothing_of_a_push(pair, server, shared):
    anna, jonas, ona = pair
    anna.laptop.update("client", ona, likes="roses")
    anna.laptop.client("Petras")
    with server.admin(shared) as admin:
        admin.execute(
            "CREATE FUNCTION crm.full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        admin.execute(
            "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON crm.client DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION crm.full_disk()"
        )
        try:
            with pytest.raises(ServerBusy) as told:
                anna.sync()
            assert told.value.facts["why"] == "disk"
            jonas.sync()
            assert jonas.laptop.value("client", ona, "likes") == ""
        finally:
            admin.execute("DROP TRIGGER full_disk ON crm.client")
            admin.execute("DROP FUNCTION crm.full_disk()")
    _all_equal(anna, jonas)
    assert jonas.laptop.value("client", ona, "likes") == "roses"


def test_a_server_that_takes_no_more_connections_is_waited_for(pair, server, shared):
    anna, jonas, ona = pair
    anna.laptop.update("client", ona, likes="roses")
    anna.exchange.close()
    with server.admin() as admin:
        admin.execute("ALTER ROLE anna CONNECTION LIMIT 0")
        try:
            with pytest.raises(ServerBusy) as told:
                anna.sync()
            assert told.value.facts["why"] == "connections"
        finally:
            admin.execute("ALTER ROLE anna CONNECTION LIMIT -1")
    _all_equal(anna, jonas)


def test_two_windows_on_one_file_work_and_sync_at_once(pair, address, shared):
    """There is one outbox, one sync at a time, and every edit of both arrives once."""
    anna, jonas, ona = pair
    second = open_base(anna.laptop.store.path).store
    other = Exchange(second, anna.exchange.address, anna.exchange.me)
    running = 0

    def work(store, exchange, column):
        nonlocal running
        for number in range(12):
            with store.change("edit") as change:
                change.execute(f"UPDATE client SET {column} = ? WHERE id = ?", (f"{column} {number}", ona))
            try:
                exchange.sync(postgres.PASSWORD.format("anna"))
            except SyncRunning:
                running += 1
            assert len(store.read("SELECT DISTINCT push_id FROM outbox")) <= 1
        exchange.close()

    threads = [
        threading.Thread(target=work, args=(anna.laptop.store, anna.exchange, "notes")),
        threading.Thread(target=work, args=(second, other, "likes")),
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _all_equal(anna, jonas)
        row = jonas.laptop.row("client", ona)
        assert (row["notes"], row["likes"]) == ("notes 11", "likes 11")
        assert unsent.count(second.connection) == 0
    finally:
        other.close()
        second.close()


def test_a_push_that_arrives_late_counts_once_and_meets_no_later_edit(pair, server, shared, log_in):
    """The laptop has long given up, pulled and edited on, when the server still commits what it was sent."""
    anna, jonas, ona = pair
    anna.laptop.update("client", ona, likes="one")
    batch = freezing.freeze(anna.laptop.store)
    assert batch is not None
    late = log_in(shared)
    sender = anna.exchange._sender()
    sending, commits = threading.Event(), threading.Event()
    execute = late.execute

    def slow(query, *arguments, **options):
        if query == "COMMIT":
            sending.set()
            commits.wait(60)
        return execute(query, *arguments, **options)

    late.execute = slow
    straggler = threading.Thread(target=lambda: pushing.push(late, batch, sender, lambda keys: set(keys)))
    straggler.start()
    assert sending.wait(60)
    anna.laptop.update("client", ona, likes="two")
    again = threading.Thread(target=anna.sync)
    again.start()
    with server.admin(shared) as admin:
        while not admin.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
            time.sleep(0.01)
    commits.set()
    straggler.join()
    again.join()
    _all_equal(anna, jonas)
    assert jonas.laptop.value("client", ona, "likes") == "two"


POINTS = {
    "before the lock": (engine, "push"),
    "with the lock": (pushing, "reconcile"),
    "in the middle of writing": (pushing, "_json"),
    "after the commit": (acknowledging, "acknowledge"),
}
"""Where somebody is suspended: before this is called. In the middle of a stream: ``test_black_holes``."""
HOLDING = ("with the lock", "in the middle of writing")


@pytest.mark.parametrize("point", POINTS)
def test_who_is_suspended_in_a_push_holds_up_the_others_for_a_moment_only(point, pair, request, monkeypatch):
    is_long = request.config.getoption("--long")
    if not is_long:
        monkeypatch.setitem(line_to._SESSION, "idle_in_transaction_session_timeout", "300ms")
    anna, jonas, ona = pair
    anna.exchange.close()
    anna.sync()
    for number in range(10 if is_long else 1):
        anna.laptop.update("client", ona, likes=f"roses {number}")
        new = anna.laptop.client(f"Client of Anna {number}", points=2)
        jonas.laptop.update("client", ona, notes=f"tall {number}")
        waited = _suspended(monkeypatch, point, anna, jonas)
        if is_long:
            assert waited <= LONGEST_WAIT
        _all_equal(anna, jonas)
        row = jonas.laptop.row("client", ona)
        assert (row["likes"], row["notes"]) == (f"roses {number}", f"tall {number}")
        assert jonas.laptop.store.read("SELECT count(*) FROM contact_point WHERE client_id = ?", (new,)) == [
            (2,)
        ]


def _suspended(monkeypatch, point, anna, jonas):
    """Anna's sync stands still at this point until Jonas has synced; how long he waited, in seconds."""
    asleep, awake = threading.Event(), threading.Event()
    module, name = POINTS[point]
    real = getattr(module, name)

    def slow(*arguments):
        if threading.current_thread() is thread and not asleep.is_set():
            asleep.set()
            awake.wait(120)
        return real(*arguments)

    failed = []
    thread = threading.Thread(target=lambda: failed.append(_fails(anna)))
    with monkeypatch.context() as patch:
        patch.setattr(module, name, slow)
        thread.start()
        assert asleep.wait(60)
        begin = time.monotonic()
        jonas.sync()
        waited = time.monotonic() - begin
        awake.set()
        thread.join()
    assert failed == [point in HOLDING]
    return waited


def _fails(member):
    """Whether the server has ended the sync."""
    try:
        member.sync()
    except ServerUnreachable:
        return True
    return False
