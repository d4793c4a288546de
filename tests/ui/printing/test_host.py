"""From the window to a PDF, and what stands in the way of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.calendar.filters import CalendarFilter
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.printing import calendar, host
from crm_desktop.ui.printing.clients import clients_document
from crm_desktop.ui.program import Program
from tests.ui.controls import nameless, not_reached_by_tab
from tests.ui.printing.test_pages import MONDAY

if TYPE_CHECKING:
    from crm_desktop.errors import UserError


@pytest.fixture
def desk(qtbot, session, crowd):
    made = make_desk(session, Program(*(lambda *_: None,) * 6), lambda _desk: Hosts())
    qtbot.addWidget(made.window)
    made.start("clients")
    made.window.show()
    qtbot.waitUntil(lambda: not session.runner.busy())
    yield made
    made.close()


def pages_of(path):
    return path.read_bytes().count(b"/Type /Page\n")


def test_a_list_becomes_a_pdf(qtbot, desk, session, tmp_path, monkeypatch):
    path = tmp_path / "list.pdf"
    monkeypatch.setattr(host, "ask_file", lambda _parent, _proposed: path)
    printing = host.Printing(desk, clients_document(desk))
    dialog = printing.dialog
    assert "Page 1 of" in dialog.findChild(QLabel, "print_page").text()
    qtbot.keyClick(dialog, Qt.Key.Key_PageDown)
    assert "Page 2 of" in dialog.findChild(QLabel, "print_page").text()
    with qtbot.waitSignal(dialog.accepted):
        dialog.findChild(QPushButton, "print_pdf").click()
    assert path.read_bytes().startswith(b"%PDF")
    assert pages_of(path) > 3
    assert [each.name for each in tmp_path.glob("*.part")] == []


def test_a_folder_that_is_gone_is_told_and_nothing_is_left(qtbot, desk, tmp_path, monkeypatch):
    problems: list[UserError] = []
    monkeypatch.setattr(desk.window.tell, "problem", problems.append)
    monkeypatch.setattr(host, "ask_file", lambda _parent, _proposed: tmp_path / "gone" / "list.pdf")
    dialog = host.Printing(desk, clients_document(desk)).dialog
    with qtbot.waitSignal(dialog.accepted):
        dialog.findChild(QPushButton, "print_pdf").click()
    assert str(problems[0].facts["path"]).endswith("list.pdf")


def test_escape_leaves_without_a_file(qtbot, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(host, "ask_file", lambda _parent, _proposed: None)
    dialog = host.Printing(desk, clients_document(desk)).dialog
    dialog.findChild(QPushButton, "print_pdf").click()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_days_weeks_and_months_have_their_titles(diary):
    assert calendar.day_document(diary, MONDAY, CalendarFilter(), {}).title == "Monday, 16 November 2026"
    week = calendar.week_document(diary, (MONDAY, MONDAY.replace(day=22)), CalendarFilter(), {})
    assert week.title == "16–22 November 2026"
    assert calendar.whole_month_document(diary, MONDAY, 0, CalendarFilter(), {}).title == "November 2026"


def test_it_is_worked_with_the_keyboard_and_heard(qtbot, desk):
    dialog = host.Printing(desk, clients_document(desk)).dialog
    dialog.activateWindow()
    qtbot.waitUntil(dialog.findChild(QPushButton, "print_pdf").hasFocus)
    assert nameless(dialog) == []
    assert not_reached_by_tab(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_sheet_fits_the_screen(desk):
    dialog = host.Printing(desk, clients_document(desk)).dialog
    screen = dialog.screen().availableSize()
    assert dialog.sizeHint().height() <= screen.height()
    dialog.reject()
