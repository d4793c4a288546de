"""Words of the window of reminders."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm_desktop.kinds import ActivityKind, ReminderKind
from crm_desktop.services.reminders import DueReminder, Ref
from crm_desktop.ui import text_reminders


def due(moment="2026-11-19T09:00:00Z", **known):
    values = {
        "client": "Ona Petraitienė", "phone": "", "place": "", "text": "", "activity_kind": ActivityKind.MEETING,
    }  # fmt: skip
    return DueReminder(
        ref=Ref(known.pop("kind", ReminderKind.CONTACT), b"", moment), client_id=b"", number=7, fire_at=moment,
        announced_at=None, how="", all_day=False, minutes=30, occurrence=False, request_kind=None, label="",
        years=None, **(values | known),
    )  # fmt: skip


def test_a_number_to_call_is_not_broken_over_two_lines():
    detail = text_reminders.detail(due(text="New vases", place="Gedimino pr. 9", phone="+370 5 202-7530"))
    assert detail == "New vases · Gedimino pr. 9 · +370\xa05\xa0202\u20117530"


def test_with_nobody_the_text_is_the_title_and_not_said_twice():
    reminder = due(client="", text="Order ribbons")
    assert text_reminders.title(reminder) == "Order ribbons"
    assert text_reminders.detail(reminder) == ""


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 19, 8, 48, tzinfo=UTC), "in 12 min"),
        (datetime(2026, 11, 19, 9, 0, tzinfo=UTC), "now"),
        (datetime(2026, 11, 19, 9, 5, tzinfo=UTC), "5 min ago"),
    ],
)
def test_near_a_contact_minutes_are_counted(now, said):
    assert text_reminders.when(due(), now) == said
    assert text_reminders.is_late(due(), now) == (said == "5 min ago")


def test_a_day_has_passed_only_when_it_is_over():
    whole_day = due("2026-11-19")
    assert not text_reminders.is_late(whole_day, datetime(2026, 11, 19, 12, tzinfo=UTC))
    assert text_reminders.is_late(whole_day, datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_birthday_is_never_late():
    birthday = due("2026-11-18", kind=ReminderKind.BIRTHDAY, activity_kind=None)
    assert not text_reminders.is_late(birthday, datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_contact_may_be_put_off_until_shortly_before_it():
    now = datetime(2026, 11, 19, 8, 48, tzinfo=UTC)
    assert [each.text for each in text_reminders.snoozes(due(), now)][:3] == [
        "5 min before", "When it begins", "For 5 minutes",
    ]  # fmt: skip
    assert next(each.text for each in text_reminders.snoozes(None, now)) == "For 5 minutes"
