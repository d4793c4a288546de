"""Times on a wall have no zone."""

# ruff: noqa: DTZ001

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from crm_desktop.exchange.calendars.lines import Line, parse_line
from crm_desktop.exchange.calendars.moments import Moment, read_duration, read_moment, read_moments, stored


def line_of(text: str) -> Line:
    found = parse_line(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "at", "zone"),
    [
        ("DTSTART:20260301T100000Z", datetime(2026, 3, 1, 10), "UTC"),
        ("DTSTART;TZID=Europe/Vilnius:20260301T100000", datetime(2026, 3, 1, 10), "Europe/Vilnius"),
        ("DTSTART;TZID=Mine:20260301T100000", datetime(2026, 3, 1, 10), "Asia/Tokyo"),
        ("DTSTART:20260301T1000", datetime(2026, 3, 1, 10), ""),
        ("DTSTART:2026-03-01T10:00:59.5", datetime(2026, 3, 1, 10, 0, 59), ""),
        ("DTSTART:20260301T100060", datetime(2026, 3, 1, 10, 0, 59), ""),
        ("DTSTART;VALUE=DATE:20260301", date(2026, 3, 1), ""),
        ("DTSTART;VALUE=DATE:20260301T000000", date(2026, 3, 1), ""),
        ("RDATE:20131210Z", date(2013, 12, 10), ""),
        ("DTSTART;TZID=GMT +02:00 Vilnius:20260301T100000", datetime(2026, 3, 1, 10), "Etc/GMT-2"),
    ],
)
def test_a_moment(line, at, zone):
    found = read_moment(line_of(line), {"Mine": "Asia/Tokyo"})
    assert found == Moment(at, zone)
    assert found.is_day == (not isinstance(at, datetime))


@pytest.mark.parametrize(
    "value", ["", "20171032T000000", "soon", "20260301T250000", "00000101", "20260301,20260302"]
)
def test_what_is_no_moment(value):
    assert read_moment(line_of(f"DTSTART:{value}"), {}) is None


def test_several_moments_and_periods():
    line = line_of("RDATE;VALUE=PERIOD:20260301T100000Z/PT1H,nonsense,20260302T100000Z/20260302T110000Z")
    assert [moment.at.day for moment in read_moments(line, {})] == [1, 2]


def test_stored():
    assert stored(date(2026, 3, 1), "Europe/Vilnius") == "2026-03-01"
    assert Moment(datetime(2026, 3, 1, 10), "UTC").stored() == "2026-03-01T10:00:00.000Z"
    assert stored(datetime(2026, 3, 1, 10), "") == "2026-03-01T08:00:00.000Z"  # the tests sit in Vilnius


def test_the_ends_of_the_calendar_are_refused():
    with pytest.raises(ValueError, match="0"):
        stored(datetime(1, 1, 1), "")
    with pytest.raises(ValueError, match="9999"):
        stored(datetime(9999, 12, 31, 23), "America/New_York")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PT1H15M5S", timedelta(hours=1, minutes=15, seconds=5)),
        ("P1W", timedelta(weeks=1)),
        ("-P1DT2H", -timedelta(days=1, hours=2)),
        ("P", None),
        ("1H", None),
        ("P99999W999999DT9999999H", timedelta(weeks=99999, days=999999, hours=9999999)),
    ],
)
def test_durations(text, found):
    assert read_duration(text) == found
