"""Sums that are yet to come, told in one currency: by the user's own rates of today, for nobody knows another.

Notes: ``by_todays_rates`` (currency), ``no_rate`` (currency), ``currencies_apart`` (currencies).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from crm_desktop.models.money import minor_digits
from crm_desktop.services import rates
from crm_desktop.services.reports.table import Note

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Teller:
    """``target``: the currency asked for, empty for each by itself; ``worth``: of a minor unit of each, in its own."""

    target: str
    worth: Mapping[str, Fraction]

    def currency(self, of: str) -> str:
        """In which currency a sum of this one is told."""
        return self.target if of in self.worth else of

    def told(self, amount: Fraction | int, of: str) -> Fraction:
        """Minor units of ``currency(of)``, not rounded."""
        return amount * self.worth.get(of, Fraction(1))

    def notes(self, used: Iterable[str]) -> tuple[Note, ...]:
        """What is to be said about the currencies that the sums were in."""
        currencies = sorted(set(used))
        if not self.target:
            apart = len(currencies) > 1
            return (Note("currencies_apart", (len(currencies),)),) if apart else ()
        foreign = [each for each in currencies if each != self.target]
        found = [Note("by_todays_rates", (self.target,))] if self.worth.keys() & set(foreign) else []
        return (*found, *(Note("no_rate", (each,)) for each in foreign if each not in self.worth))


def teller(store: Store, target: str, today: date) -> Teller:
    """By the rates of a day."""
    if not target:
        return Teller("", {})
    day = today.isoformat()
    worth = {
        period.currency: Fraction(period.factor)
        * Fraction(10) ** (minor_digits(target) - minor_digits(period.currency))
        for period in rates.rate_periods(store, target)
        if period.since <= day < period.until
    }
    return Teller(target, worth)


def rounded(amount: Fraction) -> int:
    """Whole minor units, a half away from zero."""
    whole = int(abs(amount) + Fraction(1, 2))
    return whole if amount >= 0 else -whole
