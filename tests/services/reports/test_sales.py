from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.services import rates
from crm_desktop.services.reports import sales
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.periods import PeriodName, Span
from crm_desktop.services.reports.sales import Sums
from crm_desktop.services.reports.table import CellKind, Column, Note
from tests.services.reports.bases import NOW, made, recipes
from tests.services.reports.sold import asked, everything, sold, some_options, told
from tests.services.reports.writing import client, deal, insert, payment

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
KEYS = {
    "NULL": lambda sale: None,
    "s.client_id": lambda sale: sale.client["id"],
    "c.source_id": lambda sale: sale.client["source_id"],
    "substr(s.day, 1, 7)": lambda sale: sale.day.isoformat()[:7],
}


def total(store, **options):
    return sales.totals(store, Options(**options), YEAR).get(None, {})


@pytest.fixture
def one(store):
    return client(store, "One")


def test_a_sale_is_a_deal_won_on_the_day_it_was_closed(store, one):
    deal(store, one, 100, "2026-01-01", cost=30)
    deal(store, one, 100, "2025-12-31")
    deal(store, one, 100, "2026-05-05", state="lost")
    deal(store, one, 100, "2026-05-05", deleted=1)
    insert(store, "deal", client_id=one, amount=100, currency="EUR", state="open")
    assert total(store) == {"EUR": Sums(1, 100, 30, "EUR")}
    assert total(store)["EUR"].profit == 70


def test_payments_of_a_deal_do_not_count_beside_it(store, one):
    of_deal = deal(store, one, 100, "2026-01-01")
    payment(store, one, 100, "2026-01-02", deal_id=of_deal)
    assert total(store) == {"EUR": Sums(1, 100, 0, "EUR")}


def test_money_that_came_by_itself_is_a_sale_and_money_given_back_takes_away(store, one):
    of_deal = deal(store, one, 100, "2026-01-01")
    payment(store, one, 50, "2026-02-01")
    payment(store, one, -20, "2026-03-01", deal_id=of_deal)
    payment(store, one, -5, "2026-03-01")
    insert(store, "payment", client_id=one, amount=70, currency="EUR", due_on="2026-02-02")
    assert total(store) == {"EUR": Sums(2, 125, 0, "EUR")}


def test_what_came_in_for_no_sale_and_went_back_takes_nothing_away(store, one):
    lost = deal(store, one, 100, "2026-01-01", state="lost")
    in_bin = deal(store, one, 100, "2026-01-01", deleted=1)
    open_one = insert(store, "deal", client_id=one, amount=100, currency="EUR", state="open")
    worth_nothing = deal(store, one, 0, "2026-01-01")
    for of_deal in (lost, in_bin, open_one, worth_nothing):
        payment(store, one, 60, "2026-01-01", deal_id=of_deal)
        payment(store, one, -60, "2026-02-01", deal_id=of_deal)
    assert total(store) == {"EUR": Sums(0, 0, 0, "EUR")}


def test_a_return_written_down_as_a_deal_is_taken_off_once(store, one):
    deal(store, one, 100, "2026-01-01")
    back = deal(store, one, -30, "2026-02-01")
    payment(store, one, -30, "2026-02-02", deal_id=back)
    assert total(store) == {"EUR": Sums(1, 70, 0, "EUR")}


def test_what_lies_in_the_bin_is_left_out_and_told(store, one):
    gone = client(store, "Gone", deleted=1)
    deal(store, gone, 100, "2026-01-01")
    payment(store, gone, 100, "2026-01-01")
    deal(store, one, 7, "2026-01-01")
    assert total(store) == {"EUR": Sums(1, 7, 0, "EUR")}
    assert Note("sales_in_bin", (2,)) in sales.notes(store, Options(), YEAR)
    tag = insert(store, "tag", name="tag")
    insert(store, "client_tag", client_id=gone, tag_id=tag)
    assert Note("sales_in_bin", (2,)) in sales.notes(store, Options(tag=tag), YEAR)


def test_the_person_is_whoever_had_the_deal_or_else_has_the_client(store):
    ona, jonas = (insert(store, "colleague", name=name) for name in ("Ona", "Jonas"))
    onas = client(store, "Client", responsible_id=ona)
    deal(store, onas, 1, "2026-01-01")
    deal(store, onas, 10, "2026-01-01", responsible_id=jonas)
    payment(store, onas, 100, "2026-01-01")
    assert total(store, person=ona)["EUR"].amount == 101
    assert total(store, person=jonas)["EUR"].amount == 10


def test_currencies_are_never_mixed(store, one):
    deal(store, one, 100, "2026-01-01")
    deal(store, one, 200, "2026-01-01", currency="USD")
    assert total(store) == {"EUR": Sums(1, 100, 0, "EUR"), "USD": Sums(1, 200, 0, "USD")}
    assert Note("currencies_apart", (2,)) in sales.notes(store, Options(), YEAR)
    found = total(store, currency="EUR")
    assert found == total(store)
    assert Note("no_rate", ("USD",)) in sales.notes(store, Options(currency="EUR"), YEAR)


def test_with_a_rate_all_is_told_in_one(store, one):
    rates.set_home(store, "EUR")
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    rates.set_rate(store, "USD", "2026-06-01", "0.8")
    deal(store, one, 100, "2026-02-01", cost=10)
    deal(store, one, 1_01, "2026-02-01", cost=1, currency="USD")
    deal(store, one, 1_01, "2026-06-01", cost=None, currency="USD")
    deal(store, one, 5, "2026-06-01", currency="RUB")
    # 0.909 + 0.808 and 0.009 are rounded as sums, not one by one.
    assert total(store, currency="EUR") == {"EUR": Sums(3, 272, 11, "EUR"), "RUB": Sums(1, 5, 0, "RUB")}
    notes = sales.notes(store, Options(currency="EUR"), YEAR)
    assert Note("by_own_rates", ("EUR",)) in notes
    assert Note("no_rate", ("RUB",)) in notes
    assert Note("cost_unknown", (1,)) in notes


def test_what_is_in_the_chosen_currency_already_needs_no_rate(store, one):
    deal(store, one, 100, "2026-02-01")
    payment(store, one, -1, "2026-02-01")
    notes = sales.notes(store, Options(currency="EUR"), YEAR)
    assert {note.id for note in notes} == {"what_is_a_sale", "refunds"}


def test_columns_of_money_by_currency():
    columns = sales.columns(("amount", "profit"), ["EUR", ""], drills=True)
    assert columns[:2] == (
        Column("amount:EUR", CellKind.MONEY, "EUR", drills=True),
        Column("profit:EUR", CellKind.MONEY, "EUR", drills=True),
    )
    assert [column.id for column in columns[2:]] == ["amount:", "profit:"]


def test_currencies_of_most_sales_come_first():
    found = [{"USD": Sums(1, 9, 0, "USD"), "EUR": Sums(2, 1, 0, "EUR")}, {"AUD": Sums(1, 1, 0, "AUD")}]
    assert sales.currencies_of(found) == ["EUR", "AUD", "USD"]


def test_a_key_may_count_to_several(store, one):
    other = client(store, "Other")
    deal(store, one, 1, "2026-02-01")
    deal(store, other, 10, "2026-02-01")
    found = sales.totals(
        store, Options(), YEAR, "s.client_id", "", lambda key: ("all", "one") if key == one else ("all",)
    )
    assert {key: sums["EUR"].amount for key, sums in found.items()} == {"all": 11, "one": 1}


def test_behind_a_sum_stand_its_sales_each_in_its_own_money(store, one):
    rates.set_home(store, "EUR")
    rates.set_rate(store, "USD", "2026-01-01", "0.9")
    first = deal(store, one, 100, "2026-02-01", title="Vases")
    second = payment(store, one, 30, "2026-03-01", note="Cash", currency="USD")
    deal(store, one, 100, "2026-04-01", currency="RUB")
    apart = sales.behind(store, Options(), YEAR, "EUR")
    assert [(each.record, each.at, each.text, each.amount, each.currency) for each in apart] == [
        (first, "2026-02-01", "Vases", 100, "EUR")
    ]
    told_in_one = sales.behind(store, Options(currency="EUR"), YEAR, "EUR")
    assert [(each.record, each.text, each.currency) for each in told_in_one] == [
        (second, "Cash", "USD"),
        (first, "Vases", "EUR"),
    ]


def test_all_reaches_from_the_first_sale_to_the_last(store, one):
    assert sales.span(store, Options(period=PeriodName.ALL), NOW) == Span(
        date(2026, 11, 20), date(2026, 11, 20)
    )
    deal(store, one, 1, "2019-02-03")
    payment(store, one, 1, "2027-02-03")
    assert sales.span(store, Options(period=PeriodName.ALL), NOW) == Span(date(2019, 2, 3), date(2027, 2, 3))


def test_slipped_years_are_left_out_of_all_times_and_told(store, one):
    ever = Options(period=PeriodName.ALL)
    for day in ("0202-05-05", "2026-05-05", "2206-05-05"):
        deal(store, one, 1, day)
    span = sales.span(store, ever, NOW)
    assert sales.totals(store, ever, span)[None]["EUR"].sales == 1
    (told,) = (note for note in sales.notes(store, ever, span) if note.id == "sales_beyond")
    assert told.values == (2, span.first.isoformat(), span.last.isoformat())
    assert "sales_beyond" not in {note.id for note in sales.notes(store, Options(), span)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes(activities=0, requests=0, costs=0, deals=30, payments=20))
def test_it_agrees_with_plain_python(master_base, recipe):
    with made(master_base, recipe) as store:
        options = some_options(store, recipe)
        span = asked(store, options)
        expected = sold(store, options, span.first, span.last)
        for key, of_sale in KEYS.items():
            parts = defaultdict(list)
            for sale in expected:
                parts[of_sale(sale)].append(sale)
            found = sales.totals(store, options, span, key)
            assert set(found) == set(parts)
            for name, own in parts.items():
                amounts = told(store, [(s.currency, s.day, s.amount) for s in own], options.currency)
                costs = told(store, [(s.currency, s.day, s.cost or 0) for s in own], options.currency)
                counts = told_counts(store, own, options.currency)
                assert found[name] == {
                    c: Sums(counts[c], amounts[c], costs[c], c) for c in amounts
                }  # fmt: skip
        records = [
            each.record
            for currency in told(store, [(s.currency, s.day, 0) for s in expected], options.currency)
            for each in sales.behind(store, options, span, currency)
        ]
        assert Counter(records) == Counter(sale.record for sale in expected)
        _check_notes(store, options, span, expected)


def told_counts(store, own, target):
    counts: dict[str, int] = defaultdict(int)
    for sale in own:
        (currency,) = told(store, [(sale.currency, sale.day, 0)], target)
        counts[currency] += sale.amount > 0
    return counts


def _check_notes(store, options, span, expected):
    notes = {note.id: note.values for note in sales.notes(store, options, span)}
    assert notes.get("cost_unknown", (0,)) == (sum(sale.cost is None for sale in expected),)
    assert notes.get("refunds", (0,)) == (sum(sale.amount < 0 for sale in expected),)
    if options == Options(period=options.period, currency=options.currency):
        binned = [s for s in everything(store) if s.client["deleted"] and span.first <= s.day <= span.last]
        assert notes.get("sales_in_bin", (0,)) == (len(binned),)
