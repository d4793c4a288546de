"""Times on a wall have no zone."""

# ruff: noqa: DTZ001

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import RuleRefused
from crm_desktop.models.rules import moment_text, parse_repetition, parse_rule, repetition_text


def test_the_parts_of_a_rule():
    rule = parse_rule(
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU,+2mo;BYMONTH=10,1;WKST=SU;UNTIL=20301231T220000Z;X-A=1;"
    )
    assert (rule.frequency, rule.interval, rule.week_start) == ("MONTHLY", 2, 6)
    assert rule.weekdays == ((6, -1), (0, 2))
    assert rule.by == {"BYMONTH": (1, 10)}
    assert (rule.until, rule.until_utc) == (datetime(2030, 12, 31, 22), True)


def test_a_day_counts_to_its_end():
    assert parse_rule("FREQ=DAILY;UNTIL=20301231").until == datetime(2030, 12, 31, 23, 59, 59)


def test_the_number_of_a_weekday_means_nothing_within_a_week():
    assert parse_rule("FREQ=WEEKLY;BYDAY=2TU").weekdays == ((1, 0),)


def test_leap_seconds_are_those_before():
    assert parse_rule("FREQ=DAILY;BYSECOND=60").by == {"BYSECOND": (59,)}


def test_the_gregorian_calendar_may_be_named():
    assert parse_rule("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD").frequency == "YEARLY"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "form"),
        ("FREQ", "form"),
        ("FREQ=DAILY;FREQ=DAILY", "form"),
        ("FREQ=SECONDLY", "too_often"),
        ("FREQ=MINUTELY;INTERVAL=30", "too_often"),
        ("FREQ=HOURLY;BYMINUTE=0,10,20,30,40", "too_often"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=1,2,3,4,5,6,7,8,9,10", "too_often"),
        ("FREQ=FORTNIGHTLY", "frequency"),
        ("INTERVAL=2", "frequency"),
        ("FREQ=DAILY;INTERVAL=0", "number"),
        ("FREQ=DAILY;INTERVAL=-1", "number"),
        ("FREQ=DAILY;INTERVAL=10001", "number"),
        ("FREQ=DAILY;COUNT=0", "number"),
        ("FREQ=DAILY;COUNT=99999999999999999999", "number"),
        ("FREQ=DAILY;BYHOUR=24", "number"),
        ("FREQ=DAILY;BYHOUR=-1", "number"),
        ("FREQ=YEARLY;BYMONTHDAY=0", "number"),
        ("FREQ=YEARLY;BYDAY=XX", "weekday"),
        ("FREQ=YEARLY;BYDAY=60MO", "weekday"),
        ("FREQ=YEARLY;WKST=1", "weekday"),
        ("FREQ=YEARLY;UNTIL=20261301", "date"),
        ("FREQ=YEARLY;UNTIL=soon", "date"),
        ("FREQ=YEARLY;RSCALE=HEBREW", "unknown"),
        ("FREQ=YEARLY;BYEASTER=1", "unknown"),
        ("FREQ=MONTHLY;BYWEEKNO=3", "together"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "together"),
        ("FREQ=YEARLY;BYSETPOS=1", "together"),
    ],
)
def test_what_is_no_rule(text, why):
    with pytest.raises(RuleRefused) as caught:
        parse_rule(text)
    assert caught.value.facts["why"] == why


def test_the_lines_of_a_contact():
    text = repetition_text(["FREQ=DAILY"], ["20260102", "20260101", "20260101"], ["20260105T100000"])
    assert text == "RRULE:FREQ=DAILY\nRDATE:20260101,20260102\nEXDATE:20260105T100000"
    assert repetition_text(["FREQ=DAILY"], [], []) == "RRULE:FREQ=DAILY"
    found = parse_repetition(text)
    assert [rule.frequency for rule in found.rules] == ["DAILY"]
    assert found.dates == (datetime(2026, 1, 1), datetime(2026, 1, 2))
    assert found.without == {datetime(2026, 1, 5, 10)}


@pytest.mark.parametrize(
    "text", ["", "FREQ=DAILY", "EXRULE:FREQ=DAILY", "RDATE:", "RDATE:20260101T1", "EXDATE:x"]
)
def test_lines_that_say_no_repetition(text):
    with pytest.raises(RuleRefused):
        parse_repetition(text)


@given(st.datetimes(), st.booleans())
def test_dates_come_back(moment, is_day):
    moment = moment.replace(microsecond=0)
    if is_day:
        moment = moment.replace(hour=0, minute=0, second=0)
    (found,) = parse_repetition(f"RDATE:{moment_text(moment, is_day=is_day)}").dates
    assert found == moment
