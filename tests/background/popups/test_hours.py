from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from crm_desktop.background.popups.hours import quiet_until


def vilnius(text):
    return datetime.fromisoformat(text).astimezone()


@pytest.mark.parametrize(
    ("now", "start", "end", "until"),
    [
        ("2026-11-22T13:00", "12:00", "14:00", "2026-11-22T14:00"),
        ("2026-11-22T12:00", "12:00", "14:00", "2026-11-22T14:00"),
        ("2026-11-22T14:00", "12:00", "14:00", None),
        ("2026-11-22T11:59", "12:00", "14:00", None),
        ("2026-11-22T23:00", "22:00", "07:30", "2026-11-23T07:30"),
        ("2026-11-23T03:00", "22:00", "07:30", "2026-11-23T07:30"),
        ("2026-11-23T07:30", "22:00", "07:30", None),
        ("2026-11-22T13:00", "", "14:00", None),
        ("2026-11-22T13:00", "12:00", "", None),
        ("2026-11-22T13:00", "13:00", "13:00", None),
        # The night of the clock change is an hour longer, and shorter; the wall counts.
        ("2026-10-25T06:59", "22:00", "07:00", "2026-10-25T07:00"),
        ("2026-03-29T06:59", "22:00", "07:00", "2026-03-29T07:00"),
    ],
)
def test_quiet_hours(now, start, end, until):
    found = quiet_until(vilnius(now), start, end)
    assert found == (vilnius(until) if until else None)


@pytest.mark.parametrize(
    ("now", "days", "quiet"),
    [
        ("2026-11-22T23:00", [6], True),  # Sunday
        ("2026-11-22T23:00", [0, 1, 2, 3, 4, 5], False),
        ("2026-11-23T03:00", [6], True),  # the night from Sunday to Monday is that of Sunday
        ("2026-11-23T03:00", [0], False),
        ("2026-11-23T23:00", [0], True),
        ("2026-11-23T23:00", [], False),
    ],
)
def test_quiet_hours_of_some_days(now, days, quiet):
    assert (quiet_until(vilnius(now), "22:00", "07:30", days) is not None) is quiet


def test_the_hour_that_comes_twice_is_quiet_both_times():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 03:30 in summer
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 03:30 in winter
    assert quiet_until(first, "22:00", "07:00") == quiet_until(second, "22:00", "07:00")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can be changed on Unix only")
def test_they_go_with_the_zone_of_the_computer(monkeypatch):
    now = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)  # 06:00 in Vilnius, 23:00 in New York
    assert quiet_until(now, "22:00", "05:00") is None
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert quiet_until(now, "22:00", "05:00") == datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()
