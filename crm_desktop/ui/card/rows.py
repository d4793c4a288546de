"""Rows of one kind in the form (phones, addresses, work places, dates): added, removed and moved by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import tool_button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QToolButton


class Row(QWidget):
    """One row. Alt+Up and Alt+Down move it, Ctrl+Delete removes it.

    Signals:
        edited: something in it was changed by the user's hand.
        removed: it should go.
        moved: it should change places; carries -1 or 1.
    """

    edited = Signal()
    removed = Signal()
    moved = Signal(int)

    def watch(self, first: QWidget, *others: QWidget) -> None:
        """Hear the keys of the row in its fields; ``first`` is where one begins to type."""
        self._first = first
        for widget in (first, *others):
            widget.installEventFilter(self)

    def remove_button(self, name: str) -> QToolButton:
        """The cross at the end of the row."""
        return tool_button(name, tr("Remove"), "x", clicked=self.removed.emit)

    def focus_first(self) -> None:
        """Take the focus into the first field."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Delete and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.removed.emit()
                return True
        return super().eventFilter(watched, event)


RowType = TypeVar("RowType", bound=Row)


class _Told(QObject):
    edited = Signal()


class RowColumn(QWidget, Generic[RowType]):
    """The rows in their order. ``told.edited`` says that the user changed something."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.told = _Told(self)
        self.rows: list[RowType] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_rows(self, rows: Sequence[RowType]) -> None:
        """Show these instead of those there are."""
        for row in self.rows:
            self._drop(row)
        self.rows = []
        for row in rows:
            self.add(row)
        self.setVisible(bool(self.rows))

    def add(self, row: RowType, after: RowType | None = None) -> None:
        """Add a row at the end, or after another."""
        place = len(self.rows) if after is None else self.rows.index(after) + 1
        self.rows.insert(place, row)
        self._column.insertWidget(place, row)
        row.edited.connect(self.told.edited)
        row.removed.connect(lambda: self.remove(row))
        row.moved.connect(lambda step: self.move_row(row, step))
        self.show()

    def add_new(self, make: Callable[[], RowType]) -> None:
        """Add a row by the user's wish and go there."""
        row = make()
        self.add(row)
        row.focus_first()

    def remove(self, row: RowType) -> None:
        """Remove a row; the focus goes to its neighbour."""
        place = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].focus_first()
        self.setVisible(bool(self.rows))
        self.told.edited.emit()

    def move_row(self, row: RowType, step: int) -> None:
        """Change places with the neighbour above (-1) or below (1)."""
        place = self.rows.index(row)
        other = place + step
        if not 0 <= other < len(self.rows):
            return
        focused = self.window().focusWidget()
        self.rows[place], self.rows[other] = self.rows[other], self.rows[place]
        self._column.removeWidget(row)
        self._column.insertWidget(other, row)
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.told.edited.emit()

    def _drop(self, row: RowType) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
