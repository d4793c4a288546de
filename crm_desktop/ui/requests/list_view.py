"""The list of requests on the screen: arrows, letters for what can be done, several chosen at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtWidgets import QListView

from crm_desktop.keyboards import other_layouts
from crm_desktop.ui.card.form_keys import claim
from crm_desktop.ui.requests.model import ROW_ROLE
from crm_desktop.ui.requests.painting import RequestDelegate
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.line_list import set_up_lines

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from crm_desktop.services.request_list import RequestRow
    from crm_desktop.ui.requests.model import RequestModel

_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_OWN_KEYS = _OPENS | {Qt.Key.Key_Delete}


class RequestList(QListView):
    """The lines.

    Signals:
        lettered: a letter was pressed; carries it and what it is in other keyboard layouts, in capitals.
        opened: Return or a double click.
        deleted: Delete.
        left_up: Up on the first line.
        menu_wanted: the menu of what can be done, at a global point.
        chosen_changed: other lines are chosen.
    """

    lettered = Signal(object)
    opened = Signal()
    deleted = Signal()
    left_up = Signal()
    menu_wanted = Signal(QPoint)
    chosen_changed = Signal()

    def __init__(self, model: RequestModel) -> None:
        super().__init__()
        self.setObjectName("requests")
        self.setAccessibleName(tr("Requests"))
        self.setModel(model)
        self._model = model
        self.setItemDelegate(RequestDelegate(self, model))
        self.setUniformItemSizes(True)
        set_up_lines(self)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chosen_changed.emit())

    def chosen(self) -> list[RequestRow]:
        """The chosen requests, in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [row for row in map(self._model.row, places) if row is not None]

    def current_id(self) -> bytes | None:
        """The request that the keyboard is on."""
        row = self._model.row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        return None if row is None else row.id

    def choose(self, place: int) -> None:
        """Stand on a line and choose it alone."""
        index = self._model.index(place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def choose_also(self, ids: set[bytes]) -> None:
        """Choose these as well, as far as they are in the list."""
        for place in range(self._model.rowCount()):
            row: RequestRow = self._model.index(place).data(ROW_ROLE)
            if row.id in ids:
                self.selectionModel().select(
                    self._model.index(place), QItemSelectionModel.SelectionFlag.Select
                )

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def event(self, event: QEvent) -> bool:
        return claim(event, _OWN_KEYS, saving=False) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and event.key() in _OPENS:
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        elif plain and event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_up.emit()
        elif plain and event.text().isalpha():
            letter = event.text()
            readings = {letter.upper(), *(other.upper() for other, _ in other_layouts(letter.lower()))}
            self.lettered.emit(readings)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            self.menu_wanted.emit(event.globalPos())
