"""What comes in, in the rarer cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_desktop.exchange.remote.notes import notes, write_seen
from crm_desktop.exchange.remote.ours import Ours, says_nothing_new
from crm_desktop.exchange.remote.resources import read_resource
from crm_desktop.exchange.remote.server import href_of
from crm_desktop.kinds import Op, Outcome
from crm_desktop.services import activities, clients, planning
from crm_desktop.services.drafts import ClientDraft
from tests.exchange.remote.calendars import calendar, unfolded
from tests.exchange.remote.test_syncing import FOREIGN, MEETING, WEEKLY, exchanged, nothing_left, rows  # noqa: F401

MOVED = (
    "UID:w\nSUMMARY:Fitness\nDTSTART;TZID=Europe/Vilnius:20261201T190000\nDURATION:PT1H\n"
    "RECURRENCE-ID;TZID=Europe/Vilnius:20261130T180000"
)
DAYS = "UID:d\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261124\nRRULE:FREQ=DAILY;COUNT=5"
DAY_MOVED = "UID:d\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261210\nRECURRENCE-ID;VALUE=DATE:20261126"


def forget_token(store, place):
    with store.transaction() as connection:
        write_seen(connection, place.url, "")


def rewrite(elsewhere, *events):
    item = elsewhere.only()
    elsewhere.write(item, calendar(*events))


def test_what_has_left_the_window_is_not_gone(store, exchanged, elsewhere, place, clock):  # noqa: F811
    activities.add(store, MEETING)
    exchanged()
    clock.at += timedelta(days=90)
    forget_token(store, place)
    nothing_left(exchanged)
    assert len(notes(store, place.url)) == len(rows(store)) == 1


def test_gone_without_a_token(store, exchanged, elsewhere, place):  # noqa: F811
    activities.add(store, MEETING)
    exchanged()
    elsewhere.delete()
    forget_token(store, place)
    assert exchanged().removed == 1


def test_what_was_long_ago_stays_when_the_server_tidies_up(store, exchanged, elsewhere, clock):  # noqa: F811
    activities.add(store, MEETING)
    exchanged()
    clock.at += timedelta(days=90)
    elsewhere.delete()
    assert exchanged().removed == 0
    assert len(rows(store)) == 1


def test_tasks_of_the_calendar_are_left_alone(store, exchanged, elsewhere, place, server):  # noqa: F811
    exchanged()
    text = calendar("UID:t\nSUMMARY:t").replace("VEVENT", "VTODO")
    server.put(place.url, href_of(place.url, "t.ics"), text, "")
    nothing_left(exchanged)
    assert rows(store) == []


def test_deleted_here_and_touched_there_without_a_change(store, exchanged, elsewhere):  # noqa: F811
    activity = activities.add(store, MEETING)
    exchanged()
    activities.delete(store, activity)
    elsewhere.change("SUMMARY:vases", "X-LOOKED:1\nSUMMARY:vases")
    outcome = exchanged()
    assert (outcome.here, outcome.deleted) == (0, 1)


def test_a_cancelled_series_and_its_exceptions_stay_away(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY + "\nSTATUS:CANCELLED", MOVED)
    nothing_left(exchanged)
    assert rows(store) == []


def test_an_exception_held_here_stays_though_it_is_dropped_there(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY, MOVED)
    exchanged()
    ((one,),) = rows(store, "id", "occurrence_at IS NOT NULL")
    activities.hold(store, one, Outcome.SUCCESSFUL, result="done")
    rewrite(elsewhere, WEEKLY)
    exchanged()
    assert rows(store, "result", "occurrence_at IS NOT NULL") == [("done",)]
    nothing_left(exchanged)


def test_an_exception_changed_here_stays_though_it_is_dropped_there(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY, MOVED)
    exchanged()
    ((one,),) = rows(store, "id", "occurrence_at IS NOT NULL")
    activities.edit(store, one, replace(activities.draft_of(store, one), place="Pool"))
    rewrite(elsewhere, WEEKLY)
    outcome = exchanged()
    assert (outcome.removed, outcome.updated) == (0, 1)
    assert "LOCATION:Pool\n" in elsewhere.text()
    nothing_left(exchanged)


def test_an_exception_left_out_there_goes_to_the_bin(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("d", DAYS, DAY_MOVED)
    exchanged()
    assert rows(store, "planned_at, all_day, COALESCE(occurrence_at, '')") == [
        ("2026-11-24", 1, ""), ("2026-12-10", 1, "2026-11-26")
    ]  # fmt: skip
    rewrite(elsewhere, DAYS + "\nEXDATE;VALUE=DATE:20261126")
    assert exchanged().removed == 1
    nothing_left(exchanged)
    elsewhere.change("COUNT=5", "COUNT=9")
    assert exchanged().changed == 1
    nothing_left(exchanged)


def test_an_exception_put_back_there_is_put_back_here(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("d", DAYS, DAY_MOVED)
    exchanged()
    rewrite(elsewhere, DAYS)
    assert exchanged().changed == 1
    assert rows(store, "planned_at", "occurrence_at IS NOT NULL") == [("2026-11-26",)]
    nothing_left(exchanged)
    rewrite(elsewhere, DAYS.replace("COUNT=5", "COUNT=6"))
    assert exchanged().changed == 1
    assert len(rows(store)) == 2


def test_an_exception_whose_series_repeats_no_more(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("d", DAYS, DAY_MOVED)
    exchanged()
    rewrite(elsewhere, DAYS.partition("\nRRULE")[0])
    assert exchanged().removed == 1


def test_an_occurrence_moved_there_that_was_deleted_here(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY)
    exchanged()
    ((template,),) = rows(store, "id")
    planning.delete(store, template, occurrence="2026-11-30T16:00:00.000Z")
    rewrite(elsewhere, WEEKLY, MOVED)
    exchanged()
    assert rows(store, "planned_at", "occurrence_at IS NOT NULL AND deleted = 0") == [
        ("2026-12-01T17:00:00.000Z",)
    ]
    nothing_left(exchanged)


def test_exceptions_without_their_series(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", MOVED)
    assert exchanged().added == 1
    nothing_left(exchanged)
    second = MOVED.replace(":20261201T190000", ":20261208T190000").replace(":20261130", ":20261207")
    rewrite(elsewhere, second)
    outcome = exchanged()
    assert (outcome.added, outcome.removed) == (1, 1)
    nothing_left(exchanged)


def test_a_whole_series_gone_there_while_one_was_deleted_here(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY, MOVED)
    exchanged()
    ((one,),) = rows(store, "id", "occurrence_at IS NOT NULL")
    activities.delete(store, one)
    elsewhere.delete()
    outcome = exchanged()
    assert (outcome.removed, outcome.sent) == (0, 1)
    nothing_left(exchanged)


def test_days_that_are_nobodys_birthday_come_in(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("d", DAYS.partition("\nRRULE")[0])
    assert exchanged().added == 1
    assert rows(store, "kind, all_day") == [("task", 1)]


def test_a_deleted_import_stays_in_the_bin(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("phone-1", FOREIGN)
    exchanged()
    ((activity,),) = rows(store, "id")
    activities.delete(store, activity)
    with store.change(Op.EDIT_SETTINGS) as change:
        change.execute("DELETE FROM remote_event")
        change.execute("DELETE FROM meta WHERE key LIKE 'remote_calendar%'")
    nothing_left(exchanged)
    assert rows(store) == []
    assert len(elsewhere.items()) == 1


def test_contacts_of_clients_in_the_bin_do_not_go_there(store, exchanged, elsewhere):  # noqa: F811
    ona = clients.add(store, ClientDraft(name="Ona"))
    activities.add(store, replace(MEETING, client_id=ona))
    clients.delete(store, [ona])
    nothing_left(exchanged)
    clients.restore(store, [ona])
    assert exchanged().sent == 1
    clients.delete(store, [ona])
    assert exchanged().deleted == 1


def test_what_is_remembered_and_cannot_be_read_is_not_written_over(store, exchanged, elsewhere):  # noqa: F811
    activity = activities.add(store, MEETING)
    exchanged()
    with store.transaction() as connection:
        connection.execute("UPDATE remote_event SET component = 'rubbish'")
    before = elsewhere.items()
    activities.edit(store, activity, replace(MEETING, place="Kaunas"))
    nothing_left(exchanged)
    assert elsewhere.items() == before
    elsewhere.delete()
    assert exchanged().removed == 0


def test_what_stands_inside_events_of_others_stays(store, exchanged, elsewhere):  # noqa: F811
    inside = (
        "\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT7M\nX-SOUND:bell\nEND:VALARM"
        "\nBEGIN:VLOCATION\nUID:l\nNAME:Surgery\nEND:VLOCATION"
    )
    event = FOREIGN.replace("DTSTART:", "DTSTART;TZID=Nowhere/Land:").replace("Z\nDTEND", "\nDTEND")
    elsewhere.add("phone-1", event + inside)
    exchanged()
    ((activity, reminders),) = rows(store, "id, reminders")
    assert reminders == "7"
    activities.edit(store, activity, replace(activities.draft_of(store, activity), place="Gedimino 1"))
    assert exchanged().updated == 1
    text = elsewhere.text()
    assert all(f"{line}\n" in text for line in ("X-SOUND:bell", "LOCATION:Gedimino 1", "TRIGGER:-PT7M"))
    nothing_left(exchanged)
    activities.edit(store, activity, replace(activities.draft_of(store, activity), reminders="20"))
    assert exchanged().updated == 1
    text = elsewhere.text()
    assert "X-SOUND" not in text
    assert text.count("BEGIN:VALARM") == 1
    nothing_left(exchanged)


def test_a_uid_that_is_no_address(store, exchanged, elsewhere):  # noqa: F811
    activity = activities.add(store, MEETING)
    with store.change(Op.EDIT_ACTIVITY) as change:
        change.execute("UPDATE activity SET uid = 'a b/../č' WHERE id = ?", (activity,))
    assert exchanged().sent == 1
    assert "/.." not in elsewhere.only().href
    assert "UID:a b/../č\n" in elsewhere.text()
    nothing_left(exchanged)


@pytest.mark.parametrize(
    "text", ["", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VCALENDAR\nEND:X\nEND:VCALENDAR", "x"]
)
def test_what_is_no_resource(text):
    assert read_resource(text) is None
    assert unfolded("a\r\n b") == "ab"


def test_another_client_is_named_there(store, exchanged, elsewhere):  # noqa: F811
    activity = activities.add(store, MEETING)
    exchanged()
    ona = clients.add(store, ClientDraft(name="Ona"))
    activities.edit(store, activity, replace(MEETING, client_id=ona))
    assert exchanged().updated == 1
    assert "SUMMARY:vases · Ona\n" in elsewhere.text()
    nothing_left(exchanged)
    elsewhere.change("SUMMARY:vases · Ona", "SUMMARY:pots · Ona")
    assert exchanged().changed == 1
    assert rows(store, "wanted, client_id") == [("pots\nblue", ona)]
    nothing_left(exchanged)


def test_an_occurrence_whose_series_was_deleted_here(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("w", WEEKLY, MOVED)
    exchanged()
    ((template,),) = rows(store, "id", "rule <> ''")
    activities.delete(store, template)
    outcome = exchanged()
    assert (outcome.here, outcome.updated) == (0, 1)
    assert "RRULE:FREQ=WEEKLY" not in elsewhere.text()
    nothing_left(exchanged)
    elsewhere.change("SUMMARY:Fitness", "SUMMARY:Yoga")
    exchanged()
    nothing_left(exchanged)


def test_how_an_event_of_others_ended_goes_along(store, exchanged, elsewhere):  # noqa: F811
    elsewhere.add("phone-1", FOREIGN)
    exchanged()
    ((activity,),) = rows(store, "id")
    activities.hold(store, activity, Outcome.NO_ANSWER)
    assert exchanged().updated == 1
    assert "X-CRM-OUTCOME:no_answer\n" in elsewhere.text()
    nothing_left(exchanged)
    assert not says_nothing_new(Ours(activity), "2026-11-24")
