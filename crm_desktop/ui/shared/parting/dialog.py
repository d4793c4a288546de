"""One question with its answers; whatever takes a while goes on beside the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.sync.failures import ServerPasswordNeeded, ServerPasswordRefused, SyncError
from crm_desktop.ui import icons
from crm_desktop.ui.shared.fitting import FittingDialog
from crm_desktop.ui.shared.parting.login_fields import LoginFields
from crm_desktop.ui.shared.parting.question import Effect, Needs, Question
from crm_desktop.ui.shared.work import Work
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import failure_text
from crm_desktop.ui.text_sync_errors import trouble
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.parting.question import Answer, Finding

_WIDTH = 540
_PICTURE = 24


@dataclass(frozen=True, slots=True)
class _Way:
    """A button with what it comes to."""

    word: str
    name: str
    look: str
    words: str
    go: Callable[[], object]


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
        self._answers = QWidget()
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
        column.addWidget(self._answers)
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
        needs = Needs.OWN_LOGIN if _wants_password(error) else Needs.NOTHING
        finding = self._finding
        assert finding is not None, "nothing was asked of the server"
        again = _Way(tr("Try again"), "parting_again", "primary", "", lambda: self._find(finding))
        self._show(Question(title, _words_of(error), needs=needs), (again,))

    def _show(self, asked: Question, ways: tuple[_Way, ...] = ()) -> None:
        icon, colour = ("info", "accent") if asked.calm else ("triangle-alert", "care")
        self._picture.setPixmap(icons.icon(icon, colour).pixmap(_PICTURE, _PICTURE))
        self._title.setText(asked.title)
        self._words.setText(asked.words)
        self.setAccessibleName(asked.title)
        self.setAccessibleDescription(asked.words)
        self._trouble.hide()
        self._fields.ask(asked.needs)
        self._offer((*ways, *(self._way(answer) for answer in asked.answers)))
        self._close.setText(tr("Later") if asked.answers else tr("Close"))
        self._close.setAccessibleName(self._close.text())
        self._put_keys(asked)
        self.fit()

    def _put_keys(self, asked: Question) -> None:
        if asked.needs is not Needs.NOTHING:
            self._fields.setFocus(Qt.FocusReason.OtherFocusReason)
        else:  # never on a button that changes something: Return must not answer unread
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _way(self, answer: Answer) -> _Way:
        return _Way(answer.word, answer.name, answer.look, answer.words, lambda: self._carry_out(answer))

    def _offer(self, ways: tuple[_Way, ...]) -> None:
        """Show the answers in place of those that stood there."""
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._buttons = []
        for way in ways:
            made = button(way.name, way.word, look=way.look, clicked=way.go)
            made.setAccessibleDescription(way.words)
            self._buttons.append(made)
            row = QHBoxLayout()
            row.addWidget(made)
            row.addStretch(1)
            one = QVBoxLayout()
            one.setSpacing(4)
            one.addLayout(row)
            if way.words:
                one.addWidget(label(way.words, "small", wrap=True))
            column.addLayout(one)
        before, self._answers = self._answers, answers
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(before, answers)
        before.hide()
        before.deleteLater()
        answers.setVisible(bool(ways))
        for made in self._buttons:
            QWidget.setTabOrder(made, self._close)

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
        typed = self._fields.typed()
        self._show(Question(tr("Done"), words, calm=True))
        self._picture.setPixmap(icons.icon("circle-check", "accent").pixmap(_PICTURE, _PICTURE))
        signals = self._session.signals
        if answer.effect is Effect.LEFT:
            signals.membership.emit("")
        elif answer.effect is Effect.PASSWORD or (typed and answer.effect is Effect.EXCHANGE):
            signals.membership.emit(typed)  # whoever exchanges has not known it until now
        elif answer.effect is Effect.EXCHANGE:
            signals.exchange.emit()

    def _failed(self, error: Exception) -> None:
        self._end()
        self._trouble.setText(_words_of(error))
        self._trouble.show()
        self._fields.failed(error)


def _wants_password(error: Exception) -> bool:
    return isinstance(error, ServerPasswordNeeded | ServerPasswordRefused)


def _words_of(error: Exception) -> str:
    return trouble(error) if isinstance(error, SyncError) else failure_text(error)
