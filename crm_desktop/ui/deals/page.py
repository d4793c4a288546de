"""The page of deals: search and filters over a board or a list of the same deals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.kinds import DealState
from crm_desktop.services import deal_board, deal_filters, deal_list, deal_stages, views
from crm_desktop.services.filters import (
    ClientQuery,
    Filter,
    FilterOp,
    from_json,
    still_there,
    to_json,
)
from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.deals.board import BoardView
from crm_desktop.ui.deals.columns import NAME_TABLES, read_names
from crm_desktop.ui.deals.doing import Doing
from crm_desktop.ui.deals.head import BOARD, LIST, DealsHead
from crm_desktop.ui.deals.list_view import DealListView
from crm_desktop.ui.lists.filter_bar import FilterBar
from crm_desktop.ui.lists.table import count_words
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.services.deal_board import Board
    from crm_desktop.services.deal_list import DealRow
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.services.filters import FilterField
    from crm_desktop.ui.deals.calls import DealCalls
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_TYPING_PAUSE_MS = 150
_TABLES = ("deal", "client", "deal_stage")
_OFFERED = ("deal_state", "deal_stage", "responsible", "overdue", "expected")


class DealsPage(QWidget):
    """Deals of the base.

    Signals:
        layout_changed: columns, order, view or pipeline were changed (a JSON mapping), to be remembered.
        selection_told: what is selected, as words; for the status line.
        up_left: the list was left upwards; the search box should take the focus.
        letters: letters were typed into the deals.
        shown_all: what is looked for was dropped.
        keep_wanted: the filters should be kept as a view.
    """

    layout_changed = Signal(object)
    selection_told = Signal(str)
    up_left = Signal()
    letters = Signal(str)
    shown_all = Signal()
    keep_wanted = Signal()

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undo: Callable[[], object],
        working: Callable[[str], object],
        calls: DealCalls,
    ) -> None:
        """``working`` says that something is being done (empty: no more); ``calls`` open what others show."""
        super().__init__()
        self.setObjectName("page_deals")
        self.setAccessibleName(tr("Deals"))
        self._session = session
        self._calls = calls
        self._tell = tell
        self._reading: Task[Board] | None = None
        stored: Mapping[str, Any] = session.settings.current.columns.get("deals", {})
        self._doing = Doing(session, self, tell, undo, working)
        self._text = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_PAUSE_MS)
        self._typing.timeout.connect(self._show)
        self.head = DealsHead(LIST if stored.get("view") == LIST else BOARD)
        self._pipeline = str(stored.get("pipeline", ""))
        self.filter_bar = FilterBar(self._fields, lambda _field: {}, _OFFERED)
        self.board = BoardView()
        self.list = DealListView(session, self._doing, stored)
        self._names = read_names(session)
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------------- for the frame

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen: read what may be old."""
        del stale
        self._read_words()
        self._show()

    def changed(self, changes: Changes) -> None:
        """Something was committed: what is shown stays where it is and shows what is new."""
        if changes.touches(*NAME_TABLES):
            self._read_words()
        if changes.touches(*_TABLES, *NAME_TABLES):
            if self.head.view() == BOARD:
                self._show_board()
            else:
                self.list.reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list of clients is possible here."""
        return ()

    def search(self, text: str) -> None:
        """Narrow the deals to those with these words, as soon as the typing pauses."""
        if text != self._text:
            self._text = text
            self._typing.start()

    def enter_list(self) -> None:
        """Take the focus to the first deal."""
        if self._typing.isActive():
            self._show()
        if self.head.view() == BOARD:
            self.board.enter()
        else:
            self.list.enter()

    def chosen_ids(self) -> list[bytes]:
        """The deals that are selected."""
        return self.board.chosen_ids() if self.head.view() == BOARD else self.list.chosen_ids()

    def current(self) -> DealRow | None:
        """The deal that the page stands on."""
        return self.board.current() if self.head.view() == BOARD else self.list.current()

    def go(self, view: str) -> None:
        """Show the deals as ``BOARD`` or ``LIST``."""
        self.head.show_view(view)
        self.filter_bar.refresh()
        self._show()
        self._arranged()

    def show_list(self, *filters: Filter) -> None:
        """List the deals that pass these filters, and what is narrowed already."""
        kept = {each.field: each for each in (*self.filter_bar.filters(), *filters)}
        self.filter_bar.set_filters(tuple(kept.values()))
        self.go(LIST)

    def saved(self) -> dict[str, Any]:
        """What a view keeps: filters, order, the way of showing, the pipeline; what is typed is of the moment only."""
        layout = self.list.layout_state()
        return {
            **to_json(ClientQuery(filters=self.filter_bar.filters())),
            "of": views.DEALS,
            "sort": layout["sort"],
            "descending": layout["descending"],
            "view": self.head.view(),
            "pipeline": self._pipeline,
        }

    def show_saved(self, query: Mapping[str, Any]) -> None:
        """Show what ``saved`` gave, without what is gone since; of an empty one all deals."""
        fields = deal_filters.filter_fields(self._session.store)
        self.filter_bar.set_filters(still_there(from_json(query), fields).filters)
        self._text = ""
        self.shown_all.emit()
        self._pipeline = str(query.get("pipeline", self._pipeline))
        self._read_words()
        self.list.sort_by(str(query.get("sort", "")), descending=bool(query.get("descending", True)))
        self.go(LIST if query.get("view", self.head.view()) == LIST else BOARD)

    def close_model(self) -> None:
        """Stop what runs for this page."""
        self._typing.stop()
        self._leave_reading()
        self.list.close_model()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        self._new = button(
            "first_deal", tr("New deal"), look="primary", icon="plus", clicked=self._calls.new_deal
        )
        self._clear = button("all_deals", tr("Show all deals"), clicked=self._clear_all)
        self._empty = EmptyState("deals_empty", "handshake", "", "", (self._clear, self._new))
        self._places = QStackedWidget()
        for each in (self.board, self.list, self._empty):
            self._places.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.filter_bar)
        column.addWidget(self._places, 1)

    def _connect(self) -> None:
        self.head.view_chosen.connect(self.go)
        self.head.pipeline_chosen.connect(self._choose_pipeline)
        self.head.save_wanted.connect(self._save)
        self.filter_bar.changed.connect(lambda _filters: self._show())
        self.filter_bar.save_wanted.connect(self.keep_wanted)
        board, listed = self.board, self.list
        for view in (board, listed):
            view.opened.connect(self._calls.open_deal)
            view.menu_wanted.connect(self._open_menu)
            view.chosen.connect(self._told_selection)
        board.move_wanted.connect(self._doing.move)
        board.close_wanted.connect(self._doing.close)
        board.removed.connect(self._doing.delete)
        board.list_wanted.connect(self._list_stage)
        board.closed_wanted.connect(self._list_closed)
        listed.counted.connect(self._counted)
        listed.arranged.connect(self._arranged)
        listed.letters.connect(self.letters)
        listed.left_up.connect(self.up_left)
        listed.save_wanted.connect(lambda: self._calls.save(listed.chosen_places()))
        listed.copy_wanted.connect(lambda: self._calls.copy(listed.table))

    def _fields(self) -> list[FilterField]:
        every = deal_filters.filter_fields(self._session.store)
        if self.head.view() == LIST:
            return every
        return [field for field in every if field.id not in deal_board.NOT_ON_BOARD]

    def _read_words(self) -> None:
        self._names = read_names(self._session)
        self.list.show_names(self._names)
        self.filter_bar.refresh()
        pipelines = deal_stages.pipelines(self._session.store)
        if self._pipeline not in pipelines:
            self._pipeline = pipelines[0] if pipelines else ""
        self.head.show_pipelines([(name, text_deals.pipeline(name)) for name in pipelines], self._pipeline)

    def _show(self) -> None:
        self._typing.stop()
        self._leave_reading()
        if self.head.view() == BOARD:
            self._show_board()
        else:
            self.list.show_query(self._text, self.filter_bar.filters())

    def _show_board(self) -> None:
        """The board at once; where many deals must be looked through for what is asked, from a thread."""
        self._leave_reading()
        store, pipeline, text, filters = (
            self._session.store,
            self._pipeline,
            self._text,
            self.filter_bar.filters(),
        )
        if not (text or filters) or not deal_list.are_many(store):
            self._show_read(deal_board.board(store, pipeline, text, filters))
            return

        def work(progress: Progress) -> Board:
            with store.stoppable(progress.check):
                return deal_board.board(store, pipeline, text, filters)

        self._reading = self._session.runner.start(work, done=self._show_read, failed=self._tell.problem)

    def _leave_reading(self) -> None:
        if self._reading is not None:
            self._reading.forget()
            self._reading = None

    def _show_read(self, board: Board) -> None:
        today = self._session.store.clock.now().astimezone().date().isoformat()
        self.board.show_board(board, self._names, today)
        count = sum(column.count for column in board.columns)
        words = count_words(count, None, capped=False)
        self.filter_bar.show_total(words, text_deals.counted(count))
        nothing = not count and not board.won.count and not board.lost.count
        self._show_place(0, empty=nothing and (self._narrowed() or not self._any()))

    def _counted(self, count: int, capped: bool) -> None:
        self.filter_bar.show_total(count_words(count, None, capped=capped), text_deals.counted(count))
        self._show_place(1, empty=not count and not capped)

    def _show_place(self, place: int, *, empty: bool) -> None:
        if empty:
            self._say_why_empty()
        self._places.setCurrentIndex(2 if empty else place)

    def _say_why_empty(self) -> None:
        narrowed = self._narrowed()
        if narrowed:
            title = tr("No deal fits")
            text = tr("Drop a filter, or look for another word: a title, a name or a company.")
        else:
            title = tr("No deals yet")
            text = tr(
                "A deal is a sale in the making: what for, how much, and until when. Write down the first one."
            )
        self._empty.show_words(title, text)
        self._clear.setVisible(narrowed)
        self._new.setVisible(not narrowed)

    def _narrowed(self) -> bool:
        fields = {field.id for field in self._fields()}
        return bool(self._text) or any(each.field in fields for each in self.filter_bar.filters())

    def _any(self) -> bool:
        return deal_stages.any_deal(self._session.store)

    def _clear_all(self) -> None:
        self.filter_bar.set_filters(())
        self._text = ""
        self.shown_all.emit()
        self._show()

    def _choose_pipeline(self, pipeline: str) -> None:
        self._pipeline = pipeline
        self._show()
        self._arranged()

    def _arranged(self) -> None:
        self.layout_changed.emit(
            {**self.list.layout_state(), "view": self.head.view(), "pipeline": self._pipeline}
        )

    def _told_selection(self) -> None:
        count = (
            len(self.board.chosen_ids()) if self.head.view() == BOARD else self.list.table.selected_count()
        )
        self.selection_told.emit(text_deals.counted(count) if count > 1 else "")

    def _list_stage(self, stage: DealStage | None) -> None:
        if stage is None:
            self.show_list(
                Filter("deal_stage", FilterOp.EMPTY), Filter("deal_state", FilterOp.IS, (DealState.OPEN,))
            )
        else:
            self.show_list(Filter("deal_stage", FilterOp.IS, (stage.id,)))

    def _list_closed(self, state: DealState) -> None:
        several = len(deal_stages.pipelines(self._session.store)) > 1
        self.show_list(
            Filter("deal_state", FilterOp.IS, (state.value,)),
            Filter("closed", FilterOp.THIS_MONTH),
            *([Filter("pipeline", FilterOp.IS, (self._pipeline,))] if several else []),
        )

    def _save(self) -> None:
        if self.head.view() == BOARD:
            self.go(LIST)
        self._calls.save(None)

    def _open_menu(self, ids: list[bytes], point: QPoint) -> None:
        if not ids:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("deal_menu")
        row = self.current()
        if len(ids) == 1 and row is not None:
            menu.addAction(tr("Open the deal")).triggered.connect(lambda: self._calls.open_deal(row.id))
            menu.addAction(tr("Show the client")).triggered.connect(
                lambda: self._calls.show_client(row.client_id)
            )
            menu.addAction(tr("Plan a contact")).triggered.connect(lambda: self._calls.plan(row.id))
            menu.addSeparator()
        self._doing.fill_stages(menu.addMenu(tr("Move to")), lambda: ids)
        menu.addAction(text_kinds.deal_state(DealState.WON)).triggered.connect(
            lambda: self._doing.close(ids, DealState.WON)
        )
        menu.addAction(tr("Lost…")).triggered.connect(lambda: self._doing.close(ids, DealState.LOST))
        if self._doing.has_colleagues():
            self._doing.fill_colleagues(menu.addMenu(tr("Responsible")), lambda: ids)
        menu.addSeparator()
        menu.addAction(tr("To the bin")).triggered.connect(lambda: self._doing.delete(ids))
        if self.head.view() == LIST:
            menu.addSeparator()
            self.list.header.fill_menu(menu.addMenu(tr("Columns")))
        menu.popup(point)
