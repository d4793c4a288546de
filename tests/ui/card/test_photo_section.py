"""The photo in the form and on the card."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QPushButton

from crm_desktop.services import clients, photos
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.card import photo_section
from crm_desktop.ui.card.client_form import ClientForm
from crm_desktop.ui.card.head import Head
from crm_desktop.ui.card.photo_section import PhotoSection
from crm_desktop.ui.widgets.avatar import Avatar


def png(colour="red"):
    image = QImage(80, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know file names only
    return bytes(buffer.data().data())


@pytest.fixture
def section(qtbot):
    def made(present=b""):
        widget = PhotoSection(present)
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return made


def pressed(widget, name):
    widget.findChild(QPushButton, name).click()


def trouble(widget):
    found = widget.findChild(QLabel, "photo_trouble")
    return "" if found.isHidden() else found.text()


def test_a_chosen_file_is_the_photo(section, tmp_path, monkeypatch, qtbot):
    (tmp_path / "a.png").write_bytes(png())
    monkeypatch.setattr(photo_section, "ask_picture", lambda _parent: tmp_path / "a.png")
    widget = section()
    assert widget.change() is None
    with qtbot.waitSignal(widget.edited):
        pressed(widget, "photo_choose")
    assert widget.change() == png()
    assert widget.findChild(QPushButton, "photo_remove").isVisible()
    pressed(widget, "photo_remove")
    assert widget.change() is None  # there was none before


def test_thinking_better_of_it_changes_nothing(section, monkeypatch):
    monkeypatch.setattr(photo_section, "ask_picture", lambda _parent: None)
    widget = section(png())
    pressed(widget, "photo_choose")
    assert widget.change() is None


@pytest.mark.parametrize("content", [b"no picture", b""])
def test_a_file_that_is_no_picture_is_told(section, tmp_path, monkeypatch, content):
    (tmp_path / "a.png").write_bytes(content)
    monkeypatch.setattr(photo_section, "ask_picture", lambda _parent: tmp_path / "a.png")
    widget = section()
    pressed(widget, "photo_choose")
    assert "JPEG" in trouble(widget)
    assert widget.change() is None


def test_a_file_that_is_gone_is_told(section, monkeypatch):
    monkeypatch.setattr(photo_section, "ask_picture", lambda _parent: Path("missing.png"))
    widget = section()
    pressed(widget, "photo_choose")
    assert "missing.png" in trouble(widget)


def test_a_picture_is_pasted(section):
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    QGuiApplication.clipboard().setImage(image)
    widget = section()
    pressed(widget, "photo_paste")
    assert widget.change()[:4] == b"\x89PNG"


def test_an_empty_clipboard_is_told(section):
    QGuiApplication.clipboard().setText("Ona")
    widget = section()
    pressed(widget, "photo_paste")
    assert trouble(widget)


def test_a_file_is_dropped(section, tmp_path):
    (tmp_path / "a.png").write_bytes(png())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.png"))])
    widget = section()
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, *keys)
    widget.dragEnterEvent(entering)
    assert entering.isAccepted()
    widget.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, *keys))
    assert widget.change() == png()


def test_a_format_that_cannot_be_shown_is_kept_and_told(section):
    widget = section(b"\0\0\0\x18ftypheic" + bytes(50))
    assert trouble(widget)
    assert widget.change() is None


def test_the_form_saves_the_photo_with_the_client(qtbot, session, told, store):
    client = clients.add(store, ClientDraft(name="Ona"))
    photos.set_photo(store, client, png("green"))
    form = ClientForm(session, told, client)
    qtbot.addWidget(form)
    form.findChild(PhotoSection).take(png())
    form.save()
    assert photos.photo(store, client).data == png()
    form.close()


def test_the_card_shows_the_photo_and_the_initials_again(qtbot, store):
    from crm_desktop.services.card import card

    client = clients.add(store, ClientDraft(name="Ona Petraitė"))
    head = Head()
    qtbot.addWidget(head)
    head.show()
    avatar = head.findChild(Avatar)
    head.show_card(card(store, client), png())
    assert avatar.has_photo()
    assert avatar.width() == 56
    middle = avatar.grab().toImage().pixelColor(28, 28)
    assert (middle.red(), middle.green(), middle.blue()) == (255, 0, 0)
    head.show_card(card(store, client))
    assert not avatar.has_photo()
    assert avatar.width() == 46
