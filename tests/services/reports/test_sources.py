from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import DealState, ReportKind
from crm_desktop.services import campaigns, clients, deals, dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import CampaignDraft, ClientDraft, CostDraft, DealDraft
from crm_desktop.services.reports.making import make, maker
from crm_desktop.services.reports.options import EVER_BACK, Attribution, Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note, Term
from tests.services.reports.bases import NOW, made, pick, recipes, rows
from tests.services.reports.diary import local

DIGITS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3}
NUMBERS = (
    "clients",
    "buyers",
    "sales",
    "amount",
    "profit",
    "cost",
    "per_client",
    "payback",
    "return",
    "referrals",
)


def sources(store, options):
    return make(store, ReportKind.SOURCES, options, NOW)


def table(report, id_):
    (found,) = [table for table in report.tables if table.id == id_]
    return found


def numbers(row):
    return dict(zip(NUMBERS, row.cells[1:], strict=True))


class Oracle:
    """The report counted client by client, sale by sale and day by day."""

    def __init__(self, store, options, span):
        self.options, self.span = options, span
        self.clients = {row["id"]: row for row in rows(store, "client")}
        self.campaigns = [row for row in rows(store, "campaign") if not row["deleted"]]
        self.rates: dict[str, list[tuple[str, Fraction]]] = {}
        for row in sorted(rows(store, "currency_rate"), key=lambda row: row["since"]):
            self.rates.setdefault(row["currency"], []).append((row["since"], Fraction(row["rate"])))
        self.asked = {
            id_ for id_, row in self.clients.items() if not row["deleted"] and self._fits(store, row)
        }
        sold = self._sales(store)
        self.clients_by = Counter(
            self.key(id_) for id_ in self.asked if self._in_care(id_) and self.came(self.clients[id_])
        )
        self.buyers = Counter(self.key(id_) for id_ in {sale[0] for sale in sold if sale[2] > 0})
        self.money: dict[tuple[str, str], Counter[str]] = {}
        for client_id, day, amount, cost, currency in sold:
            self._add(self.key(client_id), day, currency, sales=int(amount > 0), amount=amount, cost_of=cost)
        for key, day, amount, currency in self._costs(store):
            self._add(key, day, currency, spent=amount)
        self.referrals = Counter(filter(None, (self.referral(id_) for id_ in self.asked)))

    def _fits(self, store, row):
        group = self.options.group
        member = any(
            link["client_id"] == row["id"] and link["group_id"] == group and not link["deleted"]
            for link in rows(store, "group_member")
        )
        return (group is None or member) and self.options.source in {None, row["source_id"]}

    def _in_care(self, id_):
        return self.options.person in {None, self.clients[id_]["responsible_id"]}

    def within(self, day):
        return self.span[0] <= day <= self.span[1]

    def came(self, row):
        return bool(row["created_at"]) and self.within(local(row["created_at"]))

    def key(self, id_):
        row = self.clients[id_]
        if self.options.attribution is Attribution.CAMPAIGN and row["created_at"]:
            day = local(row["created_at"]).isoformat()
            ran = [
                each for each in self.campaigns
                if each["source_id"] == row["source_id"] and each["starts_on"] <= day <= (each["ends_on"] or "9999")
            ]  # fmt: skip
            if ran:
                return max(ran, key=lambda each: (each["starts_on"], each["id"]))["id"].hex()
        if row["source_id"]:
            return row["source_id"].hex()
        return "recommended" if row["referrer_id"] else "no_source"

    def _sales(self, store):
        found = []
        of_worth = {
            row["id"]
            for row in rows(store, "deal")
            if row["state"] == "won" and not row["deleted"] and (row["amount"] or 0) > 0
        }
        for row in rows(store, "deal"):
            if row["state"] == "won":
                found.append((row, row["closed_on"], row["cost"] or 0, row["responsible_id"]))
        for row in rows(store, "payment"):
            given_back = row["amount"] < 0 and row["deal_id"] in of_worth
            if row["paid_on"] and (row["deal_id"] is None or given_back):
                found.append((row, row["paid_on"], 0, None))
        return [
            (row["client_id"], day, row["amount"], cost, row["currency"])
            for row, day, cost, person in found
            if not row["deleted"] and row["client_id"] in self.asked and self.within(date.fromisoformat(day))
            and self.options.person in {None, person or self.clients[row["client_id"]]["responsible_id"]}
        ]  # fmt: skip

    def _costs(self, store):
        alive = {each["id"] for each in self.campaigns}
        for row in rows(store, "source_cost"):
            if row["deleted"] or self.options.source not in {None, row["source_id"]}:
                continue
            first = date.fromisoformat(row["on_day"])
            last = date.fromisoformat(row["until_day"] or row["on_day"])
            days, by_campaign = (last - first).days + 1, self.options.attribution is Attribution.CAMPAIGN
            key = row["campaign_id"] if by_campaign and row["campaign_id"] in alive else row["source_id"]
            for n in range(days):
                if self.within(first + timedelta(days=n)):
                    part = row["amount"] * (n + 1) // days - row["amount"] * n // days
                    yield key.hex(), (first + timedelta(days=n)).isoformat(), part, row["currency"]

    def _add(self, key, day, currency, **sums):
        target, factor = currency, Fraction(1)
        wanted = self.options.currency
        if wanted and (currency in self.rates or currency == "EUR"):
            target = wanted
            factor = self._rate(currency, day) / self._rate(wanted, day)
            factor *= Fraction(10) ** (DIGITS[wanted] - DIGITS[currency])
        there = self.money.setdefault((key, target), Counter())
        for name, number in sums.items():
            there[name] += number if name == "sales" else number * factor

    def _rate(self, currency, day):
        if currency == "EUR":
            return Fraction(1)
        found = [rate for since, rate in self.rates[currency] if since <= day]
        return found[-1] if found else self.rates[currency][0][1]

    def referral(self, id_):
        row = self.clients[id_]
        if not (row["referrer_id"] and self.came(row) and self._in_care(id_)):
            return None
        seen = [id_]
        while True:
            above = self.clients[seen[-1]]["referrer_id"]
            passed = set()
            while above and self.clients[above]["merged_into"] and above not in passed:
                passed.add(above)
                above = self.clients[above]["merged_into"]
            if above is None or above in seen:
                return self.key(seen[-1]) if len(seen) > 1 else None
            seen.append(above)

    def line(self, key, currency):
        sums = {name: _half_up(number) for name, number in self.money.get((key, currency), Counter()).items()}
        profit, cost = sums.get("amount", 0) - sums.get("cost_of", 0), sums.get("spent", 0)
        clients = self.clients_by[key]
        return {
            "clients": clients,
            "buyers": self.buyers[key],
            "sales": sums.get("sales", 0),
            "amount": sums.get("amount", 0),
            "profit": profit,
            "cost": cost,
            "per_client": _half_up(Fraction(cost, clients)) if clients else None,
            "payback": profit - cost,
            "return": profit / cost if cost > 0 else None,
            "referrals": self.referrals[key],
        }


def _half_up(number):
    number = Fraction(number)
    return (abs(number) * 2 + 1) // 2 * (1 if number >= 0 else -1)


@st.composite
def spans(draw):
    first = date(2026, 11, 20) - timedelta(days=draw(st.integers(0, 500)))
    return first, first + timedelta(days=draw(st.sampled_from([0, 6, 30, 200, 520])))


@given(recipe=recipes(activities=0, requests=0), span=spans(), data=st.data())
def test_every_number_is_that_of_counting_one_by_one(master_base, recipe, span, data):
    with made(master_base, recipe) as store:
        options = _options(store, recipe, span, data)
        oracle = Oracle(store, options, span)
        report = sources(store, options)
        currencies = {currency for _, currency in oracle.money}
        assert {each.id for each in report.tables} - {"referrers"} == (
            {f"sources:{currency}" for currency in currencies} or {"sources"}
        )
        keys = {*oracle.clients_by, *oracle.referrals, *(key for key, _ in oracle.money)}
        for currency in currencies:
            found = table(report, f"sources:{currency}")
            assert {row.key: numbers(row) for row in found.rows} == {
                key: oracle.line(key, currency) for key in keys
            }
            paid = [numbers(row)["payback"] for row in found.rows]
            assert paid == sorted(paid, reverse=True)
            for name in ("clients", "buyers", "sales", "amount", "profit", "cost", "payback", "referrals"):
                assert numbers(found.total)[name] == sum(numbers(row)[name] for row in found.rows)
        if not currencies:
            found = {row.key: row.cells[1:] for row in table(report, "sources").rows}
            assert found == {key: (oracle.clients_by[key], oracle.referrals[key]) for key in keys}


@given(recipe=recipes(activities=0, requests=0), span=spans(), data=st.data())
def test_behind_every_number_are_its_clients_and_sales(master_base, recipe, span, data):
    with made(master_base, recipe) as store:
        options = _options(store, recipe, span, data)
        behind = maker(ReportKind.SOURCES).behind
        for each in sources(store, options).tables:
            for row in (*each.rows, *filter(None, [each.total])):
                for place, column in enumerate(each.columns):
                    if not column.drills:
                        continue
                    found = behind(store, options, NOW, each.id, row.key, column.id)
                    if not column.currency:
                        assert len(found) == row.cells[place]
                    elif not options.currency and column.id.startswith("amount"):
                        assert sum(sale.amount or 0 for sale in found) == row.cells[place]


@given(recipe=recipes(activities=0, requests=0, deals=6, payments=4))
def test_costs_of_stretches_side_by_side_are_the_whole(master_base, recipe):
    with made(master_base, recipe) as store:
        whole: Counter[str] = Counter()
        for row in rows(store, "source_cost"):
            whole[row["currency"]] += 0 if row["deleted"] else row["amount"]
        every = sources(store, Options(PeriodName.DAYS, "2020-01-01", "2030-01-01"))
        for currency, amount in whole.items():
            if amount:
                assert numbers(table(every, f"sources:{currency}").total)["cost"] == amount


def _options(store, recipe, span, data):
    which = data.draw(st.sampled_from(["", "", "group", "source", "person"]))
    tables = {"group": "client_group", "source": "source", "person": "colleague"}
    chosen: dict[str, Any] = {which: pick(store, recipe, tables[which])} if which else {}
    return Options(
        PeriodName.DAYS,
        span[0].isoformat(),
        span[1].isoformat(),
        currency=data.draw(st.sampled_from(["", "EUR", "USD"])),
        attribution=data.draw(st.sampled_from(Attribution)),
        rows=0,
        **chosen,
    )


def notes(report):
    return {note.id: note.values for note in report.notes}


def test_an_advert_that_pays_back(store):
    advert = dictionaries.add(store, Dictionary.SOURCE, "Advert")
    friend = clients.add(store, ClientDraft(name="Ona", source_id=advert))
    clients.add(store, ClientDraft(name="Jonas", referrer_id=friend))
    sale: dict[str, Any] = {
        "amount": 100_00,
        "cost": 40_00,
        "currency": "EUR",
        "state": DealState.WON,
        "closed_on": "2026-11-20",
    }
    deals.add(store, DealDraft(friend, "Roses", **sale))
    campaigns.add_cost(store, CostDraft(advert, 30_00, "EUR", "2026-11-01", "2026-11-30"))
    report = sources(store, Options(PeriodName.THIS_MONTH))
    first, second = table(report, "sources:EUR").rows
    assert first.cells[0] == "Advert"
    assert numbers(first) == {
        "clients": 1, "buyers": 1, "sales": 1, "amount": 100_00, "profit": 60_00, "cost": 30_00,
        "per_client": 30_00, "payback": 30_00, "return": 2.0, "referrals": 1,
    }  # fmt: skip
    assert (second.key, second.cells[0]) == ("recommended", Term("recommended"))
    assert [row.cells for row in table(report, "referrers").rows] == [("Ona", 1)]
    assert {"by_source", "costs_spread", "clients_of_period"} <= notes(report).keys()
    week = sources(store, Options(PeriodName.LAST_WEEK))
    assert numbers(table(week, "sources:EUR").total)["cost"] == 7_00
    figures = {figure.id: (figure.value, figure.before) for figure in report.figures}
    assert figures["payback"] == (30_00, 0)
    assert figures["clients"] == (2, 0)


def test_by_campaigns_with_what_lies_outside_them(store, clock):
    advert = dictionaries.add(store, Dictionary.SOURCE, "Advert")
    clients.add(store, ClientDraft(name="Ona", source_id=advert))
    campaigns.add_campaign(store, CampaignDraft("Older", advert, "2026-10-01"))
    spring = campaigns.add_campaign(store, CampaignDraft("Newer", advert, "2026-11-01"))
    campaigns.add_campaign(store, CampaignDraft("Over", advert, "2026-11-10", "2026-11-19"))
    campaigns.add_cost(store, CostDraft(advert, 10_00, "EUR", "2026-11-02"))
    campaigns.add_cost(store, CostDraft(advert, 20_00, "EUR", "2026-11-02", campaign_id=spring))
    options = Options(PeriodName.THIS_MONTH, attribution=Attribution.CAMPAIGN)
    report = sources(store, options)
    found = {row.cells[0]: numbers(row) for row in table(report, "sources:EUR").rows}
    assert {name: (line["clients"], line["cost"]) for name, line in found.items()} == {
        "Newer": (1, 20_00),
        Term("outside", ("Advert",)): (0, 10_00),
    }
    assert "by_campaign" in notes(report)
    by_source = sources(store, replace(options, attribution=Attribution.SOURCE))
    assert [row.cells[0] for row in table(by_source, "sources:EUR").rows] == ["Advert"]
    # Of one source alone nothing that another cost is told.
    site = dictionaries.add(store, Dictionary.SOURCE, "Site")
    campaigns.add_cost(store, CostDraft(site, 99_00, "EUR", "2026-11-02"))
    # Where nothing was spent in a currency, a client did not cost nought in it.
    ona = clients.add(store, ClientDraft(name="Rasa"))
    deals.add(store, DealDraft(ona, "x", 5_00, "USD", DealState.WON, closed_on="2026-11-20"))
    told = [(each.id, each.currency) for each in sources(store, options).figures if each.currency]
    assert told == [
        *((name, "USD") for name in ("amount", "profit")),
        *((name, "EUR") for name in ("amount", "profit", "cost", "per_client", "payback")),
    ]
    alone = sources(store, replace(options, source=advert))
    assert numbers(table(alone, "sources:EUR").total)["cost"] == 30_00


def test_what_is_said_beside_the_numbers(store):
    advert, site = (dictionaries.add(store, Dictionary.SOURCE, name) for name in ("Advert", "Site"))
    group = dictionaries.add(store, Dictionary.GROUP, "Dear")
    client = clients.add(store, ClientDraft(name="Ona", source_id=advert, groups=("Dear",)))
    sale: dict[str, Any] = {
        "amount": 100,
        "currency": "EUR",
        "state": DealState.WON,
        "closed_on": "2026-11-20",
        "source_id": site,
    }
    deals.add(store, DealDraft(client, "Roses", **sale))
    for same in (None, advert):  # a deal that names none goes by the card
        deals.add(store, DealDraft(client, "Tulips", **sale | {"source_id": same}))
    with store.change("edit_client") as change:
        change.execute("INSERT INTO client(id, name) VALUES (?, 'Undated')", (b"u" * 16,))
    options = Options(PeriodName.THIS_MONTH)
    said = notes(sources(store, options))
    assert said["no_costs"] == ()
    assert "people_of_all_currencies" not in said
    assert said["other_source"] == (1,)
    assert said["undated"] == (1,)
    campaigns.add_cost(store, CostDraft(advert, 500, "KWD", "2026-11-02"))
    said = notes(sources(store, replace(options, group=group)))
    assert {"costs_of_all", "people_of_all_currencies"} <= said.keys()
    assert said.keys().isdisjoint({"no_costs", "undated", "no_rate"})
    assert notes(sources(store, replace(options, currency="EUR")))["no_rate"] == ("KWD",)
    assert sources(store, Options(PeriodName.ALL)).figures[0].before is None


def test_an_empty_base_has_an_empty_report(store):
    report = sources(store, Options(PeriodName.ALL))
    assert [(each.id, each.rows) for each in report.tables] == [("sources", ()), ("referrers", ())]
    assert Note("no_costs") in report.notes


def test_what_all_time_leaves_out_is_said_once(store):
    buyer = clients.add(store, ClientDraft(name="Ona"))
    fair = dictionaries.add(store, Dictionary.SOURCE, "Fair")
    campaigns.add_cost(store, CostDraft(fair, 500, "EUR", "1926-11-02"))
    said = notes(sources(store, Options(PeriodName.ALL)))
    today = NOW.astimezone().date()
    assert said["ever_is"] == ((today - EVER_BACK).isoformat(), today.isoformat())
    assert "ever_is" not in notes(sources(store, Options(PeriodName.THIS_MONTH)))
    deal = DealDraft(buyer, "Slip", amount=100, currency="EUR", state=DealState.WON, closed_on="1926-11-02")
    deals.add(store, deal)
    said = notes(sources(store, Options(PeriodName.ALL)))
    assert said["sales_beyond"][0] == 1
    assert "ever_is" not in said


def test_behind_a_name_stand_those_whom_it_recommended(store):
    friend = clients.add(store, ClientDraft(name="Ona"))
    brought = clients.add(store, ClientDraft(name="Jonas", referrer_id=friend))
    options = Options(PeriodName.THIS_MONTH)
    behind = maker(ReportKind.SOURCES).behind
    found = behind(store, options, NOW, "referrers", friend.hex(), "brought")
    assert [(each.client_id, each.name) for each in found] == [(brought, "Jonas")]
    assert [each.name for each in behind(store, options, NOW, "sources", "no_source", "referrals")] == [
        "Jonas"
    ]
    assert behind(store, options, NOW, "sources", "recommended", "referrals") == []


def test_a_card_that_names_itself_recommends_nobody(store):
    client = clients.add(store, ClientDraft(name="Ona"))
    with store.change("edit_client") as change:
        change.execute("UPDATE client SET referrer_id = id WHERE id = ?", (client,))
    report = sources(store, Options(PeriodName.THIS_MONTH))
    assert table(report, "sources").total.cells[1:] == (1, 0)
