"""One question with its answers; whatever takes a while goes on beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.sync.failures import ServerPasswordNeeded, ServerPasswordRefused, SyncError
from crm_desktop.ui import icons
from crm_desktop.ui.shared.fitting import FittingDialog
from crm_desktop.ui.shared.parting.login_fields import LoginFields
from crm_desktop.ui.shared.parting.question import Effect, Needs, Question
from crm_desktop.ui.shared.work import Work
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import error_text, fault_text
from crm_desktop.ui.text_sync_errors import trouble
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.parting.question import Answer, Finding

_WIDTH = 540
_PICTURE = 24


class PartingDialog(FittingDialog):
    """Shows a question, or asks the server first what to ask; carries out the answer."""

    def __init__(
        self, parent: QWidget | None, session: Session, asked: Question | Finding, password: str = ""
    ) -> None:
        super().__init__(parent, "parting", tr("Shared base"), _WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._work = Work(session)
        self.destroyed.connect(self._work.forget)
        self._finding: Finding | None = None
        self._is_answering = False
        self._picture = QLabel()
        self._title = label("", "title", wrap=True)
        self._title.setObjectName("parting_title")
        self._words = label("", wrap=True)
        self._words.setObjectName("parting_words")
        self._fields = LoginFields(session, password)
        self._answers = QVBoxLayout()
        self._answers.setSpacing(10)
        self._buttons: list[QPushButton] = []
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("One moment…"))
        self._trouble = label("", "late", wrap=True)
        self._trouble.setObjectName("parting_trouble")
        self._close = button("parting_close", tr("Later"), clicked=self.reject)
        self._build()
        if isinstance(asked, Question):
            self._show(asked)
        else:
            self._find(asked)

    def reject(self) -> None:
        """Later: the question comes again. What is being carried out comes to its end first."""
        if not self._is_answering:
            self._work.forget()
            super().reject()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._title, 1)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._words)
        column.addWidget(self._fields)
        column.addLayout(self._answers)
        column.addWidget(self._trouble)
        column.addWidget(self._bar)
        column.addStretch(1)
        column.addLayout(last)
        self._trouble.hide()
        self._bar.hide()
        self._fields.given.connect(self._first_answer)

    def _find(self, finding: Finding) -> None:
        """Ask the server what to ask the person."""
        self._finding = finding
        self._show(Question(tr("Looking what the server has…"), tr("This takes a moment.")))
        self._begin(is_answer=False)
        given = self._fields.given_now()
        self._work.start(lambda progress: finding(given, progress), done=self._found, failed=self._not_found)

    def _found(self, asked: Question) -> None:
        self._end()
        self._finding = None
        self._show(asked)

    def _not_found(self, error: Exception) -> None:
        self._end()
        title = tr("The server could not be asked")
        again = tr("Try again")
        needs = Needs.OWN_LOGIN if _wants_password(error) else Needs.NOTHING
        self._show(Question(title, _words_of(error), needs=needs))
        if self._finding is not None:
            finding = self._finding
            self._add_button(again, "parting_again", "primary", lambda: self._find(finding))

    def _show(self, asked: Question) -> None:
        icon, colour = ("info", "accent") if asked.calm else ("triangle-alert", "care")
        self._picture.setPixmap(icons.icon(icon, colour).pixmap(_PICTURE, _PICTURE))
        self._title.setText(asked.title)
        self._words.setText(asked.words)
        self.setAccessibleName(asked.title)
        self.setAccessibleDescription(asked.words)
        self._trouble.hide()
        self._fields.ask(asked.needs)
        self._drop_answers()
        for answer in asked.answers:
            self._add(answer)
        self._close.setText(tr("Later") if asked.answers else tr("Close"))
        self._close.setAccessibleName(self._close.text())
        self._put_keys(asked)

    def _put_keys(self, asked: Question) -> None:
        if asked.needs is not Needs.NOTHING:
            self._fields.setFocus(Qt.FocusReason.OtherFocusReason)
        else:  # never on a button that changes something: Return must not answer unread
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, answer: Answer) -> None:
        self._add_button(answer.word, answer.name, answer.look, lambda: self._carry_out(answer))
        if answer.words:
            self._buttons[-1].setAccessibleDescription(answer.words)
            self._answers.addWidget(label(answer.words, "small", wrap=True))

    def _add_button(self, word: str, name: str, look: str, clicked: Callable[[], object]) -> None:
        made = button(name, word, look=look, clicked=clicked)
        self._buttons.append(made)
        row = QHBoxLayout()
        row.addWidget(made)
        row.addStretch(1)
        self._answers.addLayout(row)
        QWidget.setTabOrder(made, self._close)

    def _drop_answers(self) -> None:
        self._buttons = []
        clear(self._answers)

    def _first_answer(self) -> None:
        if self._buttons and self._buttons[0].isEnabled():
            self._buttons[0].click()

    def _carry_out(self, answer: Answer) -> None:
        given = self._fields.given_now()
        self._begin(is_answer=True)
        self._work.start(
            lambda progress: answer.deed(given, progress),
            done=lambda words: self._done(answer, words),
            failed=self._failed,
        )

    def _begin(self, *, is_answer: bool) -> None:
        self._is_answering = is_answer
        self._trouble.hide()
        self._bar.show()
        for each in (*self._buttons, self._fields):
            each.setEnabled(False)
        self._close.setEnabled(not is_answer)

    def _end(self) -> None:
        self._is_answering = False
        self._bar.hide()
        for each in (*self._buttons, self._fields, self._close):
            each.setEnabled(True)

    def _done(self, answer: Answer, words: str) -> None:
        self._end()
        password = self._fields.given_now().password or ""
        self._show(Question(tr("Done"), words, calm=True))
        self._picture.setPixmap(icons.icon("circle-check", "accent").pixmap(_PICTURE, _PICTURE))
        if answer.effect is Effect.EXCHANGE:
            self._session.signals.exchange.emit()
        elif answer.effect is Effect.MEMBERSHIP:
            self._session.signals.membership.emit(password)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._trouble.setText(_words_of(error))
        self._trouble.show()
        self._fields.failed(error)


def _wants_password(error: Exception) -> bool:
    return isinstance(error, ServerPasswordNeeded | ServerPasswordRefused)


def _words_of(error: Exception) -> str:
    if isinstance(error, SyncError):
        return trouble(error)
    return error_text(error) if isinstance(error, UserError) else fault_text()
