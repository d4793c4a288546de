from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_desktop.errors import SeriesNotMoved
from crm_desktop.models.rule_edits import ended, rest, shifted, start_near
from crm_desktop.models.rules import WEEKDAYS
from crm_desktop.models.zones import zone_named
from crm_desktop.services.recurrence import Series, occurrences, stored_moment, wall_time

VILNIUS = zone_named("Europe/Vilnius")
HERE = (VILNIUS, VILNIUS)


def wall(text):
    return datetime.fromisoformat(text)


def move(rule, before, after, zones=HERE):
    return shifted(f"RRULE:{rule}", wall(before), wall(after), zones).removeprefix("RRULE:")


@pytest.mark.parametrize(
    ("rule", "before", "after", "becomes"),
    [
        ("FREQ=WEEKLY", "2026-11-24 11:00", "2026-11-26 11:00", "FREQ=WEEKLY"),
        ("FREQ=DAILY;COUNT=3", "2026-11-24 11:00", "2026-11-26 11:00", "FREQ=DAILY;COUNT=3"),
        (
            "FREQ=WEEKLY;BYDAY=TU;INTERVAL=2",
            "2026-11-24 11:00",
            "2026-11-26 11:00",
            "FREQ=WEEKLY;BYDAY=TH;INTERVAL=2",
        ),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-24 11:00", "2026-11-24 12:00", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=MONTHLY", "2026-11-24 11:00", "2026-11-26 11:00", "FREQ=MONTHLY;BYMONTHDAY=26"),
        ("FREQ=MONTHLY;BYMONTHDAY=24", "2026-11-24 11:00", "2026-12-01 11:00", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30 11:00", "2026-12-31 11:00", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30 11:00", "2026-11-29 11:00", "FREQ=MONTHLY;BYMONTHDAY=29"),
        ("FREQ=MONTHLY;BYDAY=4TU", "2026-11-24 11:00", "2026-11-05 11:00", "FREQ=MONTHLY;BYDAY=1TH"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-11-24 11:00", "2026-11-30 11:00", "FREQ=MONTHLY;BYDAY=-1MO"),
        ("FREQ=MONTHLY;BYDAY=-1TU", "2026-11-24 11:00", "2026-11-16 11:00", "FREQ=MONTHLY;BYDAY=3MO"),
        (
            "FREQ=MONTHLY;BYMONTH=11,12",
            "2026-11-24 11:00",
            "2026-11-25 11:00",
            "FREQ=MONTHLY;BYMONTH=11,12;BYMONTHDAY=25",
        ),
        ("FREQ=YEARLY", "2026-11-24 11:00", "2026-12-01 11:00", "FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=12"),
        (
            "FREQ=YEARLY;BYMONTH=11",
            "2026-11-24 11:00",
            "2026-12-01 11:00",
            "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1",
        ),
        (
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TU",
            "2026-11-24 11:00",
            "2026-10-01 11:00",
            "FREQ=YEARLY;BYMONTH=10;BYDAY=1TH",
        ),
        ("FREQ=HOURLY;INTERVAL=3", "2026-11-24 11:00", "2026-11-25 11:00", "FREQ=HOURLY;INTERVAL=3"),
        ("FREQ=DAILY;BYMONTH=11", "2026-11-24 11:00", "2026-11-25 11:00", "FREQ=DAILY;BYMONTH=11"),
        (
            "FREQ=DAILY;UNTIL=20261130T090000Z",
            "2026-11-24 11:00",
            "2026-11-25 12:30",
            "FREQ=DAILY;UNTIL=20261201T103000Z",
        ),
        (
            "FREQ=DAILY;UNTIL=20261130T110000",
            "2026-11-24 11:00",
            "2026-11-25 11:00",
            "FREQ=DAILY;UNTIL=20261201T090000Z",
        ),
    ],
)
def test_what_the_rule_names_follows(rule, before, after, becomes):
    assert move(rule, before, after) == becomes


@pytest.mark.parametrize(
    ("rule", "after", "why"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-25 11:00", "weekdays"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-11-28 11:00", "weekdays"),
        ("FREQ=DAILY;BYDAY=TU", "2026-11-25 11:00", "pattern"),
        ("FREQ=DAILY;BYMONTHDAY=24", "2026-11-25 11:00", "pattern"),
        ("FREQ=WEEKLY;BYDAY=WE", "2026-11-25 11:00", "pattern"),  # the start lies beside its rule
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4", "2026-11-25 11:00", "pattern"),
        ("FREQ=MONTHLY;BYDAY=TU", "2026-11-25 11:00", "pattern"),
        ("FREQ=MONTHLY;BYDAY=4TU,1MO", "2026-11-25 11:00", "pattern"),
        ("FREQ=MONTHLY;BYMONTHDAY=13", "2026-11-25 11:00", "pattern"),
        ("FREQ=MONTHLY;BYMONTH=11,12", "2026-10-24 11:00", "pattern"),
        ("FREQ=MONTHLY;BYMONTH=3", "2026-11-25 11:00", "pattern"),
        ("FREQ=YEARLY;BYDAY=TU", "2026-11-25 11:00", "pattern"),
        ("FREQ=YEARLY;BYDAY=WE", "2026-11-25 11:00", "pattern"),
        ("FREQ=YEARLY;BYMONTHDAY=24", "2026-11-25 11:00", "pattern"),
        ("FREQ=YEARLY;BYMONTH=3,11", "2026-12-24 11:00", "pattern"),
        ("FREQ=YEARLY;BYYEARDAY=328", "2026-11-25 11:00", "pattern"),
        ("FREQ=DAILY;BYHOUR=9,11", "2026-11-24 12:00", "pattern"),
        ("FREQ=HOURLY", "2026-11-24 11:30", "pattern"),
    ],
)
def test_what_one_day_cannot_tell_is_refused(rule, after, why):
    with pytest.raises(SeriesNotMoved) as refused:
        move(rule, "2026-11-24 11:00", after)
    assert refused.value.facts == {"field": "planned_at", "why": why}


def test_times_of_the_day_and_whole_days_do_not_go_together():
    with pytest.raises(SeriesNotMoved):
        move("FREQ=DAILY;BYHOUR=0", "2026-11-24 00:00", "2026-11-24 00:00", (VILNIUS, None))


def test_dates_of_their_own_go_with_the_rest():
    rule = "RRULE:FREQ=DAILY;UNTIL=20261130\nRDATE:20261203\nEXDATE:20261126,20261125"
    assert shifted(rule, wall("2026-11-24"), wall("2026-11-25 09:00"), (None, VILNIUS)) == (
        "RRULE:FREQ=DAILY;UNTIL=20261202T065959Z\nRDATE:20261204T090000\nEXDATE:20261126T090000,20261127T090000"
    )


def test_the_end_replaces_the_count():
    assert ended("RRULE:FREQ=DAILY;COUNT=9", wall("2026-11-24 11:00"), VILNIUS) == (
        "RRULE:FREQ=DAILY;UNTIL=20261124T085959Z"
    )
    assert ended("RRULE:FREQ=DAILY", wall("2026-11-24"), None) == "RRULE:FREQ=DAILY;UNTIL=20261123"
    earlier = "RRULE:FREQ=DAILY;UNTIL=20261101T085959Z"
    assert ended(earlier, wall("2026-11-24 11:00"), VILNIUS) == earlier
    at_the_end = "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z"
    assert ended(at_the_end, wall("2026-11-24 11:00"), VILNIUS).endswith("UNTIL=20261124T085959Z")


def test_what_is_left_of_several_rules():
    rule = "RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;COUNT=9\nRRULE:FREQ=YEARLY\nRDATE:20261101,20261224"
    assert rest(rule, wall("2026-11-24"), [2, 1, 1], None) == (
        "RRULE:FREQ=WEEKLY;COUNT=8\nRRULE:FREQ=YEARLY\nRDATE:20261224"
    )


@pytest.mark.parametrize(
    ("rule", "guess", "start"),
    [
        ("FREQ=WEEKLY;BYDAY=TH", "2026-11-24", "2026-11-26"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "2026-11-20", "2026-12-01"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-24", "2026-11-27"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2026-11-24", "2028-02-29"),
        ("FREQ=YEARLY;BYDAY=20MO", "2026-11-25", "2026-11-23"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "2026-11-24", "2026-11-24"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-11-24", "2026-11-24"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "0001-02-01", "0004-02-29"),
    ],
)
def test_the_nearest_day_that_the_rule_allows(rule, guess, start):
    assert start_near(f"RRULE:{rule}", wall(guess)) == wall(start)


def test_two_rules_have_no_one_start():
    assert start_near("RRULE:FREQ=WEEKLY;BYDAY=TH\nRRULE:FREQ=DAILY", wall("2026-11-24")) == wall(
        "2026-11-24"
    )


STARTS = st.datetimes(wall("2026-01-01"), wall("2027-12-31")).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@given(
    STARTS,
    st.integers(1, 3),
    st.integers(2, 12),
    st.sets(st.integers(0, 6)),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.booleans(),
    st.data(),
)
def test_ended_and_rest_are_the_whole(start, interval, count, weekdays, frequency, counted, data):
    """No occurrence is lost at the cut, and none comes twice."""
    rule = f"RRULE:FREQ={frequency};INTERVAL={interval}"
    if weekdays and frequency == "WEEKLY":
        rule += ";BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(weekdays | {start.weekday()}))
    if counted:
        rule += f";COUNT={count}"
    begins = stored_moment(start, VILNIUS)
    assert begins
    whole = Series(begins, "Europe/Vilnius", rule)
    moments = list(islice(occurrences(whole, begins, "2031-01-01T00:00:00.000Z"), 30))
    at = data.draw(st.integers(1, len(moments) - 1))
    cut = moments[at]
    assume(stored_moment(wall_time(cut, VILNIUS), VILNIUS) == cut)  # not in the doubled hour
    first = Series(begins, "Europe/Vilnius", ended(rule, wall_time(cut, VILNIUS), VILNIUS))
    second = Series(cut, "Europe/Vilnius", rest(rule, wall_time(cut, VILNIUS), [at], VILNIUS))
    end = moments[-1]
    both = [*occurrences(first, begins, "2031-01-01T00:00:00.000Z"), *occurrences(second, cut, end), end]
    assert both == moments


@given(
    STARTS, st.integers(-10, 10), st.integers(0, 95), st.sampled_from(["DAILY", "WEEKLY"]), st.integers(1, 3)
)
def test_all_occurrences_go_as_far_as_the_one(start, days, quarters, frequency, interval):
    day = start.replace(hour=0, minute=0)
    target = day + timedelta(days=days, minutes=15 * quarters)
    rule = f"RRULE:FREQ={frequency};INTERVAL={interval}"
    if frequency == "WEEKLY":
        rule += f";BYDAY={WEEKDAYS[start.weekday()]}"
    there = shifted(rule, start, target, HERE)

    def wall_times(begins, text):
        first = begins.date().isoformat()
        found = occurrences(Series(first, "", text, all_day=True), first, "2031-01-01")
        return [datetime.fromisoformat(each) for each in islice(found, 10)]

    before, after = wall_times(start, rule), wall_times(target, there)
    shift = target.date() - start.date()
    assert [each + shift for each in before] == after
