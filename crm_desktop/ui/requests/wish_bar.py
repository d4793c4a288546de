"""Who waits for what was asked for, and the one way to tell them all: a bar over the list of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from crm_desktop.ui import text_requests
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.services.wishes import WishesFound


class WishBar(QFrame):
    """Shown where the text that is looked for stands in open wishes.

    Signals:
        calls_wanted: calls should be planned; carries the ids of the wishes and what was asked for.
    """

    calls_wanted = Signal(object, str)

    def __init__(self, *, can_plan: bool) -> None:
        """``can_plan``: there is a form for it."""
        super().__init__()
        self.setObjectName("wish_bar")
        self.setProperty("look", "notice-info")
        self._found: WishesFound | None = None
        self._words = label("", "strong", wrap=True)
        self._words.setObjectName("wish_answer")
        self._plan = button("wish_calls", tr("Plan calls for all…"), icon="phone", clicked=self._want)
        self._can_plan = can_plan
        column = QVBoxLayout(self)  # beside each other they have no room in a narrow window
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        column.addWidget(self._words)
        column.addWidget(self._plan, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_found(self, found: WishesFound | None) -> None:
        """Show who waits; None: nobody."""
        self._found = found
        if found is not None:
            self._words.setText(text_requests.wish_answer(found))
            self.setAccessibleName(self._words.text())
            self._plan.setVisible(self._can_plan and bool(self._to_plan()))
        self.setVisible(found is not None)

    def _to_plan(self) -> list[bytes]:
        """Not those who hear of it already."""
        found = self._found
        return [] if found is None else [id_ for id_ in found.request_ids if id_ not in found.told_ids]

    def _want(self) -> None:
        if self._found is not None:
            self.calls_wanted.emit(self._to_plan(), self._found.asked)
