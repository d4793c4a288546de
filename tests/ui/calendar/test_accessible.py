from __future__ import annotations

import gc
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from crm_desktop.kinds import Outcome
from crm_desktop.ui.calendar import accessible
from crm_desktop.ui.calendar.grid_view import GridView
from crm_desktop.ui.calendar.month_view import MonthView

NAME = QAccessible.Text.Name
SATURDAY = date(2026, 11, 21)


@pytest.fixture(params=[GridView, MonthView])
def view(request, qtbot, store, plan):
    plan("2026-11-19 11:00", outcome=Outcome.SUCCESSFUL)
    plan("2026-11-21 15:00", wanted="vases")
    made = request.param(store)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.show_range(SATURDAY)
    return made


def interface(view):
    return QAccessible.queryAccessibleInterface(view)


def day_of(view, day):
    return interface(view).child((day - view.first).days)


def test_days_and_their_contacts_are_there_by_name(view):
    assert interface(view).childCount() == (view.last - view.first).days + 1
    thursday = day_of(view, date(2026, 11, 19))
    assert thursday.text(NAME) == "Thursday, 19 November 2026, 1 contact"
    assert thursday.childCount() == 1
    assert (
        thursday.child(0).text(NAME)
        == "Meeting with Ona Žemaitė, Thursday, 19 November 2026 11:00 to 12:00, went well"
    )
    assert thursday.child(0).role() == QAccessible.Role.ListItem
    assert day_of(view, date(2026, 11, 18)).text(NAME).endswith("nothing planned")


def test_parents_and_places_fit(view):
    top, thursday = interface(view), day_of(view, date(2026, 11, 19))
    entry = thursday.child(0)
    assert entry.parent().text(NAME) == thursday.text(NAME)
    assert thursday.parent().childCount() == top.childCount()
    assert (top.indexOfChild(thursday), thursday.indexOfChild(entry)) == (
        (date(2026, 11, 19) - view.first).days, 0,
    )  # fmt: skip
    assert thursday.rect().intersects(entry.rect())
    found = top.childAt(thursday.rect().center().x(), thursday.rect().center().y())
    assert found.text(NAME) == thursday.text(NAME)
    center = entry.rect().center()
    assert thursday.childAt(center.x(), center.y()).text(NAME) == entry.text(NAME)
    assert thursday.childAt(-1, -1) is None
    assert thursday.child(7) is None
    assert top.child(-1) is None


def test_what_is_selected_has_the_focus(view, qtbot):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    focused = interface(view).focusChild()
    assert "15:00 to 16:00, planned, vases" in focused.text(NAME)
    assert focused.state().selected
    assert not day_of(view, SATURDAY).state().selected
    view.select(None)
    assert interface(view).focusChild().text(NAME) == day_of(view, SATURDAY).text(NAME)


def test_a_contact_that_is_gone_is_not_valid(view, store):
    from crm_desktop.services import activities

    entry = day_of(view, SATURDAY).child(0)
    assert entry.isValid()
    activities.delete(store, view.entries_on(SATURDAY)[0].id)
    view.reload()
    assert not entry.isValid()
    assert entry.text(NAME) == ""
    assert entry.childCount() == 0


def test_the_focus_is_told_and_nothing_is_left_when_the_view_goes(view, qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: told.append(event.accessibleInterface().text(NAME))
    )
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(view, "hasFocus", lambda: True)
    view.select(view.entries_on(SATURDAY)[0].ref)
    assert "15:00 to 16:00" in told[-1]
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert "20 November" in told[-1]
    key = id(view)
    assert key in accessible._kept
    monkeypatch.undo()


def test_views_come_and_go_by_the_dozen(qtbot, store, plan):
    plan("2026-11-21 15:00")
    before = len(accessible._kept)
    for _ in range(8):
        view = GridView(store)
        view.show_range(SATURDAY)
        assert day_of(view, SATURDAY).child(0).isValid()
        view.deleteLater()
        del view
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert len(accessible._kept) == before


def test_what_was_asked_of_other_weeks_is_let_go_in_time(view, monkeypatch):
    names = {interface(view).child(n).text(NAME) for n in range(7)}
    assert len(names) == 7
    view.reload()
    of = accessible._kept[id(view)]
    assert of.kept() == 7
    monkeypatch.setattr(accessible, "_MOST_KEPT", 3)
    view.reload()
    assert of.kept() == 0
    assert {interface(view).child(n).text(NAME) for n in range(7)} == names
