"""A contact of a series was changed: asks once whether this one is meant, this and those after it, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from crm_desktop.services.planning import Scope
from crm_desktop.ui.card.form_keys import claim
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton

_KEYS = {Qt.Key.Key_1: Scope.THIS, Qt.Key.Key_2: Scope.LATER, Qt.Key.Key_3: Scope.ALL}

_BELOW = 60
"""Room for the buttons of the form below it, in logical pixels."""


class ScopeQuestion(QFrame):
    """Three buttons, chosen by 1, 2 and 3 as well; Esc goes back to the form.

    Signals:
        chosen: carries the ``planning.Scope``.
        left: nothing is to be saved yet.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self, back: str = "") -> None:
        """``back``: the word for leaving it without an answer; that of a form where it is empty."""
        super().__init__()
        self.setObjectName("scope_question")
        self.setProperty("look", "notice-info")
        words = tr("This contact repeats. What is to change?")
        self.setAccessibleName(words)
        self._buttons: dict[Scope, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(label(words, "strong", wrap=True))
        for key, word in (
            (Scope.THIS, trc("series", "1  Only this one")),
            (Scope.LATER, trc("series", "2  This one and all after it")),
            (Scope.ALL, trc("series", "3  All of them")),
        ):
            made = button(f"scope_{key.value}", word)
            made.setStyleSheet("text-align: left;")
            made.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._buttons[key] = made
            column.addWidget(made)
        row = QHBoxLayout()
        row.addWidget(
            button("scope_back", back or tr("Back to the form"), look="link", clicked=self.left.emit)
        )
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def ask(self, *, this: bool = True) -> None:
        """Show it; ``this``: the change can be of this one alone."""
        self._buttons[Scope.THIS].setVisible(this)
        self.show()
        # When the form around it, which may scroll, has made room for it.
        QTimer.singleShot(0, self, self._come_into_sight)
        first = self._buttons[Scope.THIS if this else Scope.LATER]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_into_sight(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self, 0, _BELOW)

    def event(self, event: QEvent) -> bool:
        return claim(event, {*_KEYS, Qt.Key.Key_Escape}) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        scope = _KEYS.get(Qt.Key(event.key()))
        if scope is not None and not self._buttons[scope].isHidden():
            self.chosen.emit(scope)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
