"""Birthdays and named dates of a period, by day, with ages and round ones marked.

Which day a date is kept on stands in ``yearly_dates``. Without an end ("all") the period is the year from today on. The
person of the options is the one responsible for the client.

Tables: ``days``, ``weeks`` or ``months`` (when, birthdays, dates, round); ``list`` (on, client, occasion, years, round,
phone), of which ``occasion`` is the label of a named date or the term ``birthday``, ``round`` the term ``round`` or
nothing. Figures: ``birthdays`` ``dates`` ``round``. Terms: ``birthday`` ``round`` ``total`` ``no_label``.
Notes: ``year_ahead`` (first and last day, of "all"), ``leap_day``, ``what_is_round``, ``since_its_year``, ``no_year``
(occasions), ``dates_in_bin`` (occasions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.models.dates import day_in_year
from crm_desktop.services.reports import steps, yearly_dates
from crm_desktop.services.reports.options import span_of
from crm_desktop.services.reports.periods import PeriodName, Span
from crm_desktop.services.reports.table import (
    Behind,
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
)
from crm_desktop.services.reports.yearly_dates import BIRTHDAY, NAMED, Counted, Kept, is_round

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

_COUNTS = {"birthdays": BIRTHDAY, "dates": NAMED, "round": ""}
"""Column -> what it counts; empty: either, where the years are round."""
_BATCH = 500


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = _span(options, now)
    progress(0, 2)
    counted = yearly_dates.counted(store, options, span)
    total = _sums(counted)
    progress(1, 2)
    figures = tuple(Figure(name, CellKind.COUNT, total[name]) for name in _COUNTS)
    tables = (
        _timeline(span, counted, total),
        _list(store, options, span, total["birthdays"] + total["dates"]),
    )
    notes = _notes(store, options, span, counted)
    progress(2, 2)
    return Report(ReportKind.DATES, options, figures, tables, notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """Who has a date on the days of a row, day by day."""
    span = _span(options, now)
    days = span if row == "total" else steps.days_of(span, row)
    what = _COUNTS[column]
    return [
        Behind(each.client_id, each.client, each.on.isoformat(), each.label)
        for each in yearly_dates.kept(store, options, days)
        if (is_round(each.years) if not what else each.what == what)
    ]


def _span(options: Options, now: datetime) -> Span:
    today = now.astimezone().date()
    if options.period is PeriodName.ALL:
        return Span(today, day_in_year(today.isoformat(), today.year + 1) - timedelta(days=1))
    return span_of(options, today)


def _sums(counted: Sequence[Counted]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for each in counted:
        sums["birthdays" if each.what == BIRTHDAY else "dates"] += each.number
        if is_round(each.years):
            sums["round"] += each.number
    return sums


def _timeline(span: Span, counted: Sequence[Counted], total: Mapping[str, int]) -> Table:
    name, kind = steps.step(span)
    by_key: dict[str, list[Counted]] = {key: [] for key in steps.keys(span)}
    for each in counted:
        by_key[steps.key(name, each.on)].append(each)
    rows = []
    for key, of in by_key.items():
        sums = _sums(of)
        rows.append(Row(key, (key, *(sums[column] for column in _COUNTS))))
    columns = (
        Column("when", kind),
        *(Column(column, CellKind.COUNT, drills=True) for column in _COUNTS),
    )
    whole = Row("total", (Term("total"), *(total[column] for column in _COUNTS)))
    return Table(name, columns, tuple(rows), whole, Chart(ChartKind.STACKED, "when", ("birthdays", "dates")))


def _list(store: Store, options: Options, span: Span, number: int) -> Table:
    shown = list(islice(yearly_dates.kept(store, options, span), options.rows or None))
    phones = _phones(store, [each.client_id for each in shown])

    def row(each: Kept) -> Row:
        cells = (
            each.on.isoformat(),
            each.client,
            Term(BIRTHDAY) if each.what == BIRTHDAY else each.label or Term("no_label"),
            each.years,
            Term("round") if is_round(each.years) else None,
            phones.get(each.client_id),
        )
        return Row(f"{each.on}:{each.what}:{each.subject.hex()}", cells, each.client_id)

    columns = (
        Column("on", CellKind.DAY),
        Column("client", CellKind.TEXT),
        Column("occasion", CellKind.TEXT),
        Column("years", CellKind.COUNT),
        Column("round", CellKind.TEXT),
        Column("phone", CellKind.TEXT),
    )
    return Table("list", columns, tuple(map(row, shown)), left_out=number - len(shown))


def _phones(store: Store, clients: Sequence[bytes]) -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for start in range(0, len(clients), _BATCH):
        batch = clients[start : start + _BATCH]
        slots = ", ".join("?" * len(batch))
        found.update(
            store.read(
                f"SELECT client_id, phone FROM client_list WHERE phone IS NOT NULL AND client_id IN ({slots})",
                batch,
            )
        )
    return found


def _notes(store: Store, options: Options, span: Span, counted: Sequence[Counted]) -> tuple[Note, ...]:
    numbers = {
        "no_year": sum(each.number for each in counted if each.years is None),
        "dates_in_bin": yearly_dates.in_bin(store, options, span),
    }
    is_yearly = options.period is PeriodName.ALL
    return (
        *([Note("year_ahead", (span.first.isoformat(), span.last.isoformat()))] if is_yearly else []),
        Note("leap_day"),
        Note("what_is_round"),
        Note("since_its_year"),
        *(Note(name, (number,)) for name, number in numbers.items() if number),
    )
