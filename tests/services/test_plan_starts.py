from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.kinds import ActivityKind, DealState, Outcome, PlanStart
from crm_desktop.services import activities, clients, deals, operations, plan_starts, plans
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, DealDraft
from crm_desktop.services.plans import StepDraft, TemplateDraft
from crm_desktop.services.saving import save_client

STEPS = (StepDraft(ActivityKind.EMAIL, 3, wanted="Pasiūlymas"), StepDraft(ActivityKind.CALL, 11))


@pytest.fixture
def client(store):
    return clients.add(store, ClientDraft(name="Ona"))


@pytest.fixture
def after_meeting(store):
    return plans.save(
        store, TemplateDraft("Po", STEPS, PlanStart.HELD, ActivityKind.MEETING, Outcome.SUCCESSFUL)
    )


def meet(store, client, **more):
    return activities.add(store, ActivityDraft(client, ActivityKind.MEETING, **more))


def planned(store):
    return store.read(
        "SELECT kind, planned_at FROM activity WHERE held_at IS NULL AND deleted = 0 ORDER BY planned_at"
    )


BOTH = [("email", "2026-11-23"), ("call", "2026-12-01")]  # begun on Friday the 20th


def test_a_meeting_held_well_begins_the_plan(store, client, after_meeting):
    meeting = meet(store, client, planned_at="2026-11-20T09:00:00.000Z")
    assert plan_starts.begun_last(store) == 0
    activities.hold(store, meeting, Outcome.SUCCESSFUL)
    assert planned(store) == BOTH
    assert plan_starts.begun_last(store) == 2
    operations.undo(store)
    assert planned(store) == [("meeting", "2026-11-20T09:00:00.000Z")]
    activities.hold(store, meeting, Outcome.SUCCESSFUL)
    assert planned(store) == BOTH


def test_another_kind_or_end_begins_nothing(store, client, after_meeting):
    meet(store, client, outcome=Outcome.FAILED)
    activities.add(store, ActivityDraft(client, ActivityKind.CALL, outcome=Outcome.SUCCESSFUL))
    meet(store, None, outcome=Outcome.SUCCESSFUL)
    assert planned(store) == []


def test_the_same_meeting_plans_once(store, client, after_meeting):
    meeting = meet(store, client, outcome=Outcome.SUCCESSFUL)
    draft = activities.draft_of(store, meeting)
    activities.edit(store, meeting, replace(draft, outcome=Outcome.FAILED))
    activities.edit(store, meeting, replace(draft, result="sutarta"))
    assert planned(store) == BOTH
    ((first,),) = store.read("SELECT id FROM activity WHERE kind = 'email'")
    activities.delete(store, first)
    assert plan_starts.begun_last(store) == 0
    activities.edit(store, meeting, replace(draft, outcome=Outcome.NONE))
    activities.edit(store, meeting, draft)
    assert planned(store) == BOTH[1:]


def test_an_old_meeting_is_history_and_a_late_word_plans_from_today(store, client, after_meeting):
    meet(store, client, outcome=Outcome.SUCCESSFUL, held_at="2026-10-01T09:00:00.000Z")
    assert planned(store) == []
    meet(store, client, outcome=Outcome.SUCCESSFUL, held_at="2026-11-12", all_day=True)
    assert planned(store) == [("email", "2026-11-20"), ("call", "2026-11-23")]


def test_any_end_is_one_but_for_what_was_cancelled(store, client):
    plans.save(store, TemplateDraft("Bet kaip", STEPS[:1], PlanStart.HELD))
    meet(store, client, outcome=Outcome.CANCELLED)
    assert planned(store) == []
    plans.save(store, TemplateDraft("Neįvyko", STEPS[1:], PlanStart.HELD, outcome=Outcome.CANCELLED))
    meet(store, client, outcome=Outcome.CANCELLED)
    assert planned(store) == BOTH[1:]
    meet(store, client, outcome=Outcome.NO_ANSWER)
    assert planned(store) == BOTH


def test_an_occurrence_that_was_held_begins_the_plan(store, client, after_meeting):
    series = meet(
        store, client, planned_at="2026-11-20T09:00:00.000Z", rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius"
    )
    activities.hold(store, series, Outcome.SUCCESSFUL)
    assert [row for row in planned(store) if row[0] != "meeting"] == BOTH


def test_who_wants_no_contact_gets_no_plan(store, after_meeting):
    shy = clients.add(store, ClientDraft(name="Tylenis", do_not_contact=True))
    meet(store, shy, outcome=Outcome.SUCCESSFUL)
    assert planned(store) == []


def test_a_deal_that_is_won_begins_its_plan_once(store, client):
    plans.save(store, TemplateDraft("Po pirkimo", STEPS, PlanStart.DEAL_WON))
    deal = deals.add(store, DealDraft(client, "Langai"))
    assert planned(store) == []
    won = replace(deals.draft_of(store, deal), state=DealState.WON)
    deals.edit(store, deal, won)
    assert planned(store) == BOTH
    deals.edit(store, deal, replace(deals.draft_of(store, deal), title="Durys"))
    assert planned(store) == BOTH
    deals.add(store, DealDraft(client, "Stogas", state=DealState.WON))
    assert planned(store) == sorted(BOTH * 2, key=lambda row: row[1])
    deals.add(store, DealDraft(client, "Pamatai", state=DealState.LOST))
    assert len(planned(store)) == 4


def test_a_new_client_begins_the_plan(store):
    plans.save(store, TemplateDraft("Naujas", STEPS, PlanStart.NEW_CLIENT))
    client = save_client(store, None, ClientDraft(name="Petras"))
    assert planned(store) == BOTH
    save_client(store, client, ClientDraft(name="Petras P."))
    assert planned(store) == BOTH
    operations.undo(store)
    operations.undo(store)
    assert planned(store) == []
