"""The list of deals with what it comes to, and what is done to several of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.services import deal_list
from crm_desktop.services.colleagues import are_several
from crm_desktop.services.deal_list import DealQuery, DealRow, Totals
from crm_desktop.ui import text_deals
from crm_desktop.ui.deals.column_view import sums_words
from crm_desktop.ui.deals.columns import SHOWN_AT_FIRST, columns
from crm_desktop.ui.deals.mass_bar import DealBar
from crm_desktop.ui.lists.header import Header
from crm_desktop.ui.lists.table import ClientTable
from crm_desktop.ui.lists.window_model import WindowModel
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from crm_desktop.background.runner import Task
    from crm_desktop.services.base import Store
    from crm_desktop.ui.deals.doing import Doing
    from crm_desktop.ui.lists.columns import Names
    from crm_desktop.ui.session import Session

_NEWEST_FIRST = frozenset({"created", "closed", "amount", "profit", "cost"})


class DealSource:
    """Deals of one base, as the model of a list wants them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def first_page(self, query: DealQuery, limit: int) -> deal_list.Page:
        """The first ``limit`` rows and how many there are so far."""
        return deal_list.first_page(self._store, query, limit)

    def order(self, query: DealQuery, cancelled: Callable[[], bool]) -> array[int]:
        """The places of all rows in their order; for a background thread."""
        return deal_list.order(self._store, query, cancelled)

    def rows(self, positions: Sequence[int], _query: DealQuery) -> list[DealRow | None]:
        """The rows at some places."""
        return deal_list.rows(self._store, positions)


class DealListView(QWidget):
    """The list.

    Signals:
        opened: a deal, by its id.
        counted: how many deals there are, and whether that is only the least number known so far.
        menu_wanted: ids and a global point.
        arranged: columns were moved or the list was sorted.
        letters: letters were typed into the list.
        left_up: the list was left upwards.
        save_wanted: the selected deals as a file.
        copy_wanted: the selected rows on the clipboard.
        chosen: other rows are selected.
    """

    opened = Signal(object)
    counted = Signal(int, bool)
    menu_wanted = Signal(object, QPoint)
    arranged = Signal()
    letters = Signal(str)
    left_up = Signal()
    save_wanted = Signal()
    copy_wanted = Signal()
    chosen = Signal()

    def __init__(self, session: Session, doing: Doing, layout: Mapping[str, Any]) -> None:
        super().__init__()
        self._session = session
        self._doing = doing
        self._totals_task: Task[Totals] | None = None
        query = DealQuery(
            sort=str(layout.get("sort", deal_list.NEWEST)), descending=bool(layout.get("descending", True))
        )
        self.model = WindowModel(DealSource(session.store), session.runner, query, columns(session))
        self.table = ClientTable(self.model, "deals", tr("Deals"))
        first = SHOWN_AT_FIRST if are_several(session.store) else SHOWN_AT_FIRST[:-1]
        self.header = Header(self.table, first)
        self.bar = DealBar(doing, self.chosen_ids)
        self._totals = ElidedLabel("", "quiet")
        self._totals.setObjectName("deal_totals")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.bar)
        self._totals.setContentsMargins(16, 6, 16, 8)
        column.addWidget(self._totals)
        self._connect()
        self.header.apply(layout)

    def show_query(self, text: str, filters: Sequence[Any]) -> None:
        """Show what is asked for, in the order that the list has."""
        self.model.show_query(replace(self._query(), text=text, filters=tuple(filters)))
        self.table.scrollToTop()
        self._count()

    def sort_by(self, name: str, *, descending: bool) -> None:
        """Take this order for what is shown next; one that is not known is left."""
        if name in deal_list.SORTS:
            self.model.show_query(replace(self._query(), sort=name, descending=descending))

    def reload(self) -> None:
        """Something changed: the rows on the screen at once, the order behind them."""
        self.model.reload()
        self._count()

    def show_names(self, names: Names) -> None:
        """Take other words for stages, sources and colleagues."""
        self.model.set_names(names)

    def layout_state(self) -> dict[str, Any]:
        """The arrangement, to be remembered."""
        query = self._query()
        return {**self.header.layout(), "sort": query.sort, "descending": query.descending}

    def chosen_ids(self) -> list[bytes]:
        """The deals that are selected."""
        return deal_list.ids_at(self._session.store, self.chosen_places())

    def chosen_places(self) -> list[int]:
        """Their places."""
        return self.model.positions(self.table.selected_spans())

    def all_places(self, cancelled: Callable[[], bool]) -> array[int]:
        """The places of all rows; for a background thread."""
        return deal_list.order(self._session.store, self._query(), cancelled)

    def current(self) -> DealRow | None:
        """The deal that the list stands on."""
        row = self.table.current_row()
        return row if isinstance(row, DealRow) else None

    def enter(self) -> None:
        """Take the focus into the list."""
        if self.model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.choose_row(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_model(self) -> None:
        """Stop what runs for it."""
        self.model.close()
        if self._totals_task is not None:
            self._totals_task.forget()
            self._totals_task = None

    # ---------------------------------------------------------------------------------------------------------- inside

    def _connect(self) -> None:
        table = self.table
        table.opened.connect(self._open)
        table.chosen.connect(self._chosen)
        table.typed.connect(self.letters)
        table.left_up.connect(self.left_up)
        table.copy_wanted.connect(self.copy_wanted)
        table.menu_wanted.connect(lambda point: self.menu_wanted.emit(self.chosen_ids(), point))
        self.header.sorted_by.connect(self._sort)
        self.header.arranged.connect(self.arranged)
        self.model.counted.connect(self.counted)
        self.bar.closed.connect(table.clearSelection)
        self.bar.save_wanted.connect(self.save_wanted)

    def _query(self) -> DealQuery:
        query: DealQuery = self.model.query
        return query

    def _open(self) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row.id)

    def _chosen(self) -> None:
        self.bar.show_count(self.table.selected_count())
        self.chosen.emit()

    def _sort(self, name: str) -> None:
        query = self._query()
        down = not query.descending if name == query.sort else name in _NEWEST_FIRST
        self.model.show_query(replace(query, sort=name, descending=down))
        self.table.scrollToTop()
        self.arranged.emit()

    def _count(self) -> None:
        if self._totals_task is not None:
            self._totals_task.forget()
        store, query = self._session.store, self._query()
        self._totals_task = self._session.runner.start(
            lambda _progress: deal_list.totals(store, query), done=self._counted
        )

    def _counted(self, found: Totals) -> None:
        self._totals_task = None
        words = totals_words(found)
        self._totals.setText(words)
        self._totals.setToolTip(words)
        self._totals.setAccessibleName(words)


def totals_words(found: Totals) -> str:
    """What a list comes to, in one line."""
    if not found.count:
        return ""
    parts = [text_deals.counted(found.count)]
    if found.amounts:
        parts.append(sums_words(found.amounts))
    if found.profits:
        parts.append(tr("profit {sums}", sums=sums_words(found.profits)))
        if found.unknown:
            parts.append(ntr("{n} without a cost", "{n} without a cost", found.unknown))
    return " · ".join(parts)
