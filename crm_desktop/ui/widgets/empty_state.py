"""What a page shows where there is nothing to show: what belongs here and how to begin."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.widgets.buttons import label

_PICTURE = 40
_WIDTH = 420


class EmptyState(QWidget):
    """A picture, a title, a sentence and the buttons that lead on."""

    def __init__(
        self, name: str, icon: str, title: str, text: str, buttons: tuple[QPushButton, ...] = ()
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = label(title, "title", wrap=True)
        self._text = label(text, "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.addStretch(2)
        self._picture = _Picture(icon)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        words = QWidget()
        words.setMaximumWidth(_WIDTH)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(16, 0, 16, 0)
        for each in (self._title, self._text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lines.addWidget(each)
        middle = QHBoxLayout()
        middle.addStretch(1)
        # Almost all the stretch: a wrapped label gets its height from the width it really has.
        middle.addWidget(words, 1000)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.addStretch(1)
        for each_button in buttons:
            row.addWidget(each_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
        self.show_words(title, text)

    def show_words(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class _Picture(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(QSize(_PICTURE, _PICTURE))

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.colours(self.palette()).quiet
        QPainter(self).drawPixmap(0, 0, icons.pixmap(self._icon, colour, _PICTURE, self.devicePixelRatioF()))
