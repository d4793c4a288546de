"""How much of a series is meant, asked over the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.ui.card.scope_question import ScopeQuestion
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.planning import Scope

_WIDTH = 340


class ScopePopup(QFrame):
    """A popup with the question; closed without an answer it says so."""

    def __init__(
        self, parent: QWidget, chosen: Callable[[Scope], object], left: Callable[[], object]
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("scope_popup")
        self.setProperty("look", "raised")
        self._chosen, self._left = chosen, left
        self._answered = False
        self.question = ScopeQuestion(tr("Leave it as it was"))
        # The popup has an edge and a ground of its own.
        self.question.setProperty("look", "")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.question)
        self.setFixedWidth(_WIDTH)
        self.question.chosen.connect(self._answer)
        self.question.left.connect(self.close)

    def _answer(self, scope: Scope) -> None:
        self._answered = True
        self.close()
        self._chosen(scope)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._answered:
            self._left()


def ask_scope(parent: QWidget, chosen: Callable[[Scope], object], left: Callable[[], object]) -> ScopePopup:
    """Ask in the middle of a window; ``left`` is called where no answer was given."""
    made = ScopePopup(parent, chosen, left)
    made.question.ask()
    made.adjustSize()
    made.move(parent.mapToGlobal(parent.rect().center() - QPoint(made.width() // 2, made.height() // 2)))
    made.show()
    return made
