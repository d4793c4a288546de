"""What is to be expected of some months: from open deals, and from those who buy again and again.

Deals count in the month in which they are expected, with their amount by their chance (``open_deals``). Clients with a
rhythm (``rhythm``) are expected to buy again on the day that their next purchase is due, today where that has passed,
and after every further interval, each time for their usual amount; those who have gone are not. Nobody is expected to
go on for longer than they have been buying so far: three purchases of one week say nothing about a year. A client of
whom a deal is expected in a month is not expected to buy beside it in that month: the deal is the next purchase.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services.reports.telling import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from crm_desktop.services.reports.open_deals import OpenDeal
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.rhythm import Rhythm
    from crm_desktop.services.reports.telling import Teller

LATE, NO_DATE, BEYOND = "late", "no_date", "beyond"
ASIDE = (LATE, NO_DATE, BEYOND)
"""Where deals stand that no month of the outlook has."""


class Repeat(NamedTuple):
    """A client is expected to buy ``times`` in a month, first on ``day``, each time as usual."""

    rhythm: Rhythm
    month: str
    day: date
    times: int

    @property
    def amount(self) -> int:
        """All times together, in minor units of the currency of the rhythm."""
        return self.times * self.rhythm.amount


class Sums(NamedTuple):
    """What a line comes to, in minor units: open deals, their amounts whole and by chance; purchases, their amounts."""

    deals: int = 0
    whole: int = 0
    weighted: int = 0
    purchases: int = 0
    repeat: int = 0

    @property
    def expected(self) -> int:
        """Both together."""
        return self.weighted + self.repeat


@dataclass(frozen=True, slots=True)
class Outlook:
    """``deals`` by where they stand, a month (YYYY-MM) or one of ``ASIDE``; ``not_twice``: purchases left out."""

    deals: Mapping[str, Sequence[OpenDeal]]
    repeats: Sequence[Repeat]
    not_twice: int

    def sums(self, teller: Teller) -> dict[str, dict[str, Sums]]:
        """By currency, and by month or where the deals stand.

        What a line consists of is added up first and then rounded, so that nothing is lost; totals add up lines.
        """
        parts: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 5)
        for place, currency, number, whole, weighted in _of_deals(self.deals):
            _add(parts[teller.currency(currency), place], 0, number, teller, currency, whole, weighted)
        for month, currency, number, amount in _of_repeats(self.repeats):
            _add(parts[teller.currency(currency), month], 3, number, teller, currency, amount)
        found: dict[str, dict[str, Sums]] = {}
        for (currency, place), values in parts.items():
            found.setdefault(currency, {})[place] = Sums(*(rounded(value) for value in values))
        return found


def outlook(deals: Sequence[OpenDeal], rhythms: Sequence[Rhythm], span: Span) -> Outlook:
    """The outlook of the days of ``span``, seen from the first of them."""
    placed: defaultdict[str, list[OpenDeal]] = defaultdict(list)
    for deal in deals:
        placed[_place(deal.expected, span)].append(deal)
    taken = {(deal.client_id, place) for place, of in placed.items() if place not in ASIDE for deal in of}
    repeats: list[Repeat] = []
    not_twice = 0
    for repeat in (
        each for rhythm in rhythms if not rhythm.is_gone(span.first) for each in _repeats(rhythm, span)
    ):
        if (repeat.rhythm.client_id, repeat.month) in taken:
            not_twice += repeat.times
        else:
            repeats.append(repeat)
    return Outlook(placed, repeats, not_twice)


def _place(expected: str, span: Span) -> str:
    if not expected:
        return NO_DATE
    if expected < span.first.isoformat():
        return LATE
    return expected[:7] if expected <= span.last.isoformat() else BEYOND


def _repeats(rhythm: Rhythm, span: Span) -> Iterator[Repeat]:
    """The purchases of one client, month by month."""
    day = max(rhythm.next, span.first)
    if day > span.last:
        return
    last = min(span.last, max(day, rhythm.last + (rhythm.last - rhythm.first)))
    first, times = day, 0
    while day <= last:
        if (day.year, day.month) != (first.year, first.month):
            yield Repeat(rhythm, first.isoformat()[:7], first, times)
            first, times = day, 0
        times += 1
        day += rhythm.step
    yield Repeat(rhythm, first.isoformat()[:7], first, times)


def _of_deals(placed: Mapping[str, Sequence[OpenDeal]]) -> Iterator[tuple[str, str, int, int, Fraction]]:
    """By place and currency: how many, their amounts, and these by their chances."""
    # The deals of a stage have one chance.
    grouped: defaultdict[tuple[str, str, bytes | None], list[OpenDeal]] = defaultdict(list)
    for place, deals in placed.items():
        for deal in deals:
            grouped[place, deal.currency, deal.stage_id].append(deal)
    for (place, currency, _), alike in grouped.items():
        amount = sum(deal.amount for deal in alike)
        yield place, currency, len(alike), amount, amount * alike[0].chance


def _of_repeats(repeats: Iterable[Repeat]) -> Iterator[tuple[str, str, int, int]]:
    grouped: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for repeat in repeats:
        sums = grouped[repeat.month, repeat.rhythm.currency]
        sums[0] += repeat.times
        sums[1] += repeat.amount
    for (month, currency), (number, amount) in grouped.items():
        yield month, currency, number, amount


def _add(
    sums: list[Fraction], at: int, number: int, teller: Teller, currency: str, *amounts: Fraction | int
) -> None:
    sums[at] += number
    for place, amount in enumerate(amounts, start=at + 1):
        sums[place] += teller.told(amount, currency)
