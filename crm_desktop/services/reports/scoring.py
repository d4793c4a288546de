"""Recency, frequency, money: how lately, how often and for how much each client bought, in fifths, and what that makes
of it.

All buyers are weighed against each other, whoever is looked at: a client's segment is one and the same in the report,
in lists and in mailings. Everything sold until a day counts. Money is what was sold less what was given back, in the
home currency by the user's own rates; what has no rate is weighed among its own currency, and the best of a client's
currencies counts.

A score says in which fifth of the buyers a client stands, 5 being the best. Equal values have equal scores: that of the
middle of their places, so that a single purchase, which most have made, is neither the worst nor the best. The *value*
of a client is the mean of its scores of frequency and money, halves upwards.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from crm_desktop.kinds import Segment
from crm_desktop.services import rates
from crm_desktop.services.reports import sales
from crm_desktop.services.reports.options import Options, ever
from crm_desktop.services.reports.periods import Span

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.storage.store import Store

FIFTHS = 5

T = TypeVar("T", int, str)


class Scored(NamedTuple):
    """A buyer with its scores from 1 to 5; ``latest`` is the day of the last of its ``times`` purchases."""

    client_id: bytes
    latest: str
    times: int
    recency: int
    frequency: int
    money: int

    @property
    def value(self) -> int:
        """The mean of frequency and money, halves upwards."""
        return (self.frequency + self.money + 1) // 2

    @property
    def segment(self) -> Segment:
        """What kind of buyer it is; every buyer is of exactly one."""
        return segment_of(self.recency, self.value, self.times)


def segment_of(recency: int, value: int, times: int) -> Segment:
    """The segment by scores and the number of purchases.

    Bought lately (4, 5): once - new; of high value (4, 5) - champions; of middle value - loyal; else promising. Not so
    lately (3): of high value - loyal; else fading. Not for long (1, 2): of high value - at risk; else sleeping (2) or
    lost (1).
    """
    if recency >= 4:
        if times == 1:
            return Segment.NEW
        if value >= 4:
            return Segment.CHAMPIONS
        return Segment.LOYAL if value == 3 else Segment.PROMISING
    if value >= 4:
        return Segment.LOYAL if recency == 3 else Segment.AT_RISK
    return {3: Segment.FADING, 2: Segment.SLEEPING}.get(recency, Segment.LOST)


def fifths(values: Iterable[T]) -> Mapping[T, int]:
    """For each value the fifth it stands in, from 1 to 5; the middle of the places of equal ones counts."""
    counts = Counter(values)
    whole, below = sum(counts.values()), 0
    found: dict[T, int] = {}
    for value in sorted(counts):
        found[value] = 1 + FIFTHS * (2 * below + counts[value]) // (2 * whole)
        below += counts[value]
    return found


def scored(store: Store, until: date) -> list[Scored]:
    """All live clients who bought anything until that day, with their scores."""
    span = Span(min(ever(store, sales.EVER, until).first, until), until)
    where, values = sales.conditions(Options(), span)
    bought = store.read(
        f"SELECT s.client_id, MAX(s.day), COUNT(*) FROM {sales.FROM} WHERE {where} AND s.amount > 0 GROUP BY 1",
        values,
    )
    money = _money(store, span, {row[0] for row in bought})
    recency = fifths(latest for _, latest, _ in bought)
    frequency = fifths(times for _, _, times in bought)
    return [
        Scored(client_id, latest, times, recency[latest], frequency[times], money[client_id])
        for client_id, latest, times in bought
    ]


def _money(store: Store, span: Span, buyers: set[bytes]) -> Mapping[bytes, int]:
    """The score of money of each buyer."""
    options = Options(currency=rates.home(store))
    amounts: defaultdict[str, dict[bytes, int]] = defaultdict(dict)
    for client_id, by_currency in sales.totals(store, options, span, "s.client_id", "").items():
        if client_id in buyers:
            for currency, sums in by_currency.items():
                amounts[currency][client_id] = sums.amount
    found: defaultdict[bytes, int] = defaultdict(int)
    for of_clients in amounts.values():
        scores = fifths(of_clients.values())
        for client_id, amount in of_clients.items():
            found[client_id] = max(found[client_id], scores[amount])
    return found
