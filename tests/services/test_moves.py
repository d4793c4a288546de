from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import Op
from crm_desktop.services import activities, moves
from crm_desktop.services.drafts import ActivityDraft

# 23:30 and half past midnight in Vilnius.
LATE, PAST_MIDNIGHT = "2026-11-24T21:30:00.000Z", "2026-11-24T22:30:00.000Z"


@pytest.fixture
def meeting(store):
    return activities.add(store, ActivityDraft(planned_at=LATE, wanted="Susitikti"))


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (LATE, PAST_MIDNIGHT, True),
        (LATE, "2026-11-24T08:00:00.000Z", False),
        (LATE, "2026-11-24", False),
        ("2026-11-24", PAST_MIDNIGHT, True),
        ("2026-11-24", "2026-11-25", True),
        (None, LATE, False),
        (LATE, None, False),
    ],
)
def test_a_move_is_one_to_another_day_of_here(store, meeting, before, after, counts):
    with store.change(Op.MOVE_ACTIVITY):
        assert moves.record(store, meeting, before, after) is counts
    assert len(moves.of(store, meeting)) == counts


def test_moves_come_in_their_order(store, meeting, clock):
    for day in ("2026-11-26", "2026-11-25"):
        clock.at += timedelta(hours=1)
        with store.change(Op.MOVE_ACTIVITY):
            moves.record(store, meeting, LATE, day)
    assert [each.to_at for each in moves.of(store, meeting)] == ["2026-11-26", "2026-11-25"]
    assert moves.of(store, meeting)[0].at == "2026-11-20T11:00:00.000Z"


@given(st.datetimes(datetime.min, datetime.max, timezones=st.timezones()))  # noqa: DTZ901
def test_every_moment_has_a_day(at):
    try:
        text = utc_text(at)
    except OverflowError:
        return
    assert abs(moves.local_day(text) - parse_utc_text(text).date()) <= timedelta(days=1)


def test_a_day_is_itself():
    assert moves.local_day("2026-11-24") == date(2026, 11, 24)
