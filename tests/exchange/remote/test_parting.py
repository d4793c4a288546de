"""A series of the calendar on a server is parted or moved here: the telephone sees every occurrence once."""

# ruff: noqa: F811

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.kinds import Op
from crm_desktop.services import series_edits, writing
from tests.exchange.importing.test_event_series import diary
from tests.exchange.remote.calendars import unfolded
from tests.exchange.remote.test_syncing import WEEKLY, exchanged, nothing_left, quiet, rows  # noqa: F401  fixtures

MOVED = WEEKLY.split("RRULE")[0].replace(":20261123T180000", ":{}") + "RECURRENCE-ID;TZID=Europe/Vilnius:{}"
EARLY = MOVED.format("20261201T190000", "20261130T180000")
LATE = MOVED.format("20261229T190000", "20261228T180000")


def part(store, occurrence, shift=timedelta(), command="change_later"):
    ((template,),) = rows(store, "id", "rule <> '' AND deleted = 0")
    row = writing.row(store, "activity", template)
    values = {"planned_at": utc_text(parse_utc_text(occurrence) + shift)}
    with store.change(Op.MOVE_ACTIVITY) as change:
        if command == "change_later":
            series_edits.change_later(store, change, row, occurrence, values)
        else:
            series_edits.change_all(store, row, occurrence, values)


def there(elsewhere):
    """For each resource how many events it has, and the moments that its exceptions stand for."""
    found = []
    for item in elsewhere.items():
        events = Calendar.from_ical(item.text).walk("VEVENT")
        ids = sorted(
            event["RECURRENCE-ID"].dt.strftime("%m-%d %H") for event in events if "RECURRENCE-ID" in event
        )
        found.append((len(events), ids))
    return sorted(found)


def test_a_parted_series_has_its_exceptions_where_they_belong(store, exchanged, elsewhere):
    elsewhere.add("w", WEEKLY, EARLY, LATE)
    exchanged()
    before = diary(store)
    part(store, "2026-12-14T16:00:00.000Z")
    assert diary(store) == before
    outcome = exchanged()
    assert (outcome.sent, outcome.updated, outcome.here) == (1, 1, 0)
    assert there(elsewhere) == [(2, ["11-30 18"]), (2, ["12-28 18"])]
    nothing_left(exchanged)
    assert diary(store) == before


def test_a_series_moved_as_a_whole_leaves_no_exception_behind(store, exchanged, elsewhere):
    elsewhere.add("w", WEEKLY, EARLY, LATE)
    exchanged()
    part(store, "2026-11-23T16:00:00.000Z", timedelta(hours=1), "change_all")
    before = diary(store)
    assert exchanged().updated == 1
    assert there(elsewhere) == [(3, ["11-30 19", "12-28 19"])]
    nothing_left(exchanged)
    assert diary(store) == before


def test_the_telephone_changes_an_exception_of_a_part_that_it_does_not_know_yet(store, exchanged, elsewhere):
    elsewhere.add("w", WEEKLY, LATE)
    exchanged()
    part(store, "2026-12-14T16:00:00.000Z")
    elsewhere.change(
        "DTSTART;TZID=Europe/Vilnius:20261229T190000", "DTSTART;TZID=Europe/Vilnius:20261229T200000"
    )
    outcome = exchanged()
    assert (outcome.changed, outcome.added) == (1, 0)
    assert len(diary(store)) == 8
    assert ("2026-12-29T18:00:00.000Z", "Fitness") in diary(store)
    nothing_left(exchanged)
    assert there(elsewhere) == [(1, []), (2, ["12-28 18"])]


def test_the_telephone_moves_an_occurrence_of_a_part_that_it_does_not_know_yet(store, exchanged, elsewhere):
    elsewhere.add("w", WEEKLY)
    exchanged()
    part(store, "2026-12-14T16:00:00.000Z")
    item = elsewhere.only()
    event = LATE.replace("\n", "\r\n")
    text = item.text.replace("END:VCALENDAR", f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR")
    elsewhere.write(item, text)
    assert exchanged().added == 1
    assert len(diary(store)) == 8
    nothing_left(exchanged)
    assert there(elsewhere) == [(1, []), (2, ["12-28 18"])]
    part_text = next(
        item.text for item in elsewhere.items() if "12-28" in str(there(elsewhere)) and ".from." in item.text
    )
    assert "UID:w.from.20261214T160000Z\n" in unfolded(part_text)


def test_an_occurrence_of_what_was_moved_here_stays_where_it_is(store, exchanged, elsewhere):
    elsewhere.add("w", WEEKLY)
    exchanged()
    part(store, "2026-12-14T16:00:00.000Z", timedelta(days=1))
    before = diary(store)
    item = elsewhere.only()
    event = LATE.replace("\n", "\r\n")
    elsewhere.write(
        item, item.text.replace("END:VCALENDAR", f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR")
    )
    assert exchanged().here == 0
    nothing_left(exchanged)
    assert diary(store) == before
    assert there(elsewhere) == [(1, []), (1, [])]


def test_another_base_at_the_calendar_follows(store, other_store, exchanged, elsewhere, server, place):
    elsewhere.add("w", WEEKLY, EARLY, LATE)
    exchanged()
    memory: dict[bytes, int] = {}

    def other():
        return sync(other_store, server, place.url, quiet, memory=memory)

    other()
    part(store, "2026-12-14T16:00:00.000Z", timedelta(hours=1))
    exchanged()
    for _ in range(2):
        other()
        exchanged()
    nothing_left(exchanged)
    nothing_left(other)
    assert diary(other_store) == diary(store)
    assert len(diary(store)) == 8


def test_an_occurrence_that_is_deleted_here_is_no_more_in_another_base(
    store, other_store, exchanged, elsewhere, server, place
):
    elsewhere.add("w", WEEKLY)
    exchanged()
    memory: dict[bytes, int] = {}

    def other():
        return sync(other_store, server, place.url, quiet, memory=memory)

    other()
    ((template,),) = rows(store, "id")
    row = writing.row(store, "activity", template)
    with store.change(Op.MOVE_ACTIVITY) as change:
        own = series_edits.own_row(store, change, row, "2026-12-14T16:00:00.000Z")
        writing.delete(store, "activity", own)
    exchanged()
    other()
    assert diary(other_store) == diary(store)
    assert len(diary(store)) == 7
    for _ in range(2):
        nothing_left(exchanged)
        nothing_left(other)
