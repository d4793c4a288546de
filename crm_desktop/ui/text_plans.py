"""Words of plans: what begins one, when a step comes, and the ready-made ones. Free of Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind, Outcome, PlanStart
from crm_desktop.services.plans import StepDraft, StepUnit, TemplateDraft
from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import ntr, tr, trc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def starts(start: PlanStart) -> str:
    """What begins a plan by itself."""
    words: Mapping[PlanStart, str] = {
        PlanStart.BY_HAND: trc("begins a plan", "only by hand"),
        PlanStart.HELD: trc("begins a plan", "a contact took place"),
        PlanStart.DEAL_WON: trc("begins a plan", "a deal was won"),
        PlanStart.NEW_CLIENT: trc("begins a plan", "a client was added"),
    }
    return words[start]


def unit(value: StepUnit) -> str:
    """The unit beside a number of days, weeks or months."""
    words: Mapping[StepUnit, str] = {
        StepUnit.DAY: trc("after so many", "days"),
        StepUnit.WEEK: trc("after so many", "weeks"),
        StepUnit.MONTH: trc("after so many", "months"),
    }
    return words[value]


def after(step: StepDraft) -> str:
    """How long after the beginning a step comes: ``in 2 days``."""
    if step.after == 0:
        return trc("step of a plan", "at once")
    if step.unit is StepUnit.WEEK:
        return ntr("in {n} week", "in {n} weeks", step.after)
    if step.unit is StepUnit.MONTH:
        return ntr("in {n} month", "in {n} months", step.after)
    return ntr("in {n} day", "in {n} days", step.after)


def step(draft: StepDraft) -> str:
    """What a step is: ``Call: ask how it went``."""
    kind = text_kinds.activity_kind(draft.kind)
    return tr("{kind}: {about}", kind=kind, about=draft.wanted) if draft.wanted else kind


def ready_made_beside(templates: Sequence[TemplateDraft]) -> list[TemplateDraft]:
    """The ready-made plans that are not among these by their names."""
    names = {fold(template.name) for template in templates}
    return [template for template in ready_made() if fold(template.name) not in names]


def ready_made() -> tuple[TemplateDraft, ...]:
    """Plans that most shops can use, in the user's words."""
    day, week, month = StepUnit.DAY, StepUnit.WEEK, StepUnit.MONTH
    call, letter = ActivityKind.CALL, ActivityKind.EMAIL
    return (
        TemplateDraft(
            tr("After a sale"),
            (
                StepDraft(call, 2, day, "10:00", wanted=tr("Ask whether everything is all right")),
                StepDraft(call, 1, month, "10:00", wanted=tr("Ask what is needed next")),
            ),
            PlanStart.DEAL_WON,
        ),
        TemplateDraft(
            tr("A new client"),
            (
                StepDraft(call, 1, day, "10:00", wanted=tr("Say hello and ask what is wanted")),
                StepDraft(letter, 1, week, wanted=tr("Send an offer")),
                StepDraft(call, 2, week, "10:00", wanted=tr("Ask what came of the offer")),
            ),
            PlanStart.NEW_CLIENT,
        ),
        TemplateDraft(
            tr("After a good meeting"),
            (
                StepDraft(letter, 1, day, wanted=tr("Thank for the meeting, send what was promised")),
                StepDraft(call, 1, week, "10:00", wanted=tr("Talk over the next step")),
            ),
            PlanStart.HELD,
            ActivityKind.MEETING,
            Outcome.SUCCESSFUL,
        ),
    )
