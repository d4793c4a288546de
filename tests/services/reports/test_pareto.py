from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import pareto
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note
from tests.services.reports.bases import NOW, made, recipes
from tests.services.reports.reading import cells, figures, table
from tests.services.reports.sold import asked, sold, some_options, told, wanted
from tests.services.reports.writing import client, deal, insert, payment


def report(store, **options):
    return make(store, ReportKind.PARETO, Options(**{"period": PeriodName.ALL} | options), NOW)


def test_clients_are_ranked_and_their_shares_add_up(store):
    rich, poor, none = client(store, "Rich"), client(store, "Poor"), client(store, "Nobody")
    deal(store, rich, 80_00, "2026-03-01", cost=0)
    deal(store, poor, 20_00, "2026-04-01", cost=0)
    found = report(store)
    assert cells(table(found, "clients:EUR")) == [
        ("Rich", 1, 80_00, 80_00, 0.8, 0.8),
        ("Poor", 1, 20_00, 20_00, 0.2, 1.0),
    ]
    assert figures(found) == {
        "total": 100_00, "buyers": 2, "make_80": 1, "make_80_share": 0.5, "top_20": 1, "top_20_share": 0.8,
        "nothing": 0, "never": 1,
    }  # fmt: skip
    (only,) = pareto.behind(store, Options(period=PeriodName.ALL), NOW, "others", "never", "clients")
    assert (only.client_id, only.name) == (none, "Nobody")


def test_who_brings_nothing_stands_apart_and_shrinks_nobodys_share(store):
    good, bad, even = client(store, "Good"), client(store, "Bad"), client(store, "Even")
    deal(store, good, 50_00, "2026-03-01", cost=0)
    deal(store, bad, 10_00, "2026-03-01", cost=30_00)
    deal(store, even, 10_00, "2026-03-01", cost=10_00)
    found = report(store)
    assert [row[4:] for row in cells(table(found, "clients:EUR"))] == [(1.0, 1.0), (0.0, 1.0), (0.0, 1.0)]
    assert [(row[0].id, row[1], row[4], row[5]) for row in cells(table(found, "groups:EUR"))] == [
        ("top_20", 1, 50_00, 1.0),
        ("middle", 0, 0, 0.0),
        ("nothing", 2, -20_00, 0.0),
    ]
    behind = pareto.behind(store, Options(period=PeriodName.ALL), NOW, "groups:EUR", "nothing", "clients")
    assert [(each.name, each.amount) for each in behind] == [("Even", 0), ("Bad", -20_00)]
    sold = pareto.behind(store, Options(period=PeriodName.ALL), NOW, "groups:EUR", "nothing", "amount:EUR")
    assert [(each.name, each.amount) for each in sold] == [("Even", 10_00), ("Bad", 10_00)]


def test_by_sales_the_cost_does_not_matter(store):
    deal(store, client(store, "Bad"), 10_00, "2026-03-01", cost=30_00)
    found = report(store, by="sales")
    assert figures(found)["total"] == 10_00
    assert Note("by_sales") in found.notes
    assert table(found, "clients:EUR").chart.series == ("amount:EUR",)
    assert Note("by_profit") in report(store).notes


def test_only_so_many_rows_and_all_of_them_for_a_file(store):
    for number in range(7):
        deal(store, client(store, f"Client {number}"), 100 + number, "2026-03-01")
    few, whole = table(report(store, rows=3), "clients:EUR"), table(report(store, rows=0), "clients:EUR")
    assert (len(few.rows), few.left_out, len(whole.rows), whole.left_out) == (3, 4, 7, 0)
    assert few.rows == whole.rows[:3]


def test_a_client_who_bought_at_another_time_did_not_buy_never(store):
    then = client(store, "Then")
    deal(store, then, 100, "2024-03-01")
    found = report(store, period=PeriodName.THIS_YEAR)
    assert [row[1] for row in cells(table(found, "others"))] == [0, 1]
    options = Options(period=PeriodName.THIS_YEAR)
    assert [
        each.client_id for each in pareto.behind(store, options, NOW, "others", "not_now", "clients")
    ] == [then]


def test_who_never_bought_of_a_person_is_whom_that_person_has(store):
    ona = insert(store, "colleague", name="Ona")
    client(store, "Nobodys")
    onas = client(store, "Onas", responsible_id=ona)
    client(store, "Onas too", responsible_id=ona)
    deal(store, onas, 100, "2026-03-01", responsible_id=insert(store, "colleague", name="Jonas"))
    found = report(store, person=ona)
    assert cells(table(found, "others"))[0][1] == 1
    options = Options(period=PeriodName.ALL, person=ona)
    behind = pareto.behind(store, options, NOW, "others", "never", "clients")
    assert [each.name for each in behind] == ["Onas too"]


def test_behind_a_client_stand_its_sales(store):
    one = client(store, "One")
    deal(store, one, 100, "2026-03-01", title="Vases")
    payment(store, one, 50, "2026-04-01", note="Cash")
    options = Options(period=PeriodName.ALL)
    behind = pareto.behind(store, options, NOW, "clients:EUR", one.hex(), "profit:EUR")
    assert [(each.at, each.text, each.amount) for each in behind] == [
        ("2026-04-01", "Cash", 50),
        ("2026-03-01", "Vases", 100),
    ]


def test_an_empty_base_has_no_shares(store):
    found = report(store)
    assert [each.id for each in found.tables] == ["others"]
    assert figures(found) == {"never": 0}
    assert pareto.behind(store, Options(), NOW, "groups:EUR", "top_20", "clients") == []


def test_money_given_back_alone_leaves_nobody_who_brings(store):
    payment(store, client(store, "One"), -500, "2026-04-01")
    found = report(store)
    assert figures(found)["top_20_share"] is None
    assert figures(found)["make_80"] == 0
    assert cells(table(found, "curve:EUR")) == [(1.0, 1, -500, None)]


def test_it_can_be_stopped(store):
    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(store, ReportKind.PARETO, Options(), NOW, stop)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, requests=0, costs=0, deals=30, payments=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe)
        found = make(store, ReportKind.PARETO, options, NOW)
        span = asked(store, options)
        _check_clients(store, options, found, sold(store, options, span.first, span.last))
        _check_others(store, options, found, span)


def _check_clients(store, options, found, sales):
    by_client = defaultdict(list)
    for sale in sales:
        by_client[sale.client["id"]].append(sale)
    expected: dict[str, dict[bytes, tuple[int, int]]] = defaultdict(dict)
    for client_id, own in by_client.items():
        amounts = told(store, [(s.currency, s.day, s.amount) for s in own], options.currency)
        costs = told(store, [(s.currency, s.day, s.cost or 0) for s in own], options.currency)
        for currency, amount in amounts.items():
            expected[currency][client_id] = (amount, amount - costs[currency])
    assert {each.id for each in found.tables} == {
        *(f"{name}:{currency}" for currency in expected for name in ("clients", "groups", "curve")),
        "others",
    }
    for currency, clients in expected.items():
        shown = table(found, f"clients:{currency}")
        assert {row.client_id: (row.cells[2], row.cells[3]) for row in shown.rows} == clients
        profits = sorted((profit for _, profit in clients.values()), reverse=True)
        assert [row.cells[3] for row in shown.rows] == profits
        good = sum(profit for profit in profits if profit > 0)
        so_far = 0
        for row, profit in zip(shown.rows, profits, strict=True):
            so_far += max(profit, 0)
            assert row.cells[5] == (float(Fraction(so_far, good)) if good else None)
        behind = pareto.behind(store, options, NOW, f"groups:{currency}", "total", "clients")
        assert sum(each.amount or 0 for each in behind) == sum(profits)
        curve = table(found, f"curve:{currency}")
        assert sum(row[2] for row in cells(curve)) == sum(profits)
        assert curve.rows[-1].cells[:2] == (1.0, len(profits))


def _check_others(store, options, found, span):
    clients = {row["id"] for row in wanted(store, options) if options.person in (None, row["responsible_id"])}
    sales = [s for s in sold(store, replace(options, person=None), last=span.last) if s.amount > 0]
    bought = {s.client["id"] for s in sales} & clients
    now = {s.client["id"] for s in sales if s.day >= span.first} & clients
    assert [row[1] for row in cells(table(found, "others"))] == [len(clients - bought), len(bought - now)]
    for row, expected in (("never", clients - bought), ("not_now", bought - now)):
        behind = pareto.behind(store, options, NOW, "others", row, "clients")
        assert {each.client_id for each in behind} == expected
        assert len(behind) == len(expected)
