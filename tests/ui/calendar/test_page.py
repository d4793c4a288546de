"""The page of the calendar in a window: views, keys, changes with Undo, the small month, the filter, the quick line."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, dictionaries, holidays, moves
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.calendar import host
from crm_desktop.ui.calendar.filters import FilterPopup
from crm_desktop.ui.calendar.page import CalendarPage
from crm_desktop.ui.calendar.scope_popup import ScopePopup
from crm_desktop.ui.calendar_preferences import View
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program

SATURDAY = date(2026, 11, 21)


class Asked:
    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def desk(qtbot, session, asked):
    def hosts(desk):
        return Hosts(
            open_activity=asked.open_activity,
            move_activity=asked.move_activity,
            plan_activity=asked.plan_activity,
            calendar_page=lambda: host.make_page(desk),
            print_document=asked.print_document,
        )

    made = make_desk(session, Program(*[asked.nothing] * 6), hosts)
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.window.show()
    yield made
    made.close()


@pytest.fixture
def page(desk, qtbot, store):
    holidays.choose_country(store, "LT")

    def show(view=View.WEEK):
        desk.window.go("calendar")
        found = desk.window.page("calendar")
        assert isinstance(found, CalendarPage)
        found.show_view(view, SATURDAY)
        return found

    return show


def title(page):
    return page.head.findChild(QLabel, "calendar_title").toolTip() or page.head.accessibleName()


def counts(page):
    return page.head.accessibleDescription()


def test_a_week_says_its_days_and_what_they_hold(page, plan):
    plan("2026-11-17 10:00", outcome=Outcome.SUCCESSFUL)
    plan("2026-11-18 10:00", outcome=Outcome.FAILED)
    plan("2026-11-19 10:00", outcome=Outcome.CANCELLED)
    plan("2026-11-19 12:00")
    plan("2026-11-22 12:00")
    shown = page()
    assert title(shown) == "16–22 November 2026"
    assert counts(shown) == "week 47 · 2 held: 1 well, 1 failed · 1 planned · 1 overdue · 1 cancelled"


def test_views_are_chosen_by_keys_and_remembered(qtbot, page, session):
    shown = page()
    for key, view, expected in (
        (Qt.Key.Key_1, View.DAY, "Saturday, 21 November 2026"),
        (Qt.Key.Key_3, View.MONTH, "November 2026"),
        (Qt.Key.Key_4, View.AGENDA, "Saturday, 21 November 2026"),
    ):
        qtbot.keyClick(shown, key, Qt.KeyboardModifier.AltModifier)
        assert title(shown) == expected
        assert session.settings.current.calendar["view"] == view.value


def test_it_steps_and_comes_back(page):
    shown = page()
    shown.head.stepped.emit(-1)
    assert title(shown) == "9–15 November 2026"
    shown.head.today_wanted.emit()
    assert title(shown) == "16–22 November 2026"
    shown.mini.day_chosen.emit(date(2027, 1, 5))
    assert title(shown) == "4–10 January 2027"
    assert shown.mini.span() == (date(2026, 12, 28), date(2027, 2, 7))


def test_a_contact_is_moved_and_moved_back(desk, page, plan, store):
    contact = plan("2026-11-23 11:00")
    shown = page()
    view = shown._current()
    view.move_wanted.emit(contact, None, date(2026, 11, 24), True)
    assert activities.draft_of(store, contact).planned_at == "2026-11-24"
    assert len(moves.of(store, contact)) == 1
    assert "Moved" in desk.window.toast.text()
    desk.undoing.take_back_last()
    assert activities.draft_of(store, contact).planned_at == "2026-11-23T09:00:00.000Z"
    view.resize_wanted.emit(contact, None, 90)
    assert activities.draft_of(store, contact).minutes == 90


def test_a_series_asks_how_much_of_it_is_meant(qtbot, desk, page, plan, store):
    series = plan("2026-11-23 11:00", rule="RRULE:FREQ=WEEKLY;COUNT=5", zone="Europe/Vilnius")
    shown = page()
    shown.show_view(View.WEEK, date(2026, 11, 23))
    (entry,) = shown._current().entries
    assert entry.ref[0] == series
    shown._current().cancel_wanted.emit(*entry.ref)
    popup = desk.window.findChild(ScopePopup)
    qtbot.keyClick(popup.question, Qt.Key.Key_1)
    (entry,) = shown._current().entries
    assert entry.state.value == "cancelled"
    shown.show_view(View.WEEK, date(2026, 12, 1))
    assert len(shown._current().entries) == 1
    shown._current().delete_wanted.emit(*shown._current().entries[0].ref)
    next(each for each in desk.window.findChildren(ScopePopup) if each.isVisible()).close()
    assert len(shown._current().entries) == 1


def test_what_does_not_go_through_is_told_and_read_again(page, desk, plan, monkeypatch):
    problems: list[Exception] = []
    monkeypatch.setattr(desk.window.tell, "problem", problems.append)
    held = plan("2026-11-17 10:00", outcome=Outcome.SUCCESSFUL)
    page()._current().move_wanted.emit(held, None, date(2026, 11, 24), True)
    assert len(problems) == 1


def test_outcomes_are_told_at_once_or_asked_for(page, plan, store, asked):
    contact = plan("2026-11-20 10:00")
    view = page()._current()
    view.tell_wanted.emit(contact, None, Outcome.FAILED)
    assert activities.draft_of(store, contact).outcome is Outcome.FAILED
    view.tell_wanted.emit(contact, None, None)
    view.open_wanted.emit(contact, None)
    view.move_form_wanted.emit(contact, None)
    assert asked.calls == [
        ("open_activity", contact, None, True),
        ("open_activity", contact, None, False),
        ("move_activity", contact, None),
    ]


def test_a_typed_line_becomes_a_contact(qtbot, page, store, ona, desk):
    shown = page()
    shown._current().typed.emit("1", date(2026, 11, 23))
    line = shown.quick.findChild(QLineEdit, "quick_entry_line")
    assert line.text() == "1"
    line.setText("15:30 call zemaite about roses")
    assert (
        shown.quick.findChild(QLabel, "quick_entry_meaning").text()
        == "Mon 23 Nov 15:30 · Call · 15 min · Roses"
    )
    assert [shown.quick.people.item(n).text() for n in range(2)] == ["Ona Žemaitė", "Without a client"]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    ((made,),) = store.read("SELECT id FROM activity")
    draft = activities.draft_of(store, made)
    assert (draft.client_id, draft.kind, draft.planned_at, draft.minutes, draft.wanted) == (
        ona,
        ActivityKind.CALL,
        "2026-11-23T13:30:00.000Z",
        15,
        "Roses",
    )
    desk.undoing.take_back_last()
    assert store.read("SELECT COUNT(*) FROM activity WHERE deleted = 0") == [(0,)]


def test_a_typed_line_brings_a_new_client(qtbot, page, store, desk):
    shown = page(View.MONTH)
    shown._current().typed.emit("c", date(2026, 11, 23))
    line = shown.quick.findChild(QLineEdit, "quick_entry_line")
    line.setText("call Xqzqx about roses")
    words = [shown.quick.people.item(n).text() for n in range(shown.quick.people.count())]
    assert words == ["Without a client: Xqzqx", "New client: Xqzqx"]
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert not shown.quick.isVisible()
    assert store.read("SELECT c.name, a.wanted FROM activity a JOIN client c ON c.id = a.client_id") == [
        ("Xqzqx", "Roses")
    ]
    desk.undoing.take_back_last()
    assert store.read("SELECT COUNT(*) FROM client WHERE deleted = 0") == [(0,)]


@pytest.mark.parametrize("view", [View.DAY, View.WEEK, View.MONTH])
@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 29)])
def test_the_line_stands_within_the_page(page, view, day):
    shown = page(view)
    shown.show_view(view, day)
    shown._current().typed.emit("1", day)
    place = shown.quick.geometry()
    assert place.left() >= shown.mapToGlobal(shown.rect().topLeft()).x()
    assert place.right() <= shown.mapToGlobal(shown.rect().bottomRight()).x()
    assert shown.mapToGlobal(shown.rect().topLeft()).y() <= place.top()
    assert place.bottom() <= shown.mapToGlobal(shown.rect().bottomRight()).y()
    shown.quick.close()


def test_more_opens_the_form(page, asked):
    shown = page()
    shown._current().typed.emit("9:00 visit", date(2026, 11, 23))
    shown.quick.findChild(QPushButton, "quick_entry_more").click()
    ((name, draft),) = asked.calls
    assert (name, draft.kind, draft.planned_at) == (
        "plan_activity",
        ActivityKind.VISIT,
        "2026-11-23T07:00:00.000Z",
    )


def test_letters_that_nobody_planned_come_when_they_are_asked_for(page, plan, store, ona):
    activities.add(store, ActivityDraft(ona, ActivityKind.EMAIL, held_at="2026-11-20T10:00:00.000Z"))
    plan("2026-11-18 10:00", kind=ActivityKind.CALL)
    shown = page()
    assert [entry.kind for entry in shown._current().entries] == [ActivityKind.CALL]
    shown.head.filter.click()
    popup = shown.findChild(FilterPopup)
    box = popup.findChild(QCheckBox, "calendar_written")
    box.setChecked(True)
    assert [entry.kind for entry in shown._current().entries] == [ActivityKind.CALL, ActivityKind.EMAIL]
    assert shown.head.filter.accessibleName() == "Which contacts", "more is shown, nothing is left out"
    box.setChecked(False)
    popup.findChild(QCheckBox, "calendar_kind_0").setChecked(False)
    assert shown._current().entries == [], "leaving out a kind brings nothing in"
    box.setChecked(True)
    assert [entry.kind for entry in shown._current().entries] == [ActivityKind.EMAIL]
    assert shown.head.filter.accessibleName() == "Which contacts: not all are shown"
    popup.findChild(QPushButton, "calendar_filter_all").click()
    assert not box.isChecked()
    assert [entry.kind for entry in shown._current().entries] == [ActivityKind.CALL]
    popup.close()


def test_the_month_counts_its_own_days_and_what_has_no_room(page, plan):
    for number in range(30):
        plan(f"2026-11-24 {8 + number // 4:02}:{number % 4 * 15:02}")
    plan("2026-12-01 10:00")
    assert counts(page(View.MONTH)) == "30 planned"


def test_the_settings_of_the_week_hold_when_the_page_is_seen_again(desk, page, session):
    shown = page()
    assert shown._current().first == date(2026, 11, 16)
    desk.window.go("clients")
    session.settings.update(calendar={**session.settings.current.calendar, "week_start": 6, "work": [7, 15]})
    desk.window.go("calendar")
    assert shown._current().first == date(2026, 11, 15)
    assert shown._current().work == (7, 15)
    assert shown.mini.span()[0].weekday() == 6


def test_the_line_leads_to_the_form_and_may_go_without_a_client(qtbot, page, asked, store):
    shown = page()
    shown._current().add_wanted.emit(date(2026, 11, 23), None, True)
    line = shown.quick.findChild(QLineEdit, "quick_entry_line")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert shown.quick.isVisible(), "an empty line writes nothing"
    line.setText("task Xqzqx")
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((name, draft),) = asked.calls
    assert (name, draft.client_id, draft.kind, draft.wanted, draft.all_day) == (
        "plan_activity",
        None,
        ActivityKind.TASK,
        "Xqzqx",
        True,
    )
    shown._current().typed.emit("9", date(2026, 11, 23))
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not shown.quick.isVisible()
    assert store.read("SELECT COUNT(*) FROM activity") == [(0,)]


def test_the_filter_is_kept(page, plan, session):
    plan("2026-11-17 10:00")
    plan("2026-11-18 10:00", kind=ActivityKind.CALL)
    shown = page()
    shown.head.filter.click()
    popup = shown.findChild(FilterPopup)
    for number, kind in enumerate(ActivityKind):
        if kind is not ActivityKind.CALL:
            popup.findChild(QCheckBox, f"calendar_kind_{number}").setChecked(False)
    assert [entry.kind for entry in shown._current().entries] == [ActivityKind.CALL]
    assert session.settings.current.calendar["kinds"] == ["call"]
    popup.findChild(QPushButton, "calendar_filter_all").click()
    assert len(shown._current().entries) == 2
    popup.close()


def test_the_agenda_lists_days_and_grows_both_ways(qtbot, page, plan, store):
    plan("2026-11-02 10:00", outcome=Outcome.SUCCESSFUL, wanted="Past")
    contact = plan("2026-11-24 10:00", wanted="Soon")
    plan("2028-03-01 10:00", wanted="Far")
    shown = page(View.AGENDA)
    agenda = shown._current()
    assert [line.words.detail for line in agenda._lines()] == ["Soon"]
    agenda.findChild(QPushButton, "agenda_earlier").click()
    assert [line.words.detail for line in agenda._lines()] == ["Past", "Soon"]
    agenda.findChild(QPushButton, "agenda_later").click()
    assert agenda._lines()[-1].words.detail == "Far"
    qtbot.keyClick(agenda._lines()[1], Qt.Key.Key_D)
    assert activities.draft_of(store, contact).outcome is Outcome.SUCCESSFUL
    agenda.step(1)
    assert agenda.current_day() > SATURDAY


def test_an_empty_agenda_says_what_to_do(page):
    agenda = page(View.AGENDA)._current()
    agenda.holidays = {}
    agenda.reload()
    assert "Plan" in agenda.findChild(QLabel, "agenda_nothing").text()


def test_another_day_is_shown_from_elsewhere(desk, page):
    page(View.MONTH)
    desk.window.go("clients")
    host.show_day(desk, date(2026, 12, 15))
    assert desk.window.where() == "calendar"
    assert title(desk.window.page("calendar")) == "Tuesday, 15 December 2026"


def test_the_small_month_goes_by_keys(qtbot, page, plan):
    plan("2026-11-24 10:00")
    shown = page()
    mini = shown.mini
    assert mini._busy == {date(2026, 11, 24): 1}
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        qtbot.keyClick(mini, key)
    assert mini.accessibleDescription() == "Tuesday, 29 December 2026"
    with qtbot.waitSignal(mini.day_chosen) as chosen:
        qtbot.keyClick(mini, Qt.Key.Key_Return)
    assert chosen.args == [date(2026, 12, 29)]


def test_plan_opens_the_form_on_the_day_shown(page, asked):
    shown = page()
    shown.show_view(View.DAY, date(2026, 11, 25))
    shown.head.plan_wanted.emit()
    ((name, draft),) = asked.calls
    assert name == "plan_activity"
    assert isinstance(draft, ActivityDraft)
    assert draft.planned_at == "2026-11-25T10:00:00.000Z"


def test_the_agenda_says_how_many_days_are_free(page, plan):
    plan("2026-11-21 15:00")
    plan("2026-11-25 10:00")
    plan("2026-11-27 10:00")
    plan("2026-11-28 10:00")
    shown = page(View.AGENDA)
    free = [gap.text() for _, gap in sorted(shown._current()._gaps.items())]
    assert free[:3] == ["3 free days", "1 free day", "25 free days"], "until Christmas Eve"


def test_the_agenda_goes_on_at_its_lower_end(qtbot, page, plan):
    for number in range(1, 29):
        plan(f"2026-12-{number:02} 10:00")
        plan(f"2027-01-{number:02} 10:00")
    agenda = page(View.AGENDA)._current()
    last = agenda.last
    bar = agenda.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: agenda.last > last)


def test_a_long_line_has_room_for_its_beginning_and_an_empty_one_shows_all_of_its_hint(page):
    shown = page()
    line = shown.quick.findChild(QLineEdit, "quick_entry_line")

    def room():
        return line.width() - line.fontMetrics().horizontalAdvance(line.text() or line.placeholderText())

    shown._type("", date(2026, 11, 22))
    narrow = shown.quick.width()
    assert room() > 0
    for letter in "встреча в пятницу с Владиславлевой Екатериной Ивановной насчёт ваз":
        line.insert(letter)
        assert room() > 0, "nothing goes out of sight while the page has room"
        assert shown.quick.geometry().right() <= shown.mapToGlobal(shown.rect().bottomRight()).x()
    wide = shown.quick.width()
    assert wide > narrow
    line.setText("15:30")
    assert shown.quick.width() == wide, "nothing jumps while one types"
    line.setText("ваза " * 100)
    assert shown.quick.width() <= shown.width()
    shown.quick.close()
    shown._type("", date(2026, 11, 22))
    assert shown.quick.width() == narrow


def test_mine_is_shown_first_once_there_is_a_colleague(page, plan, session, store, base):
    anna = dictionaries.add(store, Dictionary.COLLEAGUE, "Anna")
    for hour, who in ((10, base.me), (11, None), (12, anna)):
        plan(f"2026-11-17 {hour}:00", responsible_id=who)
    shown = page()
    switch = shown.head.findChild(QWidget, "calendar_whose")
    assert (switch.value(), len(shown._current().entries)) == ("mine", 2)
    assert shown.head.filter.accessibleName() == "Which contacts", "what is mine is left out of nothing"
    switch._click(1)
    assert len(shown._current().entries) == 3
    assert session.settings.current.calendar["everybody"] is True
    switch._click(0)
    assert len(shown._current().entries) == 2
    assert session.settings.current.calendar["people"] == [], (
        "who I am may be told otherwise by a shared base"
    )
    shown.head.filter.click()
    popup = shown.findChild(FilterPopup)
    popup.findChild(QCheckBox, "calendar_person_2").setChecked(False)  # nobody's
    assert len(shown._current().entries) == 1
    assert switch.value() == "single"
    assert shown.head.filter.accessibleName() == "Which contacts: not all are shown"
    popup.close()


def test_who_works_alone_chooses_nobody(page):
    assert page().head.findChild(QWidget, "calendar_whose") is None
