"""What is expected of the months ahead, told from the rows of the tables alone: what the oracles compute from."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.services.reports.bases import NOW, rows
from tests.services.reports.sold import DIGITS, sold, wanted

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options

TODAY = NOW.date()


@dataclass(frozen=True)
class Buyer:
    """Whoever bought on three days at least."""

    client_id: bytes
    days: list[date]
    interval: float
    usual: int
    currency: str

    @property
    def step(self) -> timedelta:
        return timedelta(days=int(self.interval + 0.5))

    @property
    def next(self) -> date:
        return self.days[-1] + self.step

    def gone(self, today: date) -> bool:
        return (today - self.days[-1]).days > 3 * self.interval


def buyers(store: Any, options: Options, until: date) -> list[Buyer]:
    """All with a rhythm, as was known at the end of a day."""
    bought: defaultdict[bytes, Counter[tuple[date, str]]] = defaultdict(Counter)
    for sale in sold(store, options, last=until):
        if sale.amount > 0:
            bought[sale.client["id"]][sale.day, sale.currency] += sale.amount
    found = []
    for client_id, purchases in bought.items():
        days = sorted({day for day, _ in purchases})
        if len(days) < 3:
            continue
        gaps = [(after - before).days for before, after in itertools.pairwise(days)]
        currency = max(purchases)[1]
        amounts = [purchases[key] for key in sorted(purchases) if key[1] == currency][-5:]
        found.append(Buyer(client_id, days, median(gaps), int(median(amounts) + 0.5), currency))
    return found


def days_ahead(buyer: Buyer, today: date, last: date) -> list[date]:
    """On which days a client is expected to buy."""
    if buyer.gone(today):
        return []
    day = max(buyer.next, today)
    found = [day] if day <= last else []
    stop = buyer.days[-1] + (buyer.days[-1] - buyer.days[0])
    while found and (day := day + buyer.step) <= min(stop, last):
        found.append(day)
    return found


def deals(store: Any, options: Options) -> list[dict[str, Any]]:
    """All deals of the clients and the person asked for."""
    clients = {row["id"]: row for row in wanted(store, options)}
    return [
        row
        for row in rows(store, "deal")
        if not row["deleted"]
        and row["client_id"] in clients
        and row["amount"]
        and options.person in (None, row["responsible_id"] or clients[row["client_id"]]["responsible_id"])
    ]


def chance(store: Any, deal: dict[str, Any], on: date, *, own: bool) -> Fraction:
    """How likely a deal is, on a day."""
    stages = {row["id"]: row for row in rows(store, "deal_stage") if not row["deleted"]}
    stage = stages.get(deal["stage_id"])
    if own and stage and stage["chance"] is not None:
        return Fraction(stage["chance"], 100)
    months = on.year * 12 + on.month - 1 - 24
    since = date(months // 12, months % 12 + 1, 1)
    binned = {row["id"] for row in rows(store, "client") if row["deleted"]}
    closed = [
        row
        for row in rows(store, "deal")
        if not row["deleted"]
        and row["state"] != "open"
        and row["client_id"] not in binned
        and since.isoformat() <= row["closed_on"] < on.isoformat()
    ]
    alike = [
        row
        for row in closed
        if stage and row["stage_id"] in stages and stages[row["stage_id"]]["pipeline"] == stage["pipeline"]
    ]
    for some in (alike, closed):
        if len(some) >= 10:
            return Fraction(sum(row["state"] == "won" for row in some), len(some))
    return Fraction(1, 2)


@dataclass(frozen=True)
class Line:
    """One deal or one expected purchase: where it stands, its money whole and as it counts."""

    place: str
    client_id: bytes
    currency: str
    whole: Fraction
    counts: Fraction
    is_deal: bool


def lines(
    store: Any, options: Options, found: list[dict[str, Any]], today: date, last: date, **how: bool
) -> list[Line]:
    """All that is expected, seen from ``today``; purchases left out stand at ``not_twice``."""
    told = []
    for deal in found:
        place = _place(deal["expected_on"], today, last)
        amount = Fraction(deal["amount"])
        told.append(
            Line(
                place,
                deal["client_id"],
                deal["currency"],
                amount,
                amount * chance(store, deal, today, **how),
                True,
            )
        )
    taken = {(line.client_id, line.place) for line in told}
    until = today if how["own"] else today - timedelta(days=1)
    for buyer in buyers(store, options, until):
        for day in days_ahead(buyer, today, last):
            month = day.isoformat()[:7]
            place = "not_twice" if (buyer.client_id, month) in taken else month
            usual = Fraction(buyer.usual)
            told.append(Line(place, buyer.client_id, buyer.currency, usual, usual, False))
    return told


def _place(expected: str | None, today: date, last: date) -> str:
    if expected is None:
        return "no_date"
    if expected < today.isoformat():
        return "late"
    return expected[:7] if expected <= last.isoformat() else "beyond"


def worth(store: Any, of: str, target: str) -> Fraction | None:
    """Minor units of ``target`` for one of another currency today; None: no rate, or no target."""

    def home(code: str) -> Decimal | None:
        if code == "EUR":
            return Decimal(1)
        known = sorted(
            (row["since"], row["rate"]) for row in rows(store, "currency_rate") if row["currency"] == code
        )
        now = [rate for since, rate in known if since <= TODAY.isoformat()]
        return Decimal((now[-1:] or [known[0][1]])[0]) if known else None

    if not target:
        return None
    own, wanted_one = home(of), home(target)
    if own is None or wanted_one is None:
        return Fraction(1) if of == target else None
    return Fraction(own / wanted_one) * Fraction(10) ** (DIGITS.get(target, 2) - DIGITS.get(of, 2))
