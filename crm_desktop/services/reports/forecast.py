"""Expected sales: this month from today on, and so many months after it (``Options.ahead``), by month.

What is expected, and why, stands in ``outlook``, ``open_deals`` and ``rhythm``; every deal and every client of it has a
line with its reckoning. How well the same rules would have done is tried on the last three whole months: with what was
known when each began, beside what was sold in it. The period of the options does not count.

Tables, each once for each currency: ``months:CUR`` (month, deals, whole:CUR, weighted:CUR, purchases, repeat:CUR,
expected:CUR), of which ``weighted`` are amounts of deals by their chance and ``repeat`` are repeated purchases;
``aside:CUR`` (place, deals, whole:CUR, weighted:CUR), rows ``late`` ``no_date`` ``beyond``; ``tried:CUR`` (month,
expected:CUR, actual:CUR, hit); the reckoning: ``deals:CUR`` (deal, client, stage, expected_on, whole:CUR, chance,
weighted:CUR) and ``buyers:CUR`` (client, purchases, last, interval, next, usual:CUR, times, repeat:CUR).
Figures, each once for each currency: ``expected`` ``from_deals`` ``from_repeat``, ``hit`` (what was expected of the
months tried, as a share of what was sold).
Terms: ``late`` ``no_date`` ``beyond`` ``total`` ``no_title`` ``no_stage``, and the first stages of every base by their
ids (``new`` ``offer`` ``terms``, else the role ``open``).
Notes: ``months_ahead`` (months), ``how_deals``, ``how_chance`` (months, least closed), ``chance_guessed`` (deals),
``how_repeat`` (least purchases, last purchases), ``as_long_as_so_far``, ``who_has_gone`` (intervals, clients),
``not_twice`` (purchases),
``deals_without_amount`` (deals), ``deals_in_bin`` (deals), ``how_tried``, ``what_is_a_sale``, ``no_new_buyers``, and
those of ``telling``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import forecast_lines, open_deals, outlook, rhythm, sales, telling
from crm_desktop.services.reports.options import LONGEST_AHEAD
from crm_desktop.services.reports.outlook import ASIDE, Outlook, Sums
from crm_desktop.services.reports.periods import Span, month_start
from crm_desktop.services.reports.table import Behind, CellKind, Figure, Note, Report, Table, share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crm_desktop.services.reports.open_deals import Chances
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.rhythm import Purchases
    from crm_desktop.services.reports.telling import Teller
    from crm_desktop.storage.store import Store

TRIED = 3
"""So many whole months before this one."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the outlooks are made of."""

    store: Store
    options: Options
    today: date
    chances: Chances
    bought: Purchases

    @property
    def span(self) -> Span:
        """From today to the end of the last month."""
        months = min(max(self.options.ahead, 1), LONGEST_AHEAD)
        return Span(self.today, month_start(self.today, months + 1) - timedelta(days=1))

    def ahead(self) -> Outlook:
        """The outlook of today."""
        deals = open_deals.open_now(self.store, self.options, self.chances, self.today)
        return outlook.outlook(deals, rhythm.rhythms(self.bought, self.today), self.span)

    def then(self, months: Sequence[date]) -> dict[date, Outlook]:
        """The outlooks that months in a row had on their first days."""
        deals = open_deals.open_then(self.store, self.options, self.chances, months)
        return {
            month: outlook.outlook(
                deals[month],
                rhythm.rhythms(self.bought, month - timedelta(days=1)),
                _whole([month]),
            )
            for month in months
        }

    def tried(self) -> list[date]:
        """The first days of the months that the rules are tried on."""
        return [month_start(self.today, -back) for back in range(TRIED, 0, -1)]


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it."""
    progress(0, 4)
    known = _known(store, options, now)
    progress(1, 4)
    ahead, teller = known.ahead(), telling.teller(store, options.currency, known.today)
    by_currency = ahead.sums(teller)
    progress(2, 4)
    trial = _trial(known, teller)
    progress(3, 4)
    months = [month.isoformat()[:7] for month in known.span.months()]
    tables: list[Table] = []
    figures: list[Figure] = []
    for currency in _ranked(by_currency, trial):
        sums, tried = by_currency.get(currency, {}), trial.get(currency, {})
        tables += [
            forecast_lines.months(currency, sums, months),
            forecast_lines.aside(currency, sums),
            forecast_lines.trial(currency, tried, [month.isoformat()[:7] for month in known.tried()]),
            *forecast_lines.reckoning(store, ahead, teller, currency, options.rows),
        ]
        figures += _figures(currency, sums, tried)
    notes = _notes(known, ahead, teller)
    progress(4, 4)
    return Report(ReportKind.FORECAST, options, tuple(figures), tuple(tables), notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The deals and the clients of whom a sum is expected, with what of each is in it; or what was sold."""
    known = _known(store, options, now)
    teller = telling.teller(store, options.currency, known.today)
    name, _, currency = table.partition(":")
    what = column.partition(":")[0]
    if name == "buyers":
        return forecast_lines.purchases(store, known.bought, bytes.fromhex(row))
    if name == "tried":
        tried = [month for month in known.tried() if row in ("total", month.isoformat()[:7])]
        if what == "actual":
            return sales.behind(store, options, _whole(tried), currency)
        return [
            each
            for month, then in known.then(tried).items()
            for each in forecast_lines.behind(store, then, teller, currency, {month.isoformat()[:7]}, what)
        ]
    months = {month.isoformat()[:7] for month in known.span.months()}
    wanted = {row} if row != "total" else months if name == "months" else set(ASIDE)
    return forecast_lines.behind(store, known.ahead(), teller, currency, wanted, what)


def _whole(months: Sequence[date]) -> Span:
    """From the first to the last day of months in a row."""
    return Span(months[0], month_start(months[-1], 1) - timedelta(days=1))


def _known(store: Store, options: Options, now: datetime) -> _Known:
    today = now.astimezone().date()
    return _Known(
        store,
        options,
        today,
        open_deals.chances(store, today, TRIED + 1),
        rhythm.purchases(store, options, today),
    )


def _trial(known: _Known, teller: Teller) -> dict[str, dict[str, tuple[int, int]]]:
    """By currency and month what would have been expected, and what was sold."""
    months = known.tried()
    found: dict[str, dict[str, tuple[int, int]]] = {}
    sold = sales.totals(known.store, known.options, _whole(months), "substr(s.day, 1, 7)", "")
    for month, then in known.then(months).items():
        key = month.isoformat()[:7]
        expected = {currency: sums.get(key, Sums()).expected for currency, sums in then.sums(teller).items()}
        actual = {currency: sums.amount for currency, sums in sold.get(key, {}).items()}
        for currency in {*expected, *actual}:
            found.setdefault(currency, {})[key] = (expected.get(currency, 0), actual.get(currency, 0))
    return found


def _ranked(
    by_currency: Mapping[str, Mapping[str, Sums]], trial: Mapping[str, Mapping[str, tuple[int, int]]]
) -> list[str]:
    """The currencies, those of most deals and purchases first."""

    def count(currency: str) -> int:
        return sum(sums.deals + sums.purchases for sums in by_currency.get(currency, {}).values())

    return sorted({*by_currency, *trial}, key=lambda currency: (-count(currency), currency))


def _figures(
    currency: str, sums: Mapping[str, Sums], tried: Mapping[str, tuple[int, int]]
) -> tuple[Figure, ...]:
    total = forecast_lines.total(sums)
    expected, actual = (sum(pair[place] for pair in tried.values()) for place in (0, 1))
    return (
        Figure("expected", CellKind.MONEY, total.expected, currency=currency),
        Figure("from_deals", CellKind.MONEY, total.weighted, currency=currency),
        Figure("from_repeat", CellKind.MONEY, total.repeat, currency=currency),
        Figure("hit", CellKind.SHARE, share(expected, actual), currency=currency),
    )


def _notes(known: _Known, ahead: Outlook, teller: Teller) -> tuple[Note, ...]:
    store, options = known.store, known.options
    deals = [deal for of in ahead.deals.values() for deal in of]
    gone = sum(each.is_gone(known.today) for each in rhythm.rhythms(known.bought, known.today))
    counted = {
        "chance_guessed": sum(deal.guessed for deal in deals),
        "not_twice": ahead.not_twice,
        "deals_without_amount": open_deals.without_amount(store, options),
        "deals_in_bin": open_deals.in_bin(store, options),
    }
    return (
        Note("what_is_a_sale"),
        Note("months_ahead", (len(list(known.span.months())) - 1,)),
        Note("how_deals"),
        Note("how_chance", (open_deals.EXPERIENCE, open_deals.LEAST_CLOSED)),
        Note("how_repeat", (rhythm.LEAST_PURCHASES, rhythm.LAST_PURCHASES)),
        Note("as_long_as_so_far"),
        Note("who_has_gone", (rhythm.GONE_AFTER, gone)),
        *(Note(name, (number,)) for name, number in counted.items() if number),
        Note("how_tried"),
        Note("no_new_buyers"),
        *teller.notes({deal.currency for deal in deals} | {each.rhythm.currency for each in ahead.repeats}),
    )
