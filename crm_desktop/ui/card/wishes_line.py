"""What to know before a contact, where no card stands beside the form: complaints, wishes, tastes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.services import attention
from crm_desktop.ui import text_today
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.base import Store


class WishesLine(QWidget):
    """Of the first client who takes part; hidden while there is nothing to know."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("activity_wishes")
        self._store = store
        self.care = label("", "care", wrap=True)
        self.wishes = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.care)
        column.addWidget(self.wishes)
        self.hide()

    def show_clients(self, client_ids: Sequence[bytes]) -> None:
        """Say what is to be known of the first of them."""
        first = client_ids[:1]
        before = attention.before(self._store, first).get(first[0]) if first else None
        care = text_today.contact_alert(before)
        wishes = " · ".join(text_today.wishes(before))
        for shown, words in ((self.care, care), (self.wishes, wishes)):
            shown.setText(words)
            shown.setVisible(bool(words))
        self.setVisible(bool(care or wishes))
