from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from crm_desktop.kinds import ReportKind
from crm_desktop.services import saved_reports
from crm_desktop.services.reports.options import Options
from crm_desktop.services.reports.table import Behind
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.reports import host, weekly_sheet
from crm_desktop.ui.reports.people_sheet import PeopleSheet
from crm_desktop.ui.reports.weekly_sheet import WeeklySheet

if TYPE_CHECKING:
    from crm_desktop.ui.paper import Document


@pytest.fixture
def desk(qtbot, session, people):
    def nothing(*_args):
        return None

    program = Program(nothing, nothing, nothing, nothing, nothing, nothing)
    made = make_desk(session, program, lambda desk: Hosts(reports_page=lambda: host.make_page(desk)))
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start()
    made.window.show()
    qtbot.waitUntil(lambda: not made.session.runner.busy())
    yield made
    made.close()


def test_the_people_behind_a_number_are_counted_and_can_be_gone_on_with(qtbot, people):
    rows = [
        Behind(people["Ivanov"], "Иванов", "2026-11-16", "roses", 1250, "EUR"),
        Behind(people["Ivanov"], "Иванов", "2026-11-17", "", None),
        Behind(None, ""),
    ]
    sheet = PeopleSheet("Held", rows, can_plan=True)
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.focus_first()
    assert sheet.clients == [people["Ivanov"]]
    model = sheet.table.model()
    shown = [[model.index(row, column).data() for column in range(4)] for row in range(3)]
    assert shown[0][0] == "Иванов"
    assert shown[0][2:] == ["roses", "€12.50"]
    assert shown[2] == ["Nobody", "", "", ""]
    with qtbot.waitSignal(sheet.list_wanted) as wanted:
        sheet.findChild(QObject, "people_list").click()
    assert wanted.args == [[people["Ivanov"]]]
    with qtbot.waitSignal(sheet.opened) as wanted:
        sheet.findChild(QObject, "people_open").click()
    assert wanted.args == [people["Ivanov"]]


def test_a_weekly_file_is_planned_and_stopped(qtbot, session, tmp_path, monkeypatch):
    report = saved_reports.save(session.store, "Week", ReportKind.WEEKLY, Options())
    monkeypatch.setattr(weekly_sheet, "ask_folder", lambda _parent, _standing: str(tmp_path))
    sheet = WeeklySheet(session, saved_reports.saved(session.store)[0])
    qtbot.addWidget(sheet)
    sheet.show()
    sheet.findChild(QObject, "weekly_choose").click()
    with qtbot.waitSignal(sheet.saved):
        sheet.findChild(QObject, "weekly_save").click()
    weekly = saved_reports.weekly_of(session.store, report)
    assert (weekly.folder, weekly.form, weekly.weekday, weekly.at_time) == (str(tmp_path), "xlsx", 4, "17:00")
    saved_reports.note_problem(session.store, report, "The folder is gone.")
    again = WeeklySheet(session, saved_reports.saved(session.store)[0])
    qtbot.addWidget(again)
    assert any("The folder is gone." in each.text() for each in again.findChildren(QLabel))
    with qtbot.waitSignal(again.saved):
        again.findChild(QObject, "weekly_stop").click()
    assert saved_reports.weekly_of(session.store, report) is None


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_window_writes_files_and_shows_the_people_as_a_list(
    desk, people, qtbot, tmp_path, monkeypatch, suffix
):
    desk.window.actions_table["go_reports"].trigger()
    page = desk.window.page("reports")
    target = tmp_path / f"week{suffix}"
    monkeypatch.setattr(host, "ask_file", lambda *_: target)
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)
    page.file_wanted.emit(suffix)
    qtbot.waitUntil(target.exists, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.session.runner.busy(), timeout=20_000)
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(target).sheetnames[0] == "Meetings of a week"
    page.people_found.emit("Held", [Behind(people["Ivanov"], "Иванов")])
    desk.window.findChild(QObject, "people_list").click()
    query = desk.clients_page().query
    assert [(each.field, each.values) for each in query.filters] == [("picked", (people["Ivanov"],))]


def test_paper_is_proposed_under_the_day_lest_it_write_over_last_week(desk, qtbot, session):
    printed: list[Document] = []
    desk.hosts = replace(desk.hosts, print_document=printed.append)
    desk.window.actions_table["go_reports"].trigger()
    page = desk.window.page("reports")
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)
    page.paper_wanted.emit()
    qtbot.waitUntil(lambda: bool(printed), timeout=20_000)
    today = session.store.clock.now().astimezone().date().isoformat()
    assert printed[0].file_name == f"{printed[0].title} {today}"


def test_saved_reports_are_put_into_an_order_renamed_and_removed(desk, qtbot, monkeypatch):
    store = desk.session.store
    ids = [saved_reports.save(store, name, ReportKind.WEEKLY, Options()) for name in ("One", "Two", "Three")]
    desk.window.actions_table["go_reports"].trigger()
    page = desk.window.page("reports")
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)

    def names():
        shown = [each.text() for each in page.side._saved_items.values()]
        assert shown == [each.name for each in saved_reports.saved(store)]
        return shown

    page.side.move_wanted.emit(ids[0], 1)
    assert names() == ["Two", "One", "Three"]
    page.side.move_wanted.emit(ids[1], -1)
    assert names() == ["Two", "One", "Three"]
    monkeypatch.setattr("crm_desktop.ui.widgets.ask.ask_text", lambda *_args: "Uno")
    page.side.rename_wanted.emit(ids[0])
    page.side.remove_wanted.emit(ids[2])
    assert names() == ["Two", "Uno"]
    desk.undoing.take_back_last()
    assert names() == ["Two", "Uno", "Three"]
    page.saved_menu.emit(ids[1], page.mapToGlobal(page.rect().center()))
    menu = desk.window.findChild(QObject, "saved_report_menu")
    possible = {action.text(): action.isEnabled() for action in menu.actions()}
    assert (possible["Move up"], possible["Move down"]) == (False, True)
    menu.actions()[3].trigger()
    menu.close()
    assert names() == ["Uno", "Two", "Three"]


def test_what_is_to_write_its_file_is_kept_first(desk, qtbot, monkeypatch):
    desk.window.actions_table["go_reports"].trigger()
    page = desk.window.page("reports")
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)
    names = iter(["", "Week"])
    monkeypatch.setattr("crm_desktop.ui.widgets.ask.ask_text", lambda *_args: next(names))
    page.weekly_wanted.emit()
    assert saved_reports.saved(desk.session.store) == []
    page.weekly_wanted.emit()
    assert [each.name for each in saved_reports.saved(desk.session.store)] == ["Week"]
    sheet = desk.window.findChild(WeeklySheet)
    with qtbot.waitSignal(sheet.saved):
        sheet.findChild(QObject, "weekly_save").click()
    assert saved_reports.saved(desk.session.store)[0].weekly.at_time == "17:00"


def test_a_list_that_cannot_hold_all_of_them_says_so(desk, people, monkeypatch, qtbot):
    desk.window.actions_table["go_reports"].trigger()
    page = desk.window.page("reports")
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)
    told = []
    monkeypatch.setattr(desk.window.tell, "done", lambda words, *_rest: told.append(words))
    monkeypatch.setattr(host, "MOST_PICKED", 1)
    page.people_found.emit("Held", [Behind(people[name], name) for name in ("Ivanov", "Petrova")])
    desk.window.findChild(QObject, "people_list").click()
    assert told == ["A list holds no more than 1 clients. Left out: 1."]
