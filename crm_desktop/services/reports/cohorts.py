"""Buyers over time: who came, stayed and went in each month; and of those who began together how many bought again.

A cohort are those whose first purchase ever fell into the same month; where months would be too many, into the same
quarter or year (``Periods``).

Tables of ``retention``: ``flow`` (period, new, kept, returned, lost); ``cohorts`` (period, clients, after:N ...) with
the share that bought N months, quarters or years after the first; ``curve`` (after, clients, share), all cohorts as
one.
Terms: ``quarter`` (year, number), ``year`` (year); months stand as such.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.services.reports import sales
from crm_desktop.services.reports.periods import Span
from crm_desktop.services.reports.table import (
    Behind,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Row,
    Table,
    Term,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

_MOVES = ("new", "kept", "returned")
_FEWEST_MONTHS = 12
_MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of ``months`` each, numbered from the year 0; ``over``: the last of them is."""

    months: int
    first: int
    last: int
    until: date
    over: bool

    def label(self, number: int) -> Cell:
        """How a period is called."""
        year, place = divmod(number * self.months, 12)
        if self.months == 1:
            return f"{year:04}-{place + 1:02}"
        return Term("year", (year,)) if self.months == 12 else Term("quarter", (year, place // 3 + 1))

    @property
    def kind(self) -> CellKind:
        """Of the cells that ``label`` gives."""
        return CellKind.MONTH if self.months == 1 else CellKind.TEXT


def periods_of(span: Span, today: date) -> Periods:
    """Twelve months at least, up to the end of the span or today; quarters or years where months are too many."""
    until = min(span.last, today)
    last = _month(until)
    first = min(_month(span.first), last - _FEWEST_MONTHS + 1)
    months = next((n for n in (1, 3) if last // n - first // n < _MOST_PERIODS), 12)
    over = _month(until + timedelta(days=1)) // months != last // months and until < today
    return Periods(months, first // months, last // months, until, over)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


@dataclass(frozen=True, slots=True)
class _Step:
    """So many ``clients`` whose first purchase fell into ``cohort`` bought in ``period``.

    ``move``: ``new``, ``kept`` or ``returned``; ``leaves``: they bought nothing in the period after it.
    """

    cohort: int
    period: int
    move: str
    leaves: bool
    clients: int


def _bought(options: Options, periods: Periods) -> tuple[str, dict[str, Any]]:
    """SQL for each client and each period that it bought in, and its values."""
    where, values = sales.conditions(options, Span(periods.until, periods.until))
    period = f"(substr(s.day, 1, 4) * 12 + substr(s.day, 6, 2) - 1) / {periods.months}"
    sql = f"""
        SELECT client_id, latest, period, first AS cohort, following IS NULL OR following > period + 1 AS leaves,
            CASE WHEN previous IS NULL THEN 'new' WHEN previous = period - 1 THEN 'kept' ELSE 'returned' END AS move
        FROM (SELECT client_id, latest, period, MIN(period) OVER of_client AS first,
                LAG(period) OVER of_client AS previous, LEAD(period) OVER of_client AS following
            FROM (SELECT s.client_id, {period} AS period, MAX(s.day) AS latest FROM {sales.FROM}
                WHERE s.amount > 0 AND {where} GROUP BY 1, 2)
            WINDOW of_client AS (PARTITION BY client_id ORDER BY period))
    """
    return sql, values | {"first": ""}


def _steps(store: Store, options: Options, periods: Periods) -> list[_Step]:
    bought, values = _bought(options, periods)
    found = store.cursor(
        f"SELECT cohort, period, move, leaves, COUNT(*) FROM ({bought}) WHERE period >= :from GROUP BY 1, 2, 3, 4",
        # Who leaves goes in the period after the last purchase.
        values | {"from": periods.first - 1},
    )
    return [
        _Step(cohort, period, move, bool(leaves), clients) for cohort, period, move, leaves, clients in found
    ]


def tables(store: Store, options: Options, periods: Periods) -> tuple[Table, ...]:
    """The tables by period; none where nobody bought anything."""
    steps = _steps(store, options, periods)
    moves: defaultdict[tuple[int, str], int] = defaultdict(int)
    bought: defaultdict[tuple[int, int], int] = defaultdict(int)
    for step in steps:
        moves[step.period, step.move] += step.clients
        moves[step.period + 1, "lost"] += step.clients if step.leaves else 0
        bought[step.cohort, step.period - step.cohort] += step.clients
    first = min((step.period for step in steps if step.period >= periods.first), default=None)
    if first is None:
        return ()
    cohorts = [cohort for cohort in range(first, periods.last + 1) if bought[cohort, 0]]
    flow = _flow(moves, periods, first)
    return (
        (flow, _cohorts(bought, cohorts, periods), _curve(bought, cohorts, periods)) if cohorts else (flow,)
    )


def _flow(moves: Mapping[tuple[int, str], int], periods: Periods, first: int) -> Table:
    rows = []
    for period in range(first, periods.last + 1):
        lost = moves[period, "lost"] if periods.over or period < periods.last else None
        cells = (periods.label(period), *(moves[period, move] for move in _MOVES), lost)
        rows.append(Row(str(period), cells))
    columns = (
        Column("period", periods.kind),
        *(Column(move, CellKind.COUNT, drills=True) for move in (*_MOVES, "lost")),
    )
    return Table("flow", columns, tuple(rows), chart=Chart(ChartKind.STACKED, "period", _MOVES))


def _cohorts(bought: Mapping[tuple[int, int], int], cohorts: list[int], periods: Periods) -> Table:
    longest = periods.last - cohorts[0]
    rows = []
    for cohort in cohorts:
        shares = [
            share(bought[cohort, after], bought[cohort, 0]) if cohort + after <= periods.last else None
            for after in range(1, longest + 1)
        ]
        rows.append(Row(str(cohort), (periods.label(cohort), bought[cohort, 0], *shares)))
    columns = (
        Column("period", periods.kind),
        Column("clients", CellKind.COUNT, drills=True),
        *(Column(f"after:{after}", CellKind.SHARE, drills=True) for after in range(1, longest + 1)),
    )
    return Table("cohorts", columns, tuple(rows))


def _curve(bought: Mapping[tuple[int, int], int], cohorts: list[int], periods: Periods) -> Table:
    """All cohorts together, each as long as it is known."""
    rows = []
    for after in range(periods.last - cohorts[0] + 1):
        seen = [cohort for cohort in cohorts if cohort + after <= periods.last]
        size = sum(bought[cohort, 0] for cohort in seen)
        again = sum(bought[cohort, after] for cohort in seen)
        rows.append(Row(str(after), (after, size, share(again, size))))
    columns = (
        Column("after", CellKind.COUNT),
        Column("clients", CellKind.COUNT),
        Column("share", CellKind.SHARE),
    )
    return Table("curve", columns, tuple(rows), chart=Chart(ChartKind.LINE, "after", ("share",)))


_OF_COLUMN = {
    "clients": "cohort = :number AND period = :number",
    "after": "cohort = :number AND period = :number + :after",
    "lost": "period = :number - 1 AND leaves",
}


def behind(store: Store, options: Options, periods: Periods, row: str, column: str) -> list[Behind]:
    """The clients of a number of ``flow`` or ``cohorts``, with the day of their last purchase in that period."""
    bought, values = _bought(options, periods)
    name, _, after = column.partition(":")
    condition = _OF_COLUMN.get(name, "period = :number AND move = :move")
    found = store.cursor(
        f"SELECT c.id, c.name, b.latest FROM ({bought}) b CROSS JOIN client c ON c.id = b.client_id"
        f" WHERE {condition} ORDER BY c.name, c.id",
        values | {"number": int(row), "after": int(after or 0), "move": name},
    )
    return [Behind(*each) for each in found]
