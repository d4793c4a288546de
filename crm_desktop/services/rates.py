"""The user's own rates of currencies. Nothing is ever converted by a rate that the user did not write down.

A rate says how many units of the home currency one unit of another is worth, from a day on; before the first of them
that one counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
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
    """From ``since`` on one unit of ``currency`` is worth ``rate`` units of the home currency."""

    id: bytes
    currency: str
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
    """The currency that the user counts in: the chosen one, else that of most deals and payments."""
    return common.setting(store, _HOME, "") or home_currency(store)


def set_home(store: Store, code: str) -> None:
    """Choose it. Raises CurrencyRefused. Rates said before are of the old one: they stay as they were written."""
    common.set_setting(store, _HOME, currency_code("currency", code, needed=True))


def rates(store: Store) -> list[Rate]:
    """All rates, by currency, the newest first."""
    found = store.read(
        "SELECT id, currency, since, rate FROM currency_rate WHERE deleted = 0 ORDER BY currency, since DESC"
    )
    return [Rate(id_, currency, since, Decimal(rate)) for id_, currency, since, rate in found]


def set_rate(store: Store, currency: str, since: str, rate: str) -> None:
    """Write a rate down; one of the same day is replaced.

    Raises:
        CurrencyRefused, DateRefused, RateRefused: no code, no day, no positive number.
    """
    code = currency_code("currency", currency, needed=True)
    check_day("since", since)
    value = _decimal(code, rate)
    with store.change(Op.EDIT_RATES) as change:
        change.execute(
            "INSERT INTO currency_rate(id, currency, since, rate) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET rate = excluded.rate, deleted = 0",
            (link_id(b"rate", code.encode(), since.encode()), code, since, f"{value:f}"),
        )


def delete_rate(store: Store, rate_id: bytes) -> None:
    """Strike a rate out. Raises RecordNotFound."""
    with store.change(Op.EDIT_RATES):
        writing.delete(store, "currency_rate", rate_id)


def rate_periods(store: Store, target: str) -> list[RatePeriod]:
    """For every currency that can be told in ``target``, what one unit is worth and when; ``target`` itself is 1.

    A target other than the home currency is reached by way of it, with the rates of the same day.
    """
    by_currency: dict[str, list[Rate]] = {}
    for rate in reversed(rates(store)):
        by_currency.setdefault(rate.currency, []).append(rate)
    base = home(store)
    by_currency[base] = [Rate(b"", base, _FIRST, Decimal(1))]
    if target not in by_currency:
        return [RatePeriod(target, _FIRST, _LAST, Decimal(1))]
    found = []
    for currency, own in by_currency.items():
        if currency == target:
            found.append(RatePeriod(currency, _FIRST, _LAST, Decimal(1)))
            continue
        turns = sorted({_FIRST, *(rate.since for rate in (*own, *by_currency[target]))})
        for since, until in zip(turns, [*turns[1:], _LAST], strict=True):
            factor = _on(own, since) / _on(by_currency[target], since)
            found.append(RatePeriod(currency, since, until, factor))
    return found


def converted(parts: Iterable[tuple[int, int]], periods: Mapping[int, RatePeriod], target: str) -> int:
    """Minor units of ``target``: sums of minor units, each with the number of its period; rounded once, half up."""
    whole = Decimal(0)
    for minor, number in parts:
        period = periods[number]
        whole += Decimal(minor).scaleb(-minor_digits(period.currency)) * period.factor
    return int(whole.scaleb(minor_digits(target)).to_integral_value(ROUND_HALF_UP))


def _on(rates_of_one: list[Rate], day: str) -> Decimal:
    """The rate of a day; rates in their order. Before the first of them that one counts."""
    return rates_of_one[max(0, bisect_right(rates_of_one, day, key=lambda rate: rate.since) - 1)].rate


def _decimal(currency: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip().replace(",", ".").replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        raise RateRefused(currency=currency, value=text) from None
    sane = value.is_finite() and value > 0 and abs(value.adjusted()) < _MOST_DIGITS
    if not sane or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise RateRefused(currency=currency, value=text)
    return value
