"""Lines of the history in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_desktop.kinds import ActivityKind, DealState, StageRole, StageWhy
from crm_desktop.services import activities, planning, timeline
from crm_desktop.services.drafts import ActivityDraft, DealDraft, PaymentDraft
from crm_desktop.services.payment_plans import DealMoney
from crm_desktop.services.stage_history import NamedStage, StageChange
from crm_desktop.ui.card.entries import of_activity, of_deal, of_payment, of_stage_change

TODAY = date(2026, 11, 20)
NOW = "2026-11-20T10:00:00.000Z"


@pytest.fixture
def plan(base, people):
    """Plans a meeting and gives its line."""

    def made(*moves, **more):
        store, client = base.store, people["Ivanov"]
        draft = ActivityDraft(client, ActivityKind.MEETING, planned_at="2026-11-18T10:00:00Z", **more)
        activity = activities.add(store, draft)
        for to in moves:
            planning.move(store, activity, to)
        (entry,) = timeline.page(store, client)
        return of_activity(entry, NOW, TODAY)

    return made


def test_a_meeting_that_was_put_off_says_how_often(plan):
    line = plan("2026-11-25T10:00:00Z", "2026-11-26T10:00:00Z")
    assert line.foot == "moved 2 times"
    assert line.badge == "planned"


def test_a_series_repeats_and_is_not_missed(plan):
    line = plan(rule="RRULE:FREQ=WEEKLY", zone="Europe/Vilnius")
    assert (line.badge, line.foot) == ("repeats", "")


def test_what_was_neither_moved_nor_repeats_says_nothing(plan):
    line = plan()
    assert (line.badge, line.foot) == ("missed", "")


@pytest.mark.parametrize(
    ("draft", "off", "title", "badge", "foot"),
    [
        (PaymentDraft(b"", 500, "EUR", "2026-12-01"), False, "€5", "owed", "Wedding"),
        (PaymentDraft(b"", 500, "EUR", "2026-11-01"), False, "€5", "overdue", "Wedding"),
        (PaymentDraft(b"", -500, "EUR", "2026-12-01"), False, "€5", "we owe", "Wedding"),
        (PaymentDraft(b"", -500, "EUR", None, "2026-11-01"), False, "€5", "paid out", "Wedding"),
        (PaymentDraft(b"", 500, "EUR", "2026-11-01"), True, "€5", "not owed", "Wedding · the deal was lost"),
        (PaymentDraft(b"", -500, "EUR", "2026-11-01"), True, "€5", "not owed", "Wedding · the deal was lost"),
    ],
)
def test_a_payment_says_which_way_it_goes_and_for_what(draft, off, title, badge, foot):
    line = of_payment(b"", draft, TODAY, "Wedding", off=off)
    assert (line.title, line.badge, line.foot) == (title, badge, foot)
    assert of_payment(b"", draft, TODAY, off=off).foot == ("the deal was lost" if off else "")


def test_a_lost_deal_says_what_is_not_owed_any_more():
    money = DealMoney(b"d", "Vases", 50000, "EUR", 0, 0, 0, None, 0, (), lost=True, off=20000)
    deal = DealDraft(b"", "Vases", 50000, "EUR", DealState.LOST, closed_on="2026-11-19")
    assert of_deal(b"d", deal, TODAY, money).foot == "€200 planned, not owed any more"
    paid = of_deal(b"d", deal, TODAY, replace(money, paid=10000))
    assert paid.foot == "paid €100 of €500 · €200 planned, not owed any more"


def test_a_stage_that_was_left_for_none():
    change = StageChange(b"c", NOW, StageWhy.BY_HAND, "", NamedStage("", StageRole.CLIENT), None, "")
    line = of_stage_change(change, TODAY)
    assert (line.badge, line.texts, line.foot) == ("None", (("", "Stage before: Client"),), "")
