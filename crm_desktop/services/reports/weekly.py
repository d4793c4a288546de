"""The meetings of a week, or of any period: what was planned and what became of it, by day and by person.

What counts, and on which day, stands in ``contact_rules``. Beside the period stand the one before and the average of
the twelve before, as far as the base reaches back. Days are shown up to a month, weeks up to half a year, else months.

Tables: ``days``, ``weeks`` or ``months`` (when), ``people`` (person), both with a column for each measure; ``compared``
(measure, period, before, change, average) with a row for each measure.
Measures, ids of columns, of rows and of terms: ``planned`` ``held`` ``successful`` ``failed`` ``no_answer`` ``moved``
``cancelled``. Figures: the same, and ``success``, the share of the held that were successful.
Terms: ``nobody`` (no colleague), ``total``.
Notes: ``what_is_planned``, ``what_is_held``, ``what_is_moved``; ``kinds_counted`` (ids of kinds); ``unplanned`` (held
without a plan), ``untold`` (planned for days gone by, nothing told), ``with_nobody`` (planned, held: without a client),
``contacts_in_bin`` (contacts), ``not_over`` (the period goes on), ``average_of`` (periods), ``none_before`` (the base
holds nothing older), ``ever_is`` (``all_time``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import contact_counts, contact_rows, contact_rules, steps
from crm_desktop.services.reports.all_time import cut_off
from crm_desktop.services.reports.contact_counts import Aside
from crm_desktop.services.reports.contact_rules import Measure
from crm_desktop.services.reports.options import ever, span_of
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
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from crm_desktop.services.reports.contact_counts import Counts
    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store

AVERAGED = 12
"""The average is of so many periods before."""


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    today = now.astimezone().date()
    span = _span(store, options, today)
    progress(0, 3)
    earlier = _earlier(store, options, span, today)
    whole = Span(earlier[-1].first if earlier else span.first, span.last)
    counts = contact_counts.count(store, options, whole, today)
    progress(1, 3)
    now_sums, *before_sums = _sums(counts, [span, *earlier])
    within = {key: number for key, number in counts.items() if key[1] >= span.first}
    tables = [_timeline(span, within), _people(store, within)]
    if earlier:
        tables.append(_compared(now_sums, before_sums))
    progress(2, 3)
    notes = _notes(store, options, span, today, now_sums, len(earlier))
    progress(3, 3)
    return Report(
        ReportKind.WEEKLY,
        options,
        tuple(_figures(now_sums, before_sums[0] if before_sums else None)),
        tuple(tables),
        tuple(notes),
    )


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The contacts that a number counts, in the order of their time."""
    today = now.astimezone().date()
    span = _span(store, options, today)
    if table == "compared":
        days = span.before() if column == "before" else span
        return [each.behind for each in contact_rows.listed(store, options, days, Measure(row))]
    measure = Measure(column)
    if table == "people":
        found = contact_rows.listed(store, options, span, measure)
        return [each.behind for each in found if row in {"total", _person_key(each.person)}]
    days = span if row == "total" else steps.days_of(span, row)
    return [each.behind for each in contact_rows.listed(store, options, days, measure)]


def _span(store: Store, options: Options, today: date) -> Span:
    return span_of(options, today, ever(store, contact_counts.EVER, today))


def _earlier(store: Store, options: Options, span: Span, today: date) -> list[Span]:
    """The periods before, the nearest first, as far as the base reaches back."""
    if options.period is PeriodName.ALL:
        return []
    first = contact_counts.first_day(store, options, today)
    found: list[Span] = []
    before = span
    while len(found) < AVERAGED and before.first > first:
        before = before.before()
        found.append(before)
    return found


def _sums(counts: Counts, periods: Sequence[Span]) -> list[Counter[str]]:
    """What each period comes to; they follow each other backwards without a gap."""
    starts = [period.first for period in reversed(periods)]
    sums: list[Counter[str]] = [Counter() for _ in periods]
    for (name, day, _), number in counts.items():
        sums[len(periods) - bisect_right(starts, day)][name] += number
    return sums


def _columns(first: Column) -> tuple[Column, ...]:
    return (first, *(Column(measure.value, CellKind.COUNT, drills=True) for measure in Measure))


def _cells(first: Cell, sums: Mapping[str, int]) -> tuple[Cell, ...]:
    return (first, *(sums.get(measure, 0) for measure in Measure))


def _timeline(span: Span, counts: Mapping[tuple[str, date, bytes | None], int]) -> Table:
    """By days, weeks or months, those without any too."""
    name, kind = steps.step(span)
    by_key: dict[str, Counter[str]] = {key: Counter() for key in steps.keys(span)}
    total: Counter[str] = Counter()
    for (measure, day, _), number in counts.items():
        by_key[steps.key(name, day)][measure] += number
        total[measure] += number
    return Table(
        name,
        _columns(Column("when", kind)),
        tuple(Row(key, _cells(key, sums)) for key, sums in by_key.items()),
        Row("total", _cells(Term("total"), total)),
        Chart(ChartKind.COLUMNS, "when", (Measure.PLANNED, Measure.HELD, Measure.SUCCESSFUL)),
    )


def _people(store: Store, counts: Mapping[tuple[str, date, bytes | None], int]) -> Table:
    """By person, those who held most first."""
    names = contact_counts.people(store)
    by_person: dict[bytes | None, Counter[str]] = {}
    total: Counter[str] = Counter()
    for (measure, _, person), number in counts.items():
        by_person.setdefault(person, Counter())[measure] += number
        total[measure] += number
    ranked = sorted(
        by_person.items(),
        key=lambda pair: (-pair[1][Measure.HELD], -pair[1][Measure.PLANNED], names.get(pair[0] or b"", "")),
    )
    rows = (
        Row(_person_key(person), _cells(Term("nobody") if person is None else names[person], sums))
        for person, sums in ranked
    )
    return Table(
        "people",
        _columns(Column("person", CellKind.TEXT)),
        tuple(rows),
        Row("total", _cells(Term("total"), total)),
        Chart(ChartKind.BARS, "person", (Measure.PLANNED, Measure.HELD, Measure.SUCCESSFUL)),
    )


def _compared(present: Counter[str], before: Sequence[Counter[str]]) -> Table:
    rows = (
        Row(
            measure.value,
            (
                Term(measure.value),
                present[measure],
                before[0][measure],
                present[measure] - before[0][measure],
                sum(sums[measure] for sums in before) / len(before),
            ),
        )
        for measure in Measure
    )
    columns = (
        Column("measure", CellKind.TEXT),
        Column("period", CellKind.COUNT, drills=True),
        Column("before", CellKind.COUNT, drills=True),
        Column("change", CellKind.COUNT),
        Column("average", CellKind.NUMBER),
    )
    chart = Chart(ChartKind.COLUMNS, "measure", ("period", "before", "average"))
    return Table("compared", columns, tuple(rows), chart=chart)


def _figures(present: Counter[str], before: Counter[str] | None) -> Iterator[Figure]:
    for measure in Measure:
        yield Figure(
            measure.value, CellKind.COUNT, present[measure], None if before is None else before[measure]
        )
    yield Figure("success", CellKind.SHARE, _success(present), None if before is None else _success(before))


def _success(sums: Counter[str]) -> float | None:
    return share(sums[Measure.SUCCESSFUL], sums[Measure.HELD])


def _notes(
    store: Store, options: Options, span: Span, today: date, sums: Counter[str], averaged: int
) -> Iterator[Note]:
    yield from (Note("what_is_planned"), Note("what_is_held"), Note("what_is_moved"))
    yield Note("kinds_counted", tuple(options.kinds or contact_rules.KINDS))
    for aside in (Aside.UNPLANNED, Aside.UNTOLD):
        if sums[aside]:
            yield Note(aside.value, (sums[aside],))
    nobody = (sums[Aside.PLANNED_NOBODY], sums[Aside.HELD_NOBODY])
    if any(nobody):
        yield Note("with_nobody", nobody)
    binned = contact_counts.in_bin(store, options, span)
    if binned:
        yield Note("contacts_in_bin", (binned,))
    yield from cut_off(store, options, contact_counts.EVER, today)
    if span.first <= today <= span.last:
        yield Note("not_over")
    if averaged:
        yield Note("average_of", (averaged,))
    elif options.period is not PeriodName.ALL:
        yield Note("none_before")


def _person_key(person: bytes | None) -> str:
    return "nobody" if person is None else person.hex()
