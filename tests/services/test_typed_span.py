"""Times with their end, and lengths, as typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.typed_span import Span, read_clock, read_hours, read_length, read_span
from crm_desktop.services.typed_time import When

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)  # Saturday, 16:00 in Vilnius


@pytest.mark.parametrize(
    ("text", "day", "at", "minutes"),
    [
        ("tomorrow 15:30-16:15", date(2026, 11, 22), time(15, 30), 45),
        ("пт 11:00 – 12", date(2026, 11, 27), time(11), 60),
        ("завтра с 11 до 12.30", date(2026, 11, 22), time(11), 90),
        ("rytoj nuo 9 iki 10", date(2026, 11, 22), time(9), 60),
        ("24.11 10.00-11:30", date(2026, 11, 24), time(10), 90),
        ("2026-11-24 10:00-11:30", date(2026, 11, 24), time(10), 90),
        ("10:00-10:20 24.11", date(2026, 11, 24), time(10), 20),
        ("tomorrow 23:00-1:00", date(2026, 11, 22), time(23), 120),
        ("tomorrow 20:00-24:00", date(2026, 11, 22), time(20), 240),
        ("tomorrow 15:30-15:30", date(2026, 11, 22), time(15, 30), None),
        ("tomorrow 15:30", date(2026, 11, 22), time(15, 30), None),
        ("24-11", date(2026, 11, 24), None, None),
        ("mon 9-10", date(2026, 11, 23), time(9), 60),
        ("9.30-11 завтра", date(2026, 11, 22), time(9, 30), 90),
        ("pirm nuo 9-10", date(2026, 11, 23), time(9), 60),
        ("in 2 days 14-15", date(2026, 11, 23), time(14), 60),
        ("9-10", date(2027, 10, 9), None, None),
        ("24.11", date(2026, 11, 24), None, None),
    ],
)
def test_a_span_is_read(text, day, at, minutes):
    assert read_span(text, NOW, ahead=True) == Span(When(day, at), minutes)


@pytest.mark.parametrize(
    "text", ["", "some day", "tomorrow 15:30-16:75", "tomorrow 15:30-25:00", "x 15:30-16:00"]
)
def test_what_is_no_span_is_none(text):
    assert read_span(text, NOW, ahead=True) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45), ("45 min", 45), ("45 мин", 45), ("1:30", 90), ("2 h", 120), ("1,5 ч", 90), ("1.5 val.", 90),
        ("2 часа", 120), ("1000:30", 60030), ("1:75", None), ("2 d", 2880), ("3 дня", 4320), ("366 d", 527040),
        ("", None), ("0", None), ("long", None), ("367 d", None), ("-5", None),
    ],
)  # fmt: skip
def test_a_length_is_read(text, minutes):
    assert read_length(text) == minutes


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9", time(9)),
        (" 15.45 ", time(15, 45)),
        ("0:00", time(0)),
        ("24:00", None),
        ("9:75", None),
        ("noon", None),
    ],
)
def test_a_time_of_the_day_is_read(text, at):
    assert read_clock(text) == at


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-10", (time(9), 60)), ("в 9.30 – 11", (time(9, 30), 90)), ("23-24", (time(23), 60)), ("10-9", None),
        ("9-9", None), ("9-25", None), ("24-25", None), ("9.75-10", None), ("9", None), ("room 9-10", None), ("", None),
    ],
)  # fmt: skip
def test_bare_hours_are_read(text, hours):
    assert read_hours(text) == hours


@given(st.text(max_size=30))
def test_no_text_breaks_it(text):
    read_span(text, NOW, ahead=True)
    read_length(text)
