"""Words of plans."""

from __future__ import annotations

import pytest

from crm_desktop.kinds import ActivityKind, PlanStart
from crm_desktop.services import plans
from crm_desktop.services.plans import StepDraft, StepUnit
from crm_desktop.ui import text, text_plans


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (StepDraft(after=0), "at once"),
        (StepDraft(after=1), "in 1 day"),
        (StepDraft(after=2, unit=StepUnit.WEEK), "in 2 weeks"),
        (StepDraft(after=3, unit=StepUnit.MONTH), "in 3 months"),
    ],
)
def test_when_a_step_comes(step, words):
    assert text_plans.after(step) == words


def test_what_a_step_is():
    assert text_plans.step(StepDraft(ActivityKind.VISIT)) == "Visit"
    assert text_plans.step(StepDraft(ActivityKind.VISIT, wanted="look")) == "Visit: look"


def test_every_beginning_and_unit_has_its_word():
    assert len({text_plans.starts(each) for each in PlanStart}) == len(PlanStart)
    assert len({text_plans.unit(each) for each in StepUnit}) == len(StepUnit)


@pytest.mark.parametrize("code", text.LANGUAGES)
def test_ready_made_plans_can_be_kept(base, code):
    text.set_language(code)
    for template in text_plans.ready_made():
        plans.save(base.store, template)
    assert text_plans.ready_made_beside(plans.templates(base.store)) == []
