"""From what the activity form holds to the draft the service takes. Free of widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.errors import RecordEmpty
from crm_desktop.kinds import ActivityKind, Direction, Outcome
from crm_desktop.services.typed_time import When

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ActivityDraft

_NOON = time(12)


class State(StrEnum):
    """What becomes of a contact: it lies ahead, it took place, or it did not."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form. ``when`` and ``next_when`` are None where nothing was typed.

    ``zone`` is that of this computer: a rule that is new runs by its clock. ``same_time``: the time shown was left
    alone, so the instant in the base stays to the second.
    """

    state: State
    kind: ActivityKind
    direction: Direction
    when: When | None
    wanted: str
    offered: str
    result: str
    outcome: Outcome
    place: str
    next_kind: ActivityKind | None
    next_when: When | None
    next_wanted: str
    clients: tuple[bytes, ...] = ()
    responsible_id: bytes | None = None
    minutes: int | None = None
    rule: str = ""
    zone: str = ""
    reminders: str = ""
    same_time: bool = False
    deal_id: bytes | None = None


def filled_draft(base: ActivityDraft, filled: Filled, now: datetime) -> ActivityDraft:
    """``base`` (the activity as it stands, or an empty draft of a client) with what the form holds.

    Raises:
        RecordEmpty: a plan, or a next step, without its time.
    """
    draft = replace(
        base,
        kind=filled.kind,
        direction=filled.direction,
        wanted=filled.wanted,
        offered=filled.offered,
        result=filled.result,
        place=filled.place,
        client_id=next(iter(filled.clients), None),
        further=filled.clients[1:],
        responsible_id=filled.responsible_id,
        deal_id=filled.deal_id,
        minutes=filled.minutes,
        rule=filled.rule,
        zone=base.zone or (filled.zone if filled.rule else ""),
        reminders=filled.reminders,
        outcome=filled.outcome if filled.state is State.HELD else Outcome.NONE,
    )
    if filled.same_time and (base.held_at is None) == (filled.state is State.PLANNED):
        cancelled = filled.state is State.CANCELLED
        draft = replace(draft, outcome=Outcome.CANCELLED if cancelled else draft.outcome)
    elif filled.state is State.PLANNED:
        draft = _planned(draft, filled.when)
    else:
        draft = _held(draft, filled, now)
    if filled.next_kind is None or filled.state is State.PLANNED:
        return draft
    if filled.next_when is None:
        raise RecordEmpty(table="activity", field="next_at")
    return replace(
        draft,
        next_kind=filled.next_kind,
        next_at=filled.next_when.stored,
        next_all_day=filled.next_when.time is None,
        next_wanted=filled.next_wanted,
    )


def _planned(draft: ActivityDraft, when: When | None) -> ActivityDraft:
    if when is None:
        raise RecordEmpty(table="activity", field="planned_at")
    return replace(draft, planned_at=when.stored, held_at=None, all_day=when.time is None)


def _held(draft: ActivityDraft, filled: Filled, now: datetime) -> ActivityDraft:
    here = now.astimezone()
    when = filled.when or When(here.date(), here.time())
    if draft.planned_at is not None:
        # One flag says for both times whether they are days: what was planned keeps its own.
        when = When(when.day) if draft.all_day else When(when.day, when.time or _NOON)
    outcome = Outcome.CANCELLED if filled.state is State.CANCELLED else draft.outcome
    return replace(draft, held_at=when.stored, all_day=when.time is None, outcome=outcome)


def zone_here() -> str:
    """The zone by whose clock a new series runs."""
    # Imported here: it reads files of the system, and few contacts repeat.
    from crm_desktop.exchange.calendars.zones import here

    return here()
