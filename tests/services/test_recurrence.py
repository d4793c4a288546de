"""Times on a wall have no zone."""

# ruff: noqa: DTZ001

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import RuleRefused
from crm_desktop.models.zones import instant_at, local_time
from crm_desktop.services.recurrence import (
    MOST_IN_WINDOW,
    Series,
    last_occurrence,
    next_occurrence,
    occurrences,
)
from tests.models.zoning import zone_known

VILNIUS, NEW_YORK = "Europe/Vilnius", "America/New_York"


def days(rule, start, first, last, **more):
    return list(occurrences(Series(start, "", rule, all_day=True), first, last, **more))


def local(zone, rule, start, first, last):
    """The wall times of a series whose start is one, too."""
    tz = zone_known(zone)
    found = occurrences(
        Series(instant_at(start, tz), zone, rule), instant_at(first, tz), instant_at(last, tz)
    )
    return [local_time(moment, tz) for moment in found]


@pytest.mark.parametrize(
    ("zone", "change"), [(VILNIUS, datetime(2026, 3, 29)), (NEW_YORK, datetime(2026, 3, 8))]
)
def test_nine_stays_nine_when_the_clocks_go_forward(zone, change):
    start = change.replace(hour=9) - timedelta(days=2)
    found = local(zone, "RRULE:FREQ=DAILY;COUNT=5", start, start, start + timedelta(days=9))
    assert found == [start + timedelta(days=n) for n in range(5)]


def test_the_missing_hour_comes_with_the_offset_before_it():
    start = datetime(2026, 3, 28, 3, 30)
    found = local(VILNIUS, "RRULE:FREQ=DAILY", start, start, datetime(2026, 3, 31))
    assert found == [start, datetime(2026, 3, 29, 4, 30), datetime(2026, 3, 30, 3, 30)]


def test_the_doubled_hour_comes_once():
    start = datetime(2026, 10, 24, 3, 30)
    series = Series("2026-10-24T00:30:00.000Z", VILNIUS, "RRULE:FREQ=DAILY;COUNT=3")
    assert local(VILNIUS, series.rule, start, start, datetime(2026, 10, 28)) == [
        start, datetime(2026, 10, 25, 3, 30), datetime(2026, 10, 26, 3, 30),
    ]  # fmt: skip
    assert list(occurrences(series, "2026-10-25", "2026-10-26")) == ["2026-10-25T00:30:00.000Z"]


def test_every_hour_gives_no_instant_twice_where_one_is_missing():
    series = Series("2026-03-28T22:30:00.000Z", VILNIUS, "RRULE:FREQ=HOURLY")
    found = list(occurrences(series, "2026-03-29T00:00:00.000Z", "2026-03-29T03:00:00.000Z"))
    assert found == ["2026-03-29T00:30:00.000Z", "2026-03-29T01:30:00.000Z", "2026-03-29T02:30:00.000Z"]


def test_29_february_comes_in_leap_years_only():
    found = days("RRULE:FREQ=YEARLY", "1996-02-29", "2025-01-01", "2035-01-01")
    assert found == ["2028-02-29", "2032-02-29"]


def test_the_31st_leaves_out_shorter_months():
    assert days("RRULE:FREQ=MONTHLY", "2025-12-31", "2026-01-01", "2026-06-01") == [
        "2026-01-31", "2026-03-31", "2026-05-31",
    ]  # fmt: skip


def test_the_start_counts_also_where_the_rule_would_not_meet_it():
    found = days("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-11-21", "2026-01-01", "2027-01-01")
    assert found == ["2026-11-21", "2026-11-23", "2026-11-30"]


def test_dates_are_added_and_left_out():
    rule = "RRULE:FREQ=DAILY;COUNT=4\nRDATE:20260110\nEXDATE:20260102"
    assert days(rule, "2026-01-01", "2026-01-01", "2027-01-01", without={"2026-01-04"}) == [
        "2026-01-01", "2026-01-03", "2026-01-10",
    ]  # fmt: skip


def test_a_day_that_is_left_out_leaves_out_the_hour_of_that_day():
    start = datetime(2026, 1, 1, 10)
    found = local(
        VILNIUS, "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260102", start, start, start + timedelta(days=9)
    )
    assert found == [start, start + timedelta(days=2)]


def test_until_in_utc_is_the_zones_hour():
    start = datetime(2026, 7, 1, 23, 30)  # 20:30 UTC
    rule = "RRULE:FREQ=DAILY;UNTIL=20260702T203000Z"
    assert local(VILNIUS, rule, start, start, start + timedelta(days=9)) == [start, start + timedelta(days=1)]


def test_until_at_the_end_of_the_calendar():
    assert days("RRULE:FREQ=DAILY;UNTIL=99991231T235959Z", "2026-01-01", "2026-01-02", "2026-01-03") == [
        "2026-01-02"
    ]
    series = Series("2026-01-01T10:00:00.000Z", "Asia/Tokyo", "RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z")
    assert next_occurrence(series, "2026-06-01") == "2027-01-01T10:00:00.000Z"


def test_a_zone_that_nobody_knows_is_utc():
    series = Series("2026-03-28T10:00:00.000Z", "Mars/Olympus", "RRULE:FREQ=DAILY;COUNT=3")
    assert [moment[11:16] for moment in occurrences(series, "2026-03-01", "2026-04-01")] == ["10:00"] * 3


def test_the_first_and_the_last_year():
    assert days("RRULE:FREQ=YEARLY", "0001-01-01", "0001-01-01", "0003-01-02") == [
        "0001-01-01", "0002-01-01", "0003-01-01",
    ]  # fmt: skip
    assert days("RRULE:FREQ=DAILY", "9999-12-30", "9999-01-01", "9999-12-31") == ["9999-12-30"]
    series = Series("9999-12-31T23:00:00.000Z", VILNIUS, "RRULE:FREQ=HOURLY")
    assert list(occurrences(series, "9999-12-31", "9999-12-31T23:59:59.999Z")) == ["9999-12-31T23:00:00.000Z"]
    series = Series("0001-01-01T00:00:00.000Z", NEW_YORK, "RRULE:FREQ=DAILY;COUNT=2")
    assert next_occurrence(series, "0001-01-01T00:00:00.000Z") is not None


def test_dates_beyond_the_calendar_are_left_out():
    series = Series("9999-12-30T10:00:00.000Z", NEW_YORK, "RDATE:99991231T230000")
    assert list(occurrences(series, "9999-01-01", "9999-12-31T23:59:59.999Z")) == ["9999-12-30T10:00:00.000Z"]


def test_next_and_last():
    series = Series("2026-01-01", "", "RRULE:FREQ=YEARLY;INTERVAL=100;COUNT=3", all_day=True)
    assert next_occurrence(series, "2026-01-02") == "2126-01-01"
    assert next_occurrence(series, "2000-01-01") == "2026-01-01"
    assert next_occurrence(series, "2226-01-02") is None
    assert last_occurrence(series, "2226-01-01") == "2126-01-01"
    assert last_occurrence(series, "2400-01-01") == "2226-01-01"
    assert last_occurrence(series, "2026-01-01") is None
    assert next_occurrence(series, "2026-01-01", {"2026-01-01"}) == "2126-01-01"
    assert next_occurrence(series, "9999-06-01") is None


def test_a_window_gives_only_so_many():
    found = days("RRULE:FREQ=DAILY", "0001-01-01", "0001-01-01", "9000-01-01")
    assert len(found) == MOST_IN_WINDOW


@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=SECONDLY", "nonsense"])
def test_what_is_no_rule(rule):
    with pytest.raises(RuleRefused):
        days(rule, "2026-01-01", "2026-01-01", "2027-01-01")


def test_what_is_no_start():
    with pytest.raises(ValueError, match="never"):
        days("RRULE:FREQ=DAILY", "never", "2026-01-01", "2027-01-01")
    with pytest.raises(ValueError, match="never"):
        list(occurrences(Series("never", VILNIUS, "RRULE:FREQ=DAILY"), "2026-01-01", "2027-01-01"))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=HOURLY;BYYEARDAY=-1;BYMONTH=5",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=2;BYHOUR=1",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
    ],
)
def test_rules_that_meet_nothing_end_at_once(rule):
    """By the processor's time, and with room: without bounds some of these take minutes."""
    began = time.process_time()
    found = days(f"RRULE:{rule}", "1999-01-02", "2026-01-01", "2027-01-01")
    found += days(f"RRULE:{rule};COUNT=5", "1999-01-02", "2026-01-01", "2027-01-01")
    assert found == []
    assert time.process_time() - began < 20


_numbers = st.integers
_parts = st.fixed_dictionaries(
    {},
    optional={
        "INTERVAL": _numbers(1, 5).map(str),
        "BYMONTH": st.lists(_numbers(1, 12), min_size=1, max_size=3).map(lambda n: ",".join(map(str, n))),
        "BYMONTHDAY": st.lists(st.one_of(_numbers(1, 31), _numbers(-31, -1)), min_size=1, max_size=3).map(
            lambda n: ",".join(map(str, n))
        ),
        "BYDAY": st.lists(st.sampled_from("MO TU WE TH FR SA SU".split()), min_size=1, max_size=3).map(
            ",".join
        ),
        "BYHOUR": st.sampled_from(("9", "9,17")),
        "WKST": st.sampled_from(("MO", "SU")),
    },
)


@given(
    st.sampled_from(("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
    _parts,
    st.one_of(st.none(), _numbers(1, 30)),
    st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
    st.datetimes(datetime(2019, 1, 1), datetime(2027, 1, 1)),
    st.sampled_from((VILNIUS, NEW_YORK, "Asia/Kolkata")),
)
def test_a_window_holds_what_dateutil_finds_from_the_start(frequency, parts, count, start, first, zone):
    if frequency == "WEEKLY":
        parts.pop("BYMONTHDAY", None)
    rule = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())])
    last = first + timedelta(days=60)
    tz = zone_known(zone)
    # What does not exist on the wall is no start.
    assume(local_time(instant_at(start, tz), tz) == start)
    try:
        plain = rrulestr(f"{rule};UNTIL={last + timedelta(days=2):%Y%m%dT%H%M%S}", dtstart=start)
        every = list(plain) if _may_meet(parts) else []
    except ValueError:  # an interval of hours that never meets BYHOUR
        every = []
    if start not in every:
        every.insert(0, start)
    wall = every if count is None else every[:count]
    wanted = dict.fromkeys(instant_at(moment, tz) for moment in wall)
    window = (utc_text(first.replace(tzinfo=UTC)), utc_text(last.replace(tzinfo=UTC)))
    counted = f"{rule};COUNT={count}" if count else rule
    found = list(occurrences(Series(instant_at(start, tz), zone, f"RRULE:{counted}"), *window))
    assert found == sorted(moment for moment in wanted if window[0] <= moment < window[1])
    assert all(parse_utc_text(moment) for moment in found)


def _may_meet(parts):
    """dateutil looks on to the year 9999 for what the calendar does not hold."""
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    monthdays = [abs(int(day)) for day in parts.get("BYMONTHDAY", "1").split(",")]
    return any(day <= 28 or month in (1, 3, 5, 7, 8, 10, 12) for day in monthdays for month in months)
