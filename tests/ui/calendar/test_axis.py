from __future__ import annotations

import os
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar.axis import Axis, on_day

BACK = date(2026, 10, 25)
FORWARD = date(2027, 3, 28)


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


def week(day):
    return Axis(day - timedelta(days=6), 7)


def utc(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_an_ordinary_week_has_24_hours():
    axis = Axis(date(2026, 11, 16), 7)
    assert (axis.length, [line.at for line in axis.hours()]) == (1440, [n * 60 for n in range(24)])
    assert axis.at(utc(2026, 11, 20, 10, 30)) == 12 * 60 + 30
    assert axis.no_times(date(2026, 11, 16)) == []


def test_the_doubled_hour_is_there_twice_on_its_day_and_once_on_the_others():
    axis = week(BACK)
    assert axis.length == 1500
    assert [(line.hour, line.again) for line in axis.hours()][2:6] == [
        (2, False), (3, False), (3, True), (4, False),
    ]  # fmt: skip
    assert [axis.at(utc(2026, 10, 25, hour, 30)) for hour in (0, 1, 2)] == [210, 270, 330]
    assert axis.no_times(BACK) == []
    assert axis.no_times(BACK - timedelta(days=1)) == [(240, 300)]
    assert (
        axis.at(utc(2026, 10, 24, 6)) == 9 * 60 + 60
    )  # nine of the Saturday is at the height of Sunday's nine


def test_the_missing_hour_is_no_time():
    axis = week(FORWARD)
    assert (axis.length, axis.no_times(FORWARD)) == (1440, [(180, 240)])
    assert axis.moment(FORWARD, 200).isoformat() == "2027-03-28T04:00:00+03:00"
    assert axis.moment(FORWARD, 170).isoformat() == "2027-03-28T02:50:00+02:00"


def test_a_contact_over_the_doubled_hour_is_as_long_as_it_lasts():
    axis = week(BACK)
    start = utc(2026, 10, 24, 23, 30).astimezone()
    assert axis.span(BACK, start, (start + timedelta(hours=3)).astimezone()) == (150, 330)


def test_what_goes_beyond_the_day_is_cut():
    axis = Axis(date(2026, 11, 16), 7)
    day = date(2026, 11, 18)
    start, end = utc(2026, 11, 17, 20).astimezone(), utc(2026, 11, 18, 23).astimezone()
    assert axis.span(day, start, end) == (0, 1440)
    assert axis.span(date(2026, 11, 17), start, end) == (22 * 60, 1440)


@given(st.sampled_from([BACK, FORWARD, date(2026, 11, 18)]), st.integers(0, 6), st.integers(0, 1440))
def test_what_a_place_stands_for_stands_there(sunday, before, at):
    axis = week(sunday)
    day = sunday - timedelta(days=before)
    moment = axis.moment(day, at)
    none = next((stretch for stretch in axis.no_times(day) if stretch[0] <= at < stretch[1]), None)
    wanted = none[1] if none else at
    if wanted < axis.length:
        assert axis.at(moment) == wanted
    assert moment.date() in (day, day + timedelta(days=1))


@given(st.datetimes(datetime(2026, 10, 19), datetime(2026, 10, 26), timezones=st.just(UTC)))  # noqa: DTZ001
def test_there_and_back_also_on_the_day_with_25_hours(instant):
    axis = week(BACK)
    local = instant.replace(second=0, microsecond=0).astimezone()
    if local.date() in axis.days:
        assert axis.moment(local.date(), axis.at(local)) == local


def test_half_an_hour_back(zone):
    zone("Australia/Lord_Howe")
    axis = week(date(2026, 4, 5))
    assert (axis.length, [line.hour for line in axis.hours()].count(1)) == (1470, 1)


def test_the_same_time_on_another_day():
    nine = utc(2026, 10, 20, 6).astimezone()
    assert on_day(nine, date(2026, 10, 26)).isoformat() == "2026-10-26T09:00:00+02:00"
