"""What counts as a sale, in one place: every report that speaks of sales, profit or buyers reads it from here.

A sale is a deal that was won, on the day it was closed; and money received that belongs to no deal, on the day it
came. Money given back (a negative payment that was made) takes away from sales on its day, be it of no deal or of one
that is a sale: what came in for a deal that is not won, and went back, was never sold. Payments of a deal do not count
beside the deal; so a deal below nought, which writes a return down, is not taken off again when it is paid. The profit
is the amount less the cost; where nobody wrote down a cost, it is taken for nothing, and the report says of how many
sales that is so. What hangs on clients in the bin is left out and counted.

Notes: ``what_is_a_sale``, ``cost_unknown`` (sales), ``refunds`` (payments), ``sales_in_bin`` (sales), ``sales_beyond``
(sales, first day, last day: of all times those outside of these days are left out, for their years are slips),
``currencies_apart`` (currencies), ``by_own_rates`` (currency), ``no_rate`` (currency).
Columns: ``NAME:CURRENCY`` for each of the names that ``columns`` is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.services import rates
from crm_desktop.services.reports import who
from crm_desktop.services.reports.options import ever, span_of
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Behind, CellKind, Column, Note

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.rates import RatePeriod
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

SALES = """
    SELECT d.id AS record, 'deal' AS what, d.client_id, d.closed_on AS day, d.amount, d.cost, d.currency,
        d.source_id, d.responsible_id
    FROM deal d WHERE d.state = 'won' AND d.deleted = 0 AND d.closed_on BETWEEN :first AND :last
    UNION ALL
    SELECT p.id, 'payment', p.client_id, p.paid_on, p.amount, 0, p.currency, NULL, NULL
    FROM payment p WHERE p.deleted = 0 AND p.paid_on BETWEEN :first AND :last AND (p.deal_id IS NULL OR p.amount < 0
        AND EXISTS (SELECT 1 FROM deal b WHERE b.id = p.deal_id AND b.state = 'won' AND b.amount > 0 AND b.deleted = 0))
"""
"""SQL: the sales of a period (``:first``, ``:last``), of all clients. ``cost`` NULL: nobody knows."""

EVER = (
    "SELECT MIN(day), MAX(day) FROM (SELECT MIN(closed_on) AS day FROM deal WHERE closed_on IS NOT NULL AND deleted = 0"
    " UNION ALL SELECT MAX(closed_on) FROM deal WHERE closed_on IS NOT NULL AND deleted = 0"
    " UNION ALL SELECT MIN(paid_on) FROM payment WHERE paid_on IS NOT NULL AND deleted = 0"
    " UNION ALL SELECT MAX(paid_on) FROM payment WHERE paid_on IS NOT NULL AND deleted = 0)"
)
"""SQL: the first and the last day of any sale."""

_DAY = timedelta(days=1)


class _Part(NamedTuple):
    """Sums under one rate; ``number`` of its period, None: none was needed, or there is none."""

    number: int | None
    sales: int
    amount: int
    cost: int


class Sums(NamedTuple):
    """What some sales come to, in minor units of ``currency``; ``sales`` counts those of a positive amount."""

    sales: int
    amount: int
    cost: int
    currency: str

    @property
    def profit(self) -> int:
        """Amount less cost."""
        return self.amount - self.cost


FROM = f"({SALES}) s"
CLIENTS = "CROSS JOIN client c ON c.id = s.client_id"
"""SQL: the sales, and to be joined to them their clients where a query needs them; written so that the days choose the
rows, and not the clients. A hundred thousand clients looked up one by one cost more than all the rest of a sum."""


def between(first: str, last: str) -> str:
    """As ``FROM``, with other names for the values of its days: ``:first`` and ``:last`` are of another span beside."""
    return FROM.replace(":first", first).replace(":last", last)


def span(store: Store, options: Options, now: datetime) -> Span:
    """The days that are meant; "all" from the first sale to the last. Raises PeriodRefused."""
    today = now.astimezone().date()
    return span_of(options, today, ever(store, EVER, today))


def conditions(options: Options, span: Span, *, in_bin: bool = False) -> tuple[str, dict[str, Any]]:
    """SQL to stand after WHERE, and its values: of live clients, within the days, of the person and clients asked for.

    The person is the one who had the deal; of a payment without a deal the one responsible for the client. ``in_bin``:
    of the same clients those in the bin instead.
    """
    condition, values = who.owned(options, "s.client_id", in_bin=in_bin)
    if options.person is not None:
        condition += (
            " AND (s.responsible_id = :person OR s.responsible_id IS NULL"
            " AND s.client_id IN (SELECT id FROM client WHERE responsible_id = :person))"
        )
        values["person"] = options.person
    return condition, values | _days(span)


def totals(
    store: Store,
    options: Options,
    span: Span,
    key: str = "NULL",
    join: str = CLIENTS,
    folded: Callable[[Any], Iterable[Any]] | None = None,
    **values: Any,
) -> dict[Any, dict[str, Sums]]:
    """What the sales come to by ``key`` (SQL over ``s`` and what ``join`` brings), and for each key by currency.

    ``folded``: which keys a key counts to, None: itself. With ``options.currency`` all that the user has a rate for is
    in that one: sums are converted, not sales one by one, so that nothing is lost by rounding. What has no rate stays
    in its own currency.
    """
    where, bound = conditions(options, span)
    number, with_rates = "NULL", ""
    rate_values: dict[str, Any] = {}
    periods = _foreign(store, options.currency)
    if periods:
        table, rate_values = _as_table(periods)
        number, with_rates = "r.number", f"WITH rate(currency, since, until, number) AS ({table})"
        join += " LEFT JOIN rate r ON r.currency = s.currency AND s.day >= r.since AND s.day < r.until"
    rows: Iterable[Sequence[Any]] = store.cursor(
        f"{with_rates} SELECT {key}, s.currency, {number}, SUM(s.amount > 0), SUM(s.amount), SUM(COALESCE(s.cost, 0))"
        f" FROM {FROM} {join} WHERE {where} GROUP BY 1, 2, 3",
        bound | rate_values | values,
    )
    if folded is not None:
        rows = _folded(rows, folded)
    found: dict[Any, dict[str, Sums]] = {}
    converted: dict[tuple[Any, str], list[_Part]] = {}
    for name, currency, number_of, count, amount, cost in rows:
        if number_of is None and (not periods or currency != options.currency):
            found.setdefault(name, {})[currency] = Sums(count, amount, cost, currency)
        else:
            part = _Part(number_of, count, amount, cost)
            converted.setdefault((name, options.currency), []).append(part)
    for (name, currency), parts in converted.items():
        found.setdefault(name, {})[currency] = _sum(parts, periods, currency)
    return found


def _folded(
    rows: Iterable[Sequence[Any]], folded: Callable[[Any], Iterable[Any]]
) -> Iterator[tuple[Any, ...]]:
    """Rows of a name, a currency, the number of a rate, and sums, with the names that each of them counts to."""
    sums: dict[tuple[Any, str, int | None], list[int]] = {}
    for name, currency, number, *added in rows:
        for counted_to in folded(name):
            key = (counted_to, currency, number)
            known = sums.get(key)
            if known is None:
                sums[key] = added.copy()
            else:
                for place, each in enumerate(added):
                    known[place] += each
    return ((*key, *of_key) for key, of_key in sums.items())


def currencies_of(found: Iterable[Mapping[str, Sums]]) -> list[str]:
    """The currencies of some totals, those of most sales first."""
    counts: dict[str, int] = {}
    for by_currency in found:
        for currency, sums in by_currency.items():
            counts[currency] = counts.get(currency, 0) + sums.sales
    return sorted(counts, key=lambda currency: (-counts[currency], currency))


def columns(names: Sequence[str], currencies: Sequence[str], *, drills: bool = False) -> tuple[Column, ...]:
    """Columns of money: all of ``names`` for each currency, with the currency behind a colon of their ids."""
    return tuple(
        Column(f"{name}:{currency}", CellKind.MONEY, currency, drills)
        for currency in currencies
        for name in names
    )


def behind(
    store: Store, options: Options, span: Span, currency: str, more: str = "", join: str = "", **values: Any
) -> list[Behind]:
    """The sales that a sum told in ``currency`` consists of, the newest first, each in its own money.

    ``more``: SQL over ``s`` and its client ``c`` to stand behind the conditions ("AND ..."); ``join``: behind the
    tables.
    """
    where, bound = conditions(options, span)
    told = {currency}
    if currency == options.currency:
        told |= {period.currency for period in rates.rate_periods(store, currency)}
    codes = {f"told{number}": code for number, code in enumerate(sorted(told))}
    found = store.cursor(
        "SELECT c.id, c.name, s.day, COALESCE(d.title, p.note, ''), s.amount, s.currency, s.record"
        f" FROM {FROM} {CLIENTS} {join} LEFT JOIN deal d ON d.id = s.record LEFT JOIN payment p ON p.id = s.record"
        f" WHERE {where} AND s.currency IN ({', '.join(f':{name}' for name in codes)}) {more}"
        " ORDER BY s.day DESC, c.name, s.record",
        bound | codes | values,
    )
    return [Behind(*row) for row in found]


def notes(store: Store, options: Options, span: Span) -> tuple[Note, ...]:
    """What is to be said beside any sum of sales of these days."""
    where, values = conditions(options, span)
    found = store.read(
        f"SELECT s.currency, SUM(s.cost IS NULL), SUM(s.amount < 0) FROM {FROM} WHERE {where} GROUP BY 1",
        values,
    )
    unknown, refunds = sum(row[1] for row in found), sum(row[2] for row in found)
    where, values = conditions(options, span, in_bin=True)
    ((binned,),) = store.read(f"SELECT COUNT(*) FROM {FROM} WHERE {where}", values)
    notes = [Note("what_is_a_sale")]
    if unknown:
        notes.append(Note("cost_unknown", (unknown,)))
    if refunds:
        notes.append(Note("refunds", (refunds,)))
    if binned:
        notes.append(Note("sales_in_bin", (binned,)))
    beyond = _beyond(store, options, span) if options.period is PeriodName.ALL else 0
    if beyond:
        notes.append(Note("sales_beyond", (beyond, span.first.isoformat(), span.last.isoformat())))
    if options.currency:
        notes += _rate_notes(store, options, {currency for currency, *_ in found})
    elif len(found) > 1:
        notes.append(Note("currencies_apart", (len(found),)))
    return tuple(notes)


def _beyond(store: Store, options: Options, span: Span) -> int:
    """How many sales of all times lie so far from today that their days must be slips of the keyboard."""
    where, values = conditions(options, span)
    before, after = (span.first - _DAY).isoformat(), (span.last + _DAY).isoformat()
    ((earlier,),) = store.read(
        f"SELECT COUNT(*) FROM {FROM} WHERE {where}", values | {"first": "", "last": before}
    )
    ((later,),) = store.read(
        f"SELECT COUNT(*) FROM {FROM} WHERE {where}", values | {"first": after, "last": "A"}
    )
    return int(earlier + later)


def _rate_notes(store: Store, options: Options, used: set[str]) -> list[Note]:
    """By which rates was counted, and what has none."""
    known = {period.currency for period in rates.rate_periods(store, options.currency)}
    foreign = used - {options.currency}
    found = [Note("by_own_rates", (options.currency,))] if foreign & known else []
    return [*found, *(Note("no_rate", (currency,)) for currency in sorted(foreign - known))]


def _days(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _foreign(store: Store, target: str) -> dict[int, RatePeriod]:
    """What other currencies are worth in ``target``, numbered; its own money needs no rate."""
    if not target:
        return {}
    others = (period for period in rates.rate_periods(store, target) if period.currency != target)
    return dict(enumerate(others))


def _as_table(periods: dict[int, RatePeriod]) -> tuple[str, dict[str, Any]]:
    """The periods (at least one) as a table for SQL: its rows, and their values."""
    values: dict[str, Any] = {}
    rows = []
    for number, period in periods.items():
        rows.append(f"(:code{number}, :since{number}, :until{number}, {number})")
        values |= {
            f"code{number}": period.currency,
            f"since{number}": period.since,
            f"until{number}": period.until,
        }
    return f"VALUES {', '.join(rows)}", values


def _sum(parts: list[_Part], periods: dict[int, RatePeriod], currency: str) -> Sums:
    """One sum of what several periods came to; without a number what is in ``currency`` already."""
    if len(parts) == 1 and parts[0].number is None:
        return Sums(parts[0].sales, parts[0].amount, parts[0].cost, currency)
    apart = [part for part in parts if part.number is None]
    amounts = [(part.amount, part.number) for part in parts if part.number is not None]
    costs = [(part.cost, part.number) for part in parts if part.number is not None]
    return Sums(
        sum(part.sales for part in parts),
        sum(part.amount for part in apart) + rates.converted(amounts, periods, currency),
        sum(part.cost for part in apart) + rates.converted(costs, periods, currency),
        currency,
    )
