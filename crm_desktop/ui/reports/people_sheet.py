"""Who stands behind a number: the people with their days and amounts, and what can be done for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from crm_desktop.ui import formats
from crm_desktop.ui.text import ntr, tr, trc
from crm_desktop.ui.widgets.buttons import button, label, tool_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.reports.table import Behind

WIDTH = 640
_ROW = 34
_MARGIN = 22
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NO_PARENT = QModelIndex()


class _Model(QAbstractTableModel):
    def __init__(self, people: Sequence[Behind]) -> None:
        super().__init__()
        self.people = people
        columns = [("name", trc("column", "Client"))]
        columns += [("at", trc("column", "When"))] if any(each.at for each in people) else []
        columns += [("text", trc("column", "What about"))] if any(each.text for each in people) else []
        if any(each.amount is not None for each in people):
            columns.append(("amount", trc("column", "Amount")))
        self.columns = columns

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section][1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._is_amount(section) else _LEFT
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_amount(index.column()):
            return _RIGHT
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(self.people[index.row()], self.columns[index.column()][0])
        return None

    def _is_amount(self, section: int) -> bool:
        return self.columns[section][0] == "amount"

    @staticmethod
    def _words(of: Behind, column: str) -> str:
        if column == "name":
            return of.name or tr("Nobody")
        if column == "at":
            return formats.moment(of.at) if of.at else ""
        if column == "text":
            return " ".join(of.text.split())
        return "" if of.amount is None else formats.money(of.amount, of.currency)


class PeopleSheet(QWidget):
    """The people.

    Signals:
        opened: the id of a client whose card is wanted.
        list_wanted: ids of clients who are to be shown as a list.
        plan_wanted: ids of clients with whom contacts are to be planned.
        left: the sheet is to be closed.
    """

    opened = Signal(object)
    list_wanted = Signal(object)
    plan_wanted = Signal(object)
    left = Signal()

    def __init__(self, title: str, people: Sequence[Behind], *, can_plan: bool) -> None:
        super().__init__()
        self.setObjectName("report_people")
        self.setAccessibleName(title)
        self._people = people
        self.clients = list(dict.fromkeys(each.client_id for each in people if each.client_id is not None))
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 18, _MARGIN, 18)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label(title, "title", wrap=True), 1)
        head.addWidget(tool_button("people_close", tr("Close"), "x", clicked=self.left.emit))
        column.addLayout(head)
        column.addWidget(label(self._counted(), "quiet"))
        self.table = self._table()
        column.addWidget(self.table, 1)
        column.addLayout(self._buttons(can_plan=can_plan))

    def focus_first(self) -> None:
        """The focus belongs to the first of them."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._people:
            self.table.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.table.currentIndex())
        else:
            super().keyPressEvent(event)

    def _counted(self) -> str:
        clients = ntr("{n} client", "{n} clients", len(self.clients))
        if len(self._people) == len(self.clients):
            return clients
        entries = ntr("{n} entry", "{n} entries", len(self._people))
        return tr("{entries}, {clients}", entries=entries, clients=clients)

    def _table(self) -> QTableView:
        view = QTableView()
        view.setObjectName("people_table")
        view.setAccessibleName(self.accessibleName())
        model = _Model(self._people)
        model.setParent(view)
        view.setModel(model)
        view.setProperty("look", "report")
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.verticalHeader().hide()
        view.horizontalHeader().setFixedHeight(_ROW)
        view.horizontalHeader().setHighlightSections(False)
        view.verticalHeader().setDefaultSectionSize(max(_ROW, view.fontMetrics().height() + 14))
        widths = {"name": 210, "at": 140, "amount": 110}
        for place, (name, _) in enumerate(model.columns):
            view.setColumnWidth(place, widths.get(name, 160))
        stretched = next((place for place, (name, _) in enumerate(model.columns) if name == "text"), 0)
        view.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        view.doubleClicked.connect(self._open)
        return view

    def _buttons(self, *, can_plan: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        ids = self.clients
        opened = button(
            "people_open", tr("Open the card"), clicked=lambda: self._open(self.table.currentIndex())
        )
        listed = button("people_list", tr("Show as a list"), clicked=lambda: self.list_wanted.emit(ids))
        plan = button(
            "people_plan", tr("Plan contacts…"), look="primary", clicked=lambda: self.plan_wanted.emit(ids)
        )
        for each in (opened, listed, plan):
            each.setEnabled(bool(ids))
        plan.setVisible(can_plan)
        row.addWidget(opened)
        row.addStretch(1)
        row.addWidget(listed)
        if can_plan:
            row.addWidget(plan)
        return row

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and (client := self._people[index.row()].client_id) is not None:
            self.opened.emit(client)
