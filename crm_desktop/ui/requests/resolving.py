"""How was it resolved? A few words, Ctrl+Enter; none are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from crm_desktop.ui.card.form_keys import claim, saves
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Resolving(QFrame):
    """A question in passing.

    Signals:
        resolved: carries the words.
        left: Esc.
    """

    resolved = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("request_resolving")
        self.setProperty("look", "card")
        self._title = label("", "strong", wrap=True)
        self._words = TextBox(
            "request_resolution", tr("How it was resolved"), tr("Ctrl+Enter saves, Esc leaves"), least=2
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self._title)
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(button("request_resolve_now", tr("Resolved"), look="primary", clicked=self._resolve))
        row.addWidget(button("request_resolve_not", tr("Cancel"), clicked=self._leave))
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def ask(self, *, wishes: bool, words: str = "") -> None:
        """Ask, and take the focus; ``wishes``: what is to be resolved was wished for, ``words``: typed before."""
        self._title.setText(
            tr("Did they get what they wished for?") if wishes else tr("How was it resolved?")
        )
        self.setAccessibleName(self._title.text())
        if words:
            self._words.set_text(words)
        self.show()
        self._words.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """What was typed and not sent."""
        return self._words.text()

    def leave(self) -> None:
        """Ask no more; what was typed is dropped."""
        self._words.set_text("")
        self.hide()

    def event(self, event: QEvent) -> bool:
        return claim(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if saves(event):
            self._resolve()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _resolve(self) -> None:
        words = self._words.text()
        self.leave()
        self.resolved.emit(words)

    def _leave(self) -> None:
        self.leave()
        self.left.emit()
