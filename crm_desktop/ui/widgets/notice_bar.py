"""A bar over the page for what the user should know and can mend; it stays until closed or mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, restyle, tool_button

if TYPE_CHECKING:
    from collections.abc import Callable

_ICONS = {"info": ("info", "accent"), "care": ("triangle-alert", "care"), "late": ("circle-alert", "late")}


class NoticeBar(QFrame):
    """One notice at a time: a sentence, at most one button, and a cross."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._icon = QLabel()
        self._text = label("", wrap=True)
        self._text.setObjectName("notice_text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button: QPushButton | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        self._close = tool_button("notice_close", tr("Close the notice"), "x", clicked=self.hide)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(
        self, text: str, tone: str = "info", action: str = "", done: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence.

        Args:
            text: the sentence, translated.
            tone: ``info``, ``care`` or ``late``.
            action: the word on a button, if any.
            done: what the button does; the notice closes first.
        """
        self._drop_button()
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("look", f"notice-{tone}")
        restyle(self)
        name, colour = _ICONS[tone]
        self._icon.setPixmap(icons.icon(name, colour).pixmap(icons.SIZE, icons.SIZE))
        if action and done is not None:
            self._button = button("notice_action", action, clicked=lambda: self._act(done))
            self._row.insertWidget(2, self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.show()

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def _act(self, done: Callable[[], object]) -> None:
        self.hide()
        done()

    def _drop_button(self) -> None:
        if self._button is not None:
            self._row.removeWidget(self._button)
            self._button.deleteLater()
            self._button = None
