"""Words of requests and of marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_desktop.clock import utc_text
from crm_desktop.kinds import Channel, RequestKind
from crm_desktop.services.feedback import LowMark, Satisfaction
from crm_desktop.services.request_list import RequestRow
from crm_desktop.services.request_story import Event, Turn
from crm_desktop.services.wishes import WishesFound
from crm_desktop.ui import text, text_requests

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


def at(**length):
    return utc_text(NOW + timedelta(**length))


ROW = RequestRow(
    b"r" * 16, b"c" * 16, "Ona", "+370", RequestKind.COMPLAINT, Channel.PHONE, "vases came  chipped", at(days=-2),
    None, None, "", None, "", None, at(days=-1), ("", 1),
)  # fmt: skip


def plain(words):
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_the_clock_says_how_late_it_is_and_what_for():
    assert plain(text_requests.standing(ROW, NOW)) == "Waits for 2 days, answer late by 1 day."
    answered = replace(ROW, answered_at=at(days=-1), due_at=at(hours=-2))
    assert plain(text_requests.standing(answered, NOW)) == (
        "Waits for 2 days, resolution late by 2 h. Answered, not resolved yet."
    )
    ahead = replace(ROW, due_at=at(hours=3))
    assert plain(text_requests.standing(ahead, NOW)) == "Waits for 2 days, answer by today 15:00."
    assert text_requests.lateness(at(hours=3), "x", NOW) == "resolve by today 15:00"
    assert plain(text_requests.standing(replace(ROW, due_at=None), NOW)) == "Waits for 2 days."
    resolved = replace(ROW, resolved_at=at(days=-1), due_at=None)
    assert plain(text_requests.standing(resolved, NOW)) == "Resolved yesterday 12:00, after 1 day."


def test_a_word_says_how_it_stands_not_the_colour_alone():
    assert text_requests.badge(ROW, NOW) == ("overdue", "late")
    assert text_requests.badge(replace(ROW, due_at=None), NOW) == ("", "quiet")
    assert text_requests.badge(replace(ROW, due_at=None, answered_at="x"), NOW) == ("answered", "accent")
    assert text_requests.badge(replace(ROW, resolved_at="x"), NOW) == ("resolved", "quiet")
    assert plain(text_requests.spoken(ROW, NOW)) == (
        "Ona, complaint, overdue, 2 days, nobody has it. vases came chipped"
    )
    assert text_requests.whose(replace(ROW, responsible="Anna")) == "with Anna"


def test_the_colour_warns_in_the_second_half_of_the_time_allowed():
    for hours, tone in ((9, "text"), (12, "care"), (23, "care"), (25, "late")):
        assert text_requests.tone(at(hours=-hours), at(hours=24 - hours), NOW) == tone
    assert text_requests.tone(at(days=-99), None, NOW) == "text"


def test_events():
    told = [
        text_requests.event(event)
        for event in (
            Event(Turn.RECEIVED, "", "", new="phone"),
            Event(Turn.RECEIVED, "", "", new=""),
            Event(Turn.RECEIVED, "", "", new="pigeon of a newer program"),
            Event(Turn.HANDED_OVER, "", "", "Anna", ""),
            Event(Turn.CHANGED, "", "", field="channel"),
            Event(Turn.CHANGED, "", "", field="text"),
            Event(Turn.ANSWERED, "", ""),
            Event(Turn.REOPENED, "", ""),
        )
    ]
    assert told == [
        "Received by phone",
        "Received",
        "Received",
        "Handed over: Anna → nobody",
        "Changed: Came by",
        "Changed: What it is about",
        "Answered",
        "Opened again",
    ]


def test_counts():
    assert text_requests.listed(1) == "1 request"
    assert text_requests.listed(11_603) == "11,603 requests"
    assert text_requests.chosen([ROW, replace(ROW, id=b"x")]) == "2 requests chosen, of 1 client"


def test_wishes():
    found = WishesFound("blue vases", (b"1", b"2"), frozenset([b"1"]), 2)
    assert text_requests.wish_answer(found) == "2 clients wait for “blue vases”. 1 hears of it already."
    assert text_requests.wish_purpose("") == "About the wish"
    text.set_language("ru")
    assert text_requests.wish_answer(found) == "2 клиента ждут: «blue vases». 1 уже узнает об этом."


def test_marks():
    told = Satisfaction(4, "", "2026-11-12T10:00:00.000Z", 4.25, 4)
    assert [text_requests.stars(mark) for mark in (1, 3, 5)] == ["★☆☆☆☆", "★★★☆☆", "★★★★★"]
    assert text_requests.satisfaction(told, date(2026, 11, 20)) == "★★★★☆ 4 of 5, 12 Nov"
    assert text_requests.average(told) == "on average 4.2 of 4 marks"
    assert text_requests.average(replace(told, count=1)) == ""
    low = LowMark(b"", b"", "Ona", 2, "", at(days=-3), "")
    assert plain(text_requests.low_mark(low, NOW)) == "Ona gave 2 of 5, 3 days ago."


def test_limits():
    words = [text_requests.limit_hours(hours) for hours in (None, 4, 24, 72)]
    assert [plain(word) for word in words] == ["no limit", "4 hours", "1 day", "3 days"]
    assert [plain(text_requests.limit_days(days)) for days in (None, 3)] == ["no limit", "3 days"]


@pytest.mark.parametrize("channel", list(Channel))
def test_each_way_has_words(channel):
    assert bool(text_requests.channel(channel)) is (channel is not Channel.ANY)


def test_a_short_form_at_the_end_brings_no_second_full_stop():
    text.set_language("lt")
    young = replace(ROW, received_at=at(hours=-3), due_at=None)
    assert plain(text_requests.standing(young, NOW)) == "Laukia: 3 val."
