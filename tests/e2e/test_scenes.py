"""Scenes 1, 2 and 10 as they are lived: a list is brought, somebody calls, and all of it is taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.services import field_history, fields
from crm_desktop.services.card import card
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui.importing import host
from tests.conftest import ROOT
from tests.e2e.conftest import CTRL, SHIFT

Key = Qt.Key

LIST = """Klientai 2009;;;;;
;;;;;
ФИО;Телефон;Эл. почта;Дата рождения;Компания;Размер перчаток
Иванов Иван Петрович;8 903 555-01-02;ivanov@mail.example;05.03.1970;ООО «Ромашка»;9
Сергеева Анна Юрьевна;+7 916 123-45-67;;17.05;;7
Kazlauskas Jonas;+370 612 34567;jonas@rasa.example;1965-02-11;UAB "Rasa";10
Семёнов Пётр;+7 926 111-22-33;semenov@mail.example;31.02.1981;;
;;;;;8
Иванов Иван Петрович;+7 903 555 01 02;;;;9
"""


def names(program):
    return [row.name for row in first_page(program.desk.session.store, ClientQuery()).rows]


def found(program):
    table = program.desk.clients_page().table
    return table.current_row().name if table.current_row() else None


def client(program, name):
    rows = first_page(program.desk.session.store, ClientQuery()).rows
    return next(row.client_id for row in rows if row.name == name)


def bring_the_list(program, keyboard, tmp_path, monkeypatch):
    path = tmp_path / "klientai.csv"
    path.write_bytes(LIST.encode("cp1251"))
    monkeypatch.setattr(host, "ask_files", lambda _parent, _folder: [path])
    assert keyboard.focus().objectName() == "door_import"
    keyboard.key(Key.Key_Return)
    page = program.desk.window.page("importing")
    for ready in (
        lambda: bool(page.columns.plans()) and not page.columns.is_reading(),
        lambda: page.rehearsal.summary() is not None and not page.rehearsal.is_busy(),
    ):
        keyboard.until(ready)
        keyboard.until(page._next.isEnabled)
        assert names(program) == [], "nothing is written before the button says so"
        keyboard.key(Key.Key_Return)
    keyboard.until(lambda: page.result.result is not None)
    keyboard.calm()
    keyboard.key(Key.Key_Return)
    keyboard.until(lambda: program.desk.window.where() == "clients")
    keyboard.calm()


IMPORTED = {
    "Иванов Иван Петрович",
    "ООО «Ромашка»",
    "Семёнов Пётр",
    "Сергеева Анна Юрьевна",
    "Kazlauskas Jonas",
    'UAB "Rasa"',
}


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_bring_a_list_answer_the_phone_take_it_all_back(start, language, tmp_path, monkeypatch):
    program, keyboard = start(language)
    store = program.desk.session.store
    assert program.desk.window.where() == "welcome"
    bring_the_list(program, keyboard, tmp_path, monkeypatch)
    assert set(names(program)) == IMPORTED
    assert "Размер перчаток" in {field.name for field in fields.own_fields(store)}

    for typed, name in (
        ("bdfyjd", "Иванов Иван Петрович"),
        ("Ivanov", "Иванов Иван Петрович"),
        ("555-01", "Иванов Иван Петрович"),
        ("семенов", "Семёнов Пётр"),
        ("Kazlauksas", "Kazlauskas Jonas"),
        ("Казлаускас", "Kazlauskas Jonas"),
        ("иванов", "Иванов Иван Петрович"),
    ):
        keyboard.find(typed)
        keyboard.until(lambda name=name: found(program) == name)

    ivanov = client(program, "Иванов Иван Петрович")
    keyboard.key(Key.Key_Return)
    assert program.desk.clients_page().card().client_id == ivanov
    log_a_call_with_a_next_step(keyboard)
    today = date.today()  # noqa: DTZ011 - the user's own day
    seen = card(store, ivanov, today)
    assert [entry.wanted for entry in seen.last_contacts] == ["хотел розы"]
    assert [entry.wanted for entry in seen.planned] == ["перезвонить"]

    keyboard.key(Key.Key_F2)
    assert keyboard.focus().objectName() == "client_name"
    keyboard.key(Key.Key_End)
    keyboard.type(" мл.")
    keyboard.key(Key.Key_Return, CTRL)
    edited = "Иванов Иван Петрович мл."
    assert card(store, ivanov, today).name == edited
    change = next(
        each for each in field_history.of(store, ivanov) if each.field == "name" and each.old is not None
    )
    assert (change.old, change.new) == ("Иванов Иван Петрович", edited)
    assert change.who == "Ona"
    assert change.at

    # An edit, a call, the import: back to the start, and all of it again.
    undo_all(program, keyboard)
    for _ in range(3):
        keyboard.key(Key.Key_Z, CTRL | SHIFT)
        keyboard.calm()
    assert set(names(program)) == IMPORTED - {"Иванов Иван Петрович"} | {edited}
    assert [entry.wanted for entry in card(store, ivanov, today).planned] == ["перезвонить"]


def log_a_call_with_a_next_step(keyboard):
    keyboard.key(Key.Key_L, CTRL)
    assert keyboard.focus().objectName() == "activity_wanted"
    keyboard.type("хотел розы")
    keyboard.tab_to("activity_offered")
    keyboard.type("предложили пионы")
    for _ in range(12):
        if keyboard.focus().objectName().startswith("activity_next"):
            break
        keyboard.key(Key.Key_Tab)
    keyboard.key(Key.Key_Right)  # from "none" to a call
    keyboard.tab_to("activity_next_when")
    keyboard.type(f"{date.today() + timedelta(days=2):%d.%m.%Y} 10:00")  # noqa: DTZ011 - the user's own day
    keyboard.tab_to("activity_next_wanted")
    keyboard.type("перезвонить")
    keyboard.key(Key.Key_Return, CTRL)


def undo_all(program, keyboard):
    for _ in range(3):
        keyboard.key(Key.Key_Z, CTRL)
        keyboard.calm()
    assert names(program) == []


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_out_of_the_bin_and_an_import_taken_back_from_its_page(start, language, tmp_path, monkeypatch):
    program, keyboard = start(language)
    bring_the_list(program, keyboard, tmp_path, monkeypatch)
    keyboard.find("semenov")
    keyboard.until(lambda: found(program) == "Семёнов Пётр")
    keyboard.key(Key.Key_Return)
    keyboard.key(Key.Key_Delete)
    assert set(names(program)) == IMPORTED - {"Семёнов Пётр"}
    keyboard.calm()
    keyboard.key(Key.Key_0, CTRL)
    bin_page = program.desk.window.page("bin")
    keyboard.until(lambda: bin_page.table.model().rowCount() == 1)
    keyboard.tab_to("bin_list")
    keyboard.key(Key.Key_Return)
    assert set(names(program)) == IMPORTED

    # Started anew, next month: the import is still there to be taken back.
    program, keyboard = start(language)
    keyboard.key(Key.Key_8, CTRL)
    keyboard.calm()
    page = program.desk.window.page("imports")
    (undo,) = (
        each for each in page.findChildren(QWidget) if each.objectName().startswith("import_take_back")
    )
    keyboard.tab_to(undo.objectName())
    keyboard.key(Key.Key_Space)
    # Who lay in the bin and came back was changed since, and stays.
    keyboard.until(lambda: set(names(program)) <= {"Семёнов Пётр"})
    keyboard.calm()


HALF_WRITTEN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from crm_desktop.app import Application
from crm_desktop.services.unsaved import any_unsaved
from crm_desktop.settings import SettingsFile

app = QApplication([])
base = Path(sys.argv[1])
program = Application(app, SettingsFile(base.with_name("settings.json")), base)
window = program.open(base).window
window.activateWindow()

def write():
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    for letter in "Half Written":
        QTest.keyClick(window.windowHandle(), letter)
    look.start(20)

def kept():
    if any_unsaved(program.desk.session.store):
        print("kept", flush=True)

look = QTimer(timeout=kept)
window.painted.connect(lambda: QTimer.singleShot(0, write), Qt.ConnectionType.SingleShotConnection)
sys.exit(app.exec())
"""


def test_a_form_half_written_when_the_program_was_killed_is_offered(start, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", HALF_WRITTEN, str(tmp_path / "clients.crm")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout.readline() == "kept\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    program, keyboard = start()
    keyboard.until(program.desk.window.notice.isVisible)
    assert "Half Written" in program.desk.window.notice.text()
    keyboard.tab_to("notice_action")
    keyboard.key(Key.Key_Space)
    assert keyboard.focus().objectName() == "client_name"
    keyboard.key(Key.Key_Return, CTRL)
    assert names(program) == ["Half Written"]
    program, _ = start()
    assert not program.desk.window.notice.isVisible()
