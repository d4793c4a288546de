"""Who changed what: old and new of each column, whoever wrote it, read from a view and written by nobody's hand."""

from __future__ import annotations

import psycopg
import pytest

from crm_desktop.sync.tables import synced_tables
from tests.sync.batches import Sending, edited, id_of, new

ONA, DEAL, ITEM = id_of("ona"), id_of("deal"), id_of("item")
SAID = "record, client_number, client, field, before, after, changed_by, login"


@pytest.fixture
def anna(log_in, shared):
    sending = Sending(log_in(shared), "Anna")
    sending.send(
        new("colleague", id_of("rasa"), name="Rasa"),
        new("client", ONA, number=5, name="Ona", created_at="2026-05-02T08:00:00.000Z"),
        new("deal", DEAL, client_id=ONA, title="Roses", amount=1000, currency="EUR"),
        new("deal_item", ITEM, deal_id=DEAL, name="Rose", price=100),
        new("photo", id_of("photo"), client_id=ONA, mime="image/png", data=b"p" * 1000, rank=1),
    )
    return sending


@pytest.fixture
def changes(log_in, shared):
    reader = log_in(shared, "excel")
    return lambda: reader.execute(
        f"SELECT {SAID} FROM crm.v_changes ORDER BY changed, record, field"
    ).fetchall()


def _edit(sending, table, id_, **values):
    sending.look()
    return sending.send(edited(table, id_, sending.row(table, id_), **values))


def test_what_is_new_is_no_change_and_what_changes_nothing_neither(anna, changes):
    _edit(anna, "client", ONA)
    assert changes() == []


def test_a_change_says_before_after_and_who_with_names_and_amounts(anna, changes):
    _edit(anna, "client", ONA, name="Ona P.", responsible_id=id_of("rasa"), discount_bp=250, vip=1)
    _edit(anna, "deal", DEAL, amount=123_456)
    _edit(anna, "deal_item", ITEM, quantity=2500, price=150)
    assert changes() == [
        ("client", 5, "Ona P.", "discount percent", None, "2.5", "Anna", "anna"),
        ("client", 5, "Ona P.", "name", "Ona", "Ona P.", "Anna", "anna"),
        ("client", 5, "Ona P.", "responsible", None, "Rasa", "Anna", "anna"),
        ("client", 5, "Ona P.", "vip", "no", "yes", "Anna", "anna"),
        ("deal", 5, "Ona P.", "amount", "10.00 EUR", "1234.56 EUR", "Anna", "anna"),
        ("deal item", 5, "Ona P.", "price", "1.00 EUR", "1.50 EUR", "Anna", "anna"),
        ("deal item", 5, "Ona P.", "quantity", "1", "2.5", "Anna", "anna"),
    ]


def test_another_tool_is_told_by_its_login(anna, changes, server, shared, log_in):
    log_in(shared, "jonas").execute("UPDATE crm.client SET notes = 'by hand'")
    assert changes() == [("client", 5, "Ona", "notes", "", "by hand", "jonas", "jonas")]


def test_clients_that_exchange_their_numbers_are_told_by_the_end_of_it(anna, changes):
    anna.send(new("client", id_of("petras"), number=6, name="Petras"))
    anna.look()
    rows = {id_: anna.row("client", id_) for id_ in (ONA, id_of("petras"))}
    anna.send(*(edited("client", id_, row, number=11 - row["number"]) for id_, row in rows.items()))
    assert sorted(row[4:6] for row in changes()) == [("5", "6"), ("6", "5")]


def test_pictures_are_not_kept_twice(anna, changes, server, shared):
    _edit(anna, "photo", id_of("photo"), rank=2, data=b"q" * 1000)
    assert [row[3:6] for row in changes()] == [("rank", "1", "2")]
    with server.admin(shared) as admin:
        (kept,) = admin.execute("SELECT old::text || new::text FROM crm.audit").fetchone()
    assert len(kept) < 100


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM crm.audit",
        "INSERT INTO crm.audit VALUES (1, 'client', gen_random_uuid(), NULL, NULL, '{}', '{}')",
        "UPDATE crm.audit SET old = '{}'",
        "DELETE FROM crm.audit",
        "TRUNCATE crm.audit",
        "SELECT crm.audit_client()",
    ],
)
@pytest.mark.parametrize("user", ["anna", "excel"])
def test_nobody_writes_it_by_hand_or_reads_past_the_view(anna, log_in, shared, user, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        log_in(shared, user).execute(statement)


def test_every_table_is_watched_but_those_that_say_so(server, shared):
    with server.admin(shared) as admin:
        watched = admin.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'sync_4_audit'"
        ).fetchall()
    assert {name.removeprefix("crm.").strip('"') for (name,) in watched} == {
        table.name for table in synced_tables()
    } - {"conflict"}
