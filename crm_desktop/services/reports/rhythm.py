"""The usual rhythm of who buys again and again: how many days lie between purchases, and when the next one is due.

A purchase is what a client bought on one day, money given back left aside. Who bought on three days at least has a
rhythm: its interval is the median of the days between purchases, its amount the median of the last five purchases in
the currency of the last one. The next purchase is due one interval after the last. Who let more than three intervals
pass is taken to have gone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services.reports import sales
from crm_desktop.services.reports.periods import Span

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

LEAST_PURCHASES = 3
LAST_PURCHASES = 5
"""The usual amount is that of so many."""
GONE_AFTER = 3
"""Intervals without a purchase."""
SLACK = 4
"""A purchase is due from a quarter of the interval before its day until a quarter after it."""


class Purchase(NamedTuple):
    """What was bought on one day in one currency; ``day`` is counted as by ``date.toordinal``."""

    day: int
    currency: str
    amount: int


class Standing(StrEnum):
    """How a buyer stands to its next purchase."""

    OVERDUE = "overdue"
    DUE = "due"
    LATER = "later"
    GONE = "gone"


class Rhythm(NamedTuple):
    """``purchases``: on how many days, from ``first`` to ``last``; ``interval`` in days.

    ``amount``: in minor units of ``currency``.
    """

    client_id: bytes
    purchases: int
    first: date
    last: date
    interval: float
    amount: int
    currency: str

    @property
    def step(self) -> timedelta:
        """The interval in whole days, a half upwards."""
        return timedelta(days=int(self.interval + 0.5))

    @property
    def next(self) -> date:
        """When the next purchase is due."""
        return self.last + self.step

    def is_gone(self, on: date) -> bool:
        """Whether too much time passed since the last purchase."""
        return (on - self.last).days > GONE_AFTER * self.interval

    def standing(self, on: date) -> Standing:
        """How it stands on a day."""
        late = (on - self.next).days
        if self.is_gone(on):
            return Standing.GONE
        if abs(late) * SLACK <= self.interval:
            return Standing.DUE
        return Standing.OVERDUE if late > 0 else Standing.LATER


Purchases = Mapping[bytes, Sequence[Purchase]]
"""By client, in the order of days and currencies; without those who bought too seldom to have a rhythm."""


def purchases(store: Store, options: Options, until: date) -> Purchases:
    """Whatever the clients asked for bought until that day."""
    where, values = sales.conditions(options, Span(until, until))
    lines: defaultdict[bytes, list[tuple[str, str, int]]] = defaultdict(list)
    # Sorted and added up here: that costs a third of what GROUP BY takes for it.
    for client_id, day, currency, amount in store.cursor(
        f"SELECT s.client_id, s.day, s.currency, s.amount FROM {sales.FROM} WHERE s.amount > 0 AND {where}",
        values | {"first": ""},
    ):
        lines[client_id].append((day, currency, amount))
    return {
        client_id: _added_up(theirs) for client_id, theirs in lines.items() if len(theirs) >= LEAST_PURCHASES
    }


def _added_up(lines: list[tuple[str, str, int]]) -> list[Purchase]:
    lines.sort()
    return [
        Purchase(date.fromisoformat(day).toordinal(), currency, sum(amount for _, _, amount in alike))
        for (day, currency), alike in groupby(lines, key=itemgetter(0, 1))
    ]


def rhythms(bought: Purchases, until: date) -> list[Rhythm]:
    """The rhythms as they were known at the end of a day."""
    end = until.toordinal()
    found = []
    for client_id, theirs in bought.items():
        known = theirs[: bisect_right(theirs, end, key=lambda purchase: purchase.day)]
        rhythm = _rhythm(client_id, known)
        if rhythm is not None:
            found.append(rhythm)
    return found


def _rhythm(client_id: bytes, known: Sequence[Purchase]) -> Rhythm | None:
    days = sorted({purchase.day for purchase in known})
    if len(days) < LEAST_PURCHASES:
        return None
    interval = median(later - earlier for earlier, later in pairwise(days))
    currency = known[-1].currency
    amounts = [purchase.amount for purchase in known if purchase.currency == currency][-LAST_PURCHASES:]
    usual = int(median(amounts) + 0.5)
    first, last = date.fromordinal(days[0]), date.fromordinal(days[-1])
    return Rhythm(client_id, len(days), first, last, interval, usual, currency)
