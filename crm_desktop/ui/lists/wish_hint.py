"""A line over the list of clients: who waits for what was asked for in the search stands on the page of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.ui import text_requests
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.wishes import WishesFound


class WishHint(QFrame):
    """Shown where a question of the search is answered by open wishes; ``show_them`` takes what was asked."""

    def __init__(self, show_them: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("wish_hint")
        self.setProperty("look", "notice-info")
        self._asked = ""
        self._words = label("", "strong", wrap=True)
        self._words.setObjectName("wish_hint_words")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.addWidget(self._words, 1)
        self._show = button(
            "wish_hint_show", tr("Show them"), look="link", clicked=lambda: show_them(self._asked)
        )
        row.addWidget(self._show)
        self.hide()

    def stand_before(self, widget: QWidget) -> None:
        """Have Tab come here before ``widget``, which stands below."""
        QWidget.setTabOrder(self._show, widget)

    def tell(self, found: WishesFound | None) -> None:
        """Say who waits; None: nobody was asked about, or nobody waits."""
        if found is not None:
            self._asked = found.asked
            self._words.setText(text_requests.wish_answer(found))
            self.setAccessibleName(self._words.text())
        self.setVisible(found is not None)
