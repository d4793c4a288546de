"""How satisfied is the client? Asked in passing: five small buttons, or one key from 1 to 5; never in the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from crm_desktop.services.feedback import LEAST, MOST
from crm_desktop.ui import text_requests
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.drafts import FeedbackDraft


class MarkRow(QFrame):
    """One question with five answers and a way past it.

    Signals:
        given: a mark was given; carries the ``FeedbackDraft``.
        words_wanted: the mark is to be given with words; carries the draft, its mark the middle one.
        left: the question was answered or put away, and the focus needs another place.
    """

    given = Signal(object)
    words_wanted = Signal(object)
    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("look", "notice-info")
        self._draft: FeedbackDraft | None = None
        self._question = label("", "", wrap=True)
        self._marks = []
        for mark in range(LEAST, MOST + 1):
            made = button(f"{name}_{mark}", str(mark), look="row", clicked=partial(self._give, mark))
            made.setAccessibleName(text_requests.mark_of_five(mark))
            made.setToolTip(text_requests.stars(mark))
            self._marks.append(made)
        self._words = button(f"{name}_words", tr("With a few words…"), look="row", clicked=self._want_words)
        self._no = button(f"{name}_no", tr("Not asked"), look="row", clicked=self._leave)
        answers = QWidget()
        flow = FlowLayout(answers, 5)
        flow.setContentsMargins(0, 0, 0, 0)
        for each in (*self._marks, self._words, self._no):
            flow.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        column.addWidget(self._question)
        column.addWidget(answers)
        self.hide()

    def ask(self, draft: FeedbackDraft, name: str) -> None:
        """Ask about a client; a question that nobody answered gives way."""
        self._draft = draft
        self._question.setText(tr("How satisfied is {name}? 1 not at all, 5 very", name=name))
        self.setAccessibleName(self._question.text())
        self.show()

    def focus_in(self) -> None:
        """Take the focus, so that one key answers."""
        self._marks[len(self._marks) // 2].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdecimal() and LEAST <= int(event.text()) <= MOST:
            self._give(int(event.text()))
        else:
            super().keyPressEvent(event)

    def _give(self, mark: int) -> None:
        draft, self._draft = self._draft, None
        self.hide()
        if draft is not None:
            self.given.emit(replace(draft, mark=mark))
        self.left.emit()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def _want_words(self) -> None:
        draft, self._draft = self._draft, None
        self.hide()
        if draft is not None:
            self.words_wanted.emit(draft)
