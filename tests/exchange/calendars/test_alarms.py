from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.calendars.alarms import (
    NONE,
    alarm_minutes,
    alarms_of,
    are_as_written,
    exact,
    minutes_of,
    reminders_of,
)
from crm_desktop.exchange.calendars.entries import component_of

START = "2026-11-24T08:00:00.000Z"


def event(*triggers, action="DISPLAY"):
    alarms = "".join(f"BEGIN:VALARM\nACTION:{action}\nTRIGGER{trigger}\nEND:VALARM\n" for trigger in triggers)
    return component_of(f"BEGIN:VEVENT\n{alarms}END:VEVENT")


@pytest.mark.parametrize(
    ("trigger", "minutes"),
    [
        (":-PT15M", 15),
        (":-P1D", 1440),
        (";RELATED=START:-PT1H", 60),
        (":PT0S", 0),
        (":-PT90S", 2),
        (";VALUE=DATE-TIME:20261124T073000Z", 30),
        (";VALUE=DATE-TIME:20261124T093000Z", None),
        (";VALUE=DATE-TIME:19760401T005545Z", None),
        (";RELATED=END:-PT15M", None),
        (":PT15M", None),
        (":-P9999W", None),
        (":rubbish", None),
        (";VALUE=DATE:20261124", None),
        (";VALUE=DATE-TIME:00010101T000000Z", None),
    ],
)
def test_when_it_goes_off(trigger, minutes):
    assert alarm_minutes(event(trigger), START) == (() if minutes is None else (minutes,))


def test_several_each_once_the_earliest_first():
    assert alarm_minutes(event(":-PT15M", ":-P1D", ":-PT15M"), START) == (1440, 15)


@pytest.mark.parametrize("action", ["EMAIL", "NONE", "PROCEDURE"])
def test_alarms_that_tell_nobody_here(action):
    assert alarm_minutes(event(":-PT15M", action=action), START) == ()


def test_of_a_day_it_counts_from_midnight():
    # Vilnius: midnight is 22:00 of the day before.
    assert alarm_minutes(event(";VALUE=DATE-TIME:20261123T070000Z"), "2026-11-24") == (900,)
    assert alarm_minutes(event(":-PT15H"), "2026-11-24") == (900,)
    assert alarm_minutes(event(":PT9H"), "2026-11-24") == (-540,)
    assert alarm_minutes(event(":P1D"), "2026-11-24") == ()


def test_without_anything():
    assert alarm_minutes(None, START) == ()
    assert alarm_minutes(event(";VALUE=DATE-TIME:20261124T073000Z"), "") == ()
    assert (
        alarm_minutes(
            component_of("BEGIN:VEVENT\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nEND:VEVENT"), START
        )
        == ()
    )


@pytest.mark.parametrize(
    ("own", "alarms", "reminders"),
    [
        ("|-540", (), ""),  # it took whole days, and has a time by now
        ("", (), ""),
        ("", (60, 15), "60 15"),
        ("15 60|60 15", (60, 15), "15 60"),
        ("15 60|60 15", (30,), "30"),
        ("15 60|60 15", (), NONE),
        ("-|", (), NONE),
        ("-|", (5,), "5"),
        ("|5", (5,), ""),
        ("rubbish", (5,), "5"),
    ],
)
def test_what_is_read(own, alarms, reminders):
    assert reminders_of(own, alarms, all_day=False, morning=540) == reminders


@pytest.mark.parametrize(
    ("own", "alarms", "reminders"),
    [
        ("", (-540,), "0"),
        ("", (900,), "1440"),  # nine in the morning of the day before
        ("", (900, -540), "1440 0"),
        ("", (-720,), "0"),  # noon: no reminder comes after the morning
        ("|-540", (-540,), ""),
        ("|-540", (900,), "1440"),
        ("|-540", (), NONE),
        ("60|-480", (-480,), "60"),
        ("", (527_040,), "527040"),
    ],
)
def test_what_is_read_of_whole_days(own, alarms, reminders):
    assert reminders_of(own, alarms, all_day=True, morning=540) == reminders


@pytest.mark.parametrize(
    ("own", "alarms", "all_day", "expected"),
    [
        ("|15", (15,), False, True),
        ("|15", (5,), False, False),
        ("", (), False, True),
        ("", (5,), False, False),
        ("|-540", (-540,), True, True),
        ("|-540", (), False, True),
        ("x|y", (), False, True),
    ],
)
def test_whether_they_are_as_we_wrote_them(own, alarms, all_day, expected):
    assert are_as_written(own, alarms, all_day=all_day) is expected


@given(st.one_of(st.sampled_from(["", NONE]), st.lists(st.integers(0, 50_000), min_size=1).map(
    lambda minutes: " ".join(map(str, minutes)))), st.booleans(), st.integers(0, 1439))  # fmt: skip
def test_what_is_written_is_read_again(reminders, all_day, morning):
    written = alarms_of(minutes_of(reminders), all_day=all_day, morning=morning)
    assert reminders_of(exact(reminders, written), written, all_day=all_day, morning=morning) == reminders


@given(st.sets(st.integers(0, 50_000), min_size=1), st.booleans(), st.integers(0, 1439))
def test_alarms_of_others_are_the_reminders_that_make_them(minutes, all_day, morning):
    alarms = alarms_of(minutes, all_day=all_day, morning=morning)
    read = reminders_of("", alarms, all_day=all_day, morning=morning)
    assert minutes_of(read) == tuple(sorted(minutes, reverse=True))
