from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.services.filters import OWN, Filter, FilterOp
from crm_desktop.services.lists import ClientQuery, first_page, order
from tests.services.finding.people import add, child, put

O = FilterOp  # noqa: E741 - a table of a hundred lines reads better so


@pytest.fixture
def people(store, clock):
    """Four clients who differ in everything: Ada, Bob, Cid, Dan (who has nothing)."""
    clock.at = datetime(2026, 2, 20, 10, tzinfo=UTC)
    ids = {
        "vip": put(store, "tag", name="VIP"),
        "old": put(store, "tag", name="old"),
        "group": put(store, "client_group", name="G"),
        "stage": put(store, "stage", name="S"),
        "source": put(store, "source", name="Shop"),
        "me": put(store, "colleague", name="Me"),
        "size": put(store, "field", name="Size", kind="number"),
        "day": put(store, "field", name="Day", kind="date"),
        "word": put(store, "field", name="Word"),
        "flag": put(store, "field", name="Flag", kind="yes_no"),
        "colour": put(store, "field", name="Colour", kind="choice"),
    }
    firm = add(
        store, "Cid", kind="company", number=30, birthday="2000-12-30", created_at="2026-02-19T22:30:00.000Z"
    )
    ada = add(
        store, "Ada", number=10, birthday="1990-02-22", stage_id=ids["stage"], source_id=ids["source"],
        responsible_id=ids["me"], language="lt", preferred_channel="email", do_not_contact=1, vip=1,
        notes="Likes roses", created_at="2026-02-18T10:00:00.000Z", referrer_id=firm,
        company=firm, phones=["+1"], emails=["a@x"], tags=[ids["vip"], ids["old"]], groups=[ids["group"]],
        fields=[(ids["size"], "9.5"), (ids["day"], "2026-02-19"), (ids["word"], "Žalia rožė"), (ids["flag"], "1"),
                (ids["colour"], "red")],
        activities=[{"held_at": "2026-02-19T10:00:00.000Z"}, {"planned_at": "2026-02-21T10:00:00.000Z"}],
    )  # fmt: skip
    bob = add(
        store, "Bob", number=20, birthday="--02-29", language="ru", tags=[ids["vip"]],
        fields=[(ids["size"], "12"), (ids["day"], "2026-02-25"), (ids["flag"], "0"), (ids["colour"], "blue")],
        activities=[{"held_at": "2025-02-19T10:00:00.000Z"}, {"planned_at": "2026-02-19T10:00:00.000Z"}],
    )  # fmt: skip
    add(store, "Dan")
    with store.change("x") as change:
        point = {"kind": "address", "country": "LT"}
        child(change, "contact_point", client_id=ada, city="Šiauliai", region="Š", **point)
        child(change, "contact_point", client_id=bob, city="siauliai", **point)
        child(change, "request", client_id=ada, kind="complaint", received_at="2026-01-01")
        child(change, "request", client_id=bob, kind="wish", received_at="2026-01-01")
        child(change, "payment", client_id=ada, amount=5, currency="EUR")
        child(change, "payment", client_id=bob, amount=5, currency="EUR", paid_on="2026-01-01")
    ids["import"] = b"i" * 16
    store.connection.execute(
        "INSERT INTO import_run(id, operation, at)"
        " SELECT ?, operation, '2026' FROM journal WHERE tbl = 'client' AND id = ?",
        (ids["import"], ada),
    )
    return store, {**ids, "firm": firm}


@pytest.mark.parametrize(
    ("field", "op", "values", "found"),
    [
        ("kind", O.IS, ("company",), "C"),
        ("stage", O.IS, ("stage",), "A"),
        ("stage", O.IS_NOT, ("stage",), "BCD"),
        ("stage", O.FILLED, (), "A"),
        ("stage", O.EMPTY, (), "BCD"),
        ("stage", O.IS, (), "ABCD"),
        ("source", O.IS, ("source",), "A"),
        ("responsible", O.IS, ("me",), "A"),
        ("referrer", O.IS, ("firm",), "A"),
        ("language", O.IS, ("lt", "ru"), "AB"),
        ("channel", O.IS, ("email",), "A"),
        ("channel", O.OVERDUE, (), ""),
        ("phone", O.FILLED, (), "A"),
        ("email", O.EMPTY, (), "BCD"),
        ("city", O.IS, ("ŠIAULIAI",), "AB"),
        ("city", O.CONTAINS, ("šiau",), "AB"),
        ("city", O.EMPTY, (), "CD"),
        ("region", O.FILLED, (), "A"),
        ("country", O.IS, ("lt", "LV"), "AB"),
        ("company", O.IS, ("Cid",), "A"),
        ("company", O.CONTAINS, ("ci",), "A"),
        ("job_title", O.FILLED, (), ""),
        ("notes", O.CONTAINS, ("rose likes", "tulip"), "A"),
        ("notes", O.CONTAINS, ("...",), "ABCD"),
        ("notes", O.IS, ("x",), ""),
        ("tag", O.IS, ("vip",), "AB"),
        ("tag", O.IS, ("old", "vip"), "AB"),
        ("tag", O.IS_NOT, ("old",), "BCD"),
        ("tag", O.FILLED, (), "AB"),
        ("tag", O.EMPTY, (), "CD"),
        ("group", O.IS, ("group",), "A"),
        ("group", O.EMPTY, (), "BCD"),
        ("number", O.BETWEEN, (10, 20), "AB"),
        ("number", O.BETWEEN, (20, None), "BC"),
        ("number", O.BETWEEN, (None, None), "ABC"),
        ("number", O.EMPTY, (), "D"),
        ("birthday", O.BETWEEN, ("02-01", "02-28"), "A"),
        ("birthday", O.BETWEEN, ("12-01", "02-22"), "AC"),
        ("birthday", O.BETWEEN, ("03-01", None), "C"),
        ("birthday", O.THIS_MONTH, (), "AB"),
        ("birthday", O.NEXT_DAYS, (2,), "A"),
        ("birthday", O.NEXT_DAYS, (8,), "AB"),
        ("birthday", O.NEXT_DAYS, (400,), "ABC"),
        ("birthday", O.FILLED, (), "ABC"),
        ("created", O.BETWEEN, ("2026-02-18", "2026-02-19"), "A"),
        ("created", O.BETWEEN, ("2026-02-20", None), "C"),
        ("created", O.BETWEEN, (None, "2026-02-20"), "AC"),
        ("created", O.LAST_DAYS, (1,), "C"),
        ("changed", O.LAST_DAYS, (1,), "ABCD"),
        # A contact with Ada is one with the company for which she works.
        ("last_contact", O.LAST_DAYS, (7,), "AC"),
        ("last_contact", O.OLDER_DAYS, (7,), "BD"),
        ("last_contact", O.EMPTY, (), "D"),
        ("next_contact", O.OVERDUE, (), "B"),
        ("next_contact", O.NEXT_DAYS, (1,), "AC"),
        ("next_contact", O.NEXT_DAYS, (0,), ""),
        ("next_contact", O.EMPTY, (), "D"),
        ("complaint", O.YES, (), "A"),
        ("complaint", O.NO, (), "BCD"),
        ("request", O.YES, (), "AB"),
        ("owes", O.YES, (), "A"),
        ("do_not_contact", O.YES, (), "A"),
        ("do_not_contact", O.NO, (), "BCD"),
        ("vip", O.YES, (), "A"),
        ("vip", O.NO, (), "BCD"),
        ("import", O.IS, ("import",), "A"),
        ("size", O.BETWEEN, (10, None), "B"),
        ("size", O.BETWEEN, (None, 10), "A"),
        ("size", O.BETWEEN, (None, None), "AB"),
        ("size", O.EMPTY, (), "CD"),
        ("day", O.BETWEEN, ("2026-02-20", "2026-02-25"), "B"),
        ("day", O.LAST_DAYS, (3,), "A"),
        ("day", O.NEXT_DAYS, (5,), "B"),
        ("word", O.CONTAINS, ("roz", "xyz"), "A"),
        ("word", O.CONTAINS, ("oz",), ""),
        ("word", O.CONTAINS, ("!",), "ABCD"),
        ("word", O.IS, ("Žalia rožė",), "A"),
        ("flag", O.YES, (), "A"),
        ("flag", O.NO, (), "B"),
        ("flag", O.THIS_MONTH, (), ""),
        ("colour", O.IS, ("red",), "A"),
        ("colour", O.IS_NOT, ("red",), "BCD"),
        ("of a newer program", O.YES, (), ""),
        ("field:zz", O.FILLED, (), ""),
    ],
)
def test_a_filter_finds(people, field, op, values, found):
    store, ids = people
    own = field in {"size", "day", "word", "flag", "colour"}
    values = tuple(ids.get(value, value) if isinstance(value, str) else value for value in values)
    query = ClientQuery(filters=(Filter(OWN + ids[field].hex() if own else field, op, values),))
    page = first_page(store, query)
    assert "".join(row.name[0] for row in page.rows) == found
    assert len(order(store, query)) == len(found)


def test_filters_are_joined_by_and(people):
    store, ids = people
    query = ClientQuery(filters=(Filter("tag", O.IS, (ids["vip"],)), Filter("language", O.IS, ("ru",))))
    assert [row.name for row in first_page(store, query).rows] == ["Bob"]


def test_in_a_leap_year_29_february_is_a_day_of_its_own(people, clock):
    store, _ = people
    clock.at = datetime(2028, 2, 20, 10, tzinfo=UTC)
    for days, found in ((8, ["Ada"]), (9, ["Ada", "Bob"])):
        query = ClientQuery(filters=(Filter("birthday", O.NEXT_DAYS, (days,)),))
        assert [row.name for row in first_page(store, query).rows] == found
