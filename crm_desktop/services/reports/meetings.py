"""What a diary is asked about meetings: which ended well, who got another appointment, which are planned, which days.

All four are answered for the period asked for, or one of them alone (``Options.question``); ``READY`` has each with
the period that a diary is asked it of. The days with a person need ``Options.client``. What counts, and on which day,
stands in ``contact_rules``; what another appointment is, in ``follow_ups``.

Tables (lists have a row for each contact; ``_by`` counts them along time):
``went_well`` (day, at, client, person, kind, text) and ``went_well_by`` (when, count);
``another`` (day, outcome, client, next_day, next_at, next_kind, state, text);
``planned`` (day, at, client, person, kind, state, text) and ``planned_by`` (when, count);
``days`` (day, at, kind, state, text, person).
``at`` and ``next_at`` are instants, or days of what takes the whole day; ``kind`` is a term ``kind`` with an id of
``ActivityKind``; ``state`` and ``outcome`` are terms: ``planned``, ``overdue`` (planned and gone by), ``held`` (nothing
said of how), ``successful`` ``failed`` ``no_answer`` ``cancelled``. Other terms: ``nobody`` (no colleague),
``no_client``, ``total``.
Figures: ``went_well`` and ``held`` (with the period before), ``another`` (clients), ``planned``, ``days``.
Notes: ``kinds_counted`` (ids of kinds), ``what_is_another``, ``what_stands_planned``, ``with_client`` (name),
``choose_client``, ``contacts_in_bin`` (contacts), ``ever_is`` (``all_time``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import contact_counts, contact_rows, contact_rules, steps, who
from crm_desktop.services.reports.all_time import cut_off
from crm_desktop.services.reports.contact_rules import Measure
from crm_desktop.services.reports.follow_ups import follow_ups
from crm_desktop.services.reports.options import Options, Question, ever, span_of
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
    cut,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from crm_desktop.services.reports.contact_rows import Contact
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

READY = (
    Options(PeriodName.WEEK_BEFORE_LAST, question=Question.WENT_WELL),
    Options(PeriodName.LAST_MONTH, question=Question.ANOTHER),
    Options(PeriodName.NEXT_MONTH, question=Question.PLANNED),
    Options(PeriodName.ALL, question=Question.DAYS),
)
"""The four questions as a diary is asked them."""

_COLUMNS = {
    "day": CellKind.DAY,
    "at": CellKind.INSTANT,
    "next_day": CellKind.DAY,
    "next_at": CellKind.INSTANT,
}
_WENT_WELL = ("day", "at", "client", "person", "kind", "text")
_PLANNED = ("day", "at", "client", "person", "kind", "state", "text")
_DAYS = ("day", "at", "kind", "state", "text", "person")
_ANOTHER = ("day", "outcome", "client", "next_day", "next_at", "next_kind", "state", "text")


@dataclass(frozen=True, slots=True)
class _Made:
    """What answers one question."""

    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """The base and what is asked of it."""

    store: Store
    options: Options
    span: Span
    now: datetime
    people: dict[bytes, str]

    @property
    def today(self) -> date:
        return self.now.astimezone().date()


def make(store: Store, options: Options, now: datetime, progress: Callable[[int, int], None]) -> Report:
    """The report as of ``now``; ``progress`` may raise to stop it. Raises PeriodRefused."""
    asked = _Asked(store, options, _span(store, options, now), now, contact_counts.people(store))
    questions = [each for each in _ANSWERS if options.question in {Question.ALL, each}]
    made = []
    for number, question in enumerate(questions):
        progress(number, len(questions))
        made.append(_ANSWERS[question](asked))
    progress(len(questions), len(questions))
    notes = [Note("kinds_counted", tuple(options.kinds or contact_rules.KINDS))]
    notes += [note for each in made for note in each.notes]
    binned = contact_counts.in_bin(store, options, asked.span)
    if binned:
        notes.append(Note("contacts_in_bin", (binned,)))
    notes += cut_off(store, options, contact_counts.EVER, asked.today)
    return Report(
        ReportKind.MEETINGS,
        options,
        tuple(figure for each in made for figure in each.figures),
        tuple(table for each in made for table in each.tables),
        tuple(notes),
    )


def behind(store: Store, options: Options, now: datetime, table: str, row: str, column: str) -> list[Behind]:
    """The contacts of a day, week or month."""
    span = _span(store, options, now)
    days = span if row == "total" else steps.days_of(span, row)
    if table == "planned_by":
        found = contact_rows.planned(store, options, days)
    else:
        found = contact_rows.listed(store, options, days, Measure.SUCCESSFUL)
    return [each.behind for each in found]


def _span(store: Store, options: Options, now: datetime) -> Span:
    today = now.astimezone().date()
    return span_of(options, today, ever(store, contact_counts.EVER, today))


def _went_well(asked: _Asked) -> _Made:
    store, options, span = asked.store, asked.options, asked.span
    found = contact_rows.listed(store, options, span, Measure.SUCCESSFUL)
    held = contact_counts.held(store, options, span)
    before = None if options.period is PeriodName.ALL else contact_counts.held(store, options, span.before())
    return _Made(
        (
            Figure("went_well", CellKind.COUNT, len(found), _sum(before, Measure.SUCCESSFUL)),
            Figure("held", CellKind.COUNT, _sum(held, Measure.HELD), _sum(before, Measure.HELD)),
        ),
        (_listed("went_well", _WENT_WELL, found, asked), _by("went_well_by", found, span)),
    )


def _another(asked: _Asked) -> _Made:
    found = follow_ups(asked.store, asked.options, asked.span)
    rows = [
        Row(
            f"{each.talk.id.hex()}-{each.made.id.hex()}-{each.talk.client_id.hex()}",
            (
                each.talked_on.isoformat(),
                _state(each.talk.outcome, overdue=False),
                each.name,
                each.made_for.isoformat(),
                each.made.at,
                Term("kind", (each.made.kind,)),
                _state(each.made.state, overdue=each.made_for < asked.today),
                each.made.text,
            ),
            each.talk.client_id,
        )
        for each in found
    ]
    clients = len({each.talk.client_id for each in found})
    kept, left_out = cut(rows, asked.options.rows)
    table = Table("another", _columns(_ANOTHER), kept, left_out=left_out)
    return _Made((Figure("another", CellKind.COUNT, clients),), (table,), (Note("what_is_another"),))


def _planned(asked: _Asked) -> _Made:
    found = contact_rows.planned(asked.store, asked.options, asked.span)
    return _Made(
        (Figure("planned", CellKind.COUNT, len(found)),),
        (_listed("planned", _PLANNED, found, asked), _by("planned_by", found, asked.span)),
        (Note("what_stands_planned"),),
    )


def _days(asked: _Asked) -> _Made:
    client_id = asked.options.client
    if client_id is None:
        return _Made((), (), (Note("choose_client"),))
    store, options, span = asked.store, asked.options, asked.span
    found = [
        *contact_rows.listed(store, options, span, Measure.HELD),
        *(each for each in contact_rows.planned(store, options, span) if each.state == "planned"),
    ]
    found.sort(key=lambda each: (each.day, each.at, each.id))
    name = who.names(store, [client_id]).get(client_id, "")
    days = len({each.day for each in found})
    return _Made(
        (Figure("days", CellKind.COUNT, days),),
        (_listed("days", _DAYS, found, asked),),
        (Note("with_client", (name,)),),
    )


_ANSWERS: dict[Question, Callable[[_Asked], _Made]] = {
    Question.WENT_WELL: _went_well,
    Question.ANOTHER: _another,
    Question.PLANNED: _planned,
    Question.DAYS: _days,
}


def _sum(counts: contact_counts.Counts | None, measure: Measure) -> int | None:
    if counts is None:
        return None
    return sum(number for (name, _, _), number in counts.items() if name == measure)


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(name, _COLUMNS.get(name, CellKind.TEXT)) for name in names)


def _listed(name: str, columns: Sequence[str], found: list[Contact], asked: _Asked) -> Table:
    """A row for each contact, with these of its columns."""
    kept = found[: asked.options.rows] if asked.options.rows else found
    rows = []
    for place, each in enumerate(kept):
        cells: dict[str, Cell] = {
            "day": each.day.isoformat(),
            "at": each.at,
            "client": each.name if each.client_id is not None else Term("no_client"),
            "person": Term("nobody") if each.person is None else asked.people[each.person],
            "kind": Term("kind", (each.kind,)),
            "state": _state(each.state, overdue=each.day < asked.today),
            "text": each.text,
        }
        rows.append(Row(str(place), tuple(cells[column] for column in columns), each.client_id))
    return Table(name, _columns(columns), tuple(rows), left_out=len(found) - len(kept))


def _by(name: str, found: list[Contact], span: Span) -> Table:
    """How many along time."""
    step, kind = steps.step(span)
    counts = Counter(steps.key(step, each.day) for each in found)
    columns = (Column("when", kind), Column("count", CellKind.COUNT, drills=True))
    return Table(
        name,
        columns,
        tuple(Row(key, (key, counts[key])) for key in steps.keys(span)),
        Row("total", (Term("total"), len(found))),
        Chart(ChartKind.COLUMNS, "when", ("count",)),
    )


def _state(state: str, *, overdue: bool) -> Term:
    if state == "planned" and overdue:
        return Term("overdue")
    return Term(state or "held")
