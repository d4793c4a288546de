"""Two laptops and a real server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.services import clients, numbers
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.storage import capture
from crm_desktop.storage.running import RunningLock
from crm_desktop.sync import acknowledging, connection, engine, failures, freezing, uniqueness, unsent
from tests.sync.laptops import synced


def test_what_one_has_the_other_gets(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona Petraitė", points=3)
    done = anna.sync()
    assert done.went >= 4
    jonas.sync()
    assert jonas.laptop.value("client", client, "name") == "Ona Petraitė"
    anna.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.sync().came == jonas.sync().came == 0


def test_different_fields_both_stand(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.sync()
    anna.laptop.update("client", client, likes="roses")
    jonas.laptop.update("client", client, notes="pays late")
    for member in (anna, jonas, anna):
        member.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    row = anna.laptop.row("client", client)
    assert (row["likes"], row["notes"]) == ("roses", "pays late")
    assert anna.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_the_same_field_is_listed_on_both(team):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.sync()
    anna.laptop.update("client", client, likes="roses")
    jonas.laptop.update("client", client, likes="tulips")
    for member in (anna, jonas, anna):
        member.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.value("client", client, "likes") == "roses"
    found = anna.laptop.store.read("SELECT kind, winner, loser, winner_by, loser_by FROM conflict")
    assert found == [("both_changed", '"roses"', '"tulips"', "Anna", "Jonas")]


def test_clients_made_offline_on_two_laptops_have_numbers_of_their_own(team):
    """Each has some kept for it, hence nothing is to be told."""
    anna, jonas = team("anna"), team("jonas")
    anna.sync()
    jonas.sync()
    made = [
        clients.add(member.laptop.store, ClientDraft(name=f"{member.role} {number}"))
        for member in (anna, jonas)
        for number in range(5)
    ]
    for member in (anna, jonas, anna):
        member.sync()
    found = [anna.laptop.value("client", client, "number") for client in made]
    assert len({*found}) == 10
    assert anna.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)


def test_kept_numbers_are_renewed_in_time(team):
    anna = team("anna")
    anna.sync()
    for _ in range(numbers.LEASE - numbers.RENEW_BELOW + 1):
        clients.add(anna.laptop.store, ClientDraft(name="x"))
    assert numbers.left(anna.laptop.store) < numbers.RENEW_BELOW
    anna.sync()
    assert numbers.left(anna.laptop.store) == numbers.LEASE


# --- what stops it ---


def _says(kind, member, **facts):
    with pytest.raises(failures.SyncError) as caught:
        member.sync()
    assert type(caught.value) is kind
    assert facts.items() <= caught.value.facts.items()
    ((noted,),) = member.laptop.store.read("SELECT last_error FROM sync_meta")
    assert str(failures.read_failure(noted)) == str(caught.value)


def test_how_it_ended_is_written_down(team):
    anna = team("anna")
    anna.sync()
    assert anna.laptop.store.read("SELECT last_ok_at, last_error FROM sync_meta") == [
        ("2026-11-20T10:00:00.000Z", None)
    ]
    anna.exchange.address = replace(anna.exchange.address, database="nowhere")
    anna.exchange.close()
    _says(failures.ServerDatabaseMissing, anna)


def test_the_server_knows_the_device(team, log_in, shared, server):
    anna = team("anna")
    anna.sync()
    ((device,),) = anna.laptop.store.read("SELECT device FROM sync_meta")
    rows = (
        log_in(shared).execute("SELECT uuid_send(device), name, person, who FROM crm.sync_device").fetchall()
    )
    assert rows == [(device, "laptop of anna", "Anna", "anna")]
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_device SET revoked = true")
    # Still on the line it hears nothing more and sends nothing; and nobody lets it in again.
    jonas = team("jonas")
    news = jonas.laptop.client("Petras")
    jonas.sync()
    anna.laptop.client("Ona")
    _says(failures.DeviceShutOut, anna)
    _says(failures.DeviceShutOut, anna)
    assert unsent.count(anna.laptop.store.connection) > 0
    assert anna.laptop.value("client", news, "name") == "no such row"


def test_the_server_knows_how_far_a_laptop_is_that_stays_on_the_line(team, server, shared):
    anna, jonas = team("anna"), team("jonas")
    anna.sync()
    for number in range(3):
        jonas.laptop.client(f"Client {number}")
        jonas.sync()
    anna.sync()
    anna.sync()
    with server.admin(shared) as admin:
        found = admin.execute(
            "SELECT d.last_cursor = s.rev FROM crm.sync_device d, crm.sync_state s WHERE d.who = 'anna'"
        ).fetchall()
    assert found == [(True,)]


def test_an_empty_database_is_told(team, empty, address):
    anna = team("anna")
    anna.exchange.address = address(empty)
    _says(failures.ServerEmpty, anna)


def test_who_may_only_read_does_not_sync(team, shared, address):
    anna = team("anna")
    anna.exchange.address = address(shared, "excel")
    anna.role = "excel"
    _says(failures.ServerRoleRefused, anna, role="crm_sync")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE crm.sync_state SET version = 9, oldest = 9", failures.ProgramTooOld),
        ("UPDATE crm.sync_state SET version = 0", failures.ServerOutdated),
        ("UPDATE crm.sync_state SET epoch = gen_random_uuid()", failures.ServerForeign),
        ("UPDATE crm.sync_push SET push_id = gen_random_uuid()", failures.ServerPutBack),
        ("DELETE FROM crm.sync_push", failures.ServerPutBack),
    ],
)
def test_a_server_that_is_not_what_it_was_stops_it_before_anything_is_applied(
    team, server, shared, change, kind
):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.laptop.client("Petras")
    jonas.sync()
    anna.laptop.update("client", client, name="Ona P.")
    before = synced(anna.laptop.store)
    with server.admin(shared) as admin:
        admin.execute(change)
        rows = admin.execute("SELECT * FROM crm.client ORDER BY id").fetchall()
        _says(kind, anna)
        assert admin.execute("SELECT * FROM crm.client ORDER BY id").fetchall() == rows
    assert synced(anna.laptop.store) == before


def test_a_newer_server_that_lets_us_in_is_worked_with(team, server, shared):
    """Columns and tables that we do not know are left as they are (4.10)."""
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    with server.admin(shared) as admin:
        admin.execute("ALTER TABLE crm.client ADD COLUMN zodiac text")
        try:
            admin.execute("UPDATE crm.client SET zodiac = 'leo'")
            admin.execute("UPDATE crm.sync_state SET version = 2")
            anna.laptop.update("client", client, notes="x")
            anna.sync()
            jonas.sync()
            assert jonas.laptop.value("client", client, "notes") == "x"
            assert admin.execute("SELECT zodiac, notes FROM crm.client").fetchall() == [("leo", "x")]
        finally:
            admin.execute("ALTER TABLE crm.client DROP COLUMN zodiac")


def test_a_newer_program_waits_until_the_server_was_brought_up_to_date(team, monkeypatch, server, shared):
    anna = team("anna")
    client = anna.laptop.client("Ona")
    anna.sync()
    anna.exchange.close()
    monkeypatch.setattr(engine, "VERSION", 2)
    anna.laptop.update("client", client, notes="x")
    _says(failures.ServerOutdated, anna, version=1, mine=2)
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET version = 2")
        anna.sync()
        assert admin.execute("SELECT notes FROM crm.client").fetchall() == [("x",)]


def _as_an_older_program_left_it(laptop, client):
    """It knew nothing of `vip` and `likes`: neither in rows nor in what it noted."""
    store = laptop.store
    with store.transaction() as local, capture.silenced(local):
        local.execute("UPDATE client SET vip = 0, likes = ''")
        local.execute("UPDATE sync_meta SET schema_seen = 0")
        for table in ("shadow", "outbox"):
            local.execute(
                f"UPDATE {table} SET base = json_remove(base, '$.vip', '$.likes') WHERE base IS NOT NULL"
            )
        local.execute("UPDATE outbox SET mine = json_remove(mine, '$.vip', '$.likes')")


def test_after_an_update_of_the_program_the_new_columns_are_filled(team):
    """Of rows that are clean, that were edited, and that were on their way (T8)."""
    anna, jonas = team("anna"), team("jonas")
    clean, edited, sent = (anna.laptop.client(name) for name in ("clean", "edited", "sent"))
    anna.sync()
    jonas.sync()
    for client in (clean, edited, sent):
        jonas.laptop.update("client", client, vip=1, likes="roses")
    jonas.sync()
    anna.sync()
    anna.laptop.update("client", sent, notes="sent")
    freezing.freeze(anna.laptop.store)
    anna.laptop.update("client", edited, notes="edited")
    _as_an_older_program_left_it(anna.laptop, clean)
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    for client, notes in ((clean, ""), (edited, "edited"), (sent, "sent")):
        row = jonas.laptop.row("client", client)
        assert (row["vip"], row["likes"], row["notes"]) == (1, "roses", notes)
    assert jonas.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]
    assert anna.sync().came == 0


def test_one_sync_at_a_time(team):
    anna = team("anna")
    with RunningLock(anna.laptop.store.path, "syncing").alone() as alone:
        assert alone
        with pytest.raises(failures.SyncRunning):
            anna.sync()
    anna.sync()


def test_a_row_that_the_server_refuses_does_not_hold_up_the_others(team):
    anna, jonas = team("anna"), team("jonas")
    anna.sync()
    good = anna.laptop.client("Ona")
    bad = anna.laptop.insert("client", name="half \0 of it")
    done = anna.sync()
    assert (done.refused, [key for key, _, _ in freezing.refused(anna.laptop.store)]) == (
        1,
        [("client", bad)],
    )
    jonas.sync()
    assert jonas.laptop.value("client", good, "name") == "Ona"
    assert jonas.laptop.value("client", bad, "name") == "no such row"
    assert anna.sync().refused == 0
    anna.laptop.update("client", bad, name="whole")
    anna.sync()
    jonas.sync()
    assert jonas.laptop.value("client", bad, "name") == "whole"


def test_a_push_whose_answer_was_lost_counts_once(team, monkeypatch):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    with monkeypatch.context() as patch:
        patch.setattr(acknowledging, "acknowledge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            anna.sync()
    jonas.sync()
    jonas.laptop.update("client", client, name="Ona P.")
    jonas.sync()
    anna.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert anna.laptop.value("client", client, "name") == "Ona P."
    assert anna.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]


def test_what_others_throw_away_between_pull_and_push_comes_back_for_new_work(team, monkeypatch):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.client("Ona")
    anna.sync()
    jonas.sync()
    anna.laptop.insert("activity", client_id=client, kind="call")
    jonas.laptop.update("client", client, deleted=1)
    freeze = freezing.freeze

    def meanwhile(*arguments):
        if jonas.laptop.store.read("SELECT 1 FROM shadow"):
            monkeypatch.setattr(freezing, "freeze", freeze)
            jonas.sync()
        return freeze(*arguments)

    monkeypatch.setattr(freezing, "freeze", meanwhile)
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert jonas.laptop.value("client", client, "deleted") == 0
    assert jonas.laptop.store.read("SELECT kind FROM conflict") == [("revived",)]


def test_a_sync_that_never_ended_would_be_a_fault_of_ours(team, monkeypatch):
    monkeypatch.setattr(engine, "MOST_ROUNDS", 1)
    anna = team("anna")
    anna.laptop.client("Ona")
    with pytest.raises(AssertionError, match="never ends"):
        anna.sync()


def test_a_connection_that_broke_is_made_anew(team, server, shared):
    anna = team("anna")
    anna.sync()
    with server.admin(shared) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'anna'")
    _says(failures.ServerUnreachable, anna, why="lost")
    anna.sync()


def test_a_laptop_that_falls_asleep_in_a_push_holds_up_the_others_for_a_moment_only(team, monkeypatch):
    """The server ends it; the sleeper tries again, and what it sent counts once (T6)."""
    monkeypatch.setitem(connection._SESSION, "idle_in_transaction_session_timeout", "500ms")
    anna, jonas = team("anna"), team("jonas")
    anna.sync()
    client = anna.laptop.client("Ona")
    jonas.laptop.client("Petras")
    give_numbers = uniqueness.give_numbers

    def asleep(work):
        monkeypatch.setattr(uniqueness, "give_numbers", give_numbers)
        jonas.sync()  # waits for the lock that Anna holds
        give_numbers(work)

    monkeypatch.setattr(uniqueness, "give_numbers", asleep)
    _says(failures.ServerUnreachable, anna, why="lost")
    anna.sync()
    jonas.sync()
    assert synced(anna.laptop.store) == synced(jonas.laptop.store)
    assert jonas.laptop.value("client", client, "name") == "Ona"
    assert jonas.laptop.store.read("SELECT count(*) FROM conflict") == [(0,)]
