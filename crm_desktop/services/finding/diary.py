"""Answers from the diary: on which days a contact was or will be, and how many of them stand in some days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import participants, series
from crm_desktop.services.finding.diary_question import Period, Question, read_question
from crm_desktop.services.finding.diary_words import LEAST_STEM, NAME_ENDS
from crm_desktop.services.finding.places import LIVE
from crm_desktop.services.moves import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from crm_desktop.services.finding.tiers import Tier
    from crm_desktop.storage.store import Store

_MOST_PEOPLE = 200
"""Clients of one name who are looked through."""
_OF_NAMES = frozenset({"direct", "script", "layout"})
"""The kinds of tiers that find somebody by what is typed of a name."""


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
    """How many contacts of ``kinds`` (none: all) are planned, and were held, in the days of ``period``."""

    kinds: tuple[ActivityKind, ...]
    period: Period
    planned: int
    held: int


def answer(store: Store, text: str, now: datetime, limit: int = 8, *, wait: bool = False) -> list[DiaryHit]:
    """The contacts that a question such as "when did I meet S. Ivanov" asks for, the newest first.

    A text that asks nothing gives nothing, at the cost of a few look-ups. Of a series there is the occurrence that
    comes to mind now; "next" gives what is ahead, the nearest first. ``wait`` as in ``tiers.last_tiers``.
    """
    question = read_question(text, now)
    if question is None or not question.names:
        return []
    if not question.sure and _named(store, text):
        return []
    clients = _people(store, question.names, wait=wait)
    if not clients:
        return []
    found = [*_rows(store, clients, question, limit), *_of_series(store, clients, question, now)]
    if question.ahead:
        today = now.astimezone().date()
        found = [hit for hit in found if not hit.held and local_day(hit.at) >= today]
    if question.period is not None:
        period = question.period
        found = [hit for hit in found if period.first <= local_day(hit.at) <= period.last]
    return sorted(found, key=lambda hit: hit.at, reverse=not question.ahead)[:limit]


def count_planned(store: Store, text: str, now: datetime) -> DiaryCount | None:
    """The answer to "how many meetings are planned for next month?"; None where a text asks for no days, or for whom.

    Counted is what the calendar shows in these days; what was cancelled does not count.
    """
    question = read_question(text, now)
    if question is None or question.names or question.period is None:
        return None
    from crm_desktop.services.calendar import EntryState, entries

    period = question.period
    states = [entry.state for entry in entries(store, period.first, period.last, now, kinds=question.kinds)]
    planned = sum(state in {EntryState.PLANNED, EntryState.OVERDUE} for state in states)
    return DiaryCount(
        question.kinds, period, planned, len(states) - planned - states.count(EntryState.CANCELLED)
    )


def _named(store: Store, text: str) -> bool:
    """Whether all of the text stands in a client's name, as it was typed."""
    from crm_desktop.services.finding.tiers import sure_tiers

    return any(tier.kind == "direct" and _clients(store, tier) for tier in sure_tiers(store, text))


def _people(store: Store, names: Sequence[str], *, wait: bool) -> list[bytes]:
    """The clients so named: as typed, else without the ends of cases, else with a letter mistyped."""
    from crm_desktop.services.finding.tiers import last_tiers, sure_tiers

    stems = [_stem(word) for word in names]
    for text in dict.fromkeys((" ".join(names), " ".join(stems))):
        for tier in sure_tiers(store, text):
            if tier.kind in _OF_NAMES and not tier.heads and (found := _clients(store, tier)):
                return found
    for tier in last_tiers(store, " ".join(stems), wait=wait):
        if tier.kind == "typo" and (found := _clients(store, tier)):
            return found
    return []


def _stem(word: str) -> str:
    """The word without the longest end that a case may have given it."""
    for end in sorted(NAME_ENDS, key=len, reverse=True):
        if word.endswith(end) and len(word) - len(end) >= LEAST_STEM:
            return word[: -len(end)]
    return word


def _clients(store: Store, tier: Tier) -> list[bytes]:
    found = store.read(
        f"SELECT l.client_id FROM {tier.table} f CROSS JOIN client_list l ON l.pos = f.rowid"
        f" WHERE f.rowid BETWEEN {LIVE.low} AND {LIVE.high} AND {tier.where} LIMIT {_MOST_PEOPLE}",
        tier.values,
    )
    return [client_id for (client_id,) in found]


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
