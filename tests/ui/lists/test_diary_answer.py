"""The diary answers what is typed into the search."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.finding.diary import DiaryAnswer, DiaryCount, DiaryHit, ask
from crm_desktop.services.finding.diary_question import Period
from crm_desktop.ui import text, text_diary
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.lists.diary_answer import DateChip, DiaryAnswerBar
from crm_desktop.ui.pages.clients import ClientsPage
from crm_desktop.ui.pages.selection import Selection

DECEMBER = Period(date(2026, 12, 1), date(2026, 12, 31))

WEEK = Period(date(2026, 11, 23), date(2026, 11, 29))
DAY = Period(date(2026, 12, 4), date(2026, 12, 4))


def hit(number, **more):
    values = {
        "id": bytes([number]) * 16, "occurrence": None, "client_id": b"c" * 16, "number": 1, "client": "Ivanov",
        "kind": ActivityKind.MEETING, "at": "2026-11-12T09:00:00.000Z", "all_day": False, "held": True,
        "outcome": Outcome.SUCCESSFUL, "text": "agreed",
    }  # fmt: skip
    return DiaryHit(**values | more)


@pytest.fixture
def heard():
    return []


@pytest.fixture
def bar(qtbot, heard):
    made = DiaryAnswerBar(lambda id_, moment: heard.append((id_, moment)), lambda day: heard.append(day))
    qtbot.addWidget(made)
    return made


def chips(bar):
    return [each for each in bar.findChildren(DateChip) if not each.isHidden()]


def test_dates_open_their_contacts_by_mouse_and_keyboard(qtbot, bar, heard):
    first, second = hit(1), hit(2, occurrence="2026-12-03T09:00:00.000Z", held=False, outcome=Outcome.NONE)
    bar.tell(DiaryAnswer((first, second), "ivanov"))
    bar.show()
    one, two = chips(bar)
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    qtbot.keyClick(two, Qt.Key.Key_Space)
    assert heard == [(first.id, None), (second.id, second.occurrence)]
    assert "Ivanov" in one.accessibleName()
    assert "went well" in one.accessibleName()
    assert "planned" in two.accessibleName()
    assert bar.accessibleName() == "Ivanov"


def test_a_date_says_only_what_tells_it_from_the_others(bar):
    same = DiaryAnswer((hit(1), hit(2)), "x")
    assert text_diary.chip(same.hits[0], same).endswith("11:00")
    mixed = DiaryAnswer((hit(1), hit(2, kind=ActivityKind.CALL, client="Ona")), "x")
    assert text_diary.chip(mixed.hits[1], mixed).endswith("· Call · Ona")
    assert text_diary.heading(mixed) == "In the diary"


def test_the_calendar_opens_at_the_days_counted(qtbot, bar, heard):
    bar.tell(DiaryAnswer(count=DiaryCount((ActivityKind.MEETING,), DECEMBER, 12, 0)))
    assert bar.accessibleName() == "December 2026: 12 meetings planned"
    qtbot.mouseClick(bar.findChild(QPushButton, "diary_calendar"), Qt.MouseButton.LeftButton)
    assert heard == [date(2026, 12, 1)]


def test_another_answer_replaces_the_first_and_none_hides_the_bar(bar):
    bar.tell(DiaryAnswer((hit(1), hit(2)), "x"))
    bar.tell(DiaryAnswer())
    assert chips(bar) == []
    assert bar.accessibleName() == "There is no such contact in the diary."
    assert bar.answers_nothing()
    bar.tell(None)
    assert bar.isHidden()
    assert not bar.answers_nothing()


def test_without_a_form_the_day_is_shown_and_without_both_nothing(qtbot, heard):
    days = DiaryAnswerBar(None, heard.append)
    nothing = DiaryAnswerBar(None, None)
    for bar in (days, nothing):
        qtbot.addWidget(bar)
        bar.tell(DiaryAnswer((hit(1),), "x"))
        chips(bar)[0].click()
    assert heard == [date(2026, 11, 12)]
    calendar = nothing.findChild(QPushButton, "diary_calendar")
    assert calendar.isHidden()
    calendar.click()


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (DiaryCount((ActivityKind.CALL,), WEEK, 1, 2), "1 call planned, 2 took place"),
        (DiaryCount((ActivityKind.VISIT,), DECEMBER, 0, 3), "December 2026: 3 took place"),
        (DiaryCount((), DECEMBER, 5001, 5001), "December 2026: over 5,000 planned, over 5,000 took place"),
        (DiaryCount((), Period(date(2027, 1, 1), date(2027, 12, 31)), 0, 0), "2027: 0 contacts are planned"),
        (DiaryCount((ActivityKind.VISIT,), DAY, 2, 0), "Friday, 4 December: 2 visits planned"),
    ],
)  # fmt: skip
def test_counts_in_words(count, words):
    assert text_diary.counted(count).endswith(words)


def test_three_languages(bar):
    for language, words in (("lt", "gruodis"), ("ru", "Декабрь 2026")):
        text.set_language(language)
        said = text_diary.counted(DiaryCount((ActivityKind.MEETING,), DECEMBER, 5, 1))
        assert words in said
        assert "planned" not in said


# -- in the page


@pytest.fixture
def page(qtbot, session, told, people, heard):
    hosts = Hosts(
        open_activity=lambda id_, moment, tell: heard.append((id_, moment, tell)), show_day=heard.append
    )
    now = datetime.now(UTC)
    activities.add(
        session.store,
        ActivityDraft(
            people["Ivanov"], ActivityKind.MEETING, held_at=now.isoformat(), outcome=Outcome.FAILED
        ),
    )
    frame = QWidget()
    qtbot.addWidget(frame)
    selection = Selection(session, told, lambda: None, lambda _word: None)
    made = ClientsPage(session, told, Actions(frame), hosts, selection)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.shown(stale=True)
    yield made
    made.close_model()


def bar_of(page):
    return page.findChild(DiaryAnswerBar)


def rows(page):
    return page.table.model().rowCount()


def test_a_question_is_answered_and_the_list_shows_whom_it_asks_about(qtbot, page, people, heard):
    page.search("когда встреча с Ивановым")
    (chip,) = chips(bar_of(page))
    assert rows(page) == 1
    assert page.current_id() == people["Ivanov"]
    chip.click()
    assert heard[0][1:] == (None, False)


def test_a_name_alone_is_searched_as_ever(page):
    page.search("Иванов Иван")
    assert bar_of(page) is None
    assert rows(page) == 1
    page.search("when did I meet Ivanov")
    assert bar_of(page).isVisible()
    page.search("Ivanov")
    assert bar_of(page).isHidden()


def tabbed(page):
    """The names of what Tab comes to from the filters to the list."""
    order, each = [], page.filter_bar.nextInFocusChain()
    while each is not page.table:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(page):
            order.append(each.objectName())
        each = each.nextInFocusChain()
    return order


def test_tab_goes_from_the_filters_over_the_dates_to_the_list(page, people, session):
    for days in (3, 4):
        later = datetime.now(UTC) + timedelta(days=days)
        draft = ActivityDraft(people["Ivanov"], ActivityKind.MEETING, planned_at=later.isoformat())
        activities.add(session.store, draft)
    page.search("when did I meet Ivanov")
    assert tabbed(page)[-4:] == ["diary_calendar", "diary_date_1", "diary_date_2", "diary_date_3"]
    page.search("Ivanov")
    page.search("when did I meet Ivanov")
    assert tabbed(page)[-1] == "diary_date_3"


def test_a_count_leaves_everybody_in_the_list(page):
    page.search("how many meetings today")
    assert "1 took place" in bar_of(page).accessibleName()
    assert rows(page) >= 4


def test_a_mistyped_name_is_told_when_the_words_are_read(qtbot, page):
    page.search("when did I meet Kazluaskas")
    qtbot.waitUntil(lambda: rows(page) == 1)
    assert bar_of(page).accessibleName() == "There is no such contact in the diary."


def test_the_answer_follows_what_is_committed(page, session, people):
    page.search("when did I meet Ivanov")
    session.signals.changed.connect(page.changed)
    later = datetime.now(UTC) + timedelta(days=3)
    activities.add(
        session.store, ActivityDraft(people["Ivanov"], ActivityKind.MEETING, planned_at=later.isoformat())
    )
    assert len(chips(bar_of(page))) == 2
    answer = ask(session.store, "when did I meet Ivanov", datetime.now(UTC))
    assert answer is not None
    assert len(answer.hits) == 2
