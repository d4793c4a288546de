"""Lines of the history in words."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, planning, timeline
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.card.entries import of_activity

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
