"""Answers from the diary: on which days a contact was or will be, and how many of them stand in some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import participants, series
from crm_desktop.services.agenda import bounds
from crm_desktop.services.finding.diary_people import is_name, people
from crm_desktop.services.finding.diary_question import Period, Question, read_question
from crm_desktop.services.finding.places import DELETED
from crm_desktop.services.moves import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from crm_desktop.storage.store import Store

MOST_COUNTED = 5000
"""It is asked while typing, and a year may hold a million."""
_LAST_BUT_ONE = date(9999, 12, 30)


@dataclass(frozen=True, slots=True)
class DiaryHit:
    """A contact that answers: ``at`` (a UTC instant, or a day where ``all_day``) is when it was held or is planned.

    ``occurrence`` is the moment of an occurrence without a row of its own, whose series has the id ``id``.
    """

    id: bytes
    occurrence: str | None
    client_id: bytes | None
    number: int | None
    client: str
    kind: ActivityKind
    at: str
    all_day: bool
    held: bool
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class DiaryCount:
    """How many contacts of ``kinds`` (none: all) are planned, and were held, in the days of ``period``.

    Above ``MOST_COUNTED`` it is "more than that".
    """

    kinds: tuple[ActivityKind, ...]
    period: Period
    planned: int
    held: int


@dataclass(frozen=True, slots=True)
class DiaryAnswer:
    """What the diary answers: ``hits`` where it was asked of somebody, else ``count``.

    ``whom`` is the text by which the list of clients finds who was asked for; '' where nobody is so named.
    """

    hits: tuple[DiaryHit, ...] = ()
    whom: str = ""
    count: DiaryCount | None = None


def ask(store: Store, text: str, now: datetime, limit: int = 8, *, wait: bool = False) -> DiaryAnswer | None:
    """The answer to a question such as "when did I meet S. Ivanov" or "how many meetings next month".

    None for a text that asks nothing, at the cost of a few look-ups. The contacts come the newest first, "next" gives
    what is ahead, the nearest first; of a series there is the occurrence that comes to mind now. ``wait`` as in
    ``tiers.last_tiers``.
    """
    question = read_question(text, now)
    if question is None:
        return None
    if not question.names:
        return DiaryAnswer(count=_count(store, question))
    if not question.sure and is_name(store, text):
        return None
    whom, clients = people(store, question.names, wait=wait)
    if not clients:
        return DiaryAnswer()
    found = [*_rows(store, clients, question, limit), *_of_series(store, clients, question, now)]
    if question.ahead:
        today = now.astimezone().date()
        found = [hit for hit in found if not hit.held and local_day(hit.at) >= today]
    if question.period is not None:
        period = question.period
        found = [hit for hit in found if period.first <= local_day(hit.at) <= period.last]
    found.sort(key=lambda hit: hit.at, reverse=not question.ahead)
    return DiaryAnswer(tuple(found[:limit]), whom)


def _count(store: Store, question: Question) -> DiaryCount:
    """What is planned in the days asked for, overdue or not, and what was held; what was cancelled does not count."""
    period = question.period
    assert period is not None  # a question has names or days
    first_day, first, end_day, end = bounds(period.first, period.last)
    low, high = f"IIF(a.all_day, '{first_day}', '{first}')", f"IIF(a.all_day, '{end_day}', '{end}')"
    kinds = _of_kinds(question)

    def count(column: str, condition: str) -> int:
        ((found,),) = store.read(
            # The first pair of bounds is for the index, the other for what the days mean.
            f"SELECT COUNT(*) FROM (SELECT 1 FROM activity a WHERE {condition} AND a.deleted = 0{kinds}"
            f" AND {column} >= ? AND {column} < ? AND {column} >= {low} AND {column} < {high}"
            " AND (a.client_id IS NULL OR a.client_id NOT IN (SELECT client_id FROM client_list"
            f" WHERE pos BETWEEN {DELETED.low} AND {DELETED.high}))"
            f" LIMIT {MOST_COUNTED + 1})",
            (*question.kinds, min(first_day, first), max(end_day, end)),
        )
        return int(found)

    planned = count("a.planned_at", "a.held_at IS NULL AND a.rule = ''")
    held = count("a.held_at", "a.held_at IS NOT NULL AND a.outcome <> 'cancelled'")
    return DiaryCount(question.kinds, period, planned + _repeated(store, question, period), held)


def _repeated(store: Store, question: Question, period: Period) -> int:
    """The occurrences of series in these days; ends beyond the calendar are cut, for no series goes on for so long."""
    last = min(period.last, _LAST_BUT_ONE)
    first_day, first, end_day, end = bounds(min(period.first, last), last)
    live = "COALESCE((SELECT c.deleted FROM client c WHERE c.id = a.client_id), 0) = 0"
    count = 0
    for template in series.templates(store, live + _of_kinds(question), question.kinds):
        window = (first_day, end_day) if template.series.all_day else (first, end)
        count += sum(1 for _ in series.between(template, *window))
    return count


_HIT = (
    "SELECT a.id, a.client_id, c.number, COALESCE(c.name, ''), a.kind, COALESCE(a.held_at, a.planned_at),"
    " a.all_day, a.held_at IS NOT NULL, a.outcome, IIF(a.result <> '', a.result, a.wanted)"
    " FROM activity a LEFT JOIN client c ON c.id = a.client_id WHERE a.deleted = 0 AND "
)


def _rows(store: Store, clients: Sequence[bytes], question: Question, limit: int) -> Iterator[DiaryHit]:
    """Contacts with rows of their own, held and planned, the newest first."""
    whose, values = participants.of_clients(store, clients)
    kinds = _of_kinds(question)
    found = store.read(
        f"{_HIT}{whose}{kinds} AND (a.rule = '' OR a.held_at IS NOT NULL)"
        " AND COALESCE(a.held_at, a.planned_at) IS NOT NULL"
        f" {_order(question, limit)}",
        (*values, *question.kinds),
    )
    for row in found:
        yield _hit(store, row, clients)


def _order(question: Question, limit: int) -> str:
    """Only as many as are shown, unless only some of them fit the days."""
    newest = "ORDER BY COALESCE(a.held_at, a.planned_at) DESC, a.rid DESC"
    return newest if question.period is not None or question.ahead else f"{newest} LIMIT {limit}"


def _of_kinds(question: Question) -> str:
    return f" AND a.kind IN ({', '.join('?' * len(question.kinds))})" if question.kinds else ""


def _of_series(
    store: Store, clients: Sequence[bytes], question: Question, now: datetime
) -> Iterator[DiaryHit]:
    whose, values = participants.of_clients(store, clients)
    for template in series.templates(store, whose + _of_kinds(question), (*values, *question.kinds)):
        moment = series.due(template, now)
        if moment is not None:
            (row,) = store.read(f"{_HIT}a.id = ?", (template.id,))
            yield _hit(store, (*row[:5], moment, *row[6:]), clients, moment)


def _hit(
    store: Store, row: tuple[Any, ...], clients: Sequence[bytes], occurrence: str | None = None
) -> DiaryHit:
    """The answer as a row; where somebody else comes first in the contact, the one who was asked for is named."""
    id_, client_id, number, name, kind, at, all_day, held, outcome, text = row
    if client_id not in clients:
        slots = ", ".join("?" * len(clients))
        linked = store.read(
            "SELECT c.id, c.number, c.name FROM activity_client l JOIN client c ON c.id = l.client_id"
            f" WHERE l.activity_id = ? AND l.deleted = 0 AND l.client_id IN ({slots}) LIMIT 1",
            (id_, *clients),
        )
        ((client_id, number, name),) = linked
    return DiaryHit(
        id_, occurrence, client_id, number, name, ActivityKind(kind), at, bool(all_day), bool(held),
        Outcome(outcome), text,
    )  # fmt: skip
