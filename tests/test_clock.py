from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.clock import SystemClock, parse_utc_text, utc_text


def test_the_system_clock_gives_an_instant_in_utc():
    assert SystemClock().now().tzinfo is UTC


def test_the_text_is_utc_with_milliseconds():
    vilnius = timezone(timedelta(hours=3))
    assert utc_text(datetime(2026, 7, 1, 1, 30, tzinfo=vilnius)) == "2026-06-30T22:30:00.000Z"


def test_an_instant_needs_a_zone():
    with pytest.raises(ValueError, match="zone"):
        utc_text(datetime(2026, 7, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        parse_utc_text("2026-07-01T00:00:00")


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_text_round_trips_to_the_millisecond_and_sorts_as_time(one, other):
    assert abs(parse_utc_text(utc_text(one)) - one) < timedelta(milliseconds=1)
    if utc_text(one) < utc_text(other):
        assert one < other
