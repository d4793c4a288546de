from __future__ import annotations

from datetime import date
from fractions import Fraction

from crm_desktop.kinds import DealState
from crm_desktop.services import deal_stages
from crm_desktop.services.reports import open_deals
from crm_desktop.services.reports.options import Options
from tests.services.reports.writing import client, deal, insert

TODAY = date(2026, 11, 20)
NEW, WON, LOST = (deal_stages.first_id(word) for word in ("new", "won", "lost"))


def open_deal(store, client_id, **values):
    known = {"client_id": client_id, "amount": 1000, "currency": "EUR", "state": "open", "stage_id": NEW}
    return insert(store, "deal", **known | values)


def closed(store, client_id, won, lost, on="2026-10-01", **values):
    for number in range(won + lost):
        state = "won" if number < won else "lost"
        deal(
            store, client_id, 1, on, **{"state": state, "stage_id": WON if state == "won" else LOST} | values
        )


def now(store, **options):
    return open_deals.open_now(store, Options(**options), open_deals.chances(store, TODAY, 4), TODAY)


def test_the_users_own_number_goes_first(store):
    one = client(store, "One")
    closed(store, one, 9, 1)
    own = insert(store, "deal_stage", name="Sure", role="open", pipeline="", chance=95)
    open_deal(store, one, stage_id=own)
    (found,) = now(store)
    assert (found.chance, found.guessed, found.weighted) == (Fraction(95, 100), False, 950)


def test_else_the_experience_with_the_pipeline(store):
    one = client(store, "One")
    closed(store, one, 6, 4)
    other_open = insert(store, "deal_stage", name="Talks", role="open", pipeline="Other")
    other_won = insert(store, "deal_stage", name="Done", role="won", pipeline="Other")
    closed(store, one, 10, 0, stage_id=other_won)
    open_deal(store, one, title="a")
    open_deal(store, one, title="b", stage_id=other_open)
    open_deal(store, one, title="c", stage_id=None)
    assert sorted(each.chance for each in now(store)) == [Fraction(6, 10), Fraction(16, 20), Fraction(1)]


def test_too_little_experience_with_it_is_that_with_all(store):
    one = client(store, "One")
    closed(store, one, 3, 6)
    open_deal(store, one)
    assert [(each.chance, each.guessed) for each in now(store)] == [(Fraction(1, 2), True)]
    closed(store, one, 1, 0, stage_id=None)
    assert [(each.chance, each.guessed) for each in now(store)] == [(Fraction(4, 10), False)]


def test_only_what_was_closed_in_24_months_counts(store):
    one = client(store, "One")
    closed(store, one, 10, 0, on="2024-10-31")
    closed(store, one, 5, 5, on="2024-11-01")
    closed(store, one, 10, 0, on="2026-11-20")
    open_deal(store, one)
    assert now(store)[0].chance == Fraction(1, 2)
    assert not now(store)[0].guessed


def test_what_was_open_when_a_month_began(store):
    one = client(store, "One")
    known = {"created_at": "2026-08-01T10:00:00.000Z", "expected_on": "2026-09-10"}
    for title in ("still", "still too"):
        open_deal(store, one, title=title, **known)
    deal(store, one, 10, "2026-09-20", title="won then", **known)
    deal(store, one, 10, "2026-08-30", title="won before", **known)
    # Local midnight: the month began at nine in the evening of the day before.
    open_deal(store, one, title="new", **known | {"created_at": "2026-08-31T21:00:00.000Z"})
    months = [date(2026, 8, 1), date(2026, 9, 1)]
    found = open_deals.open_then(store, Options(), open_deals.chances(store, TODAY, 4), months)
    titles = open_deals.named(store, found[months[1]])
    assert sorted(each.title for each in titles.values()) == ["still", "still too", "won then"]
    assert found[months[0]] == []


def test_words_for_deals(store):
    one = client(store, "One")
    open_deal(store, one, title="a", stage_id=deal_stages.first_id("offer"))
    own = deal_stages.add(store, "Sure", DealState.OPEN)
    open_deal(store, one, title="b", stage_id=own)
    open_deal(store, one, title="c", stage_id=None)
    named = {each.title: each for each in open_deals.named(store, now(store)).values()}
    assert (named["a"].word, named["b"].stage, named["c"].stage, named["c"].word) == ("offer", "Sure", "", "")


def test_whose_deals(store):
    ona = store.read("SELECT id FROM colleague")[0][0]
    hers, his = client(store, "Hers", responsible_id=ona), client(store, "His")
    binned = client(store, "Gone", deleted=1)
    open_deal(store, hers, amount=1)
    open_deal(store, his, amount=2, responsible_id=ona)
    open_deal(store, his, amount=4)
    open_deal(store, his, amount=0)
    open_deal(store, binned, amount=8)
    assert sum(each.amount for each in now(store)) == 7
    assert sum(each.amount for each in now(store, person=ona)) == 3
    assert open_deals.without_amount(store, Options()) == 1
    assert open_deals.in_bin(store, Options()) == 1
