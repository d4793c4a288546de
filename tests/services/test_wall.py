from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.wall import Wall, midnight

HOUR = timedelta(hours=1)


@pytest.fixture
def zone(monkeypatch):
    if sys.platform == "win32":
        pytest.skip("Windows sets no zone by a variable")

    def set_zone(name):
        monkeypatch.setitem(os.environ, "TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("day", "at", "skipped", "wall"),
    [
        (date(2027, 3, 28), datetime(2027, 3, 28, 1, tzinfo=UTC), HOUR, datetime(2027, 3, 28, 3)),  # noqa: DTZ001
        (date(2026, 10, 25), datetime(2026, 10, 25, 1, tzinfo=UTC), -HOUR, datetime(2026, 10, 25, 4)),  # noqa: DTZ001
    ],
)
def test_changes_of_the_clock_are_found_to_the_second(day, at, skipped, wall):
    (change,) = Wall(day - timedelta(days=3), day + timedelta(days=3)).changes_on(day)
    assert (change.at, change.skipped, change.wall) == (at, skipped, wall)
    assert Wall(day + timedelta(days=3), day + timedelta(days=9)).changes == []


def test_a_change_of_half_an_hour(zone):
    zone("Australia/Lord_Howe")
    (change,) = Wall(date(2026, 10, 1), date(2026, 10, 7)).changes
    assert change.skipped == HOUR / 2


def test_midnight_of_a_day_that_begins_at_one(zone):
    zone("America/Sao_Paulo")
    # Summer time began at midnight of 4 November 2018: the day had no 0 o'clock.
    assert midnight(date(2018, 11, 4)).astimezone(UTC) == datetime(2018, 11, 4, 3, tzinfo=UTC)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_local_times_are_those_of_the_system(instant):
    wall = Wall(date(2026, 1, 1), date(2027, 12, 31))
    assert wall.local(instant).replace(tzinfo=None) == instant.astimezone().replace(tzinfo=None)
    assert wall.local(instant) == instant
