"""What the administrator is given: a script that a real server takes as it is, the line, copies and a file."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from crm_desktop.sync.connection import connect, look
from crm_desktop.ui.shared.joining import administrator
from crm_desktop.ui.shared.joining.administrator import AdministratorDialog


@pytest.fixture
def dialog(qtbot):
    made = AdministratorDialog(None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def text(dialog, name):
    return dialog.findChild(QPlainTextEdit, f"administrator_{name}").toPlainText()


def told(dialog):
    return dialog.findChild(QLabel, "administrator_told").text()


def test_the_script_follows_the_names(qtbot, dialog):
    assert 'CREATE ROLE "anna" LOGIN' in text(dialog, "script")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "administrator_people"), "Milda, Jonas Petraitis")
    dialog.findChild(QLineEdit, "administrator_database").setText("shop")
    for part in (
        '"milda" LOGIN',
        '"jonas_petraitis" LOGIN',
        'CREATE DATABASE "shop"',
        'crm_owner TO "milda"',
    ):
        assert part in text(dialog, "script")
    assert 'ROLE "anna"' not in text(dialog, "script")


def test_the_line_says_who_comes_from_where(dialog):
    assert text(dialog, "line").split() == [
        "hostssl", '"crm"', "+crm_sync,+crm_owner,+crm_read", "samenet", "scram-sha-256",
    ]  # fmt: skip
    dialog.findChild(QComboBox, "administrator_network").setCurrentIndex(1)
    assert text(dialog, "line").split()[3] == "all"


def test_both_are_copied(dialog):
    for name in ("script", "line"):
        dialog.findChild(QPushButton, f"administrator_copy_{name}").click()
        assert QGuiApplication.clipboard().text() == text(dialog, name)
        assert told(dialog) == "Copied."


def test_the_script_is_saved_as_a_file(dialog, tmp_path, monkeypatch):
    target = tmp_path / "crm.sql"
    monkeypatch.setattr(administrator, "ask_script_file", lambda _parent: target)
    save = dialog.findChild(QPushButton, "administrator_save")
    save.click()
    assert target.read_text(encoding="utf-8") == text(dialog, "script")
    assert "crm.sql" in told(dialog)
    monkeypatch.setattr(administrator, "ask_script_file", lambda _parent: tmp_path / "no folder" / "crm.sql")
    save.click()
    assert "could not be written" in told(dialog)
    monkeypatch.setattr(administrator, "ask_script_file", lambda _parent: None)
    save.click()


def test_a_real_server_takes_the_script(dialog, server):
    """The roles of the program stand there already; everything after them is run word for word."""
    dialog.findChild(QLineEdit, "administrator_people").setText("Rasa, Ugnė")
    dialog.findChild(QLineEdit, "administrator_database").setText("crm_by_script")
    lines = [line for line in text(dialog, "script").splitlines() if line and not line.startswith("--")]
    lines = [line for line in lines if not re.match(r"CREATE ROLE crm_\w+ NOLOGIN;", line)]
    try:
        with server.admin() as admin:
            for line in lines:
                admin.execute(line.rstrip(";").encode())
        address = server.address("crm_by_script", "rasa")
        with connect(address, "<password of rasa>") as connection:
            place = look(connection, address)
        assert (place.joins, place.owns, place.made) == (True, True, False)
        address = server.address("crm_by_script", "ugne")
        with connect(address, "<password of ugne>") as connection:
            assert not look(connection, address).owns
    finally:
        server.drop_database("crm_by_script")
        with server.admin() as admin:
            for name in ("rasa", "ugne"):
                admin.execute(f"DROP ROLE IF EXISTS {name}".encode())
