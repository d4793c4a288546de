"""Buttons and labels with a look, a stable name and an accessible name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from crm_desktop.ui import icons

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_TINTS = {"primary": "on_accent", "danger": "late", "link": "accent"}


class Button(QPushButton):
    """A push button that the return key presses too while it has the focus, and never otherwise."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        # A return key in a field must never press a button that happens to come first.
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_return(event):
            self.click()
        else:
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """A button with a picture that the return key presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_return(event):
            self.click()
        else:
            super().keyPressEvent(event)


def _is_return(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD


def button(
    name: str, text: str, *, look: str = "plain", icon: str = "", clicked: Callable[[], object] | None = None
) -> QPushButton:
    """A push button.

    Args:
        name: the object name, a stable English id.
        text: the word on it, translated; also its accessible name.
        look: ``primary`` (one per screen), ``plain``, ``quiet``, ``danger``, ``link`` or ``chip``.
        icon: name of the icon before the text.
        clicked: called without arguments on a click.
    """
    made = Button(text)
    made.setObjectName(name)
    made.setAccessibleName(text.replace("&", ""))
    made.setProperty("look", look)
    if icon:
        # Style sheets know no gap between a picture and a word; a blank is one.
        made.setText(f" {text}")
        made.setIcon(icons.icon(icon, _TINTS.get(look, "")))
        made.setIconSize(QSize(icons.SIZE, icons.SIZE))
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def tool_button(
    name: str, text: str, icon: str, *, clicked: Callable[[], object] | None = None
) -> QToolButton:
    """A button with a picture only; ``text`` is its tool tip and accessible name. Reached by Tab like any other."""
    made = ToolButton()
    made.setObjectName(name)
    made.setAccessibleName(text)
    made.setToolTip(text)
    made.setProperty("look", "quiet")
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(icons.SIZE, icons.SIZE))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def label(text: str, look: str = "", *, wrap: bool = False) -> QLabel:
    """A label with a look (``heading``, ``title``, ``section``, ``strong``, ``quiet``, ``small``, ``late``)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


def line(*, upright: bool = False) -> QFrame:
    """A hairline between two parts of a page."""
    made = QFrame()
    made.setProperty("look", "line")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again after a dynamic property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class SteadyLabel(QLabel):
    """A label whose room only grows: while its words change at every key, nothing around it moves or is laid out."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setProperty("look", look)

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._keep_room(self.minimumSize())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._keep_room(QSize(0, 0))

    def _keep_room(self, least: QSize) -> None:
        # Only a fixed size keeps Qt from laying out the parent when the words change.
        room = self.sizeHint().expandedTo(least)
        if room != self.minimumSize():
            self.setFixedSize(room)


class ElidedLabel(QLabel):
    """A one-line label that ends in an ellipsis where there is no room, and then shows all in its tool tip."""

    def __init__(
        self, text: str = "", look: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        # The same words again come at every key of a search: a label that is set has everything around it laid out.
        if text != self.text():
            super().setText(text)
            self._hint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())
        # Not by the style: its class has so many enumerations that the first call for it costs a start 5 ms.
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)

    def _hint(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")
