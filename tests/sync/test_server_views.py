"""What a shop owner's Excel sees: names, dates, amounts; nothing of the sync."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from crm_desktop.services import deal_stages
from crm_desktop.sync import server_comments, server_views
from tests.sync.batches import Sending, edited, id_of, new

ONA, JONAS = id_of("ona"), id_of("jonas")


@pytest.fixture
def excel(log_in, shared):
    sending = Sending(log_in(shared), "a")
    shop, stage, tag = id_of("shop"), id_of("stage"), id_of("tag")
    deal = id_of("deal")
    sending.send(
        new("stage", stage, role="client"),
        new("tag", tag, name="VIP"),
        new("colleague", shop, name="Rasa"),
        new(
            "client",
            ONA,
            number=5,
            name="Ona Petraitė",
            birthday="1980-05-17",
            stage_id=stage,
            responsible_id=shop,
        ),
        new("client", JONAS, number=6, name="Jonas", birthday="--02-29", referrer_id=ONA, discount_bp=250),
        new("client", id_of("gone"), number=7, name="Gone", deleted=1),
        new("contact_point", id_of("p1"), client_id=ONA, kind="phone", value="+370 600 00001", rank=2),
        new("contact_point", id_of("p2"), client_id=ONA, kind="phone", value="8 600 00002", rank=1),
        new("contact_point", id_of("p3"), client_id=ONA, kind="address", city="Vilnius"),
        new("client_tag", id_of("l"), client_id=ONA, tag_id=tag),
        new(
            "activity",
            id_of("call"),
            client_id=ONA,
            kind="call",
            held_at="2026-05-02T08:30:00.000Z",
            result="ok",
        ),
        new("activity", id_of("day"), client_id=ONA, kind="meeting", planned_at="2026-05-03", all_day=1),
        new("activity", id_of("lost"), client_id=id_of("gone"), kind="call"),
        new(
            "deal", deal, client_id=ONA, title="Roses", amount=123_456, currency="EUR", closed_on="2026-05-01"
        ),
        new("deal", id_of("yen"), client_id=ONA, title="Vase", amount=5_000, currency="JPY"),
        new(
            "payment",
            id_of("pay"),
            client_id=ONA,
            deal_id=deal,
            amount=23_456,
            currency="EUR",
            paid_on="2026-05-02",
        ),
    )
    return log_in(shared, "excel")


def _rows(connection, sql):
    return connection.execute(sql).fetchall()


def test_clients_have_names_instead_of_ids(excel):
    rows = _rows(
        excel,
        "SELECT number, name, stage, responsible, phones, city, tags, recommended_by, birthday, birthday_month_day"
        " FROM crm.v_clients ORDER BY number",
    )
    assert rows == [
        (5, "Ona Petraitė", "client", "Rasa", "8 600 00002, +370 600 00001", "Vilnius", "VIP", None,
         date(1980, 5, 17), "05-17"),
        (6, "Jonas", None, None, None, None, None, "Ona Petraitė", None, "02-29"),
    ]  # fmt: skip


def test_history_has_real_times_and_none_of_deleted_clients(excel):
    rows = _rows(excel, "SELECT kind, planned, held, all_day, result FROM crm.v_history ORDER BY kind")
    assert rows == [
        ("call", None, datetime(2026, 5, 2, 8, 30, tzinfo=UTC), False, "ok"),
        ("meeting", datetime(2026, 5, 3, tzinfo=UTC), None, True, ""),
    ]


def test_amounts_are_money(excel):
    rows = _rows(excel, "SELECT title, amount, currency, paid, closed FROM crm.v_deals ORDER BY title")
    assert rows == [
        ("Roses", Decimal("1234.56"), "EUR", Decimal("234.56"), date(2026, 5, 1)),
        ("Vase", Decimal(5000), "JPY", None, None),
    ]


def test_what_is_no_date_spoils_nothing(excel):
    found = _rows(
        excel,
        "SELECT crm.as_day(said), crm.as_time(said) FROM (VALUES ('2026-02-30'), ('--02-29'), (''), (NULL)) AS x(said)",
    )
    assert found == [(None, None)] * 4


@pytest.mark.parametrize("name", server_views.NAMES)
def test_a_reader_can_open_every_view(excel, name):
    cursor = excel.execute(f"SELECT * FROM crm.{name}")
    columns = {column.name for column in cursor.description}
    assert not columns & {"rev", "deleted", "merged_into", "rid"}
    cursor.fetchall()


def test_people_are_told_who_entered_what_and_who_changed_it_last(excel, log_in, shared):
    jonas = Sending(log_in(shared, "jonas"), "Jonas")
    jonas.look()
    jonas.send(edited("client", ONA, jonas.row("client", ONA), notes="x"))
    jonas.send(new("activity", id_of("visit"), client_id=ONA, kind="visit"))
    log_in(shared).execute("UPDATE crm.activity SET place = 'Kaunas' WHERE kind = 'visit'")
    assert _rows(excel, "SELECT entered_by, last_changed_by FROM crm.v_clients WHERE number = 5") == [
        ("a", "Jonas")
    ]
    # No person is known where a tool wrote: the login is told.
    assert _rows(
        excel, "SELECT entered_by, last_changed_by, place FROM crm.v_history WHERE kind = 'visit'"
    ) == [("Jonas", "anna", "Kaunas")]


def test_who_entered_a_row_cannot_be_forged(excel, log_in, shared, server):
    log_in(shared).execute("UPDATE crm.client SET made_rev = 77")
    log_in(shared).execute(
        "INSERT INTO crm.tag(id, name, rev, made_rev) VALUES (gen_random_uuid(), 'forged', 5, 1)"
    )
    with server.admin(shared) as admin:
        assert admin.execute("SELECT DISTINCT made_rev FROM crm.client").fetchall() == [(1,)]
        assert admin.execute("SELECT rev, made_rev FROM crm.tag WHERE name = 'forged'").fetchall() == [(3, 3)]


def test_stages_that_came_with_the_base_have_their_words(log_in, shared):
    sending = Sending(log_in(shared), "a")
    sending.send(
        new("client", ONA, name="Ona"),
        new("deal_stage", deal_stages.first_id("terms"), role="open"),
        new("deal_stage", id_of("own"), role="open", name="Call back"),
        new("deal_stage", id_of("bare"), role="open"),
        *(
            new("deal", id_of(f"d{place}"), client_id=ONA, title=str(place), stage_id=stage)
            for place, stage in enumerate((deal_stages.first_id("terms"), id_of("own"), id_of("bare"), None))
        ),
    )
    rows = _rows(log_in(shared, "excel"), "SELECT stage FROM crm.v_deals ORDER BY title")
    assert rows == [("terms",), ("Call back",), ("open",), (None,)]


def test_every_view_and_every_column_says_what_it_means(excel):
    silent = _rows(
        excel,
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0"
        " WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind = 'v'"
        " AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)",
    )
    assert silent == []
    assert set(server_comments.VIEWS) == set(server_views.NAMES)
    columns = {
        name
        for (name,) in _rows(
            excel, "SELECT column_name FROM information_schema.columns WHERE table_schema = 'crm'"
        )
    }
    assert {name.split(".")[-1] for name in server_comments._COLUMNS} <= columns, (
        "words for what is not there"
    )


def test_a_reader_finds_views_and_nothing_else(excel):
    """What a tool lists that connects as ``crm_read``: nothing but the views can be opened."""
    rows = _rows(
        excel,
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'v')"
        " AND has_table_privilege(c.oid, 'SELECT')",
    )
    assert {name for (name,) in rows} == set(server_views.NAMES)
    assert (
        _rows(
            excel,
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'crm'::regnamespace AND c.relkind IN ('r', 'v')"
            " AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')",
        )
        == []
    )
