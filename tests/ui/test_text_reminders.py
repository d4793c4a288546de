"""The words of the window of reminders, as seen on a Friday at twenty past three in Vilnius."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, ReminderKind, RequestKind
from crm_desktop.services.reminders import DueReminder, Ref
from crm_desktop.ui import text, text_reminders

NOW = datetime(2026, 11, 20, 13, 20, tzinfo=UTC)


def reminder(kind=ReminderKind.CONTACT, moment="2026-11-20T13:30:00.000Z", **values):
    given: dict = {
        "client_id": b"c" * 16,
        "number": 7,
        "client": "Ona Žemaitė",
        "phone": "",
        "fire_at": "2026-11-20T13:15:00.000Z",
        "announced_at": None,
        "how": "",
        "activity_kind": ActivityKind.MEETING if kind is ReminderKind.CONTACT else None,
        "all_day": False,
        "minutes": None,
        "place": "",
        "text": "",
        "occurrence": False,
        "request_kind": None,
        "label": "",
        "years": None,
    } | values
    return DueReminder(ref=Ref(kind, b"s" * 16, moment), **given)


@pytest.mark.parametrize(
    ("moment", "words", "late"),
    [
        ("2026-11-20T13:30:00.000Z", "in 10 min", False),
        ("2026-11-20T13:21:00.000Z", "in 1 min", False),
        ("2026-11-20T13:20:30.000Z", "now", False),
        ("2026-11-20T13:20:00.000Z", "now", False),
        ("2026-11-20T13:19:30.000Z", "now", True),
        ("2026-11-20T13:15:00.000Z", "5 min ago", True),
        ("2026-11-20T11:00:00.000Z", "13:00", True),
        ("2026-11-20T15:00:00.000Z", "17:00", False),
        ("2026-11-19T08:00:00.000Z", "yesterday 10:00", True),
        ("2026-11-16T08:00:00.000Z", "Mon 10:00", True),
        ("2026-11-20T22:30:00.000Z", "tomorrow 00:30", False),
        ("2026-11-20", "today", False),
        ("2026-11-19", "yesterday", True),
        ("2026-10-05", "5 Oct", True),
    ],
)
def test_when_a_contact_takes_place(moment, words, late):
    assert text_reminders.when(reminder(moment=moment), NOW) == words
    assert text_reminders.is_late(reminder(moment=moment), NOW) is late


def test_a_request_says_for_how_long_somebody_waits_and_is_never_late_itself():
    asked = reminder(
        ReminderKind.REQUEST, "2026-11-20T10:20:00.000Z", request_kind=RequestKind.COMPLAINT, text="Chipped"
    )
    assert text_reminders.when(asked, NOW).replace("\N{NO-BREAK SPACE}", " ") == "3 h"
    assert not text_reminders.is_late(asked, NOW)
    assert text_reminders.beside(asked) == "complaint"


@pytest.mark.parametrize(
    ("values", "title", "beside"),
    [
        ({}, "Ona Žemaitė", "meeting"),
        ({"client": "", "text": "Water\nthe  plants"}, "Water the plants", "meeting"),
        ({"client": ""}, "Meeting", "meeting"),
        ({"kind": ReminderKind.BIRTHDAY, "years": 50}, "Ona Žemaitė", "birthday, 50 years"),
        ({"kind": ReminderKind.BIRTHDAY, "years": 1}, "Ona Žemaitė", "birthday, 1 year"),
        ({"kind": ReminderKind.BIRTHDAY}, "Ona Žemaitė", "birthday"),
        ({"kind": ReminderKind.DATE, "label": "name day"}, "Ona Žemaitė", "name day"),
        ({"kind": ReminderKind.SILENCE}, "Ona Žemaitė", "not spoken to for too long"),
        ({"kind": ReminderKind.SILENCE, "client": ""}, "", "not spoken to for too long"),
    ],
)
def test_whom_and_what_it_is_about(values, title, beside):
    day = {} if values.get("kind") in (None, ReminderKind.CONTACT) else {"moment": "2026-11-20"}
    shown = reminder(**values, **day)
    assert text_reminders.title(shown) == title
    assert text_reminders.beside(shown) == beside


def test_what_for_where_and_how_to_reach():
    full = reminder(text="Blue vases\nfor the hall", place="Kaunas", phone="+370 5 202-7530")
    # A number broken over two lines is dialled wrong.
    assert text_reminders.detail(full) == (
        "Blue vases for the hall · Kaunas · +370\N{NO-BREAK SPACE}5\N{NO-BREAK SPACE}202\N{NON-BREAKING HYPHEN}7530"
    )
    assert text_reminders.detail(reminder(client="", text="Said in the title already")) == ""


def test_a_screen_reader_hears_a_sentence():
    assert text_reminders.sentence(reminder(), NOW) == "Ona Žemaitė, meeting, in 10 min."
    nobody = reminder(ReminderKind.SILENCE, "2026-11-20", client="")
    assert text_reminders.sentence(nobody, NOW) == "not spoken to for too long, today."


def test_a_birthday_or_a_silence_is_never_late():
    for kind in (ReminderKind.BIRTHDAY, ReminderKind.DATE, ReminderKind.SILENCE):
        assert not text_reminders.is_late(reminder(kind, "2026-11-01"), NOW)


def test_what_comes_next():
    at = datetime(2027, 1, 5, 8, 45, tzinfo=UTC)
    assert text_reminders.coming(reminder(), at, NOW) == "Tue 5 Jan 2027 10:45, Ona Žemaitė, meeting"
    assert text_reminders.coming(reminder(), NOW + timedelta(minutes=10), NOW).startswith("today 15:30, ")
    birthday = reminder(ReminderKind.BIRTHDAY, "2027-01-05")
    assert text_reminders.coming(birthday, at, NOW) == "Tue 5 Jan 2027 10:45, Ona Žemaitė, birthday"


def choices(of, now=NOW):
    return [(each.text, each.until.astimezone(UTC)) for each in text_reminders.snoozes(of, now)]


LATER = [
    ("For 5 minutes", NOW + timedelta(minutes=5)),
    ("For 15 minutes", NOW + timedelta(minutes=15)),
    ("For 1 hour", NOW + timedelta(hours=1)),
    ("For 3 hours", NOW + timedelta(hours=3)),
    ("Until tomorrow, 9:00", datetime(2026, 11, 21, 7, tzinfo=UTC)),
    ("Until Monday, 9:00", datetime(2026, 11, 23, 7, tzinfo=UTC)),
]


@pytest.mark.parametrize(
    "of",
    [
        None,
        reminder(moment="2026-11-20"),
        reminder(moment="2026-11-20T13:00:00.000Z"),
        reminder(ReminderKind.REQUEST, "2026-11-20T15:00:00.000Z"),
    ],
)
def test_for_how_long_anything_may_be_put_off(of):
    assert choices(of) == LATER


def test_a_contact_that_is_to_come_may_wait_until_shortly_before():
    at = NOW + timedelta(minutes=10)
    assert choices(reminder()) == [
        ("5 min before", at - timedelta(minutes=5)),
        ("When it begins", at),
        *LATER,
    ]
    assert choices(reminder(moment="2026-11-20T13:24:00.000Z"))[0][0] == "When it begins"
    assert choices(reminder(moment="2026-11-20T13:21:00.000Z")) == LATER, "too late for either"


def test_on_a_sunday_tomorrow_is_monday():
    words = [name for name, _until in choices(None, datetime(2026, 11, 22, 10, tzinfo=UTC))]
    assert words[4:] == ["Until tomorrow, 9:00"]


def test_mornings_are_at_nine_also_across_a_change_of_the_clocks():
    on_saturday = datetime(2026, 10, 24, 10, tzinfo=UTC)  # the clocks go back in the night
    assert choices(None, on_saturday)[4] == (
        "Until tomorrow, 9:00",
        datetime(2026, 10, 25, 7, tzinfo=UTC),
    )


@pytest.mark.parametrize(("language", "words"), [("ru", "через 10"), ("lt", "10 min")])
def test_other_languages_have_words_of_their_own(language, words):
    text.set_language(language)
    assert words in text_reminders.when(reminder(), NOW)
    assert "For" not in choices(None)[0][0]
    text.set_language("en")
