from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.kinds import ReportKind
from crm_desktop.services import rates
from crm_desktop.services.reports import forecast
from crm_desktop.services.reports.making import make
from crm_desktop.services.reports.options import Options, from_json, to_json
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, recipes, rows
from tests.services.reports.coming import TODAY, deals, lines, worth
from tests.services.reports.reading import by_key, figures, table
from tests.services.reports.sold import sold, some_options, told
from tests.services.reports.test_open_deals import closed, open_deal
from tests.services.reports.writing import client, deal


def report(store, **options):
    return make(store, ReportKind.FORECAST, Options(**options), NOW)


def behind(store, table_id, row, column, **options):
    return forecast.behind(store, Options(**options), NOW, table_id, row, column)


def monthly(store, name="Monthly", months=range(1, 11), amount=100):
    """Bought on the fifth of each month."""
    one = client(store, name)
    for month in months:
        deal(store, one, amount, f"2026-{month:02}-05")
    return one


def test_deals_by_month_and_aside(store):
    one = client(store, "One")
    closed(store, one, 6, 4, on="2026-10-01")
    for day, amount in (
        ("2026-11-20", 1000),
        ("2026-12-31", 2000),
        (None, 30),
        ("2026-11-19", 500),
        ("2027-06-01", 70),
    ):
        open_deal(store, one, amount=amount, expected_on=day)
    found = report(store)
    months = by_key(table(found, "months:EUR"))
    assert list(months) == ["2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"]
    assert months["2026-11"] | {"month": ""} == {
        "month": "", "deals": 1, "whole:EUR": 1000, "weighted:EUR": 600, "purchases": 0, "repeat:EUR": 0,
        "expected:EUR": 600,
    }  # fmt: skip
    assert table(found, "months:EUR").total.cells == (Term("total"), 2, 3000, 1800, 0, 0, 1800)
    aside = by_key(table(found, "aside:EUR"))
    assert [(key, row["deals"], row["weighted:EUR"]) for key, row in aside.items()] == [
        ("late", 1, 300), ("no_date", 1, 18), ("beyond", 1, 42),
    ]  # fmt: skip
    assert table(found, "aside:EUR").total.cells[1:] == (3, 600, 360)
    assert [(each.at, each.amount) for each in behind(store, "aside:EUR", "late", "weighted:EUR")] == [
        ("2026-11-19", 300)
    ]
    assert len(behind(store, "aside:EUR", "total", "deals")) == 3


def test_the_reckoning_of_a_deal_stands_in_a_line(store):
    one = client(store, "One")
    known = open_deal(store, one, amount=1000, expected_on="2026-12-01", title="Vases")
    open_deal(store, one, amount=10, stage_id=None)
    first, second = table(report(store), "deals:EUR").rows
    assert first.cells == ("Vases", "One", Term("new"), "2026-12-01", 1000, 0.5, 500)
    assert (first.key, first.client_id) == (known.hex(), one)
    assert second.cells[:4] == (Term("no_title"), "One", Term("no_stage"), None)
    assert table(report(store, rows=1), "deals:EUR").left_out == 1
    assert Note("chance_guessed", (2,)) in report(store).notes


def test_who_buys_every_month_is_expected_to_go_on(store):
    one = monthly(store)
    found = report(store)
    months = by_key(table(found, "months:EUR"))
    # The purchase due on 5 November has not come: it is expected today, and then every 31 days.
    assert [row["purchases"] for row in months.values()] == [1, 1, 1, 1, 1, 1, 1]
    (row,) = table(found, "buyers:EUR").rows
    assert row.cells == ("Monthly", 10, "2026-10-05", 31.0, "2026-11-05", 100, 7, 700)
    assert [each.at for each in behind(store, "months:EUR", "2026-11", "repeat:EUR")] == ["2026-11-20"]
    bought = behind(store, "buyers:EUR", one.hex(), "purchases")
    assert [each.at for each in bought][:2] == ["2026-10-05", "2026-09-05"]
    assert figures(found)["from_repeat"] == 700


def test_nobody_goes_on_for_longer_than_so_far(store):
    one = client(store, "One")
    for day in ("2026-11-10", "2026-11-13", "2026-11-16"):
        deal(store, one, 100, day)
    assert [row["purchases"] for row in by_key(table(report(store), "months:EUR")).values()] == [
        1,
        0,
        0,
        0,
        0,
        0,
        0,
    ]


def test_who_has_gone_is_not_expected(store):
    monthly(store, months=range(1, 6))
    found = report(store)
    assert not any(each.id.startswith("buyers") and each.rows for each in found.tables)
    assert Note("who_has_gone", (3, 1)) in found.notes


def test_a_deal_is_the_next_purchase(store):
    one = monthly(store)
    open_deal(store, one, amount=500, expected_on="2026-12-20")
    found = report(store)
    assert [row["purchases"] for row in by_key(table(found, "months:EUR")).values()] == [1, 0, 1, 1, 1, 1, 1]
    assert Note("not_twice", (1,)) in found.notes


def test_the_rules_are_tried_on_three_months(store):
    monthly(store)
    deal(store, client(store, "New"), 900, "2026-10-10")
    found = report(store)
    tried = by_key(table(found, "tried:EUR"))
    assert list(tried) == ["2026-08", "2026-09", "2026-10"]
    assert (tried["2026-10"]["expected:EUR"], tried["2026-10"]["actual:EUR"], tried["2026-10"]["hit"]) == (
        100,
        1000,
        0.1,
    )
    assert figures(found)["hit"] == pytest.approx(300 / 1200)
    assert [each.name for each in behind(store, "tried:EUR", "2026-10", "actual:EUR")] == ["New", "Monthly"]
    assert [each.name for each in behind(store, "tried:EUR", "total", "expected:EUR")] == ["Monthly"] * 3
    assert len(behind(store, "tried:EUR", "total", "actual:EUR")) == 4


def test_how_far_ahead(store):
    open_deal(store, client(store, "One"), expected_on="2026-12-01")
    assert len(table(report(store, ahead=3), "months:EUR").rows) == 4
    assert len(table(report(store, ahead=99), "months:EUR").rows) == 25
    assert len(table(report(store, ahead=0), "months:EUR").rows) == 2
    assert from_json(to_json(Options(ahead=12))).ahead == 12
    assert from_json('{"ahead": 9999}').ahead == 24


def test_each_currency_by_itself_or_all_in_one(store):
    one = client(store, "One")
    rates.set_home(store, "EUR")
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    open_deal(store, one, amount=1000, expected_on="2026-12-01")
    for currency in ("USD", "GBP"):
        open_deal(store, one, amount=100, currency=currency, expected_on="2026-12-01")
    assert Note("currencies_apart", (3,)) in report(store).notes
    found = report(store, currency="EUR")
    assert table(found, "months:EUR").total.cells[2:4] == (1090, 545)
    assert table(found, "months:GBP").total.cells[2:4] == (100, 50)
    assert {Note("by_todays_rates", ("EUR",)), Note("no_rate", ("GBP",))} <= set(found.notes)
    drilled = behind(store, "months:EUR", "2026-12", "whole:EUR", currency="EUR")
    assert sorted((each.amount, each.currency) for each in drilled) == [(100, "USD"), (1000, "EUR")]


def test_what_has_no_amount_or_lies_in_the_bin_is_said(store):
    open_deal(store, client(store, "One"), amount=0)
    open_deal(store, client(store, "Gone", deleted=1))
    found = report(store)
    assert found.tables == ()
    assert {Note("deals_without_amount", (1,)), Note("deals_in_bin", (1,))} <= set(found.notes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(clients=5, activities=0, requests=0, costs=0, deals=60, payments=30))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = replace(some_options(store, recipe), ahead=1 + recipe.seed % 12, rows=0)
        found = make(store, ReportKind.FORECAST, options, NOW)
        months = TODAY.year * 12 + TODAY.month + options.ahead
        last = date(months // 12, months % 12 + 1, 1) - timedelta(days=1)
        now = [each for each in deals(store, options) if each["state"] == "open"]
        expected = lines(store, options, now, TODAY, last, own=True)
        _check_sums(store, options, found, expected)
        _check_trial(store, options, found)
        left_out = sum(line.place == "not_twice" for line in expected)
        assert [note.values[0] for note in found.notes if note.id == "not_twice"] == [left_out] * bool(
            left_out
        )
        _check_behind(store, options, found)


def _currency(store, options, line):
    return options.currency if worth(store, line.currency, options.currency) else line.currency


def _money(store, options, line, amount):
    return amount * (worth(store, line.currency, options.currency) or 1)


def _rounded(amount):
    return int(abs(amount) + Fraction(1, 2)) * (1 if amount > 0 else -1)


def _summed(store, options, expected):
    """By currency and place: deals, whole, weighted, purchases, repeat."""
    sums: dict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 5)
    for line in expected:
        if line.place == "not_twice":
            continue
        of = sums[_currency(store, options, line), line.place]
        if line.is_deal:
            of[0] += 1
            of[1] += _money(store, options, line, line.whole)
            of[2] += _money(store, options, line, line.counts)
        else:
            of[3] += 1
            of[4] += _money(store, options, line, line.counts)
    return {key: [_rounded(each) for each in of] for key, of in sums.items()}


def _check_sums(store, options, found, expected):
    sums = _summed(store, options, expected)
    for each in found.tables:
        name, _, currency = each.id.partition(":")
        if name == "months":
            for row in each.rows:
                own = sums.get((currency, row.key), [0] * 5)
                assert list(row.cells[1:]) == [*own, own[2] + own[4]]
            assert each.total.cells[1:] == tuple(
                map(sum, zip(*(row.cells[1:] for row in each.rows), strict=True))
            )
        elif name == "aside":
            for row in each.rows:
                assert list(row.cells[1:]) == sums.get((currency, row.key), [0] * 5)[:3]
        elif name == "buyers":
            times = sum(row.cells[6] for row in each.rows)
            assert times == sum(of[3] for (code, _), of in sums.items() if code == currency)
        elif name == "deals":
            assert len(each.rows) == sum(of[0] for (code, _), of in sums.items() if code == currency)
            weights = [row.cells[6] for row in each.rows]
            assert weights == sorted(weights, reverse=True)
    shown = {each.id.partition(":")[2] for each in found.tables if each.id.startswith("months")}
    assert {currency for currency, _ in sums} <= shown


def _check_trial(store, options, found):
    for back in (3, 2, 1):
        months = TODAY.year * 12 + TODAY.month - 1 - back
        first = date(months // 12, months % 12 + 1, 1)
        beyond = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
        begin = datetime(first.year, first.month, 1).astimezone()
        then = [
            each
            for each in deals(store, options)
            if first.isoformat() <= (each["expected_on"] or "") < beyond.isoformat()
            and datetime.fromisoformat(each["created_at"]) < begin
            and (each["closed_on"] is None or each["closed_on"] >= first.isoformat())
        ]
        sums = _summed(
            store, options, lines(store, options, then, first, beyond - timedelta(days=1), own=False)
        )
        sales = sold(store, options, first, beyond - timedelta(days=1))
        actual = told(store, [(s.currency, s.day, s.amount) for s in sales], options.currency)
        key = first.isoformat()[:7]
        for each in found.tables:
            name, _, currency = each.id.partition(":")
            if name == "tried":
                row = by_key(each)[key]
                own = sums.get((currency, key), [0] * 5)
                assert row[f"expected:{currency}"] == own[2] + own[4]
                assert row[f"actual:{currency}"] == actual.get(currency, 0)


def _check_behind(store, options, found):
    """Behind every number are as many, or as much, as it says (money in its own currencies aside)."""
    ids = {row["id"] for row in rows(store, "client")}
    for each in found.tables:
        _name, _, currency = each.id.partition(":")
        for row in (*each.rows, *filter(None, [each.total])):
            for place, column in enumerate(each.columns):
                if not column.drills or not row.cells[place]:
                    continue
                behind = forecast.behind(store, options, NOW, each.id, row.key, column.id)
                assert behind
                assert {one.client_id for one in behind} <= ids
                if column.id == "deals":
                    assert len(behind) == row.cells[place]
                if not options.currency and column.id.startswith(("whole", "repeat", "actual")):
                    assert sum(one.amount or 0 for one in behind) == row.cells[place]
                    assert {one.currency for one in behind} == {currency}
                if not options.currency and column.id.startswith("weighted"):
                    assert sum(one.amount or 0 for one in behind) == pytest.approx(
                        row.cells[place], abs=len(behind)
                    )
