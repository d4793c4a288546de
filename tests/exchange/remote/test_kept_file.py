from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.remote.kept_file import Words, write_file
from crm_desktop.kinds import ActivityKind, Op, Outcome, PointKind
from crm_desktop.services import activities, clients, writing
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft

WORDS = Words("Onos dienoraštis, 1", {"meeting": "Susitikimas"})
MEETING = ActivityDraft(
    None, ActivityKind.MEETING, planned_at="2026-11-24T08:00:00.000Z", minutes=45, place="Vilnius",
    wanted="vases\nblue", zone="Europe/Vilnius", reminders="15 60",
)  # fmt: skip


def nothing(_count):
    """Nobody looks."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "diary.ics"


@pytest.fixture
def ona(store):
    draft = ClientDraft(name="Ona Petraitė", points=(PointDraft(PointKind.EMAIL, "ona@example.com"),))
    return clients.add(store, draft)


def events(path):
    """As an independent reader sees it."""
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    assert [each.errors for each in calendar.walk() if each.errors] == []
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_what_the_telephone_sees(store, path, ona):
    activities.add(store, replace(MEETING, client_id=ona))
    activities.add(store, replace(MEETING, wanted="of late", planned_at="2026-10-25T08:00:00.000Z"))
    activities.add(store, replace(MEETING, wanted="long ago", planned_at="2026-10-01T08:00:00.000Z"))
    activities.add(store, replace(MEETING, wanted="", planned_at="2026-12-01", all_day=True, minutes=None))
    activities.add(store, replace(MEETING, wanted="weekly", planned_at="2026-01-05T08:00:00.000Z",
                                  rule="RRULE:FREQ=WEEKLY"))  # fmt: skip
    held = activities.add(store, replace(MEETING, wanted="held", planned_at="2026-11-19T08:00:00.000Z"))
    activities.hold(store, held, Outcome.CANCELLED)
    activities.add(store, replace(MEETING, planned_at=None, held_at="2026-11-19T08:00:00.000Z"))
    assert write_file(store, path, WORDS, nothing)
    found = events(path)
    assert set(found) == {"vases · Ona Petraitė", "of late", "Susitikimas", "weekly", "held"}
    meeting = found["vases · Ona Petraitė"]
    assert str(meeting["DESCRIPTION"]) == "blue"
    assert meeting.decoded("DTSTART").isoformat() == "2026-11-24T10:00:00+02:00"
    assert [alarm["TRIGGER"].dt for alarm in meeting.walk("VALARM")] == [
        timedelta(minutes=-60), timedelta(minutes=-15)
    ]  # fmt: skip
    assert str(found["held"]["STATUS"]) == "CANCELLED"
    text = path.read_text(encoding="utf-8")
    for line in ("METHOD:PUBLISH", "NAME:Onos dienoraštis\\, 1", "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
                 "X-PUBLISHED-TTL:PT15M", "BEGIN:VTIMEZONE"):  # fmt: skip
        assert f"{line}\n" in text
    assert "ona@example.com" not in text
    assert "X-CRM-" not in text


def test_only_when_and_with_whom(store, path, ona):
    activities.add(store, replace(MEETING, client_id=ona))
    write_file(store, path, WORDS, nothing, details=False)
    text = path.read_text(encoding="utf-8")
    assert "SUMMARY:Susitikimas · Ona Petraitė" in text
    assert not any(word in text for word in ("vases", "blue", "LOCATION:Vilnius"))


def test_only_mine(store, path):
    with store.change(Op.EDIT_LISTS):
        rasa = writing.insert(store, "colleague", {"name": "Rasa"})
    activities.add(store, replace(MEETING, wanted="rasa", responsible_id=rasa))
    activities.add(store, replace(MEETING, wanted="nobody"))
    write_file(store, path, WORDS, nothing, mine=True)
    assert set(events(path)) == {"nobody"}
    store.who = "Somebody else"
    write_file(store, path, WORDS, nothing, mine=True)
    assert set(events(path)) == {"nobody", "rasa"}


def test_changes_are_counted_and_the_rest_is_left_alone(store, path, clock):
    first = activities.add(store, MEETING)
    activities.add(store, replace(MEETING, wanted="pots"))
    assert write_file(store, path, WORDS, nothing)
    before = events(path)
    clock.at += timedelta(hours=1)
    assert not write_file(store, path, WORDS, nothing)
    activities.edit(store, first, replace(MEETING, place="Kaunas"))
    assert write_file(store, path, WORDS, nothing)
    after = events(path)
    assert [int(after[name]["SEQUENCE"]) for name in ("vases", "pots")] == [1, 0]
    assert after["vases"].decoded("LAST-MODIFIED") - before["vases"].decoded("LAST-MODIFIED") == timedelta(
        hours=1
    )
    assert after["pots"] == before["pots"]
    assert after["vases"]["UID"] == before["vases"]["UID"]
    activities.delete(store, first)
    assert write_file(store, path, WORDS, nothing)
    assert set(events(path)) == {"pots"}


def test_a_file_of_others_is_written_over_whole(store, path):
    path.write_bytes(b"\xff\xfe rubbish")
    activities.add(store, MEETING)
    assert write_file(store, path, WORDS, nothing)
    assert set(events(path)) == {"vases"}
    assert [each.name for each in path.parent.iterdir() if "part" in each.name] == []


def test_a_folder_that_is_gone(store, path):
    with pytest.raises(FileNotWritten):
        write_file(store, path.parent / "gone" / "diary.ics", WORDS, nothing)


def test_an_empty_diary_is_a_calendar_too(store, path):
    assert write_file(store, path, WORDS, nothing)
    assert events(path) == {}
    assert not write_file(store, path, WORDS, nothing)
