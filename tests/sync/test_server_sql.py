"""The promises of the server itself: the order of revisions, whoever writes, and nobody waits for ever (T14)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import psycopg
import pytest

from crm_desktop.sync import server_sql
from crm_desktop.sync.connection import connect
from crm_desktop.sync.making import make_shared_base
from crm_desktop.sync.pulling import pull
from tests.sync import postgres
from tests.sync.batches import Sending, id_of, new

ONA, JONAS = id_of("ona"), id_of("jonas")


@pytest.fixture
def anna(log_in, shared):
    return log_in(shared)


@pytest.fixture
def tool(server, shared):
    """Another program, with rights of its own."""
    with closing(server.admin(shared)) as connection:
        yield connection


def _add(connection, name):
    connection.execute("INSERT INTO crm.tag(id, name) VALUES (gen_random_uuid(), %s)", (name,))


def _revisions(connection):
    return [rev for (rev,) in connection.execute("SELECT rev FROM crm.sync_push WHERE rev > 0 ORDER BY rev")]


def test_every_writer_gets_a_revision_and_a_receipt(anna, tool):
    _add(tool, "a")
    with tool.transaction():
        _add(tool, "b")
        _add(tool, "c")
    _add(anna, "d")
    rows = dict(anna.execute("SELECT name, rev FROM crm.tag").fetchall())
    assert rows == {"a": 1, "b": 2, "c": 2, "d": 3}
    who = anna.execute("SELECT who FROM crm.sync_push WHERE rev > 0 ORDER BY rev").fetchall()
    assert who == [("postgres",), ("postgres",), ("anna",)]
    assert pull(anna, 1).snapshot.authors[3].who == "anna"


def test_revisions_come_in_the_order_of_commits(anna, tool):
    """The second writer waits for the first: no reader can pass over a row that commits later."""
    tool.execute("BEGIN")
    _add(tool, "first")
    waiting = threading.Thread(target=_add, args=(anna, "second"))
    waiting.start()
    while not tool.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
        pass
    assert anna.info.transaction_status == 1
    tool.execute("COMMIT")
    waiting.join()
    assert dict(tool.execute("SELECT name, rev FROM crm.tag").fetchall()) == {"first": 1, "second": 2}


def test_a_reader_that_polls_never_misses_a_row(log_in, shared):
    """Some writers at once, one reader: every row comes once, in order."""
    writers = [log_in(shared) for _ in range(3)]
    reader = log_in(shared, "jonas")
    seen: list[str] = []
    cursor = 0

    def write(number):
        for count in range(25):
            with writers[number].transaction():
                _add(writers[number], f"{number} {count}")

    with ThreadPoolExecutor(3) as pool:
        working = [pool.submit(write, number) for number in range(3)]
        while len(seen) < 75:
            snapshot = pull(reader, cursor).snapshot
            rows = snapshot.rows.get("tag", [])
            assert all(cursor < row[1] <= snapshot.point.rev for row in rows)
            seen += [row[2] for row in rows]
            cursor = snapshot.point.rev
            if all(each.done() for each in working):
                for each in working:
                    each.result()
    assert sorted(seen) == sorted(f"{number} {count}" for number in range(3) for count in range(25))
    assert cursor == 75


def test_a_tool_that_writes_first_and_a_push_do_not_lock_each_other_out(anna, tool):
    """The tool has the counter before it has any row."""
    sending = Sending(anna, "a")
    sending.send(new("client", ONA, name="Ona"), new("client", JONAS, name="Jonas"))
    tool.execute("BEGIN")
    tool.execute("UPDATE crm.client SET notes = 'tool' WHERE id = %s", (ONA.hex(),))
    pushing = threading.Thread(
        target=lambda: sending.send(new("client", id_of("x")), new("client", id_of("y")))
    )
    pushing.start()
    while not tool.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
        pass
    tool.execute("UPDATE crm.client SET notes = 'tool' WHERE id = %s", (JONAS.hex(),))
    tool.execute("COMMIT")
    pushing.join()
    assert _revisions(anna) == [1, 2, 3]


def test_what_a_tool_takes_back_is_not_counted(anna, tool):
    with tool.transaction():
        tool.execute("SAVEPOINT before")
        _add(tool, "taken back")
        tool.execute("ROLLBACK TO before")
        _add(tool, "stands")
    assert anna.execute("SELECT name, rev FROM crm.tag").fetchall() == [("stands", 1)]
    assert _revisions(anna) == [1]


def test_a_transaction_whose_number_comes_again_is_another_one(anna, tool):
    """After a restore from a dump the server counts its transactions anew, and may reach the number it kept."""
    _add(anna, "a")
    with tool.transaction():
        tool.execute("UPDATE crm.sync_state SET xid = pg_current_xact_id(), began = '2020-01-01'")
        _add(tool, "b")
    assert dict(anna.execute("SELECT name, rev FROM crm.tag").fetchall()) == {"a": 1, "b": 2}


def test_a_tool_in_a_snapshot_of_its_own_is_told_to_try_again(anna, tool):
    tool.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    tool.execute("SELECT 1")
    _add(anna, "meanwhile")
    with pytest.raises(psycopg.errors.SerializationFailure):
        _add(tool, "late")
    tool.execute("ROLLBACK")


def test_numbers_of_clients_are_given_out_once(anna, tool):
    assert anna.execute(server_sql.NUMBERS, (50, 0)).fetchone() == (1,)
    assert anna.execute(server_sql.NUMBERS, (1, 0)).fetchone() == (51,)
    tool.execute("INSERT INTO crm.client(id, number) VALUES (gen_random_uuid(), 857389)")
    assert anna.execute(server_sql.NUMBERS, (1, 0)).fetchone() == (857390,)
    assert anna.execute(server_sql.NUMBERS, (1, 900000)).fetchone() == (900001,)


def test_live_numbers_and_names_stand_once_whoever_writes(anna, tool):
    tool.execute("INSERT INTO crm.client(id, number) VALUES (gen_random_uuid(), 1)")
    tool.execute("INSERT INTO crm.client(id, number, deleted) VALUES (gen_random_uuid(), 1, true)")
    _add(tool, "Vip")
    for statement in (
        "INSERT INTO crm.client(id, number) VALUES (gen_random_uuid(), 1)",
        "INSERT INTO crm.tag(id, name) VALUES (gen_random_uuid(), 'VIP')",
        "UPDATE crm.client SET deleted = false",
    ):
        with pytest.raises(psycopg.errors.UniqueViolation):
            anna.execute(statement)


def test_a_row_that_refers_to_nothing_is_refused_at_the_commit(anna):
    """Within the transaction the order is free."""
    anna.execute("BEGIN")
    anna.execute(
        "INSERT INTO crm.photo(id, client_id, mime, data) VALUES (%s, %s, '', '')", (ONA.hex(), ONA.hex())
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        anna.execute("COMMIT")
    assert anna.execute("SELECT count(*) FROM crm.photo").fetchone() == (0,)


def test_the_device_is_known(anna):
    said = (id_of("a").hex(), "Lenovo", "Anna", "CRM Desktop 1.0", 1, 7)
    assert anna.execute(server_sql.HELLO, said).fetchone() == (False, 1, 1)
    anna.execute(server_sql.HELLO, (*said[:5], 9))
    rows = anna.execute(
        "SELECT name, person, who, program, last_cursor, revoked FROM crm.sync_device"
    ).fetchall()
    assert rows == [("Lenovo", "Anna", "anna", "CRM Desktop 1.0", 9, False)]


# --- other versions of PostgreSQL ---


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("binaries", postgres.found()[1:], ids=lambda each: f"PostgreSQL {each.version}")
def test_every_supported_server_keeps_the_order(binaries):
    """What the session's server shows above, on the other versions that this machine has."""
    server = postgres.Server(binaries)
    with closing(server), ExitStack() as opened:
        server.start()
        server.make_roles(("anna", "jonas"))
        name = server.make_database()
        owner = server.address(name, "boss")
        with closing(connect(owner, postgres.PASSWORD.format("boss"))) as boss:
            make_shared_base(boss, owner)

        def log_in(database, user="anna"):
            return opened.enter_context(
                closing(connect(server.address(database, user), postgres.PASSWORD.format(user)))
            )

        for script in SCRIPTS:
            postgres.empty(server, name)
            script(log_in(name), opened.enter_context(closing(server.admin(name))))
        postgres.empty(server, name)
        test_a_reader_that_polls_never_misses_a_row(log_in, name)


SCRIPTS = (
    test_every_writer_gets_a_revision_and_a_receipt,
    test_revisions_come_in_the_order_of_commits,
    test_a_tool_that_writes_first_and_a_push_do_not_lock_each_other_out,
    test_what_a_tool_takes_back_is_not_counted,
    test_a_transaction_whose_number_comes_again_is_another_one,
    test_a_tool_in_a_snapshot_of_its_own_is_told_to_try_again,
    test_numbers_of_clients_are_given_out_once,
    test_live_numbers_and_names_stand_once_whoever_writes,
)
