"""The list on the screen: arrows go from difference to difference, digits answer, several can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtWidgets import QListView

from crm_desktop.ui.card.form_keys import claim
from crm_desktop.ui.shared.differences.painting import DifferenceDelegate
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.line_list import set_up_lines

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent

    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.ui.shared.differences.model import DifferenceModel

_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_EXTENDS = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class DifferenceList(QListView):
    """The lines.

    Signals:
        answered: a digit was pressed: which.
        opened: Return or a double click: the record is wanted.
        menu_wanted: what can be done with several at once, at a global point.
        chosen_changed: other lines are chosen.
    """

    answered = Signal(int)
    opened = Signal()
    menu_wanted = Signal(QPoint)
    chosen_changed = Signal()

    def __init__(self, model: DifferenceModel) -> None:
        super().__init__()
        self.setObjectName("differences")
        self.setAccessibleName(tr("Differences"))
        self.setModel(model)
        self._model = model
        self.setItemDelegate(DifferenceDelegate(self))
        set_up_lines(self)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen_changed.emit())

    def chosen(self) -> list[Difference]:
        """The chosen differences, in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [found for found in map(self._model.difference, places) if found is not None]

    def select_also(self, place: int) -> None:
        """Choose a difference beside those that are."""
        index = self._model.index(place)
        self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def choose(self, place: int, *, extend: bool = False) -> None:
        """Stand on a difference and choose it alone, or as well."""
        index = self._model.index(place)
        how = (
            QItemSelectionModel.SelectionFlag.Select
            if extend
            else QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()

    def event(self, event: QEvent) -> bool:
        return claim(event, _OPENS, saving=False) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(_KEYPAD | _EXTENDS)
        steps: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if plain and event.key() in steps:
            self._step(steps[event.key()], extend=bool(event.modifiers() & _EXTENDS))
        elif plain and event.key() in _OPENS:
            self.opened.emit()
        elif plain and event.text().isdecimal():
            self.answered.emit(int(event.text()))
        elif plain and event.key() == Qt.Key.Key_Menu:
            self.menu_wanted.emit(self.mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.chosen():
            self.menu_wanted.emit(event.globalPos())

    def _step(self, step: int, *, extend: bool) -> None:
        """Go to the next difference that way; lines of records are passed over."""
        place = self.currentIndex().row() + step
        if place >= self._model.rowCount() - 1 and self._model.canFetchMore():
            self._model.fetchMore()
        while 0 <= place < self._model.rowCount():
            if self._model.difference(place) is not None:
                self.choose(place, extend=extend)
                return
            place += step
