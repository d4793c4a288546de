"""The fields of a join: a link is spread over them, its password is never seen, and trouble stands where it belongs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QToolButton, QWidget

from crm_desktop.sync import failures
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.failures import ServerAddressRefused
from crm_desktop.ui.shared.joining import fields
from crm_desktop.ui.shared.joining.form import JoinForm, field_of

LINK = "postgresql://anna:p%40ss@db.example.com:6432/crm?sslmode=require"


@pytest.fixture
def form(qtbot):
    made = JoinForm("laptop")
    qtbot.addWidget(made)
    made.resize(560, 500)
    made.show()
    return made


def line(form, name):
    return form.findChild(QLineEdit, f"join_{name}")


def paste(form, text):
    QGuiApplication.clipboard().setText(text)
    line(form, "address").paste()


def troubles(form):
    found = [each for each in form.findChildren(QLabel) if each.objectName().endswith("_trouble")]
    return {each.objectName().split("_")[1]: each.text() for each in found if not each.isHidden()}


def test_a_pasted_link_is_spread_over_the_fields(form):
    paste(form, LINK)
    texts = [line(form, name).text() for name in ("address", "database", "user", "password")]
    assert texts == ["db.example.com:6432", "crm", "anna", "p@ss"]
    assert form.read().address == ServerAddress("db.example.com", "crm", "anna", 6432)


def test_the_password_of_a_link_is_seen_nowhere(form):
    paste(form, LINK)
    assert line(form, "password").echoMode() == QLineEdit.EchoMode.Password
    line(form, "address").undo()
    shown = [each.displayText() for each in form.findChildren(QLineEdit)]
    shown += [each.accessibleDescription() for each in form.findChildren(QLineEdit)]
    assert not [text for text in shown if "p@ss" in text or "p%40ss" in text]
    assert "p@ss" not in repr(form.read())


def test_a_link_that_is_typed_is_spread_when_it_is_left(qtbot, form):
    qtbot.keyClicks(line(form, "address"), LINK)
    assert line(form, "database").text() == ""
    line(form, "database").setFocus()
    form.findChild(QLineEdit, "join_address").editingFinished.emit()
    assert line(form, "database").text() == "crm"


def test_whatever_stands_before_an_at_sign_is_not_kept_in_sight(form):
    line(form, "address").setText("https://anna:secret@db.example.com")
    with pytest.raises(ServerAddressRefused):
        form.read()
    assert "secret" not in line(form, "address").text()


def test_the_ca_file_of_a_link_is_taken_where_it_is_there(form, tmp_path):
    paste(form, f"postgres://db.example.com/crm?sslrootcert={tmp_path / 'gone.pem'}")
    assert form.findChild(fields.AuthorityField).path() is None
    (tmp_path / "ca.pem").write_text("x")
    line(form, "address").clear()
    paste(form, f"postgres://db.example.com/crm?sslrootcert={tmp_path / 'ca.pem'}")
    assert form.findChild(fields.AuthorityField).path() == tmp_path / "ca.pem"


@pytest.mark.parametrize(
    ("address", "database", "user", "field"),
    [
        ("", "crm", "anna", "address"),
        ("db.example.com:x", "crm", "anna", "address"),
        ("db.example.com", " ", "anna", "database"),
        ("db.example.com", "crm", "", "user"),
    ],
)
def test_what_is_missing_is_told_beside_its_field(form, address, database, user, field):
    for name, text in (("address", address), ("database", database), ("user", user)):
        line(form, name).setText(text)
    with pytest.raises(ServerAddressRefused) as caught:
        form.read()
    form.show_trouble(caught.value)
    assert list(troubles(form)) == [field]
    assert line(form, field).property("wrong") is True
    assert line(form, field).accessibleDescription() == troubles(form)[field]


def test_trouble_goes_when_something_else_is_typed(qtbot, form):
    form.show_trouble(failures.ServerPasswordRefused(host="db.example.com", user="anna"))
    assert list(troubles(form)) == ["password"]
    qtbot.keyClicks(line(form, "password"), "x")
    assert troubles(form) == {}


@pytest.mark.parametrize("kind", failures.SyncError.__subclasses__())
def test_every_failure_has_a_field(kind):
    assert field_of(kind(host="db.example.com")) in {"address", "database", "user", "password", "authority"}


@pytest.mark.parametrize(
    ("why", "field"), [("authority", "authority"), ("file", "authority"), ("name", "address")]
)
def test_a_certificate_is_about_the_file_or_the_address(why, field):
    assert field_of(failures.ServerCertificateRefused(host="db.example.com", why=why)) == field


@pytest.mark.parametrize(
    ("host", "near"), [("localhost", True), ("127.0.0.1:5433", True), ("db.example.com", False)]
)
def test_only_towards_this_computer_one_may_do_without_encryption(qtbot, form, host, near):
    encrypted = form.findChild(QCheckBox, "join_encrypted")
    qtbot.keyClicks(line(form, "address"), host)
    assert encrypted.isVisible() is near
    encrypted.setChecked(False)
    line(form, "database").setText("crm")
    line(form, "user").setText("anna")
    assert form.read().address.encrypted is not near


def test_the_eye_shows_the_password_and_hides_it_again(qtbot, form):
    eye = form.findChild(QToolButton, "join_password_show")
    assert eye.accessibleName() == "Show the password"
    qtbot.keyClick(eye, Qt.Key.Key_Return)
    assert line(form, "password").echoMode() == QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide the password"
    form.hide_password()
    assert line(form, "password").echoMode() == QLineEdit.EchoMode.Password


def test_without_a_key_store_nothing_is_promised(form):
    form.show_key_store(there=False)
    line(form, "address").setText("db.example.com")
    line(form, "database").setText("crm")
    line(form, "user").setText("anna")
    assert not form.read().keep
    assert not form.findChild(QCheckBox, "join_keep").isVisible()


def test_a_ca_file_is_chosen_dropped_and_taken_back(qtbot, form, tmp_path, monkeypatch):
    chosen, dropped = tmp_path / "chosen.pem", tmp_path / "dropped.pem"
    for each in (chosen, dropped):
        each.write_text("x")
    monkeypatch.setattr(fields, "ask_certificate", lambda _parent: chosen)
    authority = form.findChild(fields.AuthorityField)
    authority.findChild(QWidget, "join_authority_choose").click()
    assert authority.path() == chosen
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(dropped))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    authority.dropEvent(event)
    assert authority.path() == dropped
    authority.findChild(QToolButton, "join_authority_clear").click()
    assert authority.path() is None
    monkeypatch.setattr(fields, "ask_certificate", lambda _parent: None)
    authority.findChild(QWidget, "join_authority_choose").click()
    assert authority.path() is None


def test_what_is_known_is_filled_in(form):
    known = ServerAddress("::1", "crm", "anna", 6432, None, encrypted=False)
    form.show_address(known)
    assert line(form, "address").text() == "[::1]:6432"
    assert form.read().address == known
