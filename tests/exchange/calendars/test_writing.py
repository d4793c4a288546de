from __future__ import annotations

from dataclasses import replace

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.calendars.alarms import reminders_of
from crm_desktop.exchange.calendars.entries import read_entry
from crm_desktop.exchange.calendars.writing import DiaryEntry, write_calendar
from crm_desktop.exchange.importing.event_writing import moves_of
from tests.exchange.calendars.making import entries, rows

MEETING = DiaryEntry(
    "1", "meeting", "", "2026-03-01T08:00:00.000Z", None, False, 45, "Europe/Vilnius", "", None, "Vilnius",
    "vases; blue, ones\nand more", "", "", "", "", "2026-01-01T00:00:00.000Z", "",
)  # fmt: skip


def nothing(_done):
    """Progress that nobody looks at."""


def written(path, *diary):
    target = path / "diary.ics"
    write_calendar(target, diary, nothing)
    return target


def strictly(path):
    """The file as an independent reader sees it; broken lines raise or are listed as errors."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert [each.errors for each in calendar.walk() if each.errors] == []
    return calendar


def test_what_other_programs_read(tmp_path):
    path = written(
        tmp_path, replace(MEETING, clients=((1, "Ona, Petraitė", "ona@x.lt"), (None, "Jonas", "")))
    )
    calendar = strictly(path)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == "vases; blue, ones · Ona, Petraitė, Jonas"
    assert event["DESCRIPTION"] == "and more"
    assert event.decoded("DTSTART").isoformat() == "2026-03-01T10:00:00+02:00"
    assert event.decoded("DTEND").isoformat() == "2026-03-01T10:45:00+02:00"
    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == ("mailto:ona@x.lt", "Ona, Petraitė")
    assert event["STATUS"] == "CONFIRMED"
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Vilnius"
    assert calendar["PRODID"]


def test_days_end_on_the_day_after(tmp_path):
    days = replace(MEETING, planned_at="2026-03-01", all_day=True, minutes=3 * 1440)
    (event,) = strictly(written(tmp_path, days)).walk("VEVENT")
    assert (str(event.decoded("DTSTART")), str(event.decoded("DTEND"))) == ("2026-03-01", "2026-03-04")


def test_series_and_their_occurrences(tmp_path):
    series = replace(
        MEETING, rule="RRULE:FREQ=WEEKLY;BYDAY=SU\nRDATE:20260304T100000\nEXDATE:20260308T100000",
        without=("2026-03-15T08:00:00.000Z",),
    )  # fmt: skip
    one = replace(MEETING, occurrence_at="2026-03-22T08:00:00.000Z", planned_at="2026-03-22T09:00:00.000Z")
    first, second = strictly(written(tmp_path, series, one)).walk("VEVENT")
    assert first["RRULE"].to_ical() == b"FREQ=WEEKLY;BYDAY=SU"
    left_out = [moment.dt.isoformat() for each in first["EXDATE"] for moment in each.dts]
    assert left_out == ["2026-03-08T10:00:00+02:00", "2026-03-15T10:00:00+02:00"]
    assert second.decoded("RECURRENCE-ID").isoformat() == "2026-03-22T10:00:00+02:00"
    days = replace(
        MEETING, planned_at="2026-03-01", all_day=True, rule="RDATE:20260304", without=("2026-03-04",)
    )
    strictly(written(tmp_path, days))


def test_cancelled_and_alarms(tmp_path):
    kept = "BEGIN:VEVENT\nUID:1\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nDESCRIPTION:a\nEND:VALARM\nEND:VEVENT"
    broken = kept.replace("TRIGGER:-PT5M", "TRIGGER:rubbish").replace(
        "VALARM\nACTION", "VALARM\nBEGIN:X\nACTION"
    )
    cancelled = replace(MEETING, outcome="cancelled", kept=kept, reminders="5")
    (event,) = strictly(written(tmp_path, cancelled)).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].to_ical() == b"-PT5M"
    written(tmp_path, replace(MEETING, kept=broken))


def test_what_has_no_time_is_no_event(tmp_path):
    path = tmp_path / "a.ics"
    assert write_calendar(path, [replace(MEETING, planned_at=None)], nothing) == 0
    assert strictly(path).walk("VEVENT") == []


def test_progress_is_told(tmp_path):
    told: list[int] = []
    write_calendar(tmp_path / "a.ics", (replace(MEETING, uid=str(n)) for n in range(250)), told.append)
    assert told == [100, 200]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:00:00.000Z", "1850-05-05T10:00:00.000Z"]
)
def test_the_ends_of_the_calendar(tmp_path, moment):
    entry = replace(MEETING, planned_at=moment, zone="Asia/Tokyo", minutes=100_000)
    (found,) = entries(written(tmp_path, entry))
    assert found.own["PLANNED"] == moment


_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff"),
    max_size=80,
).map(str.strip)
_line = _text.map(lambda text: " ".join(text.split()))
_instants = st.datetimes().map(lambda moment: moment.isoformat(timespec="milliseconds") + "Z")
_days = st.dates().map(str)
_zones = st.sampled_from(("", "UTC", "Europe/Vilnius", "America/New_York", "Asia/Kolkata"))
_reminders = st.sampled_from(("", "-", "0", "15", "15 1440", "10080 60 5"))
_moves = st.lists(st.tuples(_instants, _days, _instants), max_size=2).map(tuple)
_rules = st.sampled_from(
    (
        "",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5\nEXDATE:20260130",
        "RDATE:20260304,20260401",
    )
)


@st.composite
def diary(draw):
    all_day = draw(st.booleans())
    moments = st.one_of(st.none(), _days if all_day else _instants)
    planned, held = draw(moments), draw(moments)
    if planned is None and held is None:
        planned = "2026-03-01" if all_day else "2026-03-01T08:00:00.000Z"
    zone, rule = draw(_zones), draw(_rules) if all_day else ""
    return DiaryEntry(
        draw(st.uuids().map(str)), draw(st.sampled_from(("call", "task"))), draw(st.sampled_from(("", "in"))),
        planned, held, all_day, draw(st.one_of(st.none(), st.integers(0, 500_000))), zone, rule, None, draw(_line),
        draw(_text), draw(_text), draw(_text), draw(st.sampled_from(("", "successful", "cancelled"))), draw(_line),
        "2026-01-01T00:00:00.000Z", "", draw(st.sampled_from(((), ((1, "Ona · P", "ona@x.lt"),), ((2, "J", ""),)))), (),
        draw(_reminders), draw(_moves), draw(st.sampled_from(((), (0,), (1440, 15)))), draw(st.sampled_from((0, 540))),
    )  # fmt: skip


@given(st.lists(diary(), max_size=3, unique_by=lambda entry: entry.uid))
def test_what_is_written_is_read_again(tmp_path_factory, diary):
    path = written(tmp_path_factory.mktemp("written"), *diary)
    strictly(path)
    found = [read_entry(row) for row in rows(path)]
    assert len(found) == len(diary)
    for entry, read in zip(diary, found, strict=True):
        assert not isinstance(read, str)
        event, faults = read
        assert faults == []
        told = {
            "PLANNED": entry.planned_at or "", "HELD": entry.held_at or "", "WANTED": entry.wanted,
            "RESULT": entry.result, "OFFERED": entry.offered, "ZONE": entry.zone, "RULE": entry.rule,
            "MINUTES": "" if entry.minutes is None else str(entry.minutes), "OUTCOME": entry.outcome,
            "RESPONSIBLE": entry.responsible, "DIRECTION": entry.direction,
        }  # fmt: skip
        assert {name: event.own.get(name, "") for name in told} == told
        read = reminders_of(
            event.own.get("REMINDERS", ""), event.alarms, all_day=event.all_day, morning=entry.morning
        )
        assert read == entry.reminders
        assert moves_of(event) == entry.moves
        assert (event.uid, event.kind, event.all_day) == (entry.uid, entry.kind, entry.all_day)
        assert event.place == entry.place
