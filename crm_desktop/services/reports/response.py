"""Service: how fast requests were answered and resolved, which wait now, and how satisfied clients were.

What counts stands in ``request_times`` and ``marks``. Times are of requests received in the period; what waits is told
as of now, whenever it was received. A request is in time when its first answer came within the limit of its kind; those
without a limit, and those which still have time, are not judged.

Tables with the columns ``received answered answer_median answer_mean answer_p90 in_time resolved resolve_median
resolve_mean resolve_p90``: ``kinds`` (kind), ``channels`` (channel), ``people`` (person), and ``days``, ``weeks`` or
``months`` (when). What waits: ``waiting`` (kind, open, unanswered, overdue, longest) and ``waiting_people`` (person and
the same); and those of ``marks``, which are absent where nobody gave any.
Figures: ``received`` ``answer_median`` ``in_time`` ``resolve_median`` ``open`` ``overdue`` ``average_mark``
``satisfied``.
Terms: the kinds of requests (``complaint`` ``inquiry`` ``wish``), the channels by their ids (``phone`` ``email`` ...),
``no_channel`` ``nobody`` ``total``.
Notes: ``received_in_period``, ``resolved_is_answered``, ``nine_of_ten``, ``hours_of_the_clock``, ``waiting_is_now``,
``limit_KIND`` (hours until the answer, days until the resolution; -1: no limit), ``satisfied_is`` (the mark),
``service_in_bin`` (requests, marks), ``ever_is`` (``all_time``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ReportKind, RequestKind
from crm_desktop.services.reports import contact_counts, marks, request_times, steps
from crm_desktop.services.reports.all_time import cut_off
from crm_desktop.services.reports.options import ever, span_of
from crm_desktop.services.reports.periods import PeriodName
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
)
from crm_desktop.services.request_limits import limits

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.services.reports.marks import Mark
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.services.reports.request_times import Received, Waiting
    from crm_desktop.storage.store import Store

_NO_LIMIT = -1
_EVER = (
    "SELECT MIN(low), MAX(high) FROM (SELECT MIN(received_at) AS low, MAX(received_at) AS high FROM request"
    " WHERE deleted = 0 AND received_at > '1000' UNION ALL"
    " SELECT MIN(at), MAX(at) FROM feedback WHERE deleted = 0 AND at > '1000')"
)
_WAITS = (
    Column("open", CellKind.COUNT, drills=True),
    Column("unanswered", CellKind.COUNT, drills=True),
    Column("overdue", CellKind.COUNT, drills=True),
    Column("longest", CellKind.HOURS),
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What happened in a period."""

    requests: Sequence[Received]
    marks: Sequence[Mark]

    def figures(self) -> dict[str, Cell]:
        """The headline figures of a period."""
        cells = dict(
            zip(
                (column.id for column in request_times.TIMES), request_times.times(self.requests), strict=True
            )
        )
        average, satisfied = marks.judged(self.marks)
        names = ("received", "answer_median", "in_time", "resolve_median")
        return {name: cells[name] for name in names} | {"average_mark": average, "satisfied": satisfied}


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    span = _span(store, options, now)
    progress(0, 3)
    seen = _seen(store, options, span, now)
    progress(1, 3)
    before = None if options.period is PeriodName.ALL else _seen(store, options, span.before(), now)
    waiting = request_times.waiting(store, options, now)
    progress(2, 3)
    tables = (
        *_times(store, span, seen.requests),
        *_waits(store, waiting),
        *marks.tables(store, span, seen.marks),
    )
    figures = _figures(seen.figures(), {} if before is None else before.figures(), waiting)
    notes = (*_notes(store, options, span), *cut_off(store, options, _EVER, now.astimezone().date()))
    progress(3, 3)
    return Report(ReportKind.RESPONSE, options, figures, tables, notes)


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The requests that a number counts, or the marks with what was said, the newest first."""
    if table.startswith("waiting"):
        key: Callable[[Waiting], str] = _person if table == "waiting_people" else _kind
        waiting = request_times.waiting(store, options, now)
        return request_times.listed(
            store, [each.id for each in waiting if row in ("total", key(each)) and _waits_as(each, column)]
        )
    span = _span(store, options, now)
    if table.startswith("marks"):
        return marks.behind(store, options, span, table, row)
    keys: dict[str, Callable[[Received], str]] = {"kinds": _kind, "channels": _channel, "people": _person}
    of = keys.get(table) or (lambda each: steps.key(table, each.day))
    found = request_times.received(store, options, span, now)
    return request_times.listed(
        store,
        [each.id for each in found if row in ("total", of(each)) and request_times.counted(each, column)],
    )


def _span(store: Store, options: Options, now: datetime) -> Span:
    today = now.astimezone().date()
    return span_of(options, today, ever(store, _EVER, today))


def _seen(store: Store, options: Options, span: Span, now: datetime) -> _Seen:
    return _Seen(request_times.received(store, options, span, now), marks.given(store, options, span))


def _kind(each: Received | Waiting) -> str:
    return each.kind


def _channel(each: Received) -> str:
    return each.channel or "no_channel"


def _person(each: Received | Waiting) -> str:
    return "nobody" if each.person is None else each.person.hex()


def _times(store: Store, span: Span, requests: Sequence[Received]) -> tuple[Table, ...]:
    """By kind, channel, person and time."""
    name, kind = steps.step(span)
    people = {id_.hex(): person for id_, person in contact_counts.people(store).items()}
    by_channel = _grouped(requests, _channel)
    by_person = _grouped(requests, _person)
    by_time = _grouped(requests, lambda each: steps.key(name, each.day))
    waits = ("answer_median", "resolve_median")

    def table(
        id_: str, first: Column, rows: Sequence[tuple[str, Cell]], of: dict[str, list[Received]], chart: Chart
    ) -> Table:
        return Table(
            id_,
            (first, *request_times.TIMES),
            tuple(Row(key, (label, *request_times.times(of.get(key, [])))) for key, label in rows),
            Row("total", (Term("total"), *request_times.times(requests))),
            chart,
        )

    return (
        table(
            "kinds",
            Column("kind", CellKind.TEXT),
            [(each.value, Term(each.value)) for each in RequestKind],
            _grouped(requests, _kind),
            Chart(ChartKind.BARS, "kind", waits),
        ),
        table(
            "channels",
            Column("channel", CellKind.TEXT),
            [(key, Term(key)) for key in _most_first(by_channel)],
            by_channel,
            Chart(ChartKind.BARS, "channel", waits),
        ),
        table(
            "people",
            Column("person", CellKind.TEXT),
            [(key, people.get(key) or Term("nobody")) for key in _most_first(by_person)],
            by_person,
            Chart(ChartKind.BARS, "person", waits),
        ),
        table(
            name,
            Column("when", kind),
            [(key, key) for key in steps.keys(span)],
            by_time,
            Chart(ChartKind.LINE, "when", waits),
        ),
    )


def _waits(store: Store, waiting: Sequence[Waiting]) -> tuple[Table, ...]:
    """What is open now, by kind and by person."""
    people = {id_.hex(): person for id_, person in contact_counts.people(store).items()}
    by_kind, by_person = _grouped(waiting, _kind), _grouped(waiting, _person)
    total = _waiting_row("total", Term("total"), waiting)
    return (
        Table(
            "waiting",
            (Column("kind", CellKind.TEXT), *_WAITS),
            tuple(
                _waiting_row(each.value, Term(each.value), by_kind.get(each.value, []))
                for each in RequestKind
            ),
            total,
            Chart(ChartKind.BARS, "kind", ("open", "overdue")),
        ),
        Table(
            "waiting_people",
            (Column("person", CellKind.TEXT), *_WAITS),
            tuple(
                _waiting_row(key, people.get(key) or Term("nobody"), by_person[key])
                for key in _most_first(by_person)
            ),
            total,
            Chart(ChartKind.BARS, "person", ("open", "overdue")),
        ),
    )


def _waiting_row(key: str, label: Cell, waiting: Sequence[Waiting]) -> Row:
    counts = (sum(_waits_as(each, column.id) for each in waiting) for column in _WAITS[:-1])
    return Row(key, (label, *counts, max((each.hours for each in waiting), default=None)))


def _waits_as(each: Waiting, column: str) -> bool:
    return {"open": True, "unanswered": each.unanswered, "overdue": each.overdue}[column]


def _grouped(found: Sequence[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return groups


def _most_first(groups: dict[str, list[Any]]) -> list[str]:
    return sorted(groups, key=lambda key: (-len(groups[key]), key))


_KINDS = {
    "received": CellKind.COUNT,
    "answer_median": CellKind.HOURS,
    "in_time": CellKind.SHARE,
    "resolve_median": CellKind.HOURS,
    "average_mark": CellKind.NUMBER,
    "satisfied": CellKind.SHARE,
}


def _figures(
    present: dict[str, Cell], before: dict[str, Cell], waiting: Sequence[Waiting]
) -> tuple[Figure, ...]:
    found = [Figure(name, kind, present[name], before.get(name)) for name, kind in _KINDS.items()]
    standing = [
        Figure("open", CellKind.COUNT, len(waiting)),
        Figure("overdue", CellKind.COUNT, sum(each.overdue for each in waiting)),
    ]
    return (*found[:4], *standing, *found[4:])


def _notes(store: Store, options: Options, span: Span) -> tuple[Note, ...]:
    names = (
        "received_in_period",
        "resolved_is_answered",
        "nine_of_ten",
        "hours_of_the_clock",
        "waiting_is_now",
    )
    found = [Note(name) for name in names]
    for kind, limit in limits(store).items():
        allowed = (limit.answer_hours, limit.resolve_days)
        found.append(
            Note(f"limit_{kind.value}", tuple(_NO_LIMIT if each is None else each for each in allowed))
        )
    found.append(Note("satisfied_is", (marks.SATISFIED,)))
    binned = (request_times.in_bin(store, options, span), marks.in_bin(store, options, span))
    if any(binned):
        found.append(Note("service_in_bin", binned))
    return tuple(found)
