"""The watched folder in the real window: found, rehearsed, brought in by one click; left alone; gone and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.importing import host
from crm_desktop.ui.importing.wizard import Step
from crm_desktop.ui.inbox import inbox as inbox_module
from crm_desktop.ui.inbox import setting
from crm_desktop.ui.program import Program

LEADS = "Name,Phone,E-mail\nOna Petraitienė,+37061234567,ona@example.lt\nJonas Jonaitis,+37069811223,\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "leads"
    made.mkdir()
    return made


class Opened:
    """A window and what opens imports in it."""

    def __init__(self, desk, importing):
        self.desk = desk
        self.window = desk.window
        self.importing = importing

    def close(self):
        self.desk.close()


@pytest.fixture
def open_desk(session, qtbot, monkeypatch):
    monkeypatch.setattr(inbox_module, "EVERY_MS", 50)
    monkeypatch.setattr(inbox_module, "_SOON_MS", 20)
    made = []

    def open_it():
        parts = {}

        def hosts(desk):
            importing = parts["importing"] = host.Importing(desk)
            return Hosts(
                open_import=importing.open,
                imports_page=importing.past_page,
                start_inbox=importing.start_inbox,
            )

        desk = make_desk(session, Program(*(lambda *_: None,) * 6), hosts)
        made.append(Opened(desk, parts["importing"]))
        desk.start("clients")
        desk.window.show()
        return made[-1]

    yield open_it
    for desk in made:
        if desk.importing.inbox is not None:
            desk.importing.inbox.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    for desk in made:
        desk.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)


def drop(folder, name="leads.csv", text=LEADS):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def watched(open_desk, session, folder):
    session.settings.update(watched_folder=str(folder))
    return open_desk()


def waits(desk, qtbot, count=1):
    qtbot.waitUntil(
        lambda: desk.importing.inbox is not None and len(desk.importing.inbox.waiting) == count,
        timeout=20_000,
    )


def press(desk, name, qtbot):
    desk.window.go("imports")
    page = desk.window.page("imports")
    qtbot.waitUntil(lambda: bool(page.findChildren(QPushButton, name)))
    qtbot.mouseClick(page.findChildren(QPushButton, name)[-1], Qt.MouseButton.LeftButton)


def count(session):
    return len(first_page(session.store, ClientQuery(), 100).rows)


def test_nothing_is_looked_at_before_a_folder_is_chosen(open_desk, session, folder, qtbot, monkeypatch):
    drop(folder)
    desk = open_desk()
    assert desk.importing.inbox is None
    desk.window.go("settings")
    monkeypatch.setattr(setting, "ask_folder", lambda _parent, _folder: folder)
    page = desk.window.page("settings")
    qtbot.mouseClick(page.findChild(QPushButton, "setting_watched_choose"), Qt.MouseButton.LeftButton)
    waits(desk, qtbot)
    assert session.settings.current.watched_folder == str(folder)
    qtbot.mouseClick(page.findChild(QPushButton, "setting_watched_off"), Qt.MouseButton.LeftButton)
    waits(desk, qtbot, 0)
    assert session.settings.current.watched_folder == ""


def test_one_click_brings_a_file_in_and_it_is_never_offered_again(open_desk, session, folder, qtbot):
    path = drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    assert "1 new file in the watched folder: leads.csv. 2 new" in desk.window.notice.text()
    assert desk.window.sidebar._items["imports"].count == "1"
    press(desk, "inbox_bring_0", qtbot)
    qtbot.waitUntil(lambda: not desk.importing.inbox.waiting, timeout=20_000)
    assert count(session) == 2
    assert desk.window.toast.text() == "leads.csv: 2 new clients are here"
    assert desk.window.sidebar._items["imports"].count == ""
    assert path.exists()
    desk.importing.inbox.start()
    qtbot.wait(200)
    assert desk.importing.inbox.waiting == []
    drop(folder, text=LEADS + "Rasa Rasaitė,+37061122334,\n")
    waits(desk, qtbot)
    assert desk.importing.inbox.waiting[0].counts["new"] == 1


def test_files_are_moved_only_where_that_was_chosen(open_desk, session, folder, qtbot):
    session.settings.update(watched_move=True)
    path = drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    press(desk, "inbox_bring_0", qtbot)
    qtbot.waitUntil(lambda: not path.exists(), timeout=20_000)
    assert (folder / "done" / "leads.csv").exists()
    desk.window.go("settings")
    box = desk.window.page("settings").findChild(QCheckBox, "setting_watched_move")
    assert box.isChecked()
    box.click()
    assert not session.settings.current.watched_move


def test_a_file_that_cannot_be_moved_is_told(open_desk, session, folder, qtbot, monkeypatch):
    session.settings.update(watched_move=True)
    drop(folder)
    monkeypatch.setattr(inbox_module, "put_away", lambda _path, _folder: None)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    press(desk, "inbox_bring_0", qtbot)
    qtbot.waitUntil(lambda: "could not be moved" in desk.window.notice.text(), timeout=20_000)
    assert count(session) == 2


def test_a_look_opens_the_check_and_the_import_settles_it(open_desk, session, folder, qtbot):
    drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    press(desk, "inbox_look_0", qtbot)
    page = desk.window.page(host.IMPORTING)
    qtbot.waitUntil(lambda: page.rehearsal.summary() is not None, timeout=20_000)
    assert page._step() is Step.CHECK
    page.go_on()
    qtbot.waitUntil(lambda: page.result.result is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not desk.importing.inbox.waiting, timeout=20_000)
    assert count(session) == 2


def test_what_was_brought_in_while_the_folder_was_looked_at_is_not_offered_again(
    open_desk, session, folder, qtbot
):
    drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    box = desk.importing.inbox
    offered = list(box.waiting)
    box.brought([offered[0].file.path])
    box._looked((box._folder.look(), offered))
    assert box.waiting == []


def test_a_file_left_alone_stays_where_it_is_and_can_come_back(open_desk, session, folder, qtbot):
    path = drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    press(desk, "inbox_leave_0", qtbot)
    assert desk.importing.inbox.waiting == []
    assert path.exists()
    qtbot.mouseClick(desk.window.toast.findChild(QPushButton, "toast_undo"), Qt.MouseButton.LeftButton)
    waits(desk, qtbot)


def test_a_file_that_cannot_be_read_says_why(open_desk, session, folder, qtbot):
    drop(folder, "broken.xlsx", "PK\x03\x04 no workbook")
    drop(folder, "nobody.csv", "Colour,Size\nred,5\nblue,6\n")
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot, 2)
    desk.window.go("imports")
    page = desk.window.page("imports")
    assert not page.findChildren(QPushButton, "inbox_bring_0")
    texts = [each.text() for each in page.findChildren(QLabel)]
    assert any("damaged" in text.lower() for text in texts)
    desk.importing.inbox.bring(desk.importing.inbox.waiting[0].file)
    qtbot.waitUntil(lambda: desk.importing.inbox.bringing is None, timeout=20_000)
    assert "damaged" in desk.window.notice.text().lower()


def test_only_one_file_at_a_time(open_desk, session, folder, qtbot):
    drop(folder)
    desk = watched(open_desk, session, folder)
    waits(desk, qtbot)
    box = desk.importing.inbox
    box.bringing = box.waiting[0].file
    box.bring(box.waiting[0].file)
    assert desk.window.toast.text() == "One list is still being brought in"
    box.bringing = None


def test_a_stick_that_is_pulled_out_and_put_back(open_desk, session, folder, qtbot, tmp_path):
    drop(folder)
    desk = watched(open_desk, session, folder)
    desk.window.go("imports")
    waits(desk, qtbot)
    away = folder.rename(tmp_path / "away")
    waits(desk, qtbot, 0)
    assert desk.importing.inbox.is_missing
    texts = [each.text() for each in desk.window.page("imports").findChildren(QLabel)]
    assert any("not there at the moment" in text for text in texts)
    away.rename(folder)
    waits(desk, qtbot)
    assert not desk.importing.inbox.is_missing


def test_what_waited_is_found_again_at_the_next_start(open_desk, session, folder, qtbot):
    drop(folder)
    first = watched(open_desk, session, folder)
    waits(first, qtbot)
    first.importing.inbox.close()
    second = open_desk()
    waits(second, qtbot)
