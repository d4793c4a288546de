from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_desktop.errors import NameEmpty, NumberRefused, RecordEmpty, RecordNotFound, TextTooLong, TimeRefused
from crm_desktop.kinds import ActivityKind, Outcome, PlanStart
from crm_desktop.models.plan_days import StepUnit
from crm_desktop.services import clients, operations, plans
from crm_desktop.services.common import set_setting
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.plans import StepDraft, TemplateDraft

CALL = StepDraft(ActivityKind.CALL, 2, wanted=" Ar viskas gerai? ")
ASK = StepDraft(ActivityKind.VISIT, 1, StepUnit.MONTH, "09:30")
DELIVERY = TemplateDraft("  Po  pristatymo ", (CALL, ASK))


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


def planned(store):
    return store.read(
        "SELECT kind, planned_at, all_day, minutes, wanted FROM activity WHERE deleted = 0 ORDER BY rid"
    )


def test_a_template_comes_back_as_it_was_saved(store):
    first = plans.save(store, DELIVERY)
    held = TemplateDraft("Po susitikimo", (CALL,), PlanStart.HELD, ActivityKind.MEETING, Outcome.SUCCESSFUL)
    plans.save(store, held)
    found = plans.templates(store)
    assert [each.name for each in found] == ["Po pristatymo", "Po susitikimo"]
    assert found[0].id == first
    assert [replace(step, id=None) for step in found[0].steps] == [
        replace(CALL, wanted="Ar viskas gerai?"),
        ASK,
    ]
    assert (found[1].starts, found[1].kind, found[1].outcome) == (
        PlanStart.HELD, ActivityKind.MEETING, Outcome.SUCCESSFUL,
    )  # fmt: skip


def test_the_days_of_steps_are_known_before(store):
    friday = date(2026, 11, 20)
    assert plans.days_of(store, DELIVERY.steps, friday) == [date(2026, 11, 23), date(2026, 12, 21)]


def test_what_narrows_a_held_contact_means_nothing_elsewhere(store):
    plans.save(
        store, replace(DELIVERY, kind=ActivityKind.CALL, outcome=Outcome.FAILED, starts=PlanStart.DEAL_WON)
    )
    assert (plans.templates(store)[0].kind, plans.templates(store)[0].outcome) == (None, None)


def test_steps_are_changed_added_sorted_and_taken_away(store):
    template_id = plans.save(store, DELIVERY)
    (saved,) = plans.templates(store)
    first, second = saved.steps
    third = StepDraft(ActivityKind.EMAIL, 3, StepUnit.WEEK)
    assert plans.save(store, replace(saved, steps=(replace(second, after=2), third))) == template_id
    (again,) = plans.templates(store)
    assert [(step.kind, step.after) for step in again.steps] == [
        (ActivityKind.VISIT, 2), (ActivityKind.EMAIL, 3),
    ]  # fmt: skip
    assert again.steps[0].id == second.id
    plans.save(store, replace(again, steps=(first, *again.steps)))
    assert plans.templates(store)[0].steps[0] == first
    operations.undo(store)
    operations.undo(store)
    assert plans.templates(store) == [saved]


def test_what_is_refused(store):
    for wrong, error in (
        (replace(DELIVERY, name=" "), NameEmpty),
        (replace(DELIVERY, steps=()), RecordEmpty),
        (replace(DELIVERY, steps=(replace(CALL, after=-1),)), NumberRefused),
        (replace(DELIVERY, steps=(replace(CALL, minutes=-1),)), NumberRefused),
        (replace(DELIVERY, steps=(replace(CALL, at_time="24:00"),)), TimeRefused),
        (replace(DELIVERY, name="x" * 501), TextTooLong),
        (replace(DELIVERY, id=b"0" * 16), RecordNotFound),
    ):
        with pytest.raises(error):
            plans.save(store, wrong)
    assert plans.templates(store) == []


def test_the_steps_are_planned_from_a_day_on(store, client):
    template_id = plans.save(store, DELIVERY)
    ids = plans.apply(store, template_id, client, date(2026, 11, 19))  # Thursday; two days later is Saturday
    assert len(set(ids)) == 2
    assert planned(store) == [
        ("call", "2026-11-23", 1, None, "Ar viskas gerai?"),
        ("visit", "2026-12-21T07:30:00.000Z", 0, 60, ""),  # the 19th is a Saturday
    ]
    assert operations.recent(store)[0].op == "plan_contacts"
    operations.undo(store)
    assert planned(store) == []


def test_who_works_every_day_has_steps_every_day(store, client):
    set_setting(store, "work_days", [0, 1, 2, 3, 4, 5, 6])
    plans.apply(store, plans.save(store, DELIVERY), client, date(2026, 11, 19))
    assert [row[1][:10] for row in planned(store)] == ["2026-11-21", "2026-12-19"]


def test_a_template_in_the_bin_plans_nothing(store, client):
    template_id = plans.save(store, DELIVERY)
    plans.delete(store, template_id)
    assert plans.templates(store) == []
    with pytest.raises(RecordNotFound):
        plans.apply(store, template_id, client, date(2026, 11, 19))
    with pytest.raises(RecordNotFound):
        plans.delete(store, template_id)


def test_a_client_in_the_bin_gets_no_plan(store, client):
    template_id = plans.save(store, DELIVERY)
    clients.delete(store, [client])
    with pytest.raises(RecordNotFound):
        plans.apply(store, template_id, client, date(2026, 11, 19))
    assert planned(store) == []
