"""Who came new, who stayed, who went and who came back; and of those who began together how many bought again.

A client bought in a period that has a sale of a positive amount in it. *New*: the first ever lies in the period.
*Kept*: bought in the period before, too. *Returned*: bought not in the period before, but earlier. *Lost*: bought in
the period before and not in this one. All goes by the sales that the options ask for: of one person, by what that
person sold.

Tables: ``movement`` (movement, clients, share, before:CUR unless it is of all times, amount:CUR, profit:CUR), rows
``new`` ``kept`` ``returned`` ``lost``, and ``refunded`` where money went back to who did not buy, total ``buyers``;
those of ``cohorts``.
Figures: ``buyers`` ``new`` ``kept`` ``returned`` ``lost`` ``kept_share``.
Notes: those of sales, ``bought_is``, ``period_before`` (first, last), ``by_month`` or ``by_quarter`` or ``by_year``,
``not_over`` where the period is not, ``of_person`` where only one person's sales count.
Terms: the rows.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import cohorts, sales
from crm_desktop.services.reports.periods import PeriodName, Span
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
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.sales import Sums
    from crm_desktop.storage.store import Store

_BUYING = ("new", "kept", "returned")
_LENGTHS = {1: "by_month", 3: "by_quarter", 12: "by_year"}


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span, today = sales.span(store, options, now), now.astimezone().date()
    before = span.before()
    progress(0, 4)
    moves = _moves(store, options, span)
    progress(1, 4)
    # Before all times there was nothing to set beside them.
    counts_before = None if options.period is PeriodName.ALL else _counts(store, options, before)
    figures = _figures(Counter(moves.values()), counts_before)
    progress(2, 4)
    movement = _movement(store, options, span, moves)
    progress(3, 4)
    periods = cohorts.periods_of(_sold_in(store, options, span), today)
    over_time = cohorts.tables(store, options, periods)
    notes = [
        *sales.notes(store, options, span),
        Note("bought_is"),
        Note(_LENGTHS[periods.months]),
    ]
    if counts_before is not None:
        notes.append(Note("period_before", (before.first.isoformat(), before.last.isoformat())))
    if span.last >= today:
        notes.append(Note("not_over"))
    if options.person is not None:
        notes.append(Note("of_person"))
    tables = (movement, *over_time)
    progress(4, 4)
    return Report(ReportKind.RETENTION, options, figures, tables, tuple(notes))


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The clients of a number with the day of their last purchase until then, or the sales of a sum."""
    span = sales.span(store, options, now)
    if table != "movement":
        periods = cohorts.periods_of(_sold_in(store, options, span), now.astimezone().date())
        return cohorts.behind(store, options, periods, row, column)
    name, _, currency = column.partition(":")
    if name != "clients":
        join, values = _joined(options, span)
        condition = "" if row == "buyers" else " AND COALESCE(m.state, 'refunded') = :state"
        days = span.before() if name == "before" else span
        return sales.behind(store, options, days, currency, condition, join, **values, state=row)
    states, values = _states(options, span)
    condition = "m.state <> 'lost'" if row == "buyers" else "m.state = :state"
    found = store.cursor(
        f"SELECT c.id, c.name, m.latest FROM ({states}) m CROSS JOIN client c ON c.id = m.client_id"
        f" WHERE {condition} ORDER BY c.name, c.id",
        values | {"state": row},
    )
    return [Behind(*each) for each in found]


def _sold_in(store: Store, options: Options, span: Span) -> Span:
    """Of all times the days from the first sale to the last: old books are told in months, too, not up to today."""
    ((first, last),) = store.read(sales.EVER)
    if options.period is not PeriodName.ALL or first is None:
        return span
    begin, end = max(span.first, date.fromisoformat(first)), min(span.last, date.fromisoformat(last))
    return Span(begin, end) if begin <= end else span


def _states(options: Options, span: Span) -> tuple[str, dict[str, Any]]:
    """SQL for each client who ever bought: how it moved (None: bought in neither), and its values."""
    where, values = sales.conditions(options, span)
    before = span.before()
    sql = f"""
        SELECT client_id, latest, CASE WHEN now AND since >= :now_first THEN 'new' WHEN now AND before THEN 'kept'
            WHEN now THEN 'returned' WHEN before THEN 'lost' END AS state
        FROM (SELECT s.client_id, MIN(s.day) AS since, MAX(s.day) AS latest, MAX(s.day >= :now_first) AS now,
                MAX(s.day BETWEEN :before_first AND :before_last) AS before
            FROM {sales.between(":ever", ":now_last")} WHERE s.amount > 0 AND {where} GROUP BY 1)
    """
    return sql, values | {
        "ever": "",
        "now_first": span.first.isoformat(),
        "now_last": span.last.isoformat(),
        "before_first": before.first.isoformat(),
        "before_last": before.last.isoformat(),
    }


def _joined(options: Options, span: Span) -> tuple[str, dict[str, Any]]:
    """SQL to join each sale's client with how it moved from the period before to ``span``."""
    states, values = _states(options, span)
    return f"LEFT JOIN ({states}) m ON m.client_id = s.client_id", {
        name: value for name, value in values.items() if name not in {"first", "last"}
    }


def _moves(store: Store, options: Options, span: Span) -> dict[bytes, str]:
    """How each client moved who bought in the period or in the one before."""
    sql, values = _states(options, span)
    return dict(store.cursor(f"SELECT client_id, state FROM ({sql}) WHERE state IS NOT NULL", values))


def _counts(store: Store, options: Options, span: Span) -> Counter[str]:
    sql, values = _states(options, span)
    found = store.cursor(f"SELECT state, COUNT(*) FROM ({sql}) WHERE state IS NOT NULL GROUP BY 1", values)
    return Counter(dict(found))


def _figures(now: Counter[str], before: Counter[str] | None) -> tuple[Figure, ...]:
    def buyers(counts: Counter[str]) -> int:
        return sum(counts[state] for state in _BUYING)

    def kept(counts: Counter[str]) -> float | None:
        return share(counts["kept"], counts["kept"] + counts["lost"])

    def figure(name: str, kind: CellKind, value: Callable[[Counter[str]], float | None]) -> Figure:
        return Figure(name, kind, value(now), None if before is None else value(before))

    return (
        figure("buyers", CellKind.COUNT, buyers),
        *(figure(state, CellKind.COUNT, itemgetter(state)) for state in (*_BUYING, "lost")),
        figure("kept_share", CellKind.SHARE, kept),
    )


def _movement(store: Store, options: Options, span: Span, moves: Mapping[bytes, str]) -> Table:
    def sums(of: Span) -> dict[str, dict[str, Sums]]:
        return sales.totals(
            store, options, of, "s.client_id", "", lambda one: (moves.get(one, "refunded"), "buyers")
        )

    ever = options.period is PeriodName.ALL
    now, before, counts = sums(span), {} if ever else sums(span.before()), Counter(moves.values())
    whole_now, whole_before = now.get("buyers", {}), before.get("buyers", {})
    currencies = sales.currencies_of([whole_now, whole_before])
    buyers = sum(counts[state] for state in _BUYING)

    def row(name: str, clients: int | None, part: float | None, then: Any, here: Any) -> Row:
        money: list[Cell] = []
        for currency in currencies:
            earlier, later = then.get(currency), here.get(currency)
            money += [] if ever else [earlier.amount if earlier else 0]
            money += [later.amount, later.profit] if later else [0, 0]
        return Row(name, (Term(name), clients, part, *money))

    rows = [
        row(state, counts[state], share(counts[state], buyers), before.get(state, {}), now.get(state, {}))
        for state in _BUYING
    ]
    rows.append(row("lost", counts["lost"], None, before.get("lost", {}), now.get("lost", {})))
    if "refunded" in now or "refunded" in before:
        rows.append(row("refunded", None, None, before.get("refunded", {}), now.get("refunded", {})))
    columns = (
        Column("movement", CellKind.TEXT),
        Column("clients", CellKind.COUNT, drills=True),
        Column("share", CellKind.SHARE),
        *sales.columns(
            ("amount", "profit") if ever else ("before", "amount", "profit"), currencies, drills=True
        ),
    )
    total = row("buyers", buyers, share(buyers, buyers), whole_before, whole_now)
    return Table("movement", columns, tuple(rows), total, Chart(ChartKind.BARS, "movement", ("clients",)))
