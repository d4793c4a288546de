"""A bar over the page for what the user should know and can mend; it stays until closed or mended."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, restyle, tool_button

if TYPE_CHECKING:
    from collections.abc import Callable

_ICONS = {"info": ("info", "accent"), "care": ("triangle-alert", "care"), "late": ("circle-alert", "late")}


class NoticeBar(QFrame):
    """One notice at a time: a sentence, a button for each way to deal with it, and a cross.

    Signals:
        closed: the user has read it, or dealt with it.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._icon = QLabel()
        self._text = label("", wrap=True)
        self._text.setObjectName("notice_text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 8, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        self._close = tool_button("notice_close", tr("Close the notice"), "x", clicked=self._leave)
        self._row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, text: str, tone: str = "info", *ways: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence.

        Args:
            text: the sentence, translated.
            tone: ``info``, ``care`` or ``late``.
            ways: the word on a button and what it does, for each button; the notice closes first.
        """
        self._drop_buttons()
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("look", f"notice-{tone}")
        restyle(self)
        name, colour = _ICONS[tone]
        self._icon.setPixmap(icons.icon(name, colour).pixmap(icons.SIZE, icons.SIZE))
        for number, (word, done) in enumerate(ways):
            look, name = (
                ("plain", "notice_action") if number == 0 else ("quiet", f"notice_action_{number + 1}")
            )
            made = button(name, word, look=look, clicked=lambda done=done: self._act(done))  # type: ignore[misc]
            self._row.insertWidget(2 + number, made, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(made)
        self._order_keys()
        self.show()

    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def _act(self, done: Callable[[], object]) -> None:
        self.hide()
        done()
        self.closed.emit()

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def _order_keys(self) -> None:
        """Tab goes as the eye does: into the bar where it stands, to the ways first and to the cross last.

        Left alone, what was made last would be reached last in the whole window.
        """
        for before, after in pairwise([_tab_before(self._close), *self._buttons, self._close]):
            QWidget.setTabOrder(before, after)

    def _drop_buttons(self) -> None:
        for each in self._buttons:
            self._row.removeWidget(each)
            each.deleteLater()
        self._buttons = []


def _tab_before(widget: QWidget) -> QWidget:
    """What shift and tab would come to from a widget, hidden or not."""
    before = widget.previousInFocusChain() or widget
    while before is not widget and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
        before = before.previousInFocusChain() or widget
    return before
