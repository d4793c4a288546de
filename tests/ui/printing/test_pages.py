"""What stands on the sheets: every contact with its mark, nothing beyond the edge, and a word for what does not fit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageSize, QPainter

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.calendar.filters import CalendarFilter
from crm_desktop.ui.paper import Ink, layout, picture
from crm_desktop.ui.printing import diary_days, month_page, week_page
from crm_desktop.ui.printing.list_pages import ListPages
from tests.ui.printing.conftest import NOW

MONDAY = date(2026, 11, 16)
AREA = QRectF(0, 0, 770, 520)


class Remembering(Ink):
    """Draws, and remembers which words stand where."""

    def __init__(self, painter):
        super().__init__(painter)
        self.words = []

    def text(self, area, words, font, *args, **options):
        self.words.append((words, area))
        super().text(area, words, font, *args, **options)

    def paragraph(self, area, words, font, *args):
        self.words.append((words, area))
        super().paragraph(area, words, font, *args)


def drawn(document, page=0):
    image = QImage(1000, 700, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ink = Remembering(painter)
    assert document.count(ink, AREA) > page
    document.paint(ink, AREA, page)
    painter.end()
    return ink.words


def said(words):
    return [text for text, _ in words]


def days(store, first=MONDAY, last=MONDAY + timedelta(days=6), holidays=None):
    return diary_days.read_days(store, (first, last), NOW, CalendarFilter(), holidays or {})


def test_a_week_shows_how_each_contact_went(diary):
    words = drawn(
        week_page.days_document(days(diary, holidays={MONDAY: ["Feast"]}), "16–22 November", "week 47")
    )
    text = said(words)
    assert {"16–22 November", "week 47", "Mon 16", "Sun 22", "Feast", "Ona Petraitienė turns 50"} <= set(text)
    for expected in (
        "10:00 ✓ Ona Petraitienė",
        "10:30 ✗ Ona Petraitienė",
        "16:00 Ona Petraitienė",
        "12:00 – Ona Petraitienė",
        "14:00 ! Ona Petraitienė",
        "22:00 Ona Petraitienė",
        "Ona Petraitienė",
    ):
        assert expected in text
    assert all(AREA.adjusted(-1, -1, 1, 1).contains(area) for _, area in words)


def test_hours_reach_as_far_as_the_contacts(diary):
    assert week_page.hours_of(days(diary)) == (8, 24)
    assert week_page.hours_of(days(diary, MONDAY, MONDAY)) == (8, 18)


def test_a_day_has_room_for_notes_and_no_name_over_its_hours(diary):
    text = said(drawn(week_page.days_document(days(diary, MONDAY, MONDAY), "Monday", "")))
    assert "Notes" in text
    assert "Mon 16" not in text


def test_many_at_once_are_counted(diary, people):
    for client in [*people.values(), *people.values()]:
        activities.add(
            diary,
            ActivityDraft(client, ActivityKind.CALL, planned_at="2026-11-18T13:00:00.000Z", minutes=30),
        )
    text = said(drawn(week_page.days_document(days(diary), "Week", "")))
    assert "+5" in text


def test_a_long_margin_ends_with_how_many_more(diary):
    names = [f"Day {number}" for number in range(9)]
    text = said(drawn(week_page.days_document(days(diary, holidays={MONDAY: names}), "Week", "")))
    assert "6 more" in text
    assert "Day 2" in text
    assert "Day 3" not in text


@pytest.mark.parametrize(
    ("start", "expected"),
    [(0, (date(2026, 10, 26), date(2026, 12, 6))), (6, (date(2026, 11, 1), date(2026, 12, 5)))],
)
def test_a_month_is_whole_weeks(start, expected):
    first, last = month_page.weeks_of(date(2026, 11, 18), start)
    assert (first, last) == expected
    assert (last - first).days % 7 == 6


def test_a_month_shows_what_fits(diary):
    span = month_page.weeks_of(MONDAY, 0)
    for minute in range(12):
        activities.add(
            diary,
            ActivityDraft(
                kind=ActivityKind.TASK, planned_at=f"2026-11-24T10:{minute:02}:00.000Z", wanted="Pack"
            ),
        )
    words = drawn(month_page.month_document(days(diary, *span, {MONDAY: ["Feast"]}), MONDAY, "November 2026"))
    text = said(words)
    assert {"47", "48", "Mon", "Sun", "Feast", "10:00 ✓ Ona Petraitienė"} <= set(text)
    shown = sum(words.endswith(" Pack") for words in text)
    assert 0 < shown < 12
    assert f"{12 - shown} more" in text
    assert all(AREA.adjusted(-1, -1, 1, 1).contains(area) for _, area in words)


def test_every_row_of_a_list_stands_on_one_of_its_pages():
    def rows(first, count):
        return [(f"Client {number}", "+370") for number in range(first, min(first + count, 95))]

    pages = ListPages("Clients", ["Name", "Phone"], 95, rows, MONDAY)
    document = pages.document()
    seen: list[str] = []
    page = 0
    while len(seen) < 95:
        words = said(drawn(document, page))
        assert words[:4] == ["Clients", "95 clients", "Name", "Phone"]
        seen += [text for text in words if text.startswith("Client ")]
        page += 1
    assert seen == [f"Client {number}" for number in range(95)]
    assert not document.landscape


def test_an_empty_list_has_a_page_and_many_columns_lie_across():
    pages = ListPages("Clients", ["Name", *"abcd"], 0, lambda _first, _count: [], MONDAY)
    document = pages.document()
    image, count = picture(
        document, layout(QPageSize.PageSizeId.Letter, landscape=document.landscape), 3, 400
    )
    assert count == 1
    assert image.width() == 400
    assert image.height() == round(400 * 612 / 792)
