"""A part of a page: its title, a box with its lines, and the way to more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui.lines.line import Line
from crm_desktop.ui.text import ntr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.lines.line_words import LineWords

_FADE_MS = 160
_MORE = 20


class Section(QWidget):
    """Lines of one kind; hidden where there are none.

    Signals:
        more_wanted: more lines should be shown; carries how many more.
        stepped: as of its lines.
        entered: a line got the focus; carries it.
    """

    more_wanted = Signal(int)
    stepped = Signal(int)
    entered = Signal(object)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(f"today_{name}_section")
        self.setAccessibleName(title)
        self.lines: list[Line] = []
        self._slots: dict[str, _Slot] = {}
        self._title = label(title, "section")
        self._beside = ElidedLabel("", "small")
        self._beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.more = button(f"today_{name}_all", "", look="link", clicked=lambda: self.more_wanted.emit(_MORE))
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.addWidget(self._title)
        head.addWidget(self._beside, 1)
        self._head = QWidget(self)  # shown without a parent it would flash as a window
        self._head.setLayout(head)
        self._head.setVisible(bool(title))
        self._box = QFrame()
        self._box.setProperty("look", "card")
        self._rows = QVBoxLayout(self._box)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 12, 6)
        foot.addWidget(self.more)
        foot.addStretch(1)
        self._foot = QWidget(self._box)
        self._foot.setLayout(foot)
        self._rows.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._head)
        column.addWidget(self._box)
        self.hide()

    def show_lines(self, lines: Sequence[LineWords], total: int, beside: str = "") -> None:
        """Show these lines of ``total``: what is there already keeps its widget, what is gone folds away."""
        wanted = {words.id for words in lines}
        for name in [name for name in self._slots if name not in wanted]:
            self._drop(self._slots.pop(name))
        for place, words in enumerate(lines):
            slot = self._slots.get(words.id)
            if slot is None:
                slot = self._slots[words.id] = self._made(words)
            else:
                slot.line.show_words(words)
            if self._rows.indexOf(slot) != place:
                self._rows.insertWidget(place, slot)
            slot.rule.setVisible(place > 0)
        self.lines = [self._slots[words.id].line for words in lines]
        self.align(self.when_width())
        left = total - len(self.lines)
        words_of_more = ntr("{n} more", "{n} more", left)
        self.more.setText(words_of_more)
        self.more.setAccessibleName(f"{self._title.text()}: {words_of_more}")
        self._foot.setVisible(left > 0)
        self._beside.setText(beside)
        self.setVisible(bool(self.lines))

    def when_width(self) -> int:
        """The room that the times of its lines need."""
        return max((each.when_width() for each in self.lines), default=0)

    def align(self, when_width: int) -> None:
        """Leave so much room for the times."""
        for each in self.lines:
            each.align(when_width)

    def _made(self, words: LineWords) -> _Slot:
        made = _Slot(words)
        made.line.stepped.connect(self.stepped)
        made.line.entered.connect(lambda: self.entered.emit(made.line))
        return made

    def _drop(self, slot: _Slot) -> None:
        """Fold a line away; it is none of the section's any more."""
        slot.setEnabled(False)
        # At the end of the box, so that the others stand at their places in the layout.
        self._rows.removeWidget(slot)
        if not self.isVisible():
            slot.hide()
            slot.deleteLater()
            return
        self._rows.insertWidget(self._rows.count() - 1, slot)
        fold = QPropertyAnimation(slot, b"maximumHeight", slot)
        fold.setDuration(_FADE_MS)
        fold.setStartValue(slot.height())
        fold.setEndValue(0)
        fold.setEasingCurve(QEasingCurve.Type.OutCubic)
        fold.finished.connect(slot.deleteLater)
        fold.start()


class _Slot(QWidget):
    """The place of a line: a hairline, unless it is the first, and the line."""

    def __init__(self, words: LineWords) -> None:
        super().__init__()
        self.rule, self.line = line(), Line(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rule)
        column.addWidget(self.line)
