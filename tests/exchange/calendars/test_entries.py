from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.calendars.entries import digest_of, entry_of, read_entry
from tests.exchange.calendars.making import entries, entry, ics


def test_an_event(tmp_path):
    found = entry(
        tmp_path,
        "UID:1\nDTSTART;TZID=Europe/Vilnius:20260301T100000\nDTEND;TZID=Europe/Vilnius:20260301T103000\n"
        "SUMMARY:Call Ona\nATTENDEE;CN=Ona:mailto:ona@x.lt\nCREATED:20260101T000000Z\nRRULE:FREQ=WEEKLY",
    )
    assert (found.form, found.uid, found.kind, found.start) == (
        "VEVENT",
        "1",
        "call",
        "2026-03-01T08:00:00.000Z",
    )
    assert (found.minutes, found.zone, found.rule) == (30, "Europe/Vilnius", "RRULE:FREQ=WEEKLY")
    assert (found.people, found.created) == ((("Ona", "ona@x.lt"),), "2026-01-01T00:00:00.000Z")
    assert entry_of(found.component) == found


def test_days(tmp_path):
    found = entry(tmp_path, "UID:1\nDTSTART;VALUE=DATE:20260301\nDTEND;VALUE=DATE:20260304\nSUMMARY:Fair")
    assert (found.start, found.all_day, found.minutes, found.kind) == (
        "2026-03-01",
        True,
        3 * 24 * 60,
        "task",
    )
    found = entry(tmp_path, "DTSTART;VALUE=DATE:20260301\nATTENDEE:mailto:a@b.lt")
    assert found.kind == "meeting"


def test_an_event_without_a_uid_is_known_by_its_words(tmp_path):
    one = entry(tmp_path, "DTSTART:20260301T100000Z\nSUMMARY:a")
    again = entry(tmp_path, "DTSTART:20260301T100000Z\nSUMMARY:a\nDTSTAMP:20300101T000000Z")
    other = entry(tmp_path, "DTSTART:20260301T100000Z\nSUMMARY:b")
    long = entry(tmp_path, f"DTSTART:20260301T100000Z\nSUMMARY:b\nUID:{'x' * 600}")
    assert one.uid == again.uid
    assert len({one.uid, other.uid, long.uid}) == 3
    assert len(long.uid) < 50


def test_tasks_and_notes(tmp_path):
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nDUE:20260305T100000Z\nCOMPLETED:20260306T100000Z\nSUMMARY:Call\nEND:VTODO\n"
        "BEGIN:VJOURNAL\nUID:2\nDTSTART;VALUE=DATE:20260301\nEND:VJOURNAL\nBEGIN:VTODO\nUID:3\nDUE:20260305\n"
        "COMPLETED:soon\nEND:VTODO\nBEGIN:VTODO\nDUE:20260305\nCOMPLETED;TZID=Asia/Tokyo:00010101T000000\nEND:VTODO\n"
    )
    task, note, other, old = entries(path)
    assert (task.kind, task.completed, note.kind) == ("task", "2026-03-06T10:00:00.000Z", "note")
    assert (other.completed, old.completed) == ("", "")


def read(**cells):
    return read_entry({f"event.{name}": cell for name, cell in cells.items()})


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, "no_start"),
        ({"start": "20171032T000000"}, "bad_start"),
        ({"start": 5}, "bad_start"),
        ({"start": "--05-17"}, "bad_start"),
        ({"start": "0001-01-01 00:30", "zone": "Asia/Tokyo"}, "bad_start"),
    ],
)
def test_why_there_is_no_event(cells, why):
    assert read(**cells) == why


def test_mended_texts_are_read():
    found, faults = read(
        start="2017-10-31 09:30", end="2017-10-31 10:00", zone="UTC", people="Ona; jonas@x.lt;;"
    )
    assert (found.start, found.minutes, faults) == ("2017-10-31T09:30:00.000Z", 30, [])
    assert found.people == (("Ona", ""), ("", "jonas@x.lt"))
    assert read(start="31.10.2017")[0].start == "2017-10-31"


def test_doubtful_cells():
    found, faults = read(start="2017-10-31 09:30", zone="Mars", rule="RRULE:FREQ=SECONDLY")
    assert [fault.code for fault in faults] == ["unknown_zone", "bad_rule"]
    assert (found.zone, found.rule) == ("", "")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2017-10-31 09:30", "2017-10-31"),
        ("2017-10-31 09:30", "2017-10-31 09:00"),
        ("2017-10-31", "2017-10-30"),
        ("2017-10-31", "2017-10-31 10:00"),
        ("9999-12-31 22:30", "9999-12-31 23:59"),
    ],
)
def test_ends_that_say_nothing(start, end):
    assert (
        read(start=start, end=end, zone="America/New_York" if start < "9999" else "Etc/GMT+1")[0].minutes
        is None
    )


def test_an_occurrence_beyond_the_calendar_is_none():
    assert (
        read(start="2017-10-31 09:30", zone="Asia/Tokyo", occurrence="0001-01-01 00:30")[0].occurrence == ""
    )


def test_signs_that_no_base_keeps_are_left_out():
    assert read(start="2017-10-31", title="a\0b\ud800")[0].title == "ab"


def test_what_is_no_component():
    assert entry_of("") is None
    assert entry_of("nonsense") is None
    assert entry_of("BEGIN:VEVENT\nUID:1\nEND:VEVENT") is None


OURS = (
    "UID:1\nDTSTART:20260301T100000Z\nSUMMARY:vases · Ona\nX-CRM-KIND:call\nX-CRM-WANTED:vases\n"
    'X-CRM-CLIENTS:[[1, "Ona"]]\nX-CRM-PLANNED:2026-03-01T10:00:00.500Z\n'
)


def test_an_event_of_ours_that_somebody_moved_is_as_it_stands_now(tmp_path):
    found = entry(tmp_path, OURS)
    marked = OURS + f"X-CRM-DIGEST:{digest_of(found)}\n"
    assert entry(tmp_path, marked).own["PLANNED"] == "2026-03-01T10:00:00.500Z"
    moved = entry(tmp_path, marked.replace("20260301T100000Z", "20260302T100000Z"))
    assert (moved.title, moved.start[:10], moved.kind) == ("vases", "2026-03-02", "call")
    assert "PLANNED" not in moved.own
    assert "WANTED" not in moved.own
    assert "CLIENTS" in moved.own


def test_times_of_one_uid_are_told_apart(tmp_path):
    path = ics(
        tmp_path / "a.ics",
        "UID:1\nDTSTART:20260301T100000Z",
        "UID:1\nDTSTART:20260302T100000Z",
        "UID:1\nDTSTART:never",
        "UID:2\nDTSTART:20260302T100000Z",
    )
    assert [(each.uid, each.occurrence[:10]) for each in entries(path)] == [
        ("1", "2026-03-01"), ("1", "2026-03-02"), ("2", ""),
    ]  # fmt: skip


def test_a_moment_of_completion_beyond_the_calendar_is_none():
    kept = "BEGIN:VTODO\nDUE:20260305T100000Z\nCOMPLETED;TZID=Asia/Tokyo:00010101T000000\nEND:VTODO"
    assert entry_of(kept).completed == ""


def test_moments_beyond_the_calendar_are_none():
    first = datetime(1, 1, 1, 0, 30)  # noqa: DTZ001  a time on a wall
    assert read(start=first, zone="Asia/Tokyo") == "bad_start"
    assert read(start=date(2026, 3, 1), zone="Asia/Tokyo", occurrence=first)[0].occurrence == ""
