"""What was sold, told from the rows of the tables alone: what the oracles of reports compute from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from crm_desktop.services.reports.options import Options, span_of
from crm_desktop.services.reports.periods import PeriodName, Span
from tests.services.reports.bases import NOW, Recipe, pick, rows

DIGITS = {"JPY": 0, "KWD": 3}


@dataclass(frozen=True)
class Sold:
    """One sale; ``cost`` None: nobody knows. ``client`` and what follows is the row of its client."""

    record: bytes
    day: date
    amount: int
    cost: int | None
    currency: str
    person: bytes | None
    client: dict[str, Any]

    @property
    def profit(self) -> int:
        return self.amount - (self.cost or 0)


def everything(store: Any) -> list[Sold]:
    """All sales of all clients, those in the bin too."""
    clients = {row["id"]: row for row in rows(store, "client")}
    found = []
    for deal in rows(store, "deal"):
        if deal["state"] == "won" and not deal["deleted"] and deal["closed_on"]:
            client = clients[deal["client_id"]]
            person = deal["responsible_id"] or client["responsible_id"]
            on = date.fromisoformat(deal["closed_on"])
            found.append(Sold(deal["id"], on, deal["amount"], deal["cost"], deal["currency"], person, client))
    of_worth = {sale.record for sale in found if sale.amount > 0}
    for payment in rows(store, "payment"):
        given_back = payment["amount"] < 0 and payment["deal_id"] in of_worth
        if payment["paid_on"] and not payment["deleted"] and (payment["deal_id"] is None or given_back):
            client = clients[payment["client_id"]]
            on = date.fromisoformat(payment["paid_on"])
            person = client["responsible_id"]
            found.append(Sold(payment["id"], on, payment["amount"], 0, payment["currency"], person, client))
    return found


def wanted(store: Any, options: Options) -> list[dict[str, Any]]:
    """The clients that options ask for, whoever is responsible."""
    tagged = _linked(store, "client_tag", "tag_id", options.tag)
    grouped = _linked(store, "group_member", "group_id", options.group)
    return [
        client
        for client in rows(store, "client")
        if not client["deleted"]
        and (options.tag is None or client["id"] in tagged)
        and (options.group is None or client["id"] in grouped)
        and (options.source is None or client["source_id"] == options.source)
        and (options.stage is None or client["stage_id"] == options.stage)
    ]


def _linked(store: Any, table: str, column: str, wanted_id: bytes | None) -> set[bytes]:
    return {row["client_id"] for row in rows(store, table) if row[column] == wanted_id and not row["deleted"]}


def asked(store: Any, options: Options) -> Span:
    """The days that options mean of sales, "all" reaching over whatever was closed or paid."""
    today = NOW.astimezone().date()
    ends = [(row["closed_on"], row["deleted"]) for row in rows(store, "deal")]
    ends += [(row["paid_on"], row["deleted"]) for row in rows(store, "payment")]
    days = [today, *(date.fromisoformat(day) for day, deleted in ends if day and not deleted)]
    return span_of(options, today, Span(min(days), max(days)))


def sold(store: Any, options: Options, first: date = date.min, last: date = date.max) -> list[Sold]:
    """The sales that options ask for, from day to day."""
    ids = {client["id"] for client in wanted(store, options)}
    return [
        sale
        for sale in everything(store)
        if sale.client["id"] in ids
        and first <= sale.day <= last
        and (options.person is None or sale.person == options.person)
    ]


def told(store: Any, sums: list[tuple[str, date, int]], target: str) -> dict[str, int]:
    """Minor units by currency, all in ``target`` where there is a rate; rounded once. The home currency is the euro."""
    known: dict[str, list[tuple[str, Decimal]]] = {}
    for rate in rows(store, "currency_rate"):
        known.setdefault(rate["currency"], []).append((rate["since"], Decimal(rate["rate"])))
    whole = Decimal(0)
    apart: dict[str, int] = {}
    any_told = False

    def worth(currency: str, day: date) -> Decimal | None:
        if currency == "EUR":
            return Decimal(1)
        if currency not in known:
            return None
        steps = sorted(known[currency])
        return ([rate for since, rate in steps if since <= day.isoformat()] or [steps[0][1]])[-1]

    for currency, day, minor in sums:
        of_target = worth(target, day)
        factor = Decimal(1) if currency == target else None
        if factor is None and of_target is not None and (own := worth(currency, day)) is not None:
            factor = own / of_target
        if target == "" or factor is None:
            apart[currency] = apart.get(currency, 0) + minor
        else:
            any_told = True
            whole += Decimal(minor).scaleb(-DIGITS.get(currency, 2)) * factor
    if any_told:
        rounded = whole.scaleb(DIGITS.get(target, 2)).to_integral_value(ROUND_HALF_UP)
        apart[target] = apart.get(target, 0) + int(rounded)
    return apart


_PERIODS = (
    PeriodName.ALL,
    PeriodName.LAST_12_MONTHS,
    PeriodName.THIS_YEAR,
    PeriodName.LAST_QUARTER,
    PeriodName.LAST_MONTH,
)


def some_options(store: Any, recipe: Recipe, **more: Any) -> Options:
    """Options that a recipe asks for: often everything, else somebody's, or some clients'."""
    random = Random(f"{recipe.seed}/options")
    whom = random.choice([None, None, "person", "group", "source", "stage", "tag"])
    tables = {"person": "colleague", "group": "client_group"}
    chosen: dict[str, Any] = {} if whom is None else {whom: pick(store, recipe, tables.get(whom, whom))}
    period = random.choice(list(_PERIODS))
    values = {"period": period, "currency": random.choice(["", "", "EUR", "USD"])} | chosen | more
    return Options(**values)
