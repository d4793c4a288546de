"""What stopped the exchange, on the page: in words, and what a person can do about it right there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from crm_desktop.sync.failures import SyncError
from crm_desktop.ui import text_shared
from crm_desktop.ui.shared.line_field import LineField
from crm_desktop.ui.standing import ASKS, PASSWORDS, Phase
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, restyle

if TYPE_CHECKING:
    from crm_desktop.ui.standing import Standing


class ProblemBox(QFrame):
    """Hidden while all is well.

    Signals:
        answer_wanted: a ``SyncError`` is to be answered in the dialog made for it.
        password_given: a password, and whether it is to be kept in the key store of this computer.
    """

    answer_wanted = Signal(object)
    password_given = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shared_problem")
        self._problem: Exception | None = None
        self._words = label("", wrap=True)
        self._words.setObjectName("shared_problem_words")
        self._keep = QCheckBox(tr("Keep it in the key store of this computer"))
        self._keep.setObjectName("shared_keep_password")
        self._keep.setChecked(True)
        self._password = LineField("shared_password", tr("Password"), tr("Use this password"), secret=True)
        self._password.given.connect(lambda text: self.password_given.emit(text, self._keep.isChecked()))
        self._answer = button("shared_answer", tr("Answer…"), clicked=self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        for part in (self._words, self._password, self._keep):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self._answer)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_standing(self, standing: Standing) -> None:
        """Say what is wrong; an exchange that somebody asked for may mend it, and nothing is said meanwhile."""
        problem = None if standing.phase is Phase.EXCHANGING else standing.problem
        self._problem = problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._words.setText(text_shared.problem_text(problem))
        self.setProperty("look", "notice-info" if standing.phase is Phase.OFFLINE else "notice-care")
        restyle(self)
        for part in (self._password, self._keep):
            part.setVisible(isinstance(problem, PASSWORDS))
        self._answer.setVisible(isinstance(problem, ASKS))

    def _ask(self) -> None:
        if isinstance(self._problem, SyncError):
            self.answer_wanted.emit(self._problem)
