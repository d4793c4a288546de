"""The bar over a large form: title, unsaved draft, Save and Cancel; it stays while the form scrolls."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, line


class FormHead(QWidget):
    """Title at the left, buttons at the right.

    Signals:
        save, leave: the buttons.
        continue_kept, discard_kept: what to do with the unsaved draft.
    """

    save = Signal()
    leave = Signal()
    continue_kept = Signal()
    discard_kept = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._kept_words = label("")
        self._kept = QFrame()
        self._kept.setObjectName("form_draft")
        self._kept.setProperty("look", "notice-info")
        kept = QHBoxLayout(self._kept)
        kept.setContentsMargins(12, 4, 8, 4)
        kept.addWidget(self._kept_words, 1)
        kept.addWidget(button("draft_continue", tr("Continue"), look="link", clicked=self.continue_kept.emit))
        kept.addWidget(button("draft_discard", tr("Discard"), look="link", clicked=self.discard_kept.emit))
        self._kept.hide()
        row = QHBoxLayout()
        row.setContentsMargins(24, 12, 24, 10)
        row.setSpacing(8)
        row.addWidget(ElidedLabel(title, "heading"), 1)
        row.addWidget(label(tr("Ctrl+Enter saves, Esc leaves"), "small"))
        row.addWidget(button("form_cancel", tr("Cancel"), clicked=self.leave.emit))
        row.addWidget(button("form_save", tr("Save"), look="primary", clicked=self.save.emit))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line())
        inset = QHBoxLayout()
        inset.setContentsMargins(24, 0, 24, 0)
        inset.addWidget(self._kept)
        column.addLayout(inset)

    def show_kept(self, words: str) -> None:
        """Offer an unsaved draft."""
        self._kept_words.setText(words)
        self._kept.show()

    def hide_kept(self) -> None:
        """Take the offer away."""
        self._kept.hide()
