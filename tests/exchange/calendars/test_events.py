"""Times on a wall have no zone."""

# ruff: noqa: DTZ001

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.calendars.components import read_components
from crm_desktop.exchange.calendars.events import kept_text, plain
from crm_desktop.exchange.calendars.lines import read_lines
from crm_desktop.models.limits import LONGEST_TEXT
from tests.exchange.calendars.making import ics, rows


def cells(path, event, head=""):
    (row,) = rows(ics(path / "one.ics", event, head=head))
    return row


def test_everything_an_event_says(tmp_path):
    row = cells(
        tmp_path,
        "UID:1\nDTSTART;TZID=FLE Standard Time:20260301T100000\nDTEND;TZID=FLE Standard Time:20260301T113000\n"
        "SUMMARY:Title\\, long\nDESCRIPTION:a<br>b &amp; c\nLOCATION:Vilnius\nCATEGORIES:A,B\nCATEGORIES:C\n"
        "STATUS:confirmed\nRRULE:FREQ=WEEKLY\nEXDATE:20260308T080000Z\nRDATE;VALUE=DATE:20260315",
    )
    assert row.pop("event.component").startswith("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Kiev:")
    assert row == {
        "event.start": datetime(2026, 3, 1, 10),
        "event.end": datetime(2026, 3, 1, 11, 30),
        "event.title": "Title, long",
        "event.text": "a\nb & c",
        "event.people": None,
        "event.place": "Vilnius",
        "event.kind": "A,B, C",
        "event.status": "CONFIRMED",
        "event.rule": "RRULE:FREQ=WEEKLY\nRDATE:20260315\nEXDATE:20260308T100000",
        "event.zone": "Europe/Kiev",
        "event.occurrence": None,
        "event.uid": "1",
    }


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260302", date(2026, 3, 1)),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260304", date(2026, 3, 3)),
        ("DTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260301", date(2026, 3, 1)),
        ("DTSTART;VALUE=DATE:20260301\nDURATION:P2D", date(2026, 3, 2)),
        ("DTSTART;VALUE=DATE:20260301\nDURATION:PT0S", date(2026, 3, 1)),
        ("DTSTART;VALUE=DATE:20260301", None),
        ("DTSTART:20260301T100000Z\nDURATION:PT90M", datetime(2026, 3, 1, 11, 30)),
        ("DTSTART:20260301T100000Z\nDURATION:-PT90M", None),
        ("DTSTART:20260301T100000Z\nDURATION:long", None),
        ("DTSTART:20260301T100000Z\nDURATION:P9999999W", None),
        ("DTSTART:20260301T100000Z\nDTEND:20260301T090000Z", None),
        ("DTSTART:20260301T100000Z\nDTEND:soon", None),
        ("DTSTART:20260301T100000Z\nDTEND;VALUE=DATE:20260302", None),
        ("DTSTART:20260301T100000Z\nDTEND;TZID=Europe/Vilnius:20260301T130000", datetime(2026, 3, 1, 11)),
        ("DTSTART:20260301T100000Z\nDTEND;TZID=Europe/Vilnius:20260301T110000", None),
        ("DTSTART:99991231T235900Z\nDTEND;TZID=America/New_York:99991231T235959", None),
    ],
)
def test_when_it_ends(tmp_path, lines, end):
    assert cells(tmp_path, lines)["event.end"] == end


def test_dates_that_are_none_stay_as_written(tmp_path):
    assert cells(tmp_path, "DTSTART:20171032T000000\nDTEND:20171101T2300")["event.start"] == "20171032T000000"
    assert cells(tmp_path, "SUMMARY:a")["event.start"] is None


def test_a_zone_that_nobody_knows_is_told(tmp_path):
    assert cells(tmp_path, "DTSTART;TZID=Mars:20260301T100000")["event.zone"] == "Mars"
    assert cells(tmp_path, "DTSTART:20260301T100000")["event.zone"] is None


def test_who_takes_part(tmp_path):
    row = cells(
        tmp_path,
        'DTSTART:20260301T100000Z\nATTENDEE;CN="Page, Larry <l@g.com> (l@g.com)":MAILTO:L@g.com\n'
        "ATTENDEE;CN=ona@x.lt:mailto:ona@x.lt\nATTENDEE;CN=Be pašto:invalid:nomail\nATTENDEE:invalid:nomail\n"
        "ATTENDEE;CUTYPE=ROOM;CN=Salė:mailto:r@x.lt\nATTENDEE:mailto:abc@group.calendar.google.com\n"
        "CONTACT:Jonas\\, tel. 5",
    )
    assert row["event.people"] == "Page, Larry <l@g.com>; <ona@x.lt>; Be pašto; Jonas, tel. 5"


def test_one_of_a_series_has_no_rule_of_its_own(tmp_path):
    row = cells(
        tmp_path,
        "DTSTART;TZID=Europe/Vilnius:20260308T120000\nRECURRENCE-ID:20260308T080000Z\nRRULE:FREQ=DAILY",
    )
    assert (row["event.rule"], row["event.occurrence"]) == (None, datetime(2026, 3, 8, 10))
    row = cells(tmp_path, "DTSTART;VALUE=DATE:20260308\nRECURRENCE-ID;VALUE=DATE:20260307")
    assert row["event.occurrence"] == date(2026, 3, 7)
    row = cells(tmp_path, "DTSTART;TZID=Asia/Tokyo:20260308T120000\nRECURRENCE-ID:99991231T235900Z")
    assert row["event.occurrence"] is None
    row = cells(tmp_path, "DTSTART;VALUE=DATE:20260308\nRECURRENCE-ID:soon")
    assert row["event.occurrence"] is None


def test_exceptions_beyond_the_calendar_are_left_out(tmp_path):
    row = cells(
        tmp_path,
        "DTSTART;TZID=Asia/Tokyo:20260308T120000\nRRULE:FREQ=DAILY\nEXDATE:99991231T235900Z,20260309T030000Z",
    )
    assert row["event.rule"] == "RRULE:FREQ=DAILY\nEXDATE:20260309T120000"


def test_a_task_is_due(tmp_path):
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nDTSTART:20260301T100000Z\nDUE:20260305T100000Z\nEND:VTODO\n"
        "BEGIN:VTODO\nDTSTART;VALUE=DATE:20260301\nEND:VTODO\nEND:VCALENDAR\n"
    )
    first, second = rows(path)
    assert (first["event.start"], first["event.end"]) == (datetime(2026, 3, 5, 10), None)
    assert second["event.start"] == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b and c > d", "a < b and c > d"),
        ("<p>one</p><ul><li>two</li></ul>", "one\ntwo"),
        ('<a href="x">link</a>', "link"),
        ("AT&amp;T &nbsp;x", "AT&T  x"),
        ("R&D", "R&D"),
    ],
)
def test_html_is_taken_off(text, shown):
    assert plain(text) == shown


def kept(*lines):
    (component,) = read_components(read_lines(["BEGIN:VEVENT", *lines, "END:VEVENT"]))
    return kept_text(component, {})


def test_what_is_kept():
    assert kept(
        "UID:1", "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA", "ATTACH:data:x", "ATTACH:https://x.lt"
    ) == ("BEGIN:VEVENT\nUID:1\nATTACH:https://x.lt\nEND:VEVENT")
    assert "TZID=Mars" in kept("DTSTART;TZID=Mars:20260301T100000")
    assert "TZID=Mars" in kept("DTSTART;TZID=Mars:soon")


def test_what_is_kept_is_bounded():
    text = kept("UID:1", "DESCRIPTION:" + "ž" * LONGEST_TEXT)
    assert text == "BEGIN:VEVENT\nUID:1\nEND:VEVENT"
    text = kept("UID:1", *("COMMENT:" + "ž" * 1_900 for _ in range(1000)))
    assert text == ""
