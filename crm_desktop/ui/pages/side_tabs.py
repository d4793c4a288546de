"""Parts of a page chosen from a list at its side: however many there are, each keeps its whole name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from crm_desktop.ui.widgets.buttons import line

_ROW = 34
_LEAST = 150
_BESIDE = 44


class SideTabs(QWidget):
    """A list and the part that is chosen in it. Up and Down go through the list, Tab into the part.

    Signals:
        currentChanged: the number of the part that is shown now.
    """

    currentChanged = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.list = QListWidget()
        self.list.setObjectName(f"{name}_list")
        self.list.setAccessibleName(title)
        self.list.setProperty("look", "roomy")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(line(upright=True))
        row.addSpacing(20)
        row.addWidget(self._stack, 1)
        self.list.currentRowChanged.connect(self._show)

    def addTab(self, part: QWidget, title: str) -> int:
        """Add a part at the end; its number."""
        item = QListWidgetItem(title)
        item.setSizeHint(QSize(0, max(_ROW, self.fontMetrics().height() + 16)))
        index = self._stack.addWidget(part)
        self.list.addItem(item)
        widest = max(self.fontMetrics().horizontalAdvance(self.tabText(n)) for n in range(self.count()))
        self.list.setFixedWidth(max(_LEAST, widest + _BESIDE))
        if index == 0:
            self.list.setCurrentRow(0)
        return index

    def count(self) -> int:
        """How many parts there are."""
        return self.list.count()

    def tabText(self, index: int) -> str:
        """The name of a part."""
        return self.list.item(index).text()

    def setTabText(self, index: int, title: str) -> None:
        """Call a part otherwise; the list is as wide as its longest name ever was."""
        self.list.item(index).setText(title)
        self.list.setFixedWidth(max(self.list.width(), self.fontMetrics().horizontalAdvance(title) + _BESIDE))

    def widget(self, index: int) -> QWidget | None:
        """A part."""
        return self._stack.widget(index)

    def currentIndex(self) -> int:
        """The number of the part shown."""
        return self._stack.currentIndex()

    def setCurrentIndex(self, index: int) -> None:
        """Show a part."""
        self.list.setCurrentRow(index)

    def _show(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.currentChanged.emit(index)
