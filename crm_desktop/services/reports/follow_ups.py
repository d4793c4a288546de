"""Which clients were given another appointment after talks, and when.

Another appointment is a contact that was planned at the talk or after it, for a later time, with a client who took part
in the talk. Of several talks it follows the last one before it was made. What was made before the first of the days
asked for follows none of them. Notes and tasks are no appointments; of a series the beginning counts.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.clock import parse_utc_text
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services.moves import local_day
from crm_desktop.services.reports import contact_rules, who
from crm_desktop.services.reports.contact_rules import HELD
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

SAME_FORM = timedelta(minutes=1)
"""Within so long after a talk was written down its next step is: both are of one form."""


class Talk(NamedTuple):
    """A held contact with one of its clients; ``begins``: when it was held, ``written``: when it was written down.

    ``written`` None: it was planned, and the form in which it was told leaves no time behind.
    """

    id: bytes
    client_id: bytes
    at: str
    outcome: str
    text: str
    person: bytes | None
    begins: datetime
    written: datetime | None


class Appointment(NamedTuple):
    """What was planned: ``at`` as it stands in the base, ``state`` as ``contact_rows.Contact`` has it."""

    id: bytes
    at: str
    kind: str
    state: str
    text: str
    begins: datetime
    made: datetime


class FollowUp(NamedTuple):
    """An appointment after a talk with the client of this name."""

    talk: Talk
    name: str
    talked_on: date
    made: Appointment
    made_for: date


# Both ways in which a client takes part, each by its index. IN, and LEFT JOIN, where a plain join would do: of that
# SQLite makes a filter of all activities there are, which costs more than reading those that are wanted, and some
# versions of it lose rows by that (docs/adr/0016).
_MET = """
WITH talk AS (SELECT a.id, a.client_id FROM activity a WHERE {held} AND {condition}),
met AS (
    SELECT t.client_id AS client FROM talk t WHERE t.client_id IS NOT NULL UNION
    SELECT n.client_id FROM talk t CROSS JOIN activity_client n ON n.activity_id = t.id AND n.deleted = 0
),
theirs AS (SELECT m.client FROM met m WHERE {clients})
SELECT a.client_id, {columns} FROM activity a WHERE a.client_id IN (SELECT client FROM theirs) AND {wanted} UNION ALL
SELECT DISTINCT n.client_id, {columns} FROM activity_client n LEFT JOIN activity a ON a.id = n.activity_id
WHERE n.client_id IN (SELECT client FROM theirs) AND n.deleted = 0 AND a.client_id IS NOT n.client_id AND {wanted}
"""
_COLUMNS = (
    "a.id, a.held_at, a.planned_at, a.created_at, a.kind, a.outcome, a.series_id,"
    " COALESCE(NULLIF(a.result, ''), a.wanted), a.responsible_id"
)
_WANTED = (
    "+a.deleted = 0 AND (a.held_at >= :low AND a.outcome <> 'cancelled' AND a.kind IN ({kinds}) OR a.planned_at >= :low"
    " AND a.created_at >= :since AND a.series_id IS NULL AND a.kind NOT IN ('note', 'task'))"
)
_NO_APPOINTMENT = frozenset({ActivityKind.NOTE.value, ActivityKind.TASK.value})


def follow_ups(store: Store, options: Options, span: Span) -> list[FollowUp]:
    """All appointments that followed a talk of these days, in the order of the talks."""
    talks, made = _of_met(store, options, span)
    found = []
    for client_id, appointments in made.items():
        theirs = sorted(talks.get(client_id, ()), key=lambda talk: (talk.begins, talk.id))
        begins = [talk.begins for talk in theirs]
        for each in appointments:
            talk = _last_before(theirs, begins, each)
            if talk is None or talk.begins >= each.begins or options.person not in {None, talk.person}:
                continue
            day = local_day(talk.at)
            if span.first <= day <= span.last:
                found.append((talk, day, each))
    names = who.names(store, list({talk.client_id for talk, _, _ in found}))
    named = [
        FollowUp(talk, names[talk.client_id], day, each, local_day(each.at)) for talk, day, each in found
    ]
    return sorted(named, key=lambda each: (each.talk.begins, each.name, each.made.begins, each.made.id))


def _of_met(
    store: Store, options: Options, span: Span
) -> tuple[dict[bytes, list[Talk]], dict[bytes, list[Appointment]]]:
    """Of the clients who were talked to in these days: all talks since then, all appointments for later."""
    condition, values = contact_rules.chosen(options)
    clients, more = who.owned(options, "m.client")
    if options.client is not None:
        clients += " AND m.client = :client"
    kinds = options.kinds or contact_rules.KINDS
    since, _ = span.instants()
    query = _MET.format(
        held=HELD.where,
        condition=condition,
        clients=clients,
        columns=_COLUMNS,
        wanted=_WANTED.format(kinds=", ".join(f":kind{number}" for number in range(len(kinds)))),
    )
    talks: dict[bytes, list[Talk]] = {}
    made: dict[bytes, list[Appointment]] = {}
    for client_id, id_, held, planned, created, kind, outcome, series, text, person in store.cursor(
        query, values | more | contact_rules.bounds(span) | {"since": since}
    ):
        if held and kind in kinds and outcome != Outcome.CANCELLED:
            written = parse_utc_text(created) if created and not planned else None
            talk = Talk(id_, client_id, held, outcome, text, person, _begins(held), written)
            talks.setdefault(client_id, []).append(talk)
        if planned and created >= since and series is None and kind not in _NO_APPOINTMENT:
            state = outcome if held else "planned"
            appointment = Appointment(
                id_, planned, kind, state, text, _begins(planned), parse_utc_text(created)
            )
            made.setdefault(client_id, []).append(appointment)
    return talks, made


def _last_before(talks: list[Talk], begins: list[datetime], made: Appointment) -> Talk | None:
    """The talk at which an appointment was made, else the last one before that."""
    for talk in reversed(talks):
        if (
            talk.written is not None
            and timedelta() <= made.made - talk.written <= SAME_FORM
            and talk.id != made.id
        ):
            return talk
    place = bisect_right(begins, made.made)
    return talks[place - 1] if place else None


def _begins(moment: str) -> datetime:
    return parse_utc_text(moment) if len(moment) > 10 else midnight(date.fromisoformat(moment))
