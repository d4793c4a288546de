"""The export through its sheet, in a whole window over a real base."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.exporting import host
from crm_desktop.ui.exporting.sheet import ExportSheet
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program


@pytest.fixture
def desk(qtbot, session, people, tmp_path):
    def nothing(*_args):
        return None

    session.settings.update(export_folder=str(tmp_path))
    program = Program(nothing, nothing, nothing, nothing, nothing, nothing)
    made = make_desk(session, program, lambda desk: Hosts(open_export=lambda: host.open_export(desk)))
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start()
    made.window.show()
    qtbot.waitExposed(made.window)
    qtbot.waitUntil(lambda: not made.session.runner.busy())
    yield made
    made.close()


@pytest.fixture
def sheet(desk):
    desk.window.actions_table["export"].trigger()
    return desk.window.findChild(ExportSheet)


def press(sheet, name):
    sheet.findChild(QPushButton, name).click()


def choose(sheet, name):
    sheet.findChild(QRadioButton, name).setChecked(True)


def wait_for(qtbot, desk, words):
    qtbot.waitUntil(lambda: desk.window.toast.text() == words)


def test_the_list_as_shown_becomes_a_workbook(qtbot, desk, sheet, tmp_path, monkeypatch):
    sheet.name.setText("all")
    qtbot.keyClick(sheet.name, Qt.Key.Key_Return)
    wait_for(qtbot, desk, "5 clients saved")
    sheet_of_file = openpyxl.load_workbook(tmp_path / "all.xlsx").active
    assert [cell.value for cell in sheet_of_file[1]] == ["Name", "Company", "Phone", "Last contact", "Stage"]
    assert sheet_of_file.max_row == 6
    opened: list = []
    monkeypatch.setattr(host, "open_folder", opened.append)
    desk.window.toast.findChild(QPushButton, "toast_undo").click()
    assert opened == [tmp_path]


def test_only_the_selected_with_everything_as_text(qtbot, desk, people, tmp_path):
    table = desk.clients_page().table
    desk.show_client(people["Kazlauskas"])
    row = table.currentIndex().row()
    other = table.model().index(row - 1 if row else row + 1, 0)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.selectionModel().select(other, flags)
    assert table.selected_count() == 2
    sheet = host.open_export(desk)
    assert sheet.findChild(QRadioButton, "export_selected").isChecked(), "what is selected is meant"
    choose(sheet, "export_cards")
    choose(sheet, "export_csv")
    press(sheet, "export_save")
    wait_for(qtbot, desk, "2 clients saved")
    (file,) = tmp_path.glob("Clients *.csv")
    assert "jonas@rasa.lt" in file.read_text("utf-8-sig")


def test_an_address_book_holds_whole_cards(qtbot, desk, sheet, tmp_path):
    choose(sheet, "export_vcf")
    assert not sheet.findChild(QRadioButton, "export_columns").isEnabled()
    assert sheet.everything()
    press(sheet, "export_save")
    wait_for(qtbot, desk, "5 clients saved")
    (file,) = tmp_path.glob("Clients *.vcf")
    assert file.read_bytes().count(b"BEGIN:VCARD") == 5


def test_without_a_selection_there_is_nothing_to_choose(qtbot, desk, sheet):
    assert sheet.findChild(QRadioButton, "export_selected") is None
    assert not sheet.only_selected()
    assert host.open_export(desk) is sheet, "one sheet at a time"
    press(sheet, "export_cancel")
    qtbot.waitUntil(lambda: desk.window.findChild(ExportSheet) is None)


def test_what_is_in_the_way_is_told_and_can_be_mended(qtbot, desk, sheet, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    monkeypatch.setattr(host, "ask_folder", lambda _parent, _folder: gone)
    press(sheet, "export_change_folder")
    assert sheet.folder() == gone
    press(sheet, "export_save")
    trouble = sheet.findChild(QLabel, "export_trouble")
    qtbot.waitUntil(trouble.isVisible)
    assert "could not be written" in trouble.text()
    gone.mkdir()
    press(sheet, "export_save")
    wait_for(qtbot, desk, "5 clients saved")
    assert desk.session.settings.current.export_folder == str(gone)


def test_a_name_that_is_taken_or_empty_is_said_at_once(qtbot, desk, sheet, tmp_path):
    (tmp_path / "mine.xlsx").write_bytes(b"")
    sheet.name.setText("mine")
    assert sheet.findChild(QLabel, "export_replaces").isVisibleTo(sheet)
    choose(sheet, "export_csv")
    assert not sheet.findChild(QLabel, "export_replaces").isVisibleTo(sheet)
    sheet.name.setText("  ")
    assert not sheet.findChild(QPushButton, "export_save").isEnabled()
    sheet.reject()


def test_escape_stops_the_work_and_gives_the_choices_back(qtbot, desk, sheet, monkeypatch, tmp_path):
    def endless(_store, _wanted, _path, progress):
        while True:
            progress.step(1, 2)

    monkeypatch.setattr(host, "save", endless)
    press(sheet, "export_save")
    assert not sheet.findChild(QPushButton, "export_save").isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(sheet.findChild(QPushButton, "export_save").isVisible)
    assert list(tmp_path.glob("Clients*")) == []
    sheet.reject()
