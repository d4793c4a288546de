"""Buyers by recency, frequency and money, in segments that have names; rules: ``scoring``.

Whatever was sold until the end of the period (today at the latest) counts for the segments, and all buyers are weighed
against each other; the options choose which of them are shown, and of which days the money is. Lists filter by the
segments of today (``kept_segments``), which this report shows for any period that has not ended.

Tables: ``segments`` (segment, clients, share, days_since, purchases, amount:CUR, profit:CUR), rows by ``Segment``, of
which ``days_since`` is the median of days since the last purchase and ``purchases`` the mean, total ``total``; ``grid``
(recency, value:1 ... value:5), rows by the score of recency from 5 to 1.
Figures: ``buyers``, ``best_share`` (champions and loyal ones), ``endangered`` (at risk), ``never`` (never bought).
Notes: those of sales, ``as_of`` (day), ``equal_values``, ``weighed_in`` (home currency), and ``is_SEGMENT`` for each, a
line that explains it.
Terms: the segments, ``total``, ``score`` (number).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from statistics import fmean, median
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind, Segment
from crm_desktop.services import rates
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.services.reports import sales, who
from crm_desktop.services.reports.scoring import FIFTHS, Scored, scored
from crm_desktop.services.reports.table import (
    Behind,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Figure,
    Note,
    Report,
    Row,
    Table,
    Term,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.sales import Sums
    from crm_desktop.storage.store import Store

_MONEY = ("amount", "profit")
_SCORES = range(1, FIFTHS + 1)
_BEST = frozenset({Segment.CHAMPIONS, Segment.LOYAL})


def query(segment: Segment) -> ClientQuery:
    """The list of clients of a segment, to be shown, saved as a view or written to."""
    return ClientQuery(filters=(Filter("segment", FilterOp.IS, (segment.value,)),))


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = sales.span(store, options, now)
    until = _until(span, now)
    progress(0, 3)
    buyers = _shown(store, options, scored(store, until))
    progress(1, 3)
    by_segment: defaultdict[Segment, list[Scored]] = defaultdict(list)
    for one in buyers:
        by_segment[one.segment].append(one)
    money = _money(store, options, span, buyers)
    progress(2, 3)
    condition, values = who.in_care(options)
    ((clients,),) = store.read(f"SELECT COUNT(*) FROM client c WHERE {condition}", values)
    best = sum(len(by_segment[segment]) for segment in _BEST)
    figures = (
        Figure("buyers", CellKind.COUNT, len(buyers)),
        Figure("best_share", CellKind.SHARE, share(best, len(buyers))),
        Figure("endangered", CellKind.COUNT, len(by_segment[Segment.AT_RISK])),
        Figure("never", CellKind.COUNT, clients - len(buyers)),
    )
    notes = (
        *sales.notes(store, options, span),
        Note("as_of", (until.isoformat(),)),
        Note("equal_values"),
        Note("weighed_in", (rates.home(store),)),
        *(Note(f"is_{segment.value}") for segment in Segment),
    )
    progress(3, 3)
    return Report(
        ReportKind.SEGMENTS, options, figures, (_segments(by_segment, money, until), _grid(buyers)), notes
    )


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients of a segment, or of a field of the grid, with the day of their last purchase; of sums the sales."""
    span = sales.span(store, options, now)
    buyers = _shown(store, options, scored(store, _until(span, now)))
    if table == "grid":
        value = int(column.partition(":")[2])
        found = [one for one in buyers if (one.recency, one.value) == (int(row), value)]
    else:
        found = [one for one in buyers if row in ("total", one.segment.value)]
    name, _, currency = column.partition(":")
    if name in _MONEY:
        theirs = {one.client_id for one in found}
        sold = sales.behind(store, replace(options, person=None), span, currency)
        return [sale for sale in sold if sale.client_id in theirs]
    names = who.names(store, [one.client_id for one in found])
    people = [Behind(one.client_id, names[one.client_id], one.latest) for one in found]
    return sorted(people, key=lambda person: (person.name, person.client_id))


def _until(span: Span, now: datetime) -> date:
    return min(span.last, now.astimezone().date())


def _shown(store: Store, options: Options, buyers: list[Scored]) -> list[Scored]:
    """Those of the buyers that the options ask for; the person is the one responsible."""
    if not who.restricts(options) and options.person is None:
        return buyers
    condition, values = who.in_care(options)
    wanted = {row[0] for row in store.cursor(f"SELECT c.id FROM client c WHERE {condition}", values)}
    return [one for one in buyers if one.client_id in wanted]


def _money(
    store: Store, options: Options, span: Span, buyers: Sequence[Scored]
) -> Mapping[str, Mapping[str, Sums]]:
    """What was sold in the period, by segment and by currency."""
    of_client = {one.client_id: (one.segment.value, "total") for one in buyers}
    everybodys = replace(options, person=None)
    return sales.totals(store, everybodys, span, "s.client_id", "", lambda one: of_client.get(one, ()))


def _segments(
    by_segment: Mapping[Segment, list[Scored]], money: Mapping[str, Mapping[str, Sums]], until: date
) -> Table:
    currencies = sales.currencies_of(money.values())
    everybody = [one for buyers in by_segment.values() for one in buyers]

    def row(name: str, buyers: Sequence[Scored]) -> Row:
        cells: list[Cell] = [Term(name), len(buyers), share(len(buyers), len(everybody))]
        if buyers:
            cells.append(float(median((until - date.fromisoformat(one.latest)).days for one in buyers)))
            cells.append(fmean(one.times for one in buyers))
        else:
            cells += [None, None]
        for currency in currencies:
            sums = money.get(name, {}).get(currency)
            cells += [sums.amount, sums.profit] if sums else [0, 0]
        return Row(name, tuple(cells))

    columns = (
        Column("segment", CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column("share", CellKind.SHARE),
        Column("days_since", CellKind.DAYS),
        Column("purchases", CellKind.NUMBER),
        *sales.columns(_MONEY, currencies, drills=True),
    )
    rows = tuple(row(segment.value, by_segment.get(segment, [])) for segment in Segment)
    chart = Chart(ChartKind.BARS, "segment", ("clients",))
    return Table("segments", columns, rows, row("total", everybody), chart)


def _grid(buyers: Sequence[Scored]) -> Table:
    counts: defaultdict[tuple[int, int], int] = defaultdict(int)
    for one in buyers:
        counts[one.recency, one.value] += 1
    columns = (
        Column("recency", CellKind.TEXT),
        *(Column(f"value:{value}", CellKind.COUNT, drills=True) for value in _SCORES),
    )
    rows = [
        Row(str(recency), (Term("score", (recency,)), *(counts[recency, value] for value in _SCORES)))
        for recency in reversed(_SCORES)
    ]
    return Table("grid", columns, tuple(rows))
