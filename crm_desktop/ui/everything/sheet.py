"""One question before long work, and its progress: a title, what will happen, a place to change, one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop import paths
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from pathlib import Path

_WIDTH = 476


class WorkSheet(QDialog):
    """Asks once and shows the work; knows nothing of how it is done.

    Signals:
        wanted: the button was pressed.
        place_wanted: another folder should be chosen.
        stop_wanted: the work under way should stop.
    """

    wanted = Signal()
    place_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget, *, name: str, title: str, words: str, go: str) -> None:
        """Take the object name, and the words: the title, what will happen, the word on the button."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._work: ProgressStrip | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(22, 20, 22, 18)
        self._column.setSpacing(12)
        self._column.addStrut(_WIDTH)
        self._column.addWidget(label(title, "title", wrap=True))
        self._words = label(words, "quiet", wrap=True)
        self._words.setObjectName(f"{name}_words")
        self._column.addWidget(self._words)
        self._place = ElidedLabel("", "strong", Qt.TextElideMode.ElideMiddle)
        self._place.setObjectName(f"{name}_place")
        self._change = button(f"{name}_change", tr("Another place…"), clicked=self.place_wanted.emit)
        place = QHBoxLayout()
        place.addWidget(self._place, 1)
        place.addWidget(self._change)
        self._column.addLayout(place)
        self._trouble = label("", "late", wrap=True)
        self._trouble.setObjectName(f"{name}_trouble")
        self._column.addWidget(self._trouble)
        self._cancel = button(f"{name}_cancel", tr("Cancel"), clicked=self.reject)
        self._go = button(f"{name}_go", go, look="primary", clicked=self.wanted.emit)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._go)
        self._column.addLayout(row)
        for each in (self._place, self._change, self._trouble):
            each.hide()
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, folder: Path) -> None:
        """Show where it will stand, and offer to change that."""
        self._place.setText(paths.shown(folder))
        for each in (self._place, self._change):
            each.show()

    def show_words(self, words: str, *, ready: bool = True) -> None:
        """Say what will happen; ``ready``: it may be begun."""
        self._words.setText(words)
        self._go.setEnabled(ready)
        if ready:
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_work(self, title: str) -> ProgressStrip:
        """Show how far the work is; Cancel and Escape stop it."""
        self.end_work()
        self._trouble.hide()
        self._change.setEnabled(False)
        for each in (self._go, self._cancel):
            each.hide()
        self._work = ProgressStrip(f"{self.objectName()}_work", title, self.stop_wanted.emit)
        self._column.addWidget(self._work)
        return self._work

    def end_work(self, trouble: str = "") -> None:
        """The work ended; ``trouble`` says what was in the way."""
        if self._work is not None:
            self._column.removeWidget(self._work)
            self._work.deleteLater()
            self._work = None
        self._change.setEnabled(True)
        for each in (self._go, self._cancel):
            each.show()
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def reject(self) -> None:
        """Escape, Cancel or the cross: stop the work that runs, else go."""
        if self._work is not None:
            self.stop_wanted.emit()
        else:
            super().reject()
