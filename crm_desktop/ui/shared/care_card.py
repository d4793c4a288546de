"""What is seldom done with the shared base: comparing everything, leaving it; and what every laptop should have."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, line
from crm_desktop.ui.widgets.page_frame import Card


class CareCard(Card):
    """Signals:
    compare_wanted: everything is to be compared with the server now.
    leave_wanted: this base is to leave the shared one; it was asked and answered.
    """

    compare_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shared_care")
        self._compare = button("shared_compare", tr("Compare now"), clicked=self.compare_wanted.emit)
        self._compared = label("", "small", wrap=True)
        self._compared.setObjectName("shared_compared")
        self._compared.hide()
        self._leave = button(
            "shared_leave", tr("Leave the shared base…"), clicked=lambda: self._ask(asked=True)
        )
        self._row(
            tr("Compare with the server"),
            tr(
                "It happens by itself once a week. Whatever differs without a reason is put right, and what you have "
                "not sent yet stays."
            ),
            self._compare,
            self._compared,
        )
        self.column.addWidget(line())
        self._row(
            tr("Every computer holds the whole base"),
            tr(
                "Whoever takes a laptop takes all clients with it. Have the disk of each one encrypted (BitLocker, "
                "FileVault, LUKS), and have an administrator shut out one that is lost."
            ),
        )
        self.column.addWidget(line())
        self._row(
            tr("Leave the shared base"),
            tr(
                "This computer goes on alone, with everything it holds now. Your colleagues notice nothing of it."
            ),
            self._leave,
        )
        self._question = self._made_question()
        self.column.addWidget(self._question)
        self._question.hide()

    def show_comparing(self, text: str, *, busy: bool) -> None:
        """Say how the comparison goes, or what came of it."""
        self._compare.setEnabled(not busy)
        self._compared.setText(text)
        self._compared.setVisible(bool(text))

    # ---------------------------------------------------------------------------------------------------------- inside

    def _row(self, title: str, text: str, *parts: QWidget) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "strong", wrap=True))
        words.addWidget(label(text, "quiet", wrap=True))
        for each in parts[1:]:
            words.addWidget(each)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(words, 1)
        if parts:
            across.addWidget(parts[0], 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(across)

    def _made_question(self) -> QWidget:
        made = QWidget()
        made.setObjectName("shared_leave_question")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(
            label(
                tr(
                    "Leave? Nothing is deleted, here or there. What you have not sent stays on this computer only. "
                    "You can join again at any time."
                ),
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self._yes = button("shared_leave_yes", tr("Leave"), look="danger", clicked=self._confirmed)
        row.addWidget(self._yes)
        row.addWidget(button("shared_leave_no", tr("Stay"), clicked=lambda: self._ask(asked=False)))
        row.addStretch(1)
        column.addLayout(row)
        return made

    def _ask(self, *, asked: bool) -> None:
        self._question.setVisible(asked)
        self._leave.setVisible(not asked)
        (self._yes if asked else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirmed(self) -> None:
        self._ask(asked=False)
        self.leave_wanted.emit()
