"""The page of requests: the list with its filters at the left, the chosen request with its story at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import RequestKind
from crm_desktop.services import request_list, wishes
from crm_desktop.services.request_list import RequestQuery, Standing
from crm_desktop.ui import text_requests
from crm_desktop.ui.requests.detail import RequestDetail
from crm_desktop.ui.requests.filters import RequestFilters
from crm_desktop.ui.requests.list_view import RequestList
from crm_desktop.ui.requests.model import RequestModel
from crm_desktop.ui.requests.wish_bar import WishBar
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import SteadyLabel, button, label
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QShowEvent

    from crm_desktop.changes import Changes
    from crm_desktop.ui.requests.doing import RequestDoing

_TABLES = ("request", "client", "contact_point", "colleague", "activity", "feedback", "setting")
_PAUSE_MS = 140
_LOOK_MS = 60_000
"""Words such as "waits 3 h" grow old."""


class RequestsPage(QWidget):
    """The page.

    Signals:
        counted: how many are overdue, for the side bar.
        understood: in which other keyboard layout the text was read; empty where as typed.
        up_left: the keys leave the list upwards.
    """

    counted = Signal(int)
    understood = Signal(str)
    up_left = Signal()

    def __init__(self, doing: RequestDoing) -> None:
        super().__init__()
        self.setObjectName("page_requests")
        self.setAccessibleName(tr("Requests"))
        self._doing, self._store = doing, doing.session.store
        self._text = ""
        self._was_shown = False
        self.model = RequestModel(self._store, self)
        self.list = RequestList(self.model)
        self.filters = RequestFilters(doing.session)
        self.wish_bar = WishBar(can_plan=doing.hosts.plan_wishes is not None)
        self.detail = RequestDetail(doing)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._show_query)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._reload)
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------------- for the frame

    def search(self, text: str) -> None:
        """Look for words, as soon as the typing pauses."""
        if text != self._text:
            self._text = text
            self._pause.start()

    def find_wishes(self, text: str) -> None:
        """Show who waits for what was asked for, whatever was filtered before; where nobody does, who speaks of it."""
        self._text = text
        waits = wishes.find(self._store, text) is not None
        self.filters.show_query(RequestQuery(kinds=(RequestKind.WISH,) if waits else ()))
        self._show_query()

    def show_standing(self, standing: Standing) -> None:
        """Show the requests that stand so, without other filters."""
        self.filters.show_query(RequestQuery(standing))
        self._show_query()

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        if not self._was_shown:
            self._was_shown = True
            self._show_query()
        elif stale:
            self.filters.refresh()
            self._reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed: the list stays where it is and shows what is new."""
        if changes.touches("colleague"):
            self.filters.refresh()
        if changes.touches(*_TABLES):
            self._reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list of clients is possible here."""
        return ()

    def enter_list(self) -> None:
        """Take the focus into the list; where it is empty, to what leads on."""
        if self.model.rowCount():
            if not self.list.currentIndex().isValid():
                self.list.choose(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            leads = self._new if self._show_all.isHidden() else self._show_all
            leads.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """The window goes."""
        self._pause.stop()
        self._look.stop()

    # --------------------------------------------------------------------------------------------------------- reading

    def _show_query(self) -> None:
        self._pause.stop()
        self.model.show_query(replace(self.filters.query(), text=self._text))
        self._read_around()
        if self.model.rowCount():
            self.list.choose(0)
        self._show_chosen()

    def _reload(self) -> None:
        """Read again what is shown; what was chosen stays chosen, and where it went the next one is."""
        chosen = {row.id for row in self.list.chosen()}
        current, place = self.list.current_id(), self.list.currentIndex().row()
        self.model.reload()
        self._read_around()
        at = self.model.place_of(current) if current is not None else -1
        if at >= 0:
            self.list.choose(at)
            self.list.choose_also(chosen)
        elif self.model.rowCount() and place >= 0:
            self.list.choose(min(place, self.model.rowCount() - 1))
        self._show_chosen()

    def _read_around(self) -> None:
        query, now = self.model.query, self.model.now
        total = self.model.total
        overdue = request_list.overdue_count(self._store, now)
        self.total.setText(text_requests.listed(total))
        self.filters.name_overdue(overdue)
        self.counted.emit(overdue)
        self.understood.emit(self.model.understood)
        self.wish_bar.show_found(wishes.find(self._store, self._text) if self._text.strip() else None)
        self._places.setCurrentIndex(0 if total else 1)
        if not total:
            self._show_empty(query)

    def _show_chosen(self) -> None:
        self.detail.show_rows(self.list.chosen(), self.model.now, can_choose=bool(self.model.rowCount()))

    def _show_empty(self, query: RequestQuery) -> None:
        if self._text.strip():
            title = tr("No request says that")
            words = tr("Look among all of them, also the resolved ones, or try another word.")
        elif self.filters.is_set():
            title, words = tr("Nothing with these filters"), tr("Drop a filter to see more.")
        elif query.standing is Standing.OVERDUE:
            title = tr("Nobody waits too long")
            words = tr("How long is too long stands in the settings, under Requests.")
        elif query.standing is Standing.OPEN:
            title = tr("Nobody waits for an answer")
            words = tr(
                "Write complaints, questions and wishes down on the card of the client: here you see who waits, and "
                "find them again when the thing is there."
            )
        else:
            title, words = tr("Nothing was resolved yet"), tr("What is resolved is kept here with its story.")
        self._empty.show_words(title, words)
        narrowed = (bool(self._text.strip()) and query.standing is not Standing.ALL) or self.filters.is_set()
        self._show_all.setVisible(narrowed)
        self._new.setVisible(not narrowed and self._doing.hosts.new_request is not None)

    # -------------------------------------------------------------------------------------------------------- commands

    def _do(self, letters: set[str]) -> None:
        self.detail.do(letters)

    def _menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setObjectName("request_menu")
        for word, letter, call in self.detail.deeds():
            menu.addAction(f"{word}\t{letter}").triggered.connect(lambda _on=False, call=call: call())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _add(self) -> None:
        if self._doing.hosts.new_request is not None:
            self._doing.hosts.new_request(None)

    def _drop_filters(self) -> None:
        """Look among all of them, the resolved ones too."""
        self.show_standing(Standing.ALL)
        self.enter_list()

    def _plan(self, request_ids: Sequence[bytes], asked: str) -> None:
        self._doing.call_about_wishes(request_ids, asked)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    # --------------------------------------------------------------------------------------------------------- widgets

    def _connect(self) -> None:
        self.filters.changed.connect(self._show_query)
        self.list.chosen_changed.connect(self._show_chosen)
        self.list.lettered.connect(self._do)
        self.list.opened.connect(self.detail.open)
        self.list.deleted.connect(self.detail.delete)
        self.list.left_up.connect(self.up_left)
        self.list.menu_wanted.connect(self._menu)
        self.wish_bar.calls_wanted.connect(self._plan)
        self.detail.done.connect(self.enter_list)

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 4)
        head.addWidget(label(tr("Requests"), "heading"), 1)
        self.total = SteadyLabel("quiet")
        self.total.setObjectName("requests_total")
        head.addWidget(self.total, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addWidget(self.filters)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 16, 8)
        bar.addWidget(self.wish_bar)
        column.addLayout(bar)
        below = QWidget()
        self._places = QStackedLayout(below)
        self._show_all = button("all_requests", tr("Show all requests"), clicked=self._drop_filters)
        self._new = button("first_request", tr("New request"), look="primary", icon="plus", clicked=self._add)
        self._empty = EmptyState("requests_empty", "message-square", "", "", (self._show_all, self._new))
        self._places.addWidget(self.list)
        self._places.addWidget(self._empty)
        column.addWidget(below, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("requests_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)
