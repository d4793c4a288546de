"""The page of clients: filters, the list, what is done to a selection, and the card beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.services import fields, filters, lists, picked
from crm_desktop.services.lists import ClientQuery
from crm_desktop.ui.actions import LIST, SELECTION
from crm_desktop.ui.lists.columns import COLUMNS, Column, own_column
from crm_desktop.ui.lists.filter_bar import FilterBar
from crm_desktop.ui.lists.header import Header
from crm_desktop.ui.lists.mass_bar import MassBar
from crm_desktop.ui.lists.names import TABLES, read_names
from crm_desktop.ui.lists.no_clients import NoClients
from crm_desktop.ui.lists.source import ClientSource
from crm_desktop.ui.lists.table import ClientTable, count_words
from crm_desktop.ui.lists.window_model import WindowModel
from crm_desktop.ui.pages.diary_search import DiarySearch
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from crm_desktop.changes import Changes
    from crm_desktop.services.filters import Filter, FilterField, Value
    from crm_desktop.ui.actions import Actions
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.pages.diary_search import AnswerBar
    from crm_desktop.ui.pages.selection import Selection
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_CARD_WIDTH = 360
_ROOM_FOR_CARD = 900
_TYPING_PAUSE_MS = 150
_LIST_TABLES = tuple("client contact_point employment client_tag group_member activity field_value".split())


class ClientsPage(QWidget):
    """The list of clients.

    Signals:
        counted: how many clients the base has, as words; for the side bar.
        selection_told: what is selected, as words; for the status line.
        understood: how the typed text was understood.
        states_changed: other commands are possible now.
        layout_changed: columns or splitter were moved (a JSON mapping), to be remembered.
        save_wanted: the present filters should be kept as a view.
        up_left: the list was left upwards; the search box should take the focus.
        letters: letters were typed into the list.
    """

    counted = Signal(str)
    selection_told = Signal(str)
    understood = Signal(str)
    states_changed = Signal()
    layout_changed = Signal(object)
    save_wanted = Signal()
    up_left = Signal()
    letters = Signal(str)

    def __init__(
        self, session: Session, tell: Tell, actions: Actions, hosts: Hosts, selection: Selection
    ) -> None:
        super().__init__()
        self.setObjectName("page_clients")
        self.setAccessibleName(tr("Clients"))
        self._session = session
        self._tell = tell
        self._actions = actions
        self._hosts = hosts
        self._selection = selection
        self._total: int | None = None
        self._current: bytes | None = None
        self._card: QWidget | None = None
        self._showing = self._typing = False
        # While somebody types, every key finds another first client: the card waits until the typing does.
        self._card_waits = QTimer(self)
        self._card_waits.setSingleShot(True)
        self._card_waits.setInterval(_TYPING_PAUSE_MS)
        self._card_waits.timeout.connect(lambda: self._show_card(self._current))
        self._stored: Mapping[str, Any] = session.settings.current.columns.get("clients", {})
        self._model = WindowModel(ClientSource(session), session.runner, ClientQuery(), self._columns())
        self.table = ClientTable(self._model)
        self.header = Header(self.table)
        self.filter_bar = FilterBar(self._fields, self._counts)
        self.mass_bar = MassBar(session)
        self._diary = DiarySearch(session, hosts, self._place_diary)
        self._build()
        self._connect()
        self.header.apply(self._stored)

    # ---------------------------------------------------------------------------------------------------- for the frame

    @property
    def query(self) -> ClientQuery:
        """What the list shows."""
        query: ClientQuery = self._model.query
        return query

    def search(self, text: str) -> None:
        """Filter the list by what is typed, now; a question to the diary is answered above those it asks about."""
        self._typing = True
        self._show(replace(self.query, text=self._diary.searched(text)))
        self._typing = False

    def show_view(self, query: ClientQuery) -> None:
        """Show the filters and the order of a saved view; what is typed in the search box still counts."""
        self.filter_bar.set_filters(query.filters)
        self._show(replace(query, text=self.query.text))

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen: read what may be old."""
        # Rows may stand there before their words were read: a saved view was chosen on another page.
        if stale or not self._model.names.stages or not self._model.rowCount():
            self._model.set_names(read_names(self._session))
            self.filter_bar.refresh()
            self._show(self.query)
            if stale and self._card is not None:
                self._card.read_again()  # type: ignore[attr-defined]  # a CardPane
        else:
            self._chosen()

    def changed(self, changes: Changes) -> None:
        """Something was committed: the list stays where it is and shows what is new."""
        if changes.touches(*TABLES):
            self._model.set_names(read_names(self._session))
            self.filter_bar.refresh()
            self._renew_columns()
        if changes.touches(*_LIST_TABLES, *TABLES):
            self._total = None
            self._hold()
            self._model.reload()
            self._showing = False
        self._diary.changed(changes)
        if self._card is not None:
            self._card.changed(changes)  # type: ignore[attr-defined]  # a CardPane

    def states(self) -> tuple[str, ...]:
        """The list is there; something may be selected in it."""
        return (LIST, SELECTION) if self.table.selected_count() else (LIST,)

    def selected_ids(self) -> list[bytes]:
        """The ids of the selected clients."""
        return picked.ids_at(self._session.store, self._model.positions(self.table.selected_spans()))

    def current_id(self) -> bytes | None:
        """The client the list stands on."""
        row = self.table.current_row()
        return row.client_id if row else None

    def choose_client(self, client_id: bytes, *, scroll: bool = True) -> bool:
        """Stand on a client if the list has it; says whether it has."""
        place = picked.place_of(self._session.store, client_id)
        row = -1 if place is None else self._model.row_at_place(place)
        if row >= 0:
            self.table.choose_row(row, scroll=scroll)
        return row >= 0

    def show_card_now(self) -> None:
        """Somebody was chosen and something is to be done with them: the card waits for no pause in the typing."""
        if self._card_waits.isActive():
            self._show_card(self._current)

    def enter_list(self) -> None:
        """Take the focus into the list, to its first row where it has no current one."""
        if self._model.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.choose_row(0)
            self.show_card_now()
            self.table.setFocus()

    def card(self) -> QWidget | None:
        """The card pane, if it was ever needed."""
        return self._card

    def delete_selected(self) -> None:
        """Move the selected clients to the bin."""
        self._selection.delete(self.selected_ids())

    def close_model(self) -> None:
        """Stop what runs for this page."""
        self._model.close()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        self._empty = NoClients(self._session, self._actions)
        self._places = QStackedWidget()
        self._places.addWidget(self.table)
        self._places.addWidget(self._empty)
        left = QWidget()
        self._column = column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self._places, 1)
        column.addWidget(self.mass_bar)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("list_and_card")
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        left.setMinimumWidth(320)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._splitter)

    def _connect(self) -> None:
        self.filter_bar.changed.connect(self._filtered)
        self.filter_bar.save_wanted.connect(self.save_wanted)
        self.header.sorted_by.connect(self._sort)
        self.header.arranged.connect(self._arranged)
        self._splitter.splitterMoved.connect(lambda *_args: self._arranged())
        self._model.counted.connect(self._counted)
        self._model.understood.connect(self.understood)
        self._model.layoutAboutToBeChanged.connect(self._hold)
        self._model.reordered.connect(self._stand_again)
        table = self.table
        table.chosen.connect(self._chosen)
        table.opened.connect(self._actions["open_card"].trigger)
        table.left_up.connect(self.up_left)
        table.typed.connect(self.letters)
        table.menu_wanted.connect(self._open_menu)
        self.mass_bar.set_wanted.connect(
            lambda field, id_: self._selection.set_field(self.selected_ids(), field, id_)
        )
        self.mass_bar.mark_wanted.connect(
            lambda which, id_, on: self._selection.mark(self.selected_ids(), which, id_, add=on)
        )
        self.mass_bar.plan_wanted.connect(self._actions["plan_many"].trigger)
        self.mass_bar.hand_wanted.connect(self._actions["hand_over"].trigger)
        self.mass_bar.merge_wanted.connect(self._actions["merge_clients"].trigger)
        self.mass_bar.delete_wanted.connect(self.delete_selected)
        self.mass_bar.closed.connect(table.clearSelection)

    def _columns(self) -> list[Column]:
        own = [
            own_column(field.id, field.name, field.kind) for field in fields.own_fields(self._session.store)
        ]
        return [*COLUMNS, *own]

    def _renew_columns(self) -> None:
        """Own fields came, went or were renamed."""
        columns = self._columns()
        if [(c.id, c.named) for c in columns] != [(c.id, c.named) for c in self._model.columns]:
            layout = self.header.layout()
            self._model.set_columns(columns)
            self.header.apply(layout)

    def _fields(self) -> list[FilterField]:
        return filters.filter_fields(self._session.store)

    def _counts(self, field: str) -> Mapping[Value, int]:
        return dict(lists.count_by(self._session.store, field))

    def _show(self, query: ClientQuery) -> None:
        current = self._current
        self._showing = True
        self._model.show_query(query)
        self.table.scrollToTop()
        if query.text and self._model.rowCount():
            self.table.choose_row(0)
        elif current is not None and not self.choose_client(current, scroll=False) and self._model.complete():
            self._show_nobody()
        self._showing = False
        self._chosen()

    def _place_diary(self, bar: AnswerBar) -> None:
        self._column.insertWidget(1, bar)
        bar.stand_before(self.table)

    def _filtered(self, chosen: tuple[Filter, ...]) -> None:
        self._show(replace(self.query, filters=chosen))

    def _sort(self, name: str) -> None:
        # Dates are wanted newest first, everything else from its beginning.
        first_down = name in {"last_contact", "created", "changed", "number"}
        down = not self.query.descending if name == self.query.sort else first_down
        self._show(replace(self.query, sort=name, descending=down))
        self._arranged()

    def _arranged(self) -> None:
        layout = self.header.layout()
        if self._card is not None:
            layout["card"] = self._splitter.sizes()[1]
        elif "card" in self._stored:
            layout["card"] = self._stored["card"]
        self._stored = layout
        self.layout_changed.emit(layout)

    def _counted(self, count: int, capped: bool) -> None:
        query = self.query
        everybody = not query.text and not query.filters
        if everybody and not capped:
            self._total = count
            self.counted.emit(count_words(count, None, capped=False))
        self.filter_bar.show_total(count_words(count, None if everybody else self._total, capped=capped))
        self._places.setCurrentIndex(0 if count else 1)
        if not count and not capped and self._diary.found_nobody() and self._diary.answer() != query.text:
            # Meanwhile the words of the base were read: what a mistyped name means can be told.
            self._show(replace(query, text=self._diary.answer()))
            return
        if not count:
            self._empty.say_why(query)
        if not everybody and self._total is None and not capped:
            self._count_all()

    def _count_all(self) -> None:
        source = ClientSource(self._session)

        def counted(total: int) -> None:
            self._total = total
            self.counted.emit(count_words(total, None, capped=False))
            if self._model.complete():
                self.filter_bar.show_total(count_words(self._model.rowCount(), total, capped=False))

        self._session.runner.start(
            lambda progress: len(source.order(ClientQuery(), progress.cancelled)), done=counted
        )

    def _chosen(self) -> None:
        if self._showing:
            # Another list comes with several changes of the selection: the last one counts.
            return
        count = self.table.selected_count()
        self.mass_bar.show_count(count)
        self.selection_told.emit(ntr("{n} selected", "{n} selected", count) if count > 1 else "")
        row = self.table.current_row()
        if row is not None and row.client_id != self._current:
            self._current = row.client_id
            if self._typing:
                self._card_waits.start()
            else:
                self._show_card(row.client_id)
        elif self._typing and self._card_waits.isActive():
            # The typing goes on, though the first client stays.
            self._card_waits.start()
        self.states_changed.emit()

    def _hold(self) -> None:
        """A row that leaves (renamed, it stands elsewhere) gives its place to the next, which nobody has chosen."""
        self._showing = True

    def _stand_again(self) -> None:
        """After a reload: the client that was current may stand elsewhere (renamed) or nowhere (deleted)."""
        self._showing = False
        row = self.table.current_row()
        if self.query.text and self._model.rowCount() and row is None:
            self.table.choose_row(0)
        elif self._current is None or (row is not None and row.client_id == self._current):
            self._chosen()
        elif not self.choose_client(self._current):
            if row is None:
                self._show_nobody()
            else:
                self._chosen()

    def _show_nobody(self) -> None:
        """The client of the card is not in the list any more: nobody shall be called by mistake."""
        self._current = None
        self._show_card(None)

    def _show_card(self, client_id: bytes | None) -> None:
        self._card_waits.stop()
        if self._card is None:
            if client_id is None or self._hosts.card is None or self.width() < _ROOM_FOR_CARD:
                return
            self._card = self._hosts.card()
            self._splitter.addWidget(self._card)
            width = int(self._stored.get("card", _CARD_WIDTH))
            self._splitter.setSizes([max(1, self.width() - width), width])
            self._splitter.setStretchFactor(0, 1)
            self._splitter.setStretchFactor(1, 0)
        self._card.show_client(client_id)  # type: ignore[attr-defined]  # a CardPane

    def _open_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("client_menu")
        for name in ("open_card", "log_contact", "plan_contact"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("copy_rows", "merge_clients", "delete_clients"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        self.header.fill_menu(menu.addMenu(tr("Columns")))
        menu.popup(point)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._card is not None:
            self._card.setVisible(self.width() >= _ROOM_FOR_CARD)
