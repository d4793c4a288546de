"""The diary and a calendar on a real server, changed on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import CalendarEmptied
from crm_desktop.exchange.remote.server import Server
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.kinds import ActivityKind, Op, Outcome, PointKind
from crm_desktop.services import activities, clients, colleagues, operations, series, writing
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, PointDraft
from tests.exchange.remote.calendars import calendar

MEETING = ActivityDraft(
    None, ActivityKind.MEETING, planned_at="2026-11-24T08:00:00.000Z", minutes=45, place="Vilnius",
    wanted="vases\nblue",
)  # fmt: skip
FOREIGN = (
    "UID:phone-1\nSUMMARY:Dentist\nDESCRIPTION:upper left\nDTSTART:20261125T120000Z\nDTEND:20261125T123000Z"
)
WEEKLY = "UID:w\nSUMMARY:Fitness\nDTSTART;TZID=Europe/Vilnius:20261123T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=8"


def quiet(_done, _total):
    """Nobody looks."""


@pytest.fixture
def exchanged(store, server, place):
    memory: dict[bytes, int] = {}

    def run(**named):
        return sync(store, server, place.url, quiet, memory=memory, **named)

    return run


@pytest.fixture
def ona(store):
    draft = ClientDraft(name="Ona Petraitė", points=(PointDraft(PointKind.EMAIL, "ona@example.com"),))
    return clients.add(store, draft)


def rows(store, columns="planned_at, wanted", where="deleted = 0"):
    return store.read(f"SELECT {columns} FROM activity WHERE {where} ORDER BY rid")


def nothing_left(exchanged):
    outcome = exchanged()
    assert (outcome.here, outcome.there, outcome.differences) == (0, 0, [])


def test_what_is_planned_here_stands_there(store, exchanged, elsewhere, ona):
    activities.add(store, replace(MEETING, client_id=ona))
    activities.add(store, replace(MEETING, planned_at="2026-09-01T08:00:00.000Z"))
    activities.add(store, replace(MEETING, planned_at=None, held_at="2026-11-19T08:00:00.000Z"))
    outcome = exchanged()
    assert (outcome.sent, outcome.here, outcome.operation) == (1, 0, None)
    text = elsewhere.text()
    assert "SUMMARY:vases · Ona Petraitė\n" in text
    assert "DESCRIPTION:blue\n" in text
    assert "ona@example.com" not in text  # nobody is to be invited
    nothing_left(exchanged)


def test_a_change_there_comes_in_and_can_be_taken_back(store, exchanged, elsewhere, ona):
    activity = activities.add(store, replace(MEETING, client_id=ona))
    exchanged()
    elsewhere.change("DTSTART:20261124T080000Z", "DTSTART:20261126T090000Z\nX-PHONE:1")
    elsewhere.change("DTEND:20261124T084500Z", "DTEND:20261126T094500Z")
    outcome = exchanged()
    assert (outcome.changed, outcome.there) == (1, 0)
    assert rows(store) == [("2026-11-26T09:00:00.000Z", "vases\nblue")]
    assert store.read("SELECT from_at, to_at FROM activity_move") == [
        ("2026-11-24T08:00:00.000Z", "2026-11-26T09:00:00.000Z")
    ]
    nothing_left(exchanged)
    assert store.read("SELECT op FROM operation ORDER BY seq DESC LIMIT 1") == [(Op.SYNC_CALENDAR,)]
    operations.undo(store, outcome.operation)
    assert rows(store)[0][0] == "2026-11-24T08:00:00.000Z"
    outcome = exchanged()
    assert (outcome.here, outcome.updated) == (0, 1)
    assert "DTSTART:20261124T080000Z\n" in elsewhere.text()
    assert "X-PHONE:1\n" in elsewhere.text()
    nothing_left(exchanged)
    assert activities.draft_of(store, activity).planned_at == "2026-11-24T08:00:00.000Z"


def test_a_change_here_leaves_what_others_wrote(store, exchanged, elsewhere):
    elsewhere.add("phone-1", FOREIGN + "\nX-APPLE-TRAVEL:1\nATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA")
    outcome = exchanged()
    assert (outcome.added, outcome.there) == (1, 0)
    ((activity,),) = rows(store, "id")
    assert rows(store, "planned_at, minutes, wanted, client_id") == [
        ("2026-11-25T12:00:00.000Z", 30, "Dentist\nupper left", None)
    ]
    nothing_left(exchanged)
    activities.edit(store, activity, replace(activities.draft_of(store, activity), place="Gedimino 1"))
    assert exchanged().updated == 1
    text = elsewhere.text()
    for line in ("LOCATION:Gedimino 1", "X-APPLE-TRAVEL:1", "SUMMARY:Dentist", "DTSTART:20261125T120000Z"):
        assert f"{line}\n" in text
    assert "ATTACH;" in text
    assert ":AAAA\n" in text
    nothing_left(exchanged)


def test_what_both_changed_stays_ours_and_is_told(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    elsewhere.change("LOCATION:Vilnius", "LOCATION:Kaunas")
    elsewhere.change("SUMMARY:vases", "SUMMARY:vases and pots")
    activities.edit(store, activity, replace(MEETING, place="Klaipėda"))
    outcome = exchanged()
    assert [(each.column, each.mine, each.theirs) for each in outcome.differences] == [
        ("place", "Klaipėda", "Kaunas")
    ]
    assert rows(store, "place, wanted") == [("Klaipėda", "vases and pots\nblue")]
    assert "LOCATION:Kaunas" in rows(store, "ical")[0][0]
    assert "LOCATION:Klaipėda\n" in elsewhere.text()
    nothing_left(exchanged)


def test_deleted_there_goes_to_the_bin_unless_it_was_changed_here(store, exchanged, elsewhere):
    first = activities.add(store, MEETING)
    second = activities.add(store, replace(MEETING, wanted="pots"))
    held = activities.add(store, replace(MEETING, wanted="held"))
    exchanged()
    activities.edit(store, second, replace(MEETING, wanted="pots!"))
    activities.hold(store, held, Outcome.SUCCESSFUL)
    elsewhere.delete()
    outcome = exchanged()
    assert (outcome.removed, outcome.sent) == (1, 1)
    assert store.read("SELECT deleted FROM activity WHERE id = ?", (first,)) == [(1,)]
    assert rows(store, "wanted") == [("pots!",), ("held",)]
    assert "SUMMARY:pots!" in elsewhere.text()
    nothing_left(exchanged)
    operations.undo(store, outcome.operation)
    assert exchanged().sent == 1
    nothing_left(exchanged)


def test_deleted_here_vanishes_there_unless_it_was_changed_there(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    activities.delete(store, activity)
    elsewhere.change("LOCATION:Vilnius", "LOCATION:Kaunas")
    outcome = exchanged()
    assert (outcome.changed, outcome.there) == (1, 0)
    assert rows(store, "place") == [("Kaunas",)]
    activities.delete(store, activity)
    assert exchanged().deleted == 1
    assert elsewhere.items() == []
    nothing_left(exchanged)


def test_held_and_cancelled_stay_there(store, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    activities.hold(store, activity, Outcome.CANCELLED)
    assert exchanged().updated == 1
    assert "STATUS:CANCELLED\n" in elsewhere.text()
    nothing_left(exchanged)
    activities.hold(store, activity, Outcome.SUCCESSFUL, result="bought")
    assert exchanged().updated == 1
    text = elsewhere.text()
    assert "STATUS:CONFIRMED\n" in text
    assert "X-CRM-OUTCOME:successful\n" in text
    nothing_left(exchanged)


def test_new_events_taken_back_here_stay_away_until_they_change(store, exchanged, elsewhere):
    elsewhere.add("phone-1", FOREIGN)
    outcome = exchanged()
    operations.undo(store, outcome.operation)
    assert rows(store) == []
    nothing_left(exchanged)
    assert len(elsewhere.items()) == 1
    elsewhere.change("SUMMARY:Dentist", "SUMMARY:Dentist!")
    assert exchanged().added == 1
    assert rows(store, "wanted") == [("Dentist!\nupper left",)]
    nothing_left(exchanged)


def test_what_is_not_for_the_diary_is_left_alone(store, exchanged, elsewhere):
    elsewhere.add("old", FOREIGN.replace("2026112", "2026012"))
    elsewhere.add("gone", FOREIGN.replace("phone-1", "gone") + "\nSTATUS:CANCELLED")
    elsewhere.add("day", "UID:day\nSUMMARY:Jonas's birthday\nDTSTART;VALUE=DATE:20261125\nRRULE:FREQ=YEARLY")
    before = elsewhere.items()
    nothing_left(exchanged)
    assert rows(store) == []
    assert elsewhere.items() == before


def test_a_series_with_its_exceptions_goes_both_ways(store, exchanged, elsewhere):
    moved = (
        WEEKLY.split("RRULE")[0]
        .replace(":20261123T180000", ":20261201T190000")
        .replace("Fitness", "Swimming")
    )
    elsewhere.add("w", WEEKLY, moved + "RECURRENCE-ID;TZID=Europe/Vilnius:20261130T180000")
    assert exchanged().added == 2
    assert rows(store, "planned_at, rule, COALESCE(occurrence_at, ''), wanted") == [
        ("2026-11-23T16:00:00.000Z", "RRULE:FREQ=WEEKLY;COUNT=8", "", "Fitness"),
        ("2026-12-01T17:00:00.000Z", "", "2026-11-30T16:00:00.000Z", "Swimming"),
    ]
    nothing_left(exchanged)
    ((template,),) = rows(store, "id", "rule <> ''")
    row = writing.live_row(store, "activity", template)
    occurrence = "2026-12-07T16:00:00.000Z"
    with store.change(Op.EDIT_ACTIVITY):
        own = series.occurrence_values(row, occurrence)
        values = {
            "kind": "meeting",
            "planned_at": "2026-12-08T16:00:00.000Z",
            "wanted": "Fitness",
            "minutes": 60,
        }
        one = writing.insert(store, "activity", values | own)
    assert exchanged().updated == 1
    assert elsewhere.text().count("BEGIN:VEVENT") == 3
    nothing_left(exchanged)
    activities.delete(store, one)
    assert exchanged().updated == 1
    text = elsewhere.text()
    assert text.count("BEGIN:VEVENT") == 2
    assert "EXDATE;TZID=Europe/Vilnius:20261207T180000\n" in text
    nothing_left(exchanged)


def test_an_exception_that_is_dropped_there(store, exchanged, elsewhere):
    moved = WEEKLY.split("RRULE")[0].replace(":20261123T180000", ":20261201T190000")
    exception = moved + "RECURRENCE-ID;TZID=Europe/Vilnius:20261130T180000"
    elsewhere.add("w", WEEKLY, exception)
    exchanged()
    item = elsewhere.only()
    start, _, rest = item.text.replace("\r\n", "\n").partition("BEGIN:VEVENT")
    master = rest.partition("END:VEVENT\n")[0] if "RRULE" in rest.partition("END:VEVENT\n")[0] else None
    if master is None:
        master = rest.partition("BEGIN:VEVENT")[2].partition("END:VEVENT\n")[0]
    kept = f"{start}BEGIN:VEVENT{master}END:VEVENT\nEND:VCALENDAR\n"
    elsewhere.write(item, kept.replace("\n", "\r\n"))
    assert exchanged().changed == 1
    assert rows(store, "planned_at", "occurrence_at IS NOT NULL") == [("2026-11-30T16:00:00.000Z",)]
    nothing_left(exchanged)
    item = elsewhere.only()
    elsewhere.write(item, item.text.replace("RRULE:", "EXDATE;TZID=Europe/Vilnius:20261130T180000\r\nRRULE:"))
    assert exchanged().removed == 1
    assert rows(store, "wanted") == [("Fitness",)]
    nothing_left(exchanged)


def test_most_of_the_calendar_gone_is_asked_about(store, exchanged, elsewhere):
    for number in range(12):
        activities.add(store, replace(MEETING, wanted=f"{number}"))
    exchanged()
    elsewhere.delete()
    with pytest.raises(CalendarEmptied) as emptied:
        exchanged()
    assert emptied.value.facts == {"count": 12, "total": 12}
    assert len(rows(store)) == 12
    assert exchanged(accept_emptied=True).removed == 12
    nothing_left(exchanged)


def test_only_mine(store, exchanged, elsewhere):
    ona = colleagues.me(store)
    with store.change(Op.EDIT_LISTS):
        rasa = writing.insert(store, "colleague", {"name": "Rasa"})
    for number, who in enumerate((ona, rasa, None)):
        activities.add(store, replace(MEETING, wanted=f"{number}", responsible_id=who))
    assert exchanged(mine=True).sent == 2
    assert exchanged().sent == 1


def test_two_laptops_at_one_calendar(store, other_store, server, place, exchanged, elsewhere):
    activity = activities.add(store, MEETING)
    exchanged()
    memory: dict[bytes, int] = {}

    def other():
        return sync(other_store, server, place.url, quiet, memory=memory)

    assert other().added == 1
    assert rows(other_store) == rows(store)
    assert [other().here, other().there] == [0, 0]
    ((there,),) = rows(other_store, "id")
    activities.hold(other_store, there, Outcome.SUCCESSFUL, result="sold")
    assert other().updated == 1
    assert exchanged().changed == 1
    assert rows(store, "outcome, result") == [("successful", "sold")]
    nothing_left(exchanged)
    assert len(elsewhere.items()) == 1
    assert activities.draft_of(store, activity).outcome is Outcome.SUCCESSFUL


@pytest.mark.parametrize("count", [200, pytest.param(2000, marks=pytest.mark.long)])
def test_a_full_calendar(store, radicale, place, count):
    (folder,) = radicale.folder.rglob(place.url.rstrip("/").rpartition("/")[2])
    for number in range(count):
        day = f"2027{number % 12 + 1:02}{number % 28 + 1:02}"
        text = calendar(f"UID:e{number}\nSUMMARY:Meeting {number}\nDTSTART:{day}T100000Z")
        (folder / f"e{number}.ics").write_text(text, encoding="utf-8", newline="")
    told: list = []
    memory: dict[bytes, int] = {}
    with Server(radicale.account, 100) as server:
        progress = lambda done, total: told.append((done, total))  # noqa: E731
        outcome = sync(store, server, place.url, progress, memory=memory)
        assert (outcome.added, outcome.there) == (count, 0)
        assert (count, count) in told
        again = sync(store, server, place.url, quiet, memory=memory)
        assert (again.here, again.there) == (0, 0)
        assert store.read("SELECT count(*) FROM operation WHERE op = ?", (Op.SYNC_CALENDAR,)) == [(1,)]
        operations.undo(store, outcome.operation)
        assert rows(store) == []
        again = sync(store, server, place.url, quiet, memory=memory)
        assert (again.here, again.there) == (0, 0)
