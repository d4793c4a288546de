"""Plans: templates of dated steps ("call 2 days after delivery, ask in a month").

A template is applied by hand, or begun by what ``starts`` names (``services.plan_starts``). Steps that fall on a day
not worked on (``services.work_days``) go to the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import NameEmpty, NumberRefused, RecordEmpty, TimeRefused
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind, Op, Outcome, PlanStart
from crm_desktop.models.plan_days import LONGEST_AFTER, step_day

# Named here for the window, whose forms choose one.
from crm_desktop.models.plan_days import StepUnit as StepUnit
from crm_desktop.services import writing
from crm_desktop.services.lengths import check_minutes, minutes_of
from crm_desktop.services.work_days import work_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.storage.store import Store

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step: a contact so many units after the beginning, at a time ``HH:MM`` of this computer's clock.

    Without ``at_time`` it takes the whole day; without ``minutes`` what its kind usually does.
    """

    kind: ActivityKind = ActivityKind.CALL
    after: int = 1
    unit: StepUnit = StepUnit.DAY
    at_time: str = ""
    minutes: int | None = None
    wanted: str = ""
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A whole template. ``kind`` and ``outcome`` narrow what begins it where a held contact does; None: any."""

    name: str
    steps: tuple[StepDraft, ...]
    starts: PlanStart = PlanStart.BY_HAND
    kind: ActivityKind | None = None
    outcome: Outcome | None = None
    id: bytes | None = None


def templates(store: Store) -> list[TemplateDraft]:
    """All templates with their steps, in their order."""
    steps: dict[bytes, list[StepDraft]] = {}
    for id_, template_id, kind, after, unit, at_time, minutes, wanted in store.read(
        "SELECT id, template_id, kind, after, unit, at_time, minutes, wanted FROM plan_step WHERE deleted = 0"
        " ORDER BY rank, rid"
    ):
        step = StepDraft(ActivityKind(kind), after, StepUnit(unit), at_time, minutes, wanted, id_)
        steps.setdefault(template_id, []).append(step)
    return [
        TemplateDraft(
            name,
            tuple(steps.get(id_, ())),
            PlanStart(starts),
            ActivityKind(kind) if kind else None,
            Outcome(outcome) if outcome else None,
            id_,
        )
        for id_, name, starts, kind, outcome in store.read(
            "SELECT id, name, starts, kind, outcome FROM plan_template WHERE deleted = 0 ORDER BY rank, rid"
        )
    ]


def save(store: Store, draft: TemplateDraft) -> bytes:
    """Add a template (without an id) or make it what the draft says; its id.

    Steps keep their ids, so that what they planned already is not planned once more.

    Raises:
        NameEmpty, RecordEmpty: no name, no step.
        NumberRefused, TimeRefused, ValueRefused: what a step cannot hold.
        RecordNotFound: it is not there any more.
    """
    values = _template_values(draft)
    steps = [_step_values(step) | {"rank": rank} for rank, step in enumerate(draft.steps)]
    with store.change(Op.EDIT_PLANS):
        template_id = draft.id
        if template_id is None:
            ((rank,),) = store.read("SELECT COALESCE(MAX(rank), 0) + 1 FROM plan_template")
            template_id = writing.insert(store, "plan_template", values | {"rank": rank})
        else:
            writing.live_row(store, "plan_template", template_id)
            writing.update(store, "plan_template", template_id, values)
        kept = {step.id for step in draft.steps}
        for (step_id,) in store.read(
            "SELECT id FROM plan_step WHERE template_id = ? AND deleted = 0", (template_id,)
        ):
            if step_id not in kept:
                writing.delete(store, "plan_step", step_id)
        for step, row in zip(draft.steps, steps, strict=True):
            if step.id is None:
                writing.insert(store, "plan_step", row | {"template_id": template_id})
            else:
                writing.update(store, "plan_step", step.id, row | {"deleted": 0})
        return template_id


def delete(store: Store, template_id: bytes) -> None:
    """Move a template to the bin; what it planned stays. Raises RecordNotFound."""
    with store.change(Op.EDIT_PLANS):
        writing.live_row(store, "plan_template", template_id)
        writing.delete(store, "plan_template", template_id)


def apply(
    store: Store,
    template_id: bytes,
    client_id: bytes,
    start: date,
    responsible_id: bytes | None = None,
) -> list[bytes]:
    """Plan the steps for a client as one operation; their ids. Raises RecordNotFound."""
    found = [template for template in templates(store) if template.id == template_id]
    if not found:
        writing.live_row(store, "plan_template", template_id)
    steps = found[0].steps
    with store.change(Op.PLAN_CONTACTS, info={"count": len(steps)}):
        writing.live_row(store, "client", client_id)
        return [
            plan_step(store, step, client_id, responsible_id, uuid7(), start=start, earliest=start)
            for step in steps
        ]


def days_of(store: Store, steps: Sequence[StepDraft], start: date) -> list[date]:
    """The days on which ``apply`` would plan these steps from ``start`` on."""
    days = work_days(store)
    return [_day(step, start, start, days) for step in steps]


def plan_step(
    store: Store,
    step: StepDraft,
    client_id: bytes,
    responsible_id: bytes | None,
    row_id: bytes,
    *,
    start: date,
    earliest: date,
) -> bytes:
    """Inside the open change: the planned contact of a step as row ``row_id``, not before the day ``earliest``."""
    day = _day(step, start, earliest, work_days(store))
    planned_at, minutes = day.isoformat(), step.minutes
    if step.at_time:
        at = datetime.combine(day, time.fromisoformat(step.at_time))
        planned_at = utc_text(at.astimezone())
        minutes = minutes_of(store, step.kind) if minutes is None else minutes
    values = {
        "client_id": client_id,
        "kind": step.kind.value,
        "planned_at": planned_at,
        "all_day": int(not step.at_time),
        "minutes": minutes,
        "wanted": step.wanted,
        "responsible_id": responsible_id,
        "created_at": utc_text(store.clock.now()),
    }
    return writing.insert(store, "activity", values, row_id)


def _day(step: StepDraft, start: date, earliest: date, days: Sequence[int]) -> date:
    return max(step_day(start, step.after, step.unit, days), step_day(earliest, 0, StepUnit.DAY, days))


def _template_values(draft: TemplateDraft) -> dict[str, Any]:
    name = " ".join(draft.name.split())
    if not name:
        raise NameEmpty(table="plan_template")
    if not draft.steps:
        raise RecordEmpty(table="plan_template", field="steps")
    held = draft.starts is PlanStart.HELD
    return {
        "name": name,
        "starts": draft.starts.value,
        "kind": draft.kind.value if held and draft.kind else "",
        "outcome": draft.outcome.value if held and draft.outcome else "",
    }


def _step_values(step: StepDraft) -> dict[str, Any]:
    if not 0 <= step.after <= LONGEST_AFTER:
        raise NumberRefused(field="after", value=step.after, least=0, most=LONGEST_AFTER)
    if step.at_time and not _CLOCK.fullmatch(step.at_time):
        raise TimeRefused(field="at_time", value=step.at_time)
    check_minutes(step.minutes)
    return {
        "kind": step.kind.value,
        "after": step.after,
        "unit": step.unit.value,
        "at_time": step.at_time,
        "minutes": step.minutes,
        "wanted": step.wanted.strip(),
    }
