"""What joining would do, before anybody says yes to it: what stands on either side, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from crm_desktop.ui import text_joining
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from crm_desktop.sync.join_facts import Outlook


class OutlookBox(QFrame):
    """Shown once the test went well."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("join_outlook")
        self.setProperty("look", "notice-info")
        self._title = label("", "strong", wrap=True)
        self._words = label("", wrap=True)
        self._words.setObjectName("join_outlook_words")
        self._here, self._there = label("", wrap=True), label("", wrap=True)
        self._here.setObjectName("join_here")
        self._there.setObjectName("join_there")
        self._more = label("", "quiet", wrap=True)
        self._more.setObjectName("join_more")
        sides = QGridLayout()
        sides.setHorizontalSpacing(14)
        sides.setVerticalSpacing(2)
        sides.setColumnStretch(1, 1)
        for row, (word, shown) in enumerate(
            ((tr("In your base"), self._here), (tr("In the shared base"), self._there))
        ):
            sides.addWidget(label(word, "quiet"), row, 0)
            sides.addWidget(shown, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(sides)
        column.addWidget(self._words)
        column.addWidget(self._more)

    def show_outlook(self, outlook: Outlook, folder: str) -> None:
        """Say it; ``folder``: where the copy of the base will lie, as people read it."""
        title = text_joining.case_title(outlook.case)
        self._title.setText(title)
        self._here.setText(text_joining.counted(outlook.here))
        self._there.setText(text_joining.counted(outlook.there))
        self._words.setText(text_joining.outlook_words(outlook))
        more = (text_joining.colleagues(outlook.colleagues), text_joining.copy_first(folder))
        self._more.setText(" ".join(filter(None, more)))
        self.setAccessibleName(title)
        self.setAccessibleDescription(
            " ".join((self._here.text(), self._there.text(), self._words.text(), self._more.text()))
        )
