"""The user's own rates of currencies. Nothing is ever converted by a rate that the user did not write down.

A rate says how many units of one currency a unit of another is worth, from a day on; before the first of a pair that
one counts. It names both, so it means the same whichever currency is counted in. A sum goes from one currency to the
other by what was said of these two, in either direction, else by way of one third currency; nothing further is tried.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from math import prod
from typing import TYPE_CHECKING

from crm_desktop.errors import RateRefused
from crm_desktop.ids import link_id
from crm_desktop.kinds import Op
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.models.money import minor_digits
from crm_desktop.services import common, writing
from crm_desktop.services.currencies import home_currency

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_HOME = "home_currency"
_FIRST, _LAST = "0000-00-00", "9999-99-99"
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """From ``since`` on one unit of ``currency`` is worth ``rate`` units of ``per``."""

    id: bytes
    currency: str
    per: str
    since: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """From ``since`` to before ``until`` one unit of ``currency`` is worth ``factor`` units of the target."""

    currency: str
    since: str
    until: str
    factor: Decimal


def home(store: Store) -> str:
    """The currency that the user counts in: the chosen one, else that of most deals and payments of late."""
    return common.setting(store, _HOME, "") or home_currency(store)


def set_home(store: Store, code: str) -> None:
    """Choose it. Raises CurrencyRefused. What was written down of rates says the same as before."""
    common.set_setting(store, _HOME, currency_code("currency", code, needed=True))


def rates(store: Store) -> list[Rate]:
    """All rates, by their two currencies, the newest first."""
    found = store.read(
        "SELECT id, currency, per, since, rate FROM currency_rate WHERE deleted = 0"
        " ORDER BY currency, per, since DESC"
    )
    return [Rate(id_, currency, per, since, Decimal(rate)) for id_, currency, per, since, rate in found]


def set_rate(store: Store, currency: str, since: str, rate: str, per: str | None = None) -> None:
    """Write down what one unit of ``currency`` is worth in ``per``; one of the same two and day is replaced.

    Args:
        per: the currency it is told in; None: the home currency of now.

    Raises:
        CurrencyRefused, DateRefused: no code, no day.
        RateRefused: no positive number, or a currency told in itself.
    """
    code = currency_code("currency", currency, needed=True)
    told_in = currency_code("per", home(store) if per is None else per, needed=True)
    check_day("since", since)
    if code == told_in:
        raise RateRefused(currency=code, value=rate)
    value = _decimal(code, rate)
    with store.change(Op.EDIT_RATES) as change:
        change.execute(
            "INSERT INTO currency_rate(id, currency, per, since, rate) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET rate = excluded.rate, deleted = 0",
            (link_id(b"rate", code.encode(), told_in.encode(), since.encode()), code, told_in, since, f"{value:f}"),
        )  # fmt: skip


def delete_rate(store: Store, rate_id: bytes) -> None:
    """Strike a rate out. Raises RecordNotFound."""
    with store.change(Op.EDIT_RATES):
        writing.delete(store, "currency_rate", rate_id)


def rate_periods(store: Store, target: str) -> list[RatePeriod]:
    """For every currency that can be told in ``target``, what one unit is worth and when; ``target`` itself is 1."""
    pairs = _pairs(rates(store))
    found = [RatePeriod(target, _FIRST, _LAST, Decimal(1))]
    for currency in sorted({code for code, _ in pairs} - {target}):
        routes = _routes(pairs, currency, target)
        turns = sorted({_FIRST, *(quote.since for route in routes for leg in route for quote in leg)})
        if routes:
            for since, until in zip(turns, [*turns[1:], _LAST], strict=True):
                found.append(RatePeriod(currency, since, until, _factor(routes, since)))
    return found


def idle(store: Store, target: str) -> set[bytes]:
    """The ids of the rates that do not help to tell anything in ``target``: no way leads from them to it."""
    told = {period.currency for period in rate_periods(store, target)}
    return {rate.id for rate in rates(store) if rate.currency not in told and rate.per not in told}


def converted(parts: Iterable[tuple[int, int]], periods: Mapping[int, RatePeriod], target: str) -> int:
    """Minor units of ``target``: sums of minor units, each with the number of its period; rounded once, half up."""
    whole = Decimal(0)
    for minor, number in parts:
        period = periods[number]
        whole += Decimal(minor).scaleb(-minor_digits(period.currency)) * period.factor
    return int(whole.scaleb(minor_digits(target)).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class _Quote:
    """From ``since`` on ``under`` units of one currency are ``over`` units of another.

    Two numbers, so that there and back again divides once, at the end.
    """

    since: str
    over: Decimal
    under: Decimal


_Leg = list[_Quote]
_ONE = Decimal(1)


def _pairs(said: list[Rate]) -> dict[tuple[str, str], _Leg]:
    """What was said of two currencies, from the one to the other and back, by day.

    Of one day what was said in this direction counts, of others the newer, in whichever direction it was said.
    """
    by_day: dict[tuple[str, str], dict[str, _Quote]] = {}
    for rate in said:
        by_day.setdefault((rate.currency, rate.per), {})[rate.since] = _Quote(rate.since, rate.rate, _ONE)
    for rate in said:
        back = by_day.setdefault((rate.per, rate.currency), {})
        back.setdefault(rate.since, _Quote(rate.since, _ONE, rate.rate))
    return {pair: [quotes[since] for since in sorted(quotes)] for pair, quotes in by_day.items()}


def _routes(pairs: Mapping[tuple[str, str], _Leg], currency: str, target: str) -> list[list[_Leg]]:
    """The ways from one currency to another: the straight one alone, else by way of each that both are told in."""
    if (currency, target) in pairs:
        return [[pairs[currency, target]]]
    commons = sorted(common for of, common in pairs if of == currency and (common, target) in pairs)
    return [[pairs[currency, common], pairs[common, target]] for common in commons]


def _factor(routes: list[list[_Leg]], day: str) -> Decimal:
    """What one unit is worth on a day, by the way whose older rate is the newest; of equals the first by its code."""
    ways = [[_on(leg, day) for leg in route] for route in routes]
    best = max(ways, key=lambda way: min(quote.since if quote.since <= day else "" for quote in way))
    over, under = (
        prod((quote.over for quote in best), start=_ONE),
        prod((quote.under for quote in best), start=_ONE),
    )
    return over / under


def _on(leg: _Leg, day: str) -> _Quote:
    """What counts on a day. Before the first that one counts."""
    return leg[max(0, bisect_right(leg, day, key=lambda quote: quote.since) - 1)]


def _decimal(currency: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        raise RateRefused(currency=currency, value=text) from None
    sane = value.is_finite() and value > 0 and abs(value.adjusted()) < _MOST_DIGITS
    if not sane or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise RateRefused(currency=currency, value=text)
    return value
