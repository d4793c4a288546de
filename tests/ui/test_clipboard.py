"""Rows copied and blocks pasted, in the real window: by keys, and there and back again without a change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from crm_desktop.kinds import PointKind
from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.ui import clipboard, text
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.clipboard import OWN_FORMAT, pasted
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.importing import host
from crm_desktop.ui.program import Program

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp):
    yield
    # What lies on the offscreen clipboard when the process ends makes Qt crash.
    QGuiApplication.clipboard().clear()


@pytest.fixture
def open_desk(session, qtbot):
    made = []

    def open_it():
        def hosts(desk):
            importing = host.Importing(desk)
            return Hosts(open_import=importing.open, paste_list=importing.paste)

        desk = make_desk(session, Program(*(lambda *_: None,) * 6), hosts)
        made.append(desk)
        desk.start("clients")
        with qtbot.waitActive(desk.window):
            desk.window.show()
            desk.window.activateWindow()
        qtbot.waitUntil(lambda: not session.runner.busy())
        return desk

    yield open_it
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    for desk in made:
        desk.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)


def mime(plain="", html=""):
    data = QMimeData()
    if plain:
        data.setText(plain)
    if html:
        data.setHtml(html)
    return data


def put(plain="", html=""):
    QGuiApplication.clipboard().setMimeData(mime(plain, html))


def copy_all(desk, qtbot):
    table = desk.clients_page().table
    table.selectAll()
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(
        lambda: bool((data := QGuiApplication.clipboard().mimeData()) and data.hasFormat(OWN_FORMAT))
    )


def paste(desk, qtbot):
    QTest.keyClick(desk.clients_page().table, Qt.Key.Key_V, CONTROL)
    assert desk.window.where() == host.IMPORTING
    page = desk.window.page(host.IMPORTING)
    qtbot.waitUntil(lambda: bool(page.columns.files) and not page.columns.is_reading(), timeout=20_000)
    return page


def rehearse(page, qtbot):
    page.go_on()
    qtbot.waitUntil(lambda: page.rehearsal.summary() is not None, timeout=20_000)
    return {str(name): count for name, count in page.rehearsal.summary().verdicts.items() if count}


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_copied_and_pasted_again_every_row_is_the_same(open_desk, session, people, qtbot, language):
    text.set_language(language)
    clients.add(
        session.store,
        ClientDraft(
            name="=Formula Petras", tags=("VIP",), points=(PointDraft(PointKind.PHONE, "8 612 34567"),)
        ),
    )
    clients.edit(
        session.store,
        people["Kazlauskas"],
        replace(clients.draft_of(session.store, people["Kazlauskas"]), birthday="1975-11-02"),
    )
    desk = open_desk()
    header = desk.clients_page().header
    for column in ("number", "birthday", "tags", "email"):
        header.show_column(column, shown=True)
    copy_all(desk, qtbot)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 7
    ivanov = next(line for line in lines if line.startswith("Иванов"))
    assert ivanov.split("\t")[:3] == ["Иванов Иван Петрович", "ООО «Ромашка»", "+7 903 555-01-02"]
    assert any(line.startswith("'=Formula") for line in lines)
    page = paste(desk, qtbot)
    assert page.columns.files[0].path.name == clipboard.clipboard_name()
    assert rehearse(page, qtbot) == {"same": 6}


def test_a_block_of_a_spreadsheet_opens_the_import(open_desk, people, qtbot):
    desk = open_desk()
    put("Vardas\tTelefonas\nOna Petraitienė\t8 612 34567\nJonas\t8 698 11223\n")
    page = paste(desk, qtbot)
    assert page.columns._title.text() == "Clipboard"
    assert [column.header for column in page.columns.plans()[0].columns] == ["Vardas", "Telefonas"]
    assert rehearse(page, qtbot) == {"new": 2}


def test_a_table_of_a_web_page_and_csv_are_taken_too(open_desk, people, qtbot):
    desk = open_desk()
    put("Name Phone", "<p>x</p><table><tr><th>Name<th>Phone<tr><td>Ona Petraitienė<td>8 612 34567</table>")
    page = paste(desk, qtbot)
    assert rehearse(page, qtbot) == {"new": 1}
    page.forget()
    desk.window.go("clients")
    put("Name;Phone\nOna Petraitienė;8 612 34567\nRasa Petraitienė;8 698 12345\n")
    assert rehearse(paste(desk, qtbot), qtbot) == {"new": 2}


def test_a_single_name_or_phone_is_looked_for(open_desk, people, qtbot):
    desk = open_desk()
    put(" Kazlauskas\n")
    QTest.keyClick(desk.clients_page().table, Qt.Key.Key_V, CONTROL)
    assert desk.window.where() == "clients"
    assert desk.window.search.text() == "Kazlauskas"
    qtbot.waitUntil(lambda: desk.clients_page().table.window_model.rowCount() == 1)


def test_files_of_a_file_manager_are_brought(open_desk, people, qtbot, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Name,Phone\nOna,8 612 34567\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(data)
    desk = open_desk()
    assert paste(desk, qtbot).columns.files[0].path == path


def test_an_empty_clipboard_says_so(open_desk, people):
    desk = open_desk()
    QGuiApplication.clipboard().clear()
    desk.window.actions_table["paste_list"].trigger()
    assert "nothing on the clipboard" in desk.window.toast.text()


def test_what_is_beside_the_lines_counts_only_where_it_holds_more():
    lines = "Name\tPhone\nOna\t8 612\n"
    table = "<table><tr><td>Name</td><td>Phone</td></tr><tr><td>Ona</td><td>8 612</td></tr></table>"
    assert pasted(mime(lines, table)).table.decode("utf-8-sig") == lines
    assert pasted(mime("Ona", "<b>Ona</b>")).words == "Ona"
    assert b"<table" in pasted(mime("Name Phone Ona", f"<html>{table}")).table
    assert pasted(mime()) == clipboard.Pasted()


def test_columns_of_a_strange_clipboard_are_not_trusted():
    for content in (b"\xff", b"[1]"):
        data = mime("Name\tPhone\nOna\t8 612\n")
        data.setData(OWN_FORMAT, content)
        assert pasted(data).mapping is None


def test_many_rows_are_copied_beside_the_window(open_desk, crowd, qtbot, monkeypatch):
    monkeypatch.setattr(clipboard, "AT_ONCE", 10)
    desk = open_desk()
    copy_all(desk, qtbot)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 151
    assert desk.window.toast.text() == "150 clients copied"
