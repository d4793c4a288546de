from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind, StageRole
from crm_desktop.services.base import stage_id
from crm_desktop.services.reports import clients_by
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import CellKind, ChartKind, Note, Term
from tests.services.reports.bases import NOW, ident, made, recipes, rows
from tests.services.reports.reading import by_key, cells, figures, table
from tests.services.reports.sold import asked, sold, some_options, told, wanted
from tests.services.reports.writing import client, deal, insert

EVER = Options(period=PeriodName.ALL)


def report(store, by, **options):
    return make(store, ReportKind.CLIENTS, replace(EVER, by=by, **options), NOW)


def counted(store, by, **options):
    return [(row[0], row[1]) for row in cells(table(report(store, by, **options), "clients"))]


def in_city(store, name, city, **values):
    one = client(store, name, **values)
    insert(store, "contact_point", client_id=one, kind="address", value="x", city=city)
    return one


def test_clients_by_city_and_what_they_bought(store):
    ona, jonas = in_city(store, "Ona", "Vilnius"), in_city(store, "Jonas", "vilniüs")
    in_city(store, "Petras", "Kaunas")
    nobody = client(store, "Nobody")
    deal(store, ona, 100, "2026-05-05", cost=30)
    deal(store, jonas, 50, "2026-05-05")
    deal(store, nobody, 7, "2026-05-05")
    found = report(store, "city")
    assert cells(table(found, "clients")) == [
        ("Vilnius", 2, 0.5, 2, 150, 120),
        ("Kaunas", 1, 0.25, 0, 0, 0),
        (Term("none"), 1, 0.25, 1, 7, 7),
    ]
    assert table(found, "clients").total.cells == (Term("total"), 4, 1.0, 3, 157, 127)
    assert figures(found) == {"clients": 4, "filled": 0.75, "values": 2}
    vilnius = table(found, "clients").rows[0].key
    options = replace(EVER, by="city")
    people = clients_by.behind(store, options, NOW, "clients", vilnius, "clients")
    assert [each.name for each in people] == ["Jonas", "Ona"]
    bought = clients_by.behind(store, options, NOW, "clients", vilnius, "amount:EUR")
    assert [each.amount for each in bought] == [50, 100]
    counted = clients_by.behind(store, options, NOW, "clients", "total", "sales")
    assert {each.amount for each in counted} == {7, 50, 100}
    assert len(counted) == 3
    assert len(clients_by.behind(store, options, NOW, "clients", "total", "clients")) == 4
    assert [each.name for each in clients_by.behind(store, options, NOW, "clients", "", "clients")] == [
        "Nobody"
    ]


def test_a_client_counts_in_each_of_its_tags(store):
    one = client(store, "One")
    for name in ("a", "b"):
        tag = insert(store, "tag", name=name)
        insert(store, "client_tag", client_id=one, tag_id=tag)
    gone = insert(store, "tag", name="gone", deleted=1)
    insert(store, "client_tag", client_id=one, tag_id=gone)
    found = report(store, "tag")
    assert counted(store, "tag") == [("a", 1), ("b", 1)]
    assert figures(found)["clients"] == 1
    assert Note("counted_in_each") in found.notes


def test_only_the_clients_asked_for_are_counted(store):
    source = insert(store, "source", name="Advert")
    in_city(store, "Ona", "Vilnius", source_id=source)
    in_city(store, "Jonas", "Kaunas")
    in_city(store, "Petras", "Vilnius", source_id=source, deleted=1)
    assert counted(store, "city", source=source) == [("Vilnius", 1)]


def test_stages_stand_in_their_order_and_under_the_programs_words(store):
    own = insert(store, "stage", name="Supplier", rank=10**6)
    for stage in (own, own, stage_id(StageRole.REGULAR), None):
        client(store, "One", stage_id=stage)
    assert counted(store, "stage") == [(Term("role", ("regular",)), 1), ("Supplier", 2), (Term("none"), 1)]


def test_months_are_those_of_the_wall(store):
    client(store, "Late", created_at="2026-03-31T21:30:00.000Z")
    client(store, "Early", created_at="2026-03-31T20:30:00.000Z")
    client(store, "Unknown", created_at="")
    found = report(store, "created")
    assert counted(store, "created") == [("2026-03", 1), ("2026-04", 1), (Term("none"), 1)]
    assert table(found, "clients").columns[0].kind is CellKind.MONTH
    assert table(found, "clients").chart.kind is ChartKind.COLUMNS
    assert counted(store, "created", source=b"nobody") == []


@pytest.mark.parametrize(
    ("by", "values", "word"),
    [
        ("language", {"language": "lt"}, Term("language", ("lt",))),
        ("kind", {"kind": "company"}, Term("kind", ("company",))),
        ("gender", {"gender": "female"}, Term("gender", ("female",))),
        ("channel", {"preferred_channel": "sms"}, Term("channel", ("sms",))),
        ("vip", {"vip": 1}, Term("yes")),
        ("vip", {"vip": 0}, Term("no")),
    ],
)
def test_words_of_the_program_are_terms(store, by, values, word):
    client(store, "One", **values)
    assert counted(store, by) == [(word, 1)]


@pytest.mark.parametrize(
    ("kind", "value", "word"),
    [("yes_no", "1", Term("yes")), ("yes_no", "0", Term("no")), ("text", "total", "total")],
)
def test_own_fields(store, kind, value, word):
    field = insert(store, "field", name="Own", kind=kind)
    insert(store, "field_value", client_id=client(store, "One"), field_id=field, value=value)
    client(store, "Other")
    by = f"field:{field.hex()}"
    assert counted(store, by) == [(word, 1), (Term("none"), 1)]
    people = clients_by.behind(store, replace(EVER, by=by), NOW, "clients", f"={value}", "clients")
    assert [each.name for each in people] == ["One"]


def test_a_field_that_is_no_more_is_the_city(store):
    in_city(store, "Ona", "Vilnius")
    assert (
        counted(store, "nonsense")
        == counted(store, "field:00ff")
        == counted(store, "field:'--")
        == [("Vilnius", 1)]
    )


def test_segments_say_of_which_day_they_are(store):
    deal(store, client(store, "One"), 100, "2026-05-05")
    options = replace(EVER, by="segment")
    unkept = clients_by.make(store, options, NOW, lambda _done, _total: None)
    assert "segments_of" not in {note.id for note in unkept.notes}
    assert Note("segments_of", ("2026-11-20",)) in report(store, "segment").notes
    assert counted(store, "segment") == [(Term("segment", ("fading",)), 1)]


def test_only_so_many_values(store):
    for number in range(5):
        in_city(store, "One", f"City {number}")
    found = table(report(store, "city", rows=2), "clients")
    assert (len(found.rows), found.left_out, found.total.cells[1]) == (2, 3, 5)


def test_an_empty_base_has_no_shares(store):
    assert figures(report(store, "city")) == {"clients": 0, "filled": None, "values": 0}


_COLUMNS = {
    "stage": "stage_id", "source": "source_id", "responsible": "responsible_id", "referrer": "referrer_id",
    "language": "language", "kind": "kind", "gender": "gender", "channel": "preferred_channel",
}  # fmt: skip


def _expected(store, by, one):
    if by in _COLUMNS:
        return [one[_COLUMNS[by]] or None]
    if by == "created":
        text = one["created_at"]
        return [datetime.fromisoformat(text).astimezone().strftime("%Y-%m") if text else None]
    if by == "city":
        first = [row["city"] for row in rows(store, "contact_point") if row["client_id"] == one["id"]]
        return [first[0].casefold() or None] if first else [None]
    table, column = {"tag": ("client_tag", "tag_id"), "group": ("group_member", "group_id")}.get(
        by, ("field_value", "value")
    )
    found = [
        row[column]
        for row in rows(store, table)
        if row["client_id"] == one["id"] and not row["deleted"] and row[column] != ""
        and (table != "field_value" or row["field_id"].hex() == by.removeprefix("field:"))
    ]  # fmt: skip
    return found or [None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, requests=0, costs=0))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        own = f"field:{ident('field', 0).hex()}"
        by = Random(recipe.seed).choice([*_COLUMNS, "created", "city", "tag", "group", own])
        options = some_options(store, recipe, by=by)
        span = asked(store, options)
        clients = {
            row["id"]: row
            for row in wanted(store, options)
            if options.person in (None, row["responsible_id"])
        }
        values = {one: _expected(store, by, row) for one, row in clients.items()}
        sales = sold(store, replace(options, person=None), span.first, span.last)
        counts = Counter(value for of_one in values.values() for value in of_one)
        money: dict = defaultdict(list)
        for sale in sales:
            for value in values.get(sale.client["id"], ()):
                money[value].append((sale.currency, sale.day, sale.amount))
        found = table(make(store, ReportKind.CLIENTS, options, NOW), "clients")
        shown = by_key(found)
        assert found.total.cells[1] == len(clients)
        for key, row in shown.items():
            (value,) = (value for value in counts if _same(value, key, row["value"]))
            assert row["clients"] == counts.pop(value)
            sums = {name[7:]: each for name, each in row.items() if name.startswith("amount:") and each}
            expected = told(store, money[value], options.currency)
            assert sums == {currency: amount for currency, amount in expected.items() if amount}
        assert not counts


def _same(value, key, word):
    if value is None:
        return key == ""
    if isinstance(value, bytes):
        return key == f"={value.hex()}"
    return key == f"={value}" or (isinstance(word, str) and word.casefold() == value)
