"""How the window comes to the import, and the page of past imports in the real window."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from crm_desktop.services import clients
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui import rejects
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.importing import host
from crm_desktop.ui.importing.wizard import Step
from crm_desktop.ui.kept_list import KeptList
from crm_desktop.ui.program import Program


def _nothing(*_values):
    return None


@pytest.fixture
def desk(session, qtbot):
    made = {}

    def hosts(desk):
        made["importing"] = host.Importing(desk)
        return Hosts(open_import=made["importing"].open, imports_page=made["importing"].past_page)

    desk = make_desk(session, Program(_nothing, _nothing, _nothing, _nothing, _nothing, _nothing), hosts)
    desk.start()
    desk.window.show()
    yield desk
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    desk.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)


def page(desk):
    return desk.window.page(host.IMPORTING)


def import_list(desk, path, qtbot):
    desk.hosts.open_import([path])
    qtbot.waitUntil(lambda: not page(desk).columns.is_reading(), timeout=20_000)
    page(desk).go_on()
    qtbot.waitUntil(lambda: page(desk).rehearsal.summary() is not None, timeout=20_000)
    page(desk).go_on()
    qtbot.waitUntil(lambda: page(desk).result.result is not None, timeout=20_000)


def press(widget, name, qtbot):
    found = [button for button in widget.findChildren(QPushButton) if button.objectName().startswith(name)]
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


def count(desk):
    return len(first_page(desk.session.store, ClientQuery(), 100).rows)


def test_a_file_dropped_on_the_window_begins_the_import(desk, list_file, qtbot):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(list_file))])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    assert desk.window.where() == host.IMPORTING
    qtbot.waitUntil(lambda: len(page(desk).columns.plans()) == 1, timeout=20_000)


def test_the_command_asks_for_files_and_then_comes_back_to_them(desk, list_file, qtbot, monkeypatch):
    asked = []

    def ask(_parent, _folder):
        asked.append(1)
        return [list_file]

    monkeypatch.setattr(host, "ask_files", ask)
    desk.window.actions_table["import"].trigger()
    qtbot.waitUntil(lambda: len(page(desk).columns.plans()) == 1, timeout=20_000)
    desk.window.go("clients")
    desk.window.actions_table["import"].trigger()
    assert desk.window.where() == host.IMPORTING
    assert len(asked) == 1


def test_nothing_happens_where_no_file_was_chosen(desk, monkeypatch):
    monkeypatch.setattr(host, "ask_files", lambda _parent, _folder: [])
    before = desk.window.where()
    desk.window.actions_table["import"].trigger()
    assert desk.window.where() == before


def test_show_the_clients_filters_the_list(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    press(page(desk), "import_show", qtbot)
    assert desk.window.where() == "clients"
    assert desk.clients_page().query.filters[0].field == "import"
    assert not page(desk).is_begun()


def test_a_past_import_is_taken_back_and_brought_again(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    desk.window.go("imports")
    past = desk.window.page("imports")
    press(past, "import_take_back", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 0, timeout=20_000)
    press(past, "import_again", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 3, timeout=20_000)
    press(past, "import_clients", qtbot)
    assert desk.window.where() == "clients"


def test_rows_that_could_not_go_in_are_saved_now_and_later(desk, list_file, tmp_path, qtbot, monkeypatch):
    import_list(desk, list_file, qtbot)
    for name, screen in (("now.xlsx", page(desk)), ("later.xlsx", None)):
        if screen is None:
            desk.window.go("imports")
            screen = desk.window.page("imports")
        path = tmp_path / name
        monkeypatch.setattr(rejects, "ask_place", lambda _parent, _name, path=path: path)
        press(screen, "import_save_rejects" if name == "now.xlsx" else "import_rejects", qtbot)
        qtbot.waitUntil(path.exists, timeout=20_000)
        qtbot.waitUntil(lambda: not desk.session.runner.busy(), timeout=20_000)
        rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
        assert rows[0][:3] == ("Vardas, pavardė", "Telefonas", "El. paštas")
        assert rows[0][-1] == "Why it could not go in"
        assert rows[1][4:6] == ("Kaunas", "tulpės")
        assert rows[1][-1].startswith("Nobody in this row")
        assert len(rows) == 2


def test_past_imports_say_that_there_are_none(desk, qtbot, monkeypatch, list_file):
    monkeypatch.setattr(host, "ask_files", lambda _parent, _folder: [list_file])
    desk.window.go("imports")
    press(desk.window.page("imports"), "imports_begin", qtbot)
    assert desk.window.where() == host.IMPORTING
    qtbot.waitUntil(lambda: not page(desk).columns.is_reading(), timeout=20_000)


def test_an_import_goes_on_while_the_user_looks_elsewhere(desk, list_file, qtbot):
    desk.hosts.open_import([list_file])
    qtbot.waitUntil(lambda: not page(desk).columns.is_reading(), timeout=20_000)
    page(desk).go_on()
    qtbot.waitUntil(lambda: page(desk).rehearsal.summary() is not None, timeout=20_000)
    page(desk).go_on()
    desk.go_clients()
    qtbot.waitUntil(lambda: count(desk) == 3, timeout=20_000)
    qtbot.waitUntil(lambda: not page(desk).result.is_busy(), timeout=20_000)
    assert page(desk).steps.step() == Step.RESULT


def test_the_next_list_is_looked_for_where_the_last_one_was(desk, list_file, qtbot, monkeypatch):
    folders = []

    def ask(_parent, folder):
        folders.append(folder)
        return [list_file]

    monkeypatch.setattr(host, "ask_files", ask)
    desk.window.actions_table["import"].trigger()
    qtbot.waitUntil(lambda: len(page(desk).columns.plans()) == 1, timeout=20_000)
    page(desk).files_wanted.emit()
    assert folders[1] == list_file.parent


def test_what_was_edited_since_stays_and_is_listed(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    store = desk.session.store
    ((jonas,),) = store.read("SELECT id FROM client WHERE family = 'Petrauskas'")
    clients.edit(store, jonas, replace(clients.draft_of(store, jonas), notes="only white ones"))
    desk.window.go("imports")
    press(desk.window.page("imports"), "import_take_back", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 1, timeout=20_000)
    qtbot.mouseClick(desk.window.notice.findChild(QPushButton, "notice_action"), Qt.MouseButton.LeftButton)
    listed = desk.window.findChild(KeptList, "kept")
    said = [listed.model.data(listed.model.index(0, column)) for column in range(4)]
    assert said == ["Petrauskas Jonas", "Notes", "only white ones", "nothing"]
    QTest.keyClick(listed.table, Qt.Key.Key_Return)
    assert desk.window.where() == "clients"
    assert desk.clients_page().current_id() == jonas
    assert listed.isHidden()


def test_a_list_brought_again_over_newer_work_says_what_stays(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    desk.window.go("imports")
    past = desk.window.page("imports")
    press(past, "import_take_back", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 0, timeout=20_000)
    press(past, "import_again", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 3, timeout=20_000)
    assert desk.window.toast.text() == "Done again"


def shown_rows(desk):
    return desk.clients_page().table.window_model.rowCount()


def test_each_line_of_the_report_shows_its_clients(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    press(page(desk), "import_report_new", qtbot)
    assert desk.window.where() == "clients"
    assert shown_rows(desk) == 3
    desk.window.go("imports")
    past = desk.window.page("imports")
    press(past, "import_details_", qtbot)
    press(past, "import_report_duplicate", qtbot)
    assert shown_rows(desk) == 1
    desk.window.go("imports")
    press(past, "import_column_0_3", qtbot)  # birthdays: one of the three does not exist
    assert shown_rows(desk) == 2
    desk.window.go("imports")
    press(past, "import_column_0_5", qtbot)  # an own field
    assert shown_rows(desk) == 3
    chips = desk.clients_page().filter_bar
    assert any("all in the list" in chip.text() for chip in chips.findChildren(QPushButton))


def test_the_report_of_a_list_taken_back_leads_nowhere(desk, list_file, qtbot):
    import_list(desk, list_file, qtbot)
    desk.window.go("imports")
    past = desk.window.page("imports")
    press(past, "import_details_", qtbot)
    assert past.findChildren(QPushButton, "import_report_new")
    press(past, "import_take_back", qtbot)
    qtbot.waitUntil(lambda: count(desk) == 0, timeout=20_000)
    qtbot.waitUntil(lambda: not past.findChildren(QPushButton, "import_report_new"))
    assert past.findChildren(QPushButton, "import_report_rejected")
    press(past, "import_details_", qtbot)
    qtbot.waitUntil(lambda: not past.findChildren(QPushButton, "import_report_rejected"))
