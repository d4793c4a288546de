from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.models.zones import zone_named
from crm_desktop.services import activities, series, series_edits, writing
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.recurrence import stored_moment, wall_time

ZONES = ("Europe/Vilnius", "America/New_York")
END = "2030-01-01T00:00:00.000Z"


def repeat(store, start, zone, rule):
    draft = ActivityDraft(None, ActivityKind.MEETING, planned_at=start, zone=zone, rule=rule)
    return activities.add(store, draft)


def template(store, activity_id):
    return writing.row(store, "activity", activity_id)


def walls(store, activity_id, count=40):
    """The times on the wall of the first occurrences without rows of their own."""
    row = template(store, activity_id)
    found = series.between(series.template_of(store, row), row["planned_at"], END)
    return [wall_time(each, zone_named(row["zone"])) for each in islice(found, count)]


def change(store, command, activity_id, occurrence, to):
    with store.change(Op.MOVE_ACTIVITY) as open_:
        values = {"planned_at": to}
        if command == "later":
            return series_edits.change_later(store, open_, template(store, activity_id), occurrence, values)
        return series_edits.change_all(store, template(store, activity_id), occurrence, values)


STARTS = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 31))  # noqa: DTZ001


@given(
    start=STARTS,
    zone=st.sampled_from(ZONES),
    days=st.integers(-6, 6),
    minutes=st.integers(6 * 60, 20 * 60),
    interval=st.integers(1, 3),
    at=st.integers(1, 30),
    own=st.integers(0, 39),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_all_go_as_far_as_one_and_none_comes_twice(store, start, zone, days, minutes, interval, at, own):
    """Across both changes of the clocks, with a row of its own that names the same occurrence before and after."""
    first = start.replace(hour=12, minute=0, second=0, microsecond=0)  # at noon no clock changes
    begins = stored_moment(first, zone_named(zone))
    assert begins is not None
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    rule = f"RRULE:FREQ=WEEKLY;INTERVAL={interval};BYDAY={names[first.weekday()]}"
    activity = repeat(store, begins, zone, rule)
    before = walls(store, activity)
    moment = stored_moment(before[own], zone_named(zone))
    assert moment is not None
    with store.change(Op.EDIT_ACTIVITY) as open_:
        taken = series_edits.own_row(store, open_, template(store, activity), moment)
    there = before[at].replace(hour=0) + timedelta(days=days, minutes=minutes)
    to, occurrence = (stored_moment(each, zone_named(zone)) for each in (there, before[at]))
    assert to is not None
    assert occurrence is not None
    shift = there - before[at]
    assert change(store, "all", activity, occurrence, to) == activity
    rest = [each for number, each in enumerate(before) if number != own]
    assert walls(store, activity, 39) == [each + shift for each in rest]
    assert template(store, taken)["occurrence_at"] == stored_moment(before[own] + shift, zone_named(zone))
    assert template(store, taken)["planned_at"] == moment


@given(start=STARTS, days=st.integers(-3, 3), at=st.integers(1, 20), count=st.integers(22, 30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_the_later_ones_go_the_earlier_stay_and_their_number_is_the_same(store, start, days, at, count):
    zone = zone_named("Europe/Vilnius")
    first = start.replace(hour=12, minute=0, second=0, microsecond=0)
    activity = repeat(store, stored_moment(first, zone), "Europe/Vilnius", f"RRULE:FREQ=WEEKLY;COUNT={count}")
    before = walls(store, activity)
    there = before[at] + timedelta(days=days, hours=1)
    later = change(store, "later", activity, stored_moment(before[at], zone), stored_moment(there, zone))
    assert walls(store, activity) == before[:at]
    assert walls(store, later) == [each + (there - before[at]) for each in before[at:]]


def test_the_31st_goes_to_the_first_and_its_own_rows_to_the_nearest(store):
    activity = repeat(store, "2026-01-31T10:00:00.000Z", "Europe/Vilnius", "RRULE:FREQ=MONTHLY")
    with store.change(Op.EDIT_ACTIVITY) as open_:
        march, may = (
            series_edits.own_row(store, open_, template(store, activity), moment)
            for moment in ("2026-03-31T09:00:00.000Z", "2026-05-31T09:00:00.000Z")
        )
    change(store, "all", activity, "2026-01-31T10:00:00.000Z", "2026-02-01T10:00:00.000Z")
    assert [f"{each:%m-%d}" for each in walls(store, activity, 4)] == ["02-01", "03-01", "05-01", "07-01"]
    assert [template(store, each)["occurrence_at"][:10] for each in (march, may)] == [
        "2026-04-01",
        "2026-06-01",
    ]


def test_what_is_over_or_in_the_bin_has_no_row_to_be_made(store):
    activity = repeat(store, "2026-11-24T09:00:00.000Z", "Europe/Vilnius", "RRULE:FREQ=DAILY;COUNT=2")
    with store.change(Op.EDIT_ACTIVITY) as open_:
        own = series_edits.own_row(store, open_, template(store, activity), "2026-11-25T09:00:00.000Z")
    activities.delete(store, own)
    for moment in ("2026-11-25T09:00:00.000Z", "2026-11-26T09:00:00.000Z"):
        with pytest.raises(RecordNotFound), store.change(Op.EDIT_ACTIVITY) as open_:
            series_edits.own_row(store, open_, template(store, activity), moment)
    with pytest.raises(RecordNotFound):
        series_edits.present_row(store, template(store, activity), "2026-11-25T09:00:00.000Z")


def test_rows_that_were_held_are_no_longer_to_be_ended(store):
    activity = repeat(store, "2026-11-24T09:00:00.000Z", "Europe/Vilnius", "RRULE:FREQ=DAILY")
    with store.change(Op.EDIT_ACTIVITY) as open_:
        held, planned = (
            series_edits.own_row(store, open_, template(store, activity), f"2026-11-{day}T09:00:00.000Z")
            for day in (25, 26)
        )
    activities.hold(store, held, Outcome.SUCCESSFUL)
    assert series_edits.own_rows(store, template(store, activity)) == [planned]
    assert series_edits.own_rows(store, template(store, activity), "2026-11-27") == []
    assert series_edits.is_first(template(store, activity), "2026-11-24T09:00:00.000Z")
    assert not series_edits.is_first(
        template(store, activity), utc_text(store.clock.now() + timedelta(days=30))
    )
