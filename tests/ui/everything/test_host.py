"""Everything taken out of a base and brought into another, from the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QWidget

from crm_desktop.services import clients
from crm_desktop.services.base import open_base
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.assembly import hosts, make_desk
from crm_desktop.ui.drop import local_files
from crm_desktop.ui.everything import host
from crm_desktop.ui.program import Program


def _nothing(*_values):
    return None


@pytest.fixture
def desk(session, qtbot):
    made = make_desk(session, Program(*[_nothing] * 6), hosts)
    made.start()
    made.window.show()
    yield made
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)
    made.close()
    qtbot.waitUntil(lambda: not session.runner.busy(), timeout=20_000)


@pytest.fixture
def taken(desk, qtbot, tmp_path, monkeypatch):
    """The folder that everything of a base with two clients was written into."""
    store = desk.session.store
    for name in ("Ona", "Jonas"):
        clients.add(store, ClientDraft(name=name))
    desk.session.settings.update(export_folder=str(tmp_path))
    desk.window.actions_table["take_out"].trigger()
    sheet = desk.window.findChild(QWidget, "take_out")
    monkeypatch.setattr(host, "ask_folder", lambda _parent, _folder: tmp_path / "stick")
    (tmp_path / "stick").mkdir()
    sheet.findChild(QWidget, "take_out_change").click()
    sheet.findChild(QWidget, "take_out_go").click()
    qtbot.waitUntil(lambda: desk.window.toast.text().startswith("Everything of"), timeout=30_000)
    (folder,) = (tmp_path / "stick").iterdir()
    return folder


def test_the_folder_holds_ordinary_files(taken):
    assert {"README.txt", "clients.xlsx", "clients.vcf", "diary.ics"} <= {
        each.name for each in taken.iterdir()
    }


def drop(path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return local_files(data)


def test_it_is_dropped_on_the_window_and_comes_in_once(desk, qtbot, taken):
    store = desk.session.store
    clients.delete(store, [id_ for (id_,) in store.read("SELECT id FROM client")])
    assert drop(taken) == [taken]
    assert drop(taken.parent) == []
    desk.hosts.open_import([taken])
    sheet = desk.window.findChild(QWidget, "bring_back")
    words = sheet.findChild(QWidget, "bring_back_words")
    qtbot.waitUntil(lambda: "already" in words.text(), timeout=30_000)
    assert not sheet.findChild(QWidget, "bring_back_go").isEnabled()
    sheet.findChild(QWidget, "bring_back_cancel").click()


def test_what_is_new_is_brought_and_can_be_taken_back(desk, qtbot, taken, tmp_path, monkeypatch):
    other = open_base(tmp_path / "other.crm")
    for name in ("Petras", "Rasa", "Aldona"):
        clients.add(other.store, ClientDraft(name=name))
    from crm_desktop.exchange.everything.writing import write_everything
    from crm_desktop.ui.text_everything import words

    write_everything(other.store, tmp_path / "theirs", words(), lambda _done, _total: None)
    other.store.close()
    monkeypatch.setattr(host, "ask_folder", lambda _parent, _folder: tmp_path / "theirs")
    desk.window.actions_table["bring_back"].trigger()
    sheet = desk.window.findChild(QWidget, "bring_back")
    go = sheet.findChild(QWidget, "bring_back_go")
    said = sheet.findChild(QWidget, "bring_back_words")
    qtbot.waitUntil(lambda: "3 clients" in said.text() and go.isEnabled(), timeout=30_000)
    go.click()
    qtbot.waitUntil(lambda: desk.window.toast.text() == "3 clients brought in", timeout=30_000)
    store = desk.session.store
    assert store.read("SELECT count(*) FROM client WHERE deleted = 0") == [(5,)]
    desk.undoing.take_back_last()
    qtbot.waitUntil(
        lambda: store.read("SELECT count(*) FROM client WHERE deleted = 0") == [(2,)], timeout=30_000
    )


def test_another_folder_is_told_from_one_of_ours(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(host, "ask_folder", lambda _parent, _folder: tmp_path)
    desk.window.actions_table["bring_back"].trigger()
    assert "no folder that was taken out" in desk.window.notice.text()
    monkeypatch.setattr(host, "ask_folder", lambda _parent, _folder: None)
    desk.window.actions_table["bring_back"].trigger()


def test_a_spoilt_folder_is_told_in_the_sheet(desk, qtbot, taken):
    (taken / "tables" / "client.csv").write_text("nonsense")
    desk.hosts.open_import([taken])
    sheet = desk.window.findChild(QWidget, "bring_back")
    trouble = sheet.findChild(QWidget, "bring_back_trouble")
    qtbot.waitUntil(lambda: "client.csv" in trouble.text(), timeout=30_000)
    sheet.reject()
