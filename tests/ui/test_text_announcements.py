"""Pop-ups of real reminders read as a person would say them, in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_desktop.kinds import ActivityKind, ReminderKind, RequestKind
from crm_desktop.services.reminders import Announcement, DueReminder, Ref, Sort
from crm_desktop.ui import text
from crm_desktop.ui.text_announcements import line, popup_words

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


def reminder(kind, moment, **parts):
    plain = DueReminder(
        ref=Ref(kind, b"s", moment), client_id=b"c", number=7, client="Иванов Иван", phone="+370 612 34567",
        fire_at=datetime(2026, 11, 22, tzinfo=UTC).isoformat(), announced_at=None, how="", activity_kind=None,
        all_day=False, minutes=None, place="", text="", occurrence=False, request_kind=None, label="", years=None,
    )  # fmt: skip
    return replace(plain, **parts)


def meeting(moment="2026-11-22T13:30:00.000Z", **parts):
    return reminder(ReminderKind.CONTACT, moment, activity_kind=ActivityKind.MEETING, **parts)


def one(reminder):
    return popup_words(Announcement(Sort.CONTACT, (reminder,), (reminder.ref,)), TODAY)


@pytest.mark.parametrize(
    ("told", "title", "words"),
    [
        (
            meeting(text="talk about vases", place="Office"),
            "15:30 Meeting · Иванов Иван",
            "talk about vases\nOffice\n+370 612 34567",
        ),
        (meeting("2026-11-23T08:45:00.000Z"), "Tomorrow 10:45 Meeting · Иванов Иван", "+370 612 34567"),
        (meeting("2026-11-22", all_day=True), "Today Meeting · Иванов Иван", "+370 612 34567"),
        (meeting("2026-11-20", all_day=True, phone=""), "Fri 20 Nov Meeting · Иванов Иван", ""),
        (meeting(client="", client_id=None, phone="", text="dentist"), "15:30 Meeting", "dentist"),
        (meeting(client="", phone="112"), "15:30 Meeting · 112", "112"),
        (replace(meeting(), activity_kind=None), "15:30 Contact · Иванов Иван", "+370 612 34567"),
        (
            reminder(ReminderKind.BIRTHDAY, "2026-11-23", years=50),
            "Birthday tomorrow · Иванов Иван, 50",
            "+370 612 34567",
        ),
        (
            reminder(ReminderKind.DATE, "2026-11-22", label="Wedding", phone=""),
            "Wedding today · Иванов Иван",
            "",
        ),
        (reminder(ReminderKind.DATE, "2026-11-22", phone=""), "Anniversary today · Иванов Иван", ""),
        (
            reminder(ReminderKind.SILENCE, "2026-11-01"),
            "Silent for too long · Иванов Иван",
            "+370 612 34567",
        ),
        (
            reminder(
                ReminderKind.REQUEST,
                "2026-11-20T08:00:00.000Z",
                request_kind=RequestKind.COMPLAINT,
                text="broken vase",
            ),
            "Complaint waits · Иванов Иван",
            "broken vase\n+370 612 34567",
        ),
    ],
)
def test_one_reminder(told, title, words):
    assert one(told) == (title, words)


@pytest.mark.parametrize(
    ("sort", "title"),
    [
        (Sort.OCCASIONS, "5 birthdays and dates"),
        (Sort.SILENCES, "5 clients were silent for too long"),
        (Sort.REQUESTS, "5 requests wait"),
        (Sort.WAITED, "5 reminders have waited for you"),
        (Sort.CONTACT, "5 contacts are due"),
    ],
)
def test_several_are_told_as_one(sort, title):
    first = tuple(meeting(client=name) for name in ("Ona", "Jonas", "Rasa"))
    refs = tuple(Ref(ReminderKind.CONTACT, bytes([number]), "m") for number in range(5))
    assert popup_words(Announcement(sort, first, refs), TODAY) == (
        title,
        "15:30 Meeting · Ona\n15:30 Meeting · Jonas\n15:30 Meeting · Rasa\nand 2 more",
    )
    assert popup_words(Announcement(sort, first, refs[:3]), TODAY)[1].endswith("Rasa")


@pytest.mark.parametrize("code", ["ru", "lt"])
def test_in_the_other_languages_no_english_is_left(code):
    told = [
        meeting(),
        reminder(ReminderKind.BIRTHDAY, "2026-11-22"),
        reminder(ReminderKind.DATE, "2026-11-22"),
        reminder(ReminderKind.SILENCE, "2026-11-01"),
        reminder(ReminderKind.REQUEST, "2026-11-20T08:00:00.000Z", request_kind=RequestKind.WISH),
    ]
    english = [line(each, TODAY) for each in told]
    text.set_language(code)
    assert not set(english) & {line(each, TODAY) for each in told}
