"""The words of the page of today, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.kinds import ActivityKind, Channel, ReminderKind, RequestKind
from crm_desktop.services.attention import Before, Due, DueSum, Listed, Waiting
from crm_desktop.services.attention_contacts import DayContacts, Timing, TodayContact
from crm_desktop.services.attention_dates import Kept
from crm_desktop.services.attention_week import DayCount
from crm_desktop.services.silence import Slipping
from crm_desktop.ui import text, text_today

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


def plain(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


def contact(**values):
    known = {
        "kind": ActivityKind.CALL, "planned_at": "2026-11-20T12:00:00.000Z", "all_day": False, "minutes": None,
        "id": b"a", "client_id": b"c", "number": 1, "client": "Ona", "place": "", "wanted": "", "phone": "",
        "responsible_id": None, "responsible": "", "further": 0, "moves": 0,
    }  # fmt: skip
    return TodayContact(**{**known, **values})


def contacts(kinds, late=0, passed=0):
    return DayContacts(Listed((), 0), Listed((), late), tuple(kinds.items()), passed, None)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "3 meetings, 1 call, 2 other contacts. 2 things are late."),
        ("ru", "3 встречи, 1 звонок, 2 других контакта. 2 дела просрочены."),
        ("lt", "3 susitikimai, 1 skambutis, 2 kiti kontaktai. 2 reikalai vėluoja."),
    ],
)
def test_the_summary(language, expected):
    text.set_language(language)
    kinds = {ActivityKind.EMAIL: 1, ActivityKind.MEETING: 3, ActivityKind.CALL: 1, ActivityKind.SMS: 1}
    assert text_today.summary(contacts(kinds, late=1, passed=1)) == expected


def test_the_summary_of_little():
    assert text_today.summary(contacts({})) == "Nothing is planned for today."
    assert text_today.summary(contacts({}), held=3) == "Nothing more is planned for today."
    assert text_today.summary(contacts({ActivityKind.VISIT: 1, ActivityKind.TASK: 2})) == "1 visit, 2 tasks."


@pytest.mark.parametrize(
    ("days", "english", "russian", "lithuanian"),
    [
        (1, "1 day", "1 день", "1 diena"),
        (13, "13 days", "13 дней", "13 dienų"),
        (14, "2 weeks", "2 недели", "2 savaitės"),
        (61, "2 months", "2 месяца", "2 mėnesiai"),
        (731, "2 years", "2 года", "2 metai"),
    ],
)
def test_stretches_of_days(days, english, russian, lithuanian):
    for language, expected in (("en", english), ("ru", russian), ("lt", lithuanian)):
        text.set_language(language)
        assert plain(text_today.lasting(days)) == expected


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (timedelta(seconds=-5), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_how_long_somebody_waits(gone, expected):
    assert plain(text_today.waited((NOW - gone).isoformat(), NOW)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-6, "Sat"), (6, "Thu"), (7, "27 Nov")],
)
def test_days_near_today(days, expected):
    assert text_today.near_day(TODAY + timedelta(days=days), TODAY) == expected


def test_a_contact_in_words():
    before = Before(
        True, RequestKind.COMPLAINT, "chipped\nvases", "white roses", Channel.PHONE, "mornings", "lt"
    )
    row = contact(
        further=2,
        moves=2,
        place="shop",
        wanted="delivery",
        before=before,
        responsible="Jonas",
        responsible_id=b"j",
    )
    assert text_today.contact_beside(row) == "call · with 2 more"
    assert text_today.contact_alert(before) == "Do not contact · Open complaint: chipped vases"
    assert plain(text_today.contact_detail(row, b"me")) == (
        "delivery · shop · moved twice · prefers: phone · best time: mornings · speaks: Lietuvių · likes: white roses"
        " · with Jonas"
    )
    assert "with Jonas" not in text_today.contact_detail(row, b"j")
    text.set_language("lt")
    assert "Lietuvių" not in text_today.contact_detail(row, b"j")


def test_who_must_be_called_has_the_number_first():
    called = contact(phone="8 612 34567", wanted="vases")
    assert text_today.contact_detail(called, None) == "8\N{NO-BREAK SPACE}612\N{NO-BREAK SPACE}34567 · vases"
    assert text_today.contact_detail(contact(phone="8 612 34567", kind=ActivityKind.VISIT), None) == ""


def test_a_contact_with_nobody():
    row = contact(client="", client_id=None, wanted="dentist", kind=ActivityKind.TASK)
    assert (text_today.contact_title(row), text_today.contact_beside(row)) == ("dentist", "task")
    assert text_today.contact_detail(row, None) == ""
    assert text_today.contact_alert(None) == ""
    bare = contact(client="", client_id=None, kind=ActivityKind.TASK, planned_at="2026-11-20", all_day=True)
    assert (text_today.contact_title(bare), text_today.contact_beside(bare)) == ("Task", "")
    assert text_today.contact_sentence(bare, TODAY) == "Task: nothing written, all day."


@pytest.mark.parametrize(
    ("timing", "expected"),
    [
        (Timing.AHEAD, "Call with Ona, 14:00."),
        (Timing.NOW, "Call with Ona, 14:00. It is on now."),
        (Timing.PASSED, "Call with Ona, 14:00. Its time is over."),
    ],
)
def test_a_contact_is_read_aloud(timing, expected):
    assert text_today.contact_sentence(contact(timing=timing), TODAY) == expected


@pytest.mark.parametrize(("times", "expected"), [(1, "moved once"), (2, "moved twice"), (3, "moved 3 times")])
def test_how_often_it_was_moved(times, expected):
    assert text_today.moved(times) == expected


def test_who_slips():
    row = Slipping(b"c", 1, "Ona", "Regular", "2026-07-20", 123, 61, None, "")
    assert plain(text_today.slipping_beside(row)) == "Regular · 4 months, allowed 2 months"
    never = Slipping(b"c", 1, "Ona", "", None, 40, 30, None, "")
    assert plain(text_today.slipping_beside(never)) == "never spoken to, here for 5 weeks"


@pytest.mark.parametrize(
    ("kind", "label", "years", "beside", "sentence"),
    [
        (ReminderKind.BIRTHDAY, "", 50, "yesterday, 50", "Birthday: Ona, yesterday, 50."),
        (ReminderKind.BIRTHDAY, "", None, "yesterday", "Birthday: Ona, yesterday."),
        (ReminderKind.DATE, "Wedding", 1, "Wedding, yesterday, 1 year", "Ona, Wedding, yesterday, 1 year."),
        (ReminderKind.DATE, "", None, "date to remember, yesterday", "Ona, date to remember, yesterday."),
        (ReminderKind.DATE, "Wedding", 0, "Wedding, yesterday", "Ona, Wedding, yesterday."),
    ],
)
def test_occasions(kind, label, years, beside, sentence):
    row = Kept(kind, b"s", b"c", "Ona", label, TODAY - timedelta(days=1), years)
    assert plain(text_today.occasion_beside(row, TODAY)) == beside
    assert plain(text_today.occasion_sentence(row, TODAY)) == sentence


def test_requests():
    row = Waiting(
        b"r", RequestKind.INQUIRY, "wedding\nflowers", "2026-11-20T07:00:00.000Z", None, b"c", "Ona", ""
    )
    assert text_today.waiting_detail(row, TODAY) == "wedding flowers · nobody has it"
    assert plain(text_today.waiting_sentence(row, NOW)) == "Inquiry of Ona, waits 3 h."
    row = Waiting(
        b"r", RequestKind.COMPLAINT, "x" * 300, "2026-11-18T07:00:00.000Z", "2026-11-19T07:00:00.000Z", b"c", "Ona",
        "Anna",
    )  # fmt: skip
    detail = text_today.waiting_detail(row, TODAY)
    assert detail.startswith("xxx")
    assert detail.endswith("x… · with Anna · answered yesterday")


def test_payments():
    late = Due(b"p", b"c", "Ona", 38000, "EUR", "2026-11-15", "")
    assert plain(text_today.due_beside(late, TODAY)) == "late 5 days"
    soon = Due(b"p", b"c", "Ona", 38000, "EUR", "2026-11-21", "")
    assert text_today.due_beside(soon, TODAY) == "due tomorrow"
    sums = (DueSum("EUR", 38000, 0), DueSum("RUB", 0, 1240000), DueSum("USD", 100, 200))
    assert plain(text_today.due_totals(sums)) == "€380 late · 12,400 ₽ soon · $1 late · $2 soon"


def test_the_week():
    assert text_today.week_counts(DayCount(TODAY, 8, 6, 1)) == "8 held, 6 well, 1 failed"
    assert text_today.week_before(DayCount(TODAY, 0, 0, 0)) == "Last week by then: 0 held"
