from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import (
    CurrencyRefused,
    DateRefused,
    EntryInUse,
    NameEmpty,
    NumberRefused,
    PeriodRefused,
    RecordEmpty,
    RecordNotFound,
)
from crm_desktop.services import campaigns, dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import CampaignDraft, CostDraft
from crm_desktop.services.operations import undo
from tests.services.reports.bases import made, recipes, rows

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def advert(store):
    return dictionaries.add(store, Dictionary.SOURCE, "Advert")


@pytest.fixture
def spring(store, advert):
    return campaigns.add_campaign(store, CampaignDraft(" Spring ", advert, "2026-11-01", "", " leaflets "))


def test_campaigns_are_listed_the_newest_first(store, advert, spring):
    other = dictionaries.add(store, Dictionary.SOURCE, "Site")
    newer = campaigns.add_campaign(store, CampaignDraft("Banner", other, "2026-11-05", "2026-11-09"))
    first, second = campaigns.campaigns(store)
    assert (first.id, first.source, first.ends_on) == (newer, "Site", "2026-11-09")
    assert (second.name, second.ends_on, second.note) == ("Spring", None, "leaflets")
    assert [each.id for each in campaigns.campaigns(store, advert)] == [spring]


def test_costs_follow_their_campaign_to_another_source(store, advert, spring):
    other = dictionaries.add(store, Dictionary.SOURCE, "Site")
    campaigns.add_cost(store, CostDraft(other, 500, "eur", "2026-11-02", campaign_id=spring))
    (cost,) = campaigns.costs(store)
    assert (cost.source, cost.campaign, cost.currency) == ("Advert", "Spring", "EUR")
    campaigns.edit_campaign(store, spring, CampaignDraft("Summer", other, "2026-11-01"))
    (cost,) = campaigns.costs(store)
    assert (cost.source, cost.campaign) == ("Site", "Summer")
    assert campaigns.costs(store, advert) == []


def test_what_a_deleted_campaign_cost_stays_with_its_source(store, advert, spring):
    campaigns.add_cost(store, CostDraft(advert, 500, "EUR", "2026-11-02", campaign_id=spring))
    campaigns.delete_campaign(store, spring)
    assert campaigns.campaigns(store) == []
    assert campaigns.totals(store, *NOVEMBER) == {(advert, None): {"EUR": 500}}
    undo(store)
    assert campaigns.totals(store, *NOVEMBER) == {(advert, spring): {"EUR": 500}}


def test_a_cost_is_edited_and_deleted(store, advert):
    draft = CostDraft(advert, 500, "EUR", "2026-11-02", note=" printing ")
    cost_id = campaigns.add_cost(store, draft)
    campaigns.edit_cost(store, cost_id, replace(draft, amount=700, until_day="2026-11-03"))
    (cost,) = campaigns.costs(store, advert)
    assert (cost.amount, cost.on_day, cost.until_day, cost.note) == (
        700,
        "2026-11-02",
        "2026-11-03",
        "printing",
    )
    campaigns.delete_cost(store, cost_id)
    assert campaigns.costs(store) == []
    assert campaigns.totals(store, *NOVEMBER) == {}


def test_costs_of_several_currencies_are_not_mixed(store, advert):
    for amount, currency in ((500, "EUR"), (200, "EUR"), (300, "USD")):
        campaigns.add_cost(store, CostDraft(advert, amount, currency, "2026-11-02"))
    assert campaigns.totals(store, *NOVEMBER) == {(advert, None): {"EUR": 700, "USD": 300}}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount": 0}, NumberRefused),
        ({"amount": -5}, NumberRefused),
        ({"amount": 2**53}, NumberRefused),
        ({"currency": ""}, CurrencyRefused),
        ({"on_day": ""}, RecordEmpty),
        ({"on_day": "2026-02-30"}, DateRefused),
        ({"until_day": "soon"}, DateRefused),
        ({"until_day": "2026-11-01"}, PeriodRefused),
        ({"until_day": "2226-11-01"}, PeriodRefused),
        ({"campaign_id": b"x" * 16}, RecordNotFound),
        ({"source_id": b"x" * 16}, RecordNotFound),
    ],
)
def test_what_a_cost_cannot_be(store, advert, change, error):
    with pytest.raises(error):
        campaigns.add_cost(store, replace(CostDraft(advert, 500, "EUR", "2026-11-02"), **change))
    assert campaigns.costs(store) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"name": "  "}, NameEmpty),
        ({"starts_on": ""}, RecordEmpty),
        ({"ends_on": "2026-10-31"}, PeriodRefused),
        ({"source_id": b"x" * 16}, RecordNotFound),
    ],
)
def test_what_a_campaign_cannot_be(store, advert, spring, change, error):
    draft = replace(CampaignDraft("Autumn", advert, "2026-11-01"), **change)
    with pytest.raises(error):
        campaigns.add_campaign(store, draft)
    with pytest.raises(error):
        campaigns.edit_campaign(store, spring, draft)


def test_what_is_not_there_is_neither_edited_nor_deleted(store, advert):
    gone = b"x" * 16
    with pytest.raises(RecordNotFound):
        campaigns.edit_campaign(store, gone, CampaignDraft("Autumn", advert, "2026-11-01"))
    with pytest.raises(RecordNotFound):
        campaigns.delete_campaign(store, gone)
    with pytest.raises(RecordNotFound):
        campaigns.edit_cost(store, gone, CostDraft(advert, 500, "EUR", "2026-11-02"))
    with pytest.raises(RecordNotFound):
        campaigns.delete_cost(store, gone)


def test_a_cost_whose_ends_two_laptops_changed_falls_on_its_first_day(store, advert):
    cost = campaigns.add_cost(store, CostDraft(advert, 500, "EUR", "2026-11-02"))
    with store.change("sync") as change:
        change.execute("UPDATE source_cost SET until_day = '2026-10-01' WHERE id = ?", (cost,))
    assert campaigns.totals(store, *NOVEMBER) == {(advert, None): {"EUR": 500}}


@pytest.mark.parametrize(("on_day", "falls"), [("2026-10-31", 0), ("2026-11-01", 500), ("2026-11-30", 500)])
def test_a_cost_of_the_first_or_the_last_day_falls_on_the_days(store, advert, on_day, falls):
    campaigns.add_cost(store, CostDraft(advert, 500, "EUR", on_day))
    found = campaigns.totals(store, *NOVEMBER)
    assert found.get((advert, None), {}).get("EUR", 0) == falls


def test_a_source_with_costs_is_not_simply_deleted(store, advert, spring):
    campaigns.add_cost(store, CostDraft(advert, 500, "EUR", "2026-11-02"))
    with pytest.raises(EntryInUse):
        dictionaries.delete(store, Dictionary.SOURCE, advert)
    other = dictionaries.add(store, Dictionary.SOURCE, "Site")
    dictionaries.delete(store, Dictionary.SOURCE, advert, replace_by=other)
    assert [cost.source for cost in campaigns.costs(store)] == ["Site"]
    assert [each.source for each in campaigns.campaigns(store)] == ["Site"]


def test_money_spent_stays_with_a_source_that_nothing_replaces(store, advert, spring):
    campaigns.add_cost(store, CostDraft(advert, 500, "EUR", "2026-11-02"))
    dictionaries.delete(store, Dictionary.SOURCE, advert, clear=True)
    assert [(cost.source, cost.amount) for cost in campaigns.costs(store)] == [("Advert", 500)]


@given(
    recipe=recipes(clients=0, activities=0, deals=0, payments=0, requests=0),
    first=st.integers(-600, 300),
    lengths=st.lists(st.integers(1, 90), min_size=1, max_size=4),
    cuts=st.lists(st.integers(-600, 600), max_size=4),
)
def test_stretches_side_by_side_add_up_to_the_days_one_by_one(master_base, recipe, first, lengths, cuts):
    with made(master_base, recipe) as store:
        start = date(2026, 11, 20) + timedelta(days=first)
        turns = [(date(2026, 11, 20) + timedelta(days=cut)).isoformat() for cut in cuts]
        summed, begin = 0, start
        for length in lengths:
            end = begin + timedelta(days=length - 1)
            parts = list(campaigns.spent(store, begin, end, turns))
            assert all(begin.isoformat() <= part.first <= end.isoformat() for part in parts)
            summed += sum(part.amount for part in parts)
            begin = end + timedelta(days=1)
        expected = 0
        for row in rows(store, "source_cost"):
            on = date.fromisoformat(row["on_day"])
            days = (date.fromisoformat(row["until_day"] or row["on_day"]) - on).days + 1
            for n in range(days):
                if start <= on + timedelta(days=n) < begin and not row["deleted"]:
                    expected += row["amount"] * (n + 1) // days - row["amount"] * n // days
        assert summed == expected
