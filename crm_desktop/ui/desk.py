"""One window over one base: where it goes, search, toasts, the notice of changes. ``assembly.make_desk`` makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.clients import ClientsPage
from crm_desktop.ui.pages.selection import Selection
from crm_desktop.ui.places import (
    BIN,
    CLIENTS,
    DEALS,
    PRIMARY,
    REQUESTS,
    SEARCHED,
    SHARED,
    TODAY,
    WELCOME,
    above,
    below,
    search_hints,
)
from crm_desktop.ui.saved_views import SavedViews
from crm_desktop.ui.segment_care import SegmentCare
from crm_desktop.ui.text import tr
from crm_desktop.ui.undoing import Undoing

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.changes import Changes
    from crm_desktop.services.operations import TakenBack
    from crm_desktop.ui.clipboard import Copying
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.session import Session

_VIEW_TABLES = ("view",)
_REQUEST_TABLES = ("request", "client", "setting")
_MINUTE_MS = 60_000


class Desk(QObject):
    """A main window over one base.

    Signals:
        leaving: the window is about to go for good; closed into the tray it comes back.
    """

    leaving = Signal()

    def __init__(self, session: Session, program: Program, make_hosts: Callable[[Desk], Hosts]) -> None:
        """Take the base, what only the whole program can do, and what makes the parts that the window hosts."""
        super().__init__()
        self.session = session
        self.program = program
        self.hosts = make_hosts(self)
        self.window = window = MainWindow(above(self.hosts), below(), PRIMARY, search_hints())
        self.undoing = Undoing(session, window.tell, window.status.show_work, self._show_kept)
        self.selection = Selection(session, window.tell, self.undoing.take_back_last, window.status.show_work)
        self.views = SavedViews(
            session, window, self.clients_page, self.go_clients, self.undoing.take_back_last
        )
        self.segments = SegmentCare(session, self._segments_kept)
        # Requests become overdue by time alone.
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._count_overdue)
        self._leave_welcome = False
        self._copying: Copying | None = None
        self._closed = False
        self._first_start = False
        self.exchanging: QObject | None = None
        """The exchange with the shared base (``ui.shared.exchanging``), where this one belongs to one: put here by
        ``ui.membership``, for itself. The desk knows nothing of it."""
        window.sidebar.offer(SHARED, offered=False)
        self._connect_window()
        window.status.show_base(session.store.path)
        session.signals.changed.connect(self._changed)

    # ----------------------------------------------------------------------------------------------------------- going

    def start(self, page: str = "", search: str = "") -> None:
        """Show the window: the doors for an empty base, else the clients (or the page that was open before).

        The first window of a day begins with what the day holds.
        """
        self._first_start = not page
        if not page or page == WELCOME:
            page = WELCOME if self._is_empty() else TODAY if self._is_morning() else CLIENTS
        self.window.go(page)
        if search:
            self.window.search.setText(search)
        # What nobody sees in the first picture waits until it is painted.
        self.window.painted.connect(self._after_first_picture, Qt.ConnectionType.QueuedConnection)
        # The focus belongs where the first key should go: to the first door, else a name typed at once is searched.
        first = self.window.page(page) if page == WELCOME else self.window.search
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_recovered()

    def _after_first_picture(self) -> None:
        # Imported here: what keeps forms is not wanted before the first picture.
        from crm_desktop.services.unsaved import any_unsaved

        if self._closed:
            return
        self.views.show()
        self._show_undoable()
        self._count_overdue()
        self._minute.start()
        self.segments.start()
        if self.hosts.start_inbox is not None:
            self.hosts.start_inbox()
        if self._first_start and self.hosts.offer_unsaved is not None and any_unsaved(self.session.store):
            self.hosts.offer_unsaved()

    def clients_page(self) -> ClientsPage:
        """The page of clients, made if need be."""
        page = self.window.page(CLIENTS)
        if not isinstance(page, ClientsPage):
            raise TypeError(type(page))
        return page

    def go_clients(self) -> None:
        """Show the list of clients, also of an empty base whose doors were passed."""
        self._leave_welcome = True
        self.window.go(CLIENTS)

    def show_client(self, client_id: bytes) -> None:
        """Stand on a client in the list; where filters or a search hide it, they are dropped first."""
        self.go_clients()
        page = self.clients_page()
        if not page.choose_client(client_id):
            self.window.search.clear()
            page.show_view(ClientQuery())
            page.choose_client(client_id)

    def show_sample(self) -> None:
        """The sample clients are there: show them, and say how to be rid of them."""
        self.go_clients()
        self.window.tell.offer(
            tr("Sample clients are here. Look around."), tr("Take them away"), self.undoing.take_back_last
        )

    def reload_lists(self) -> None:
        """The order of names was made anew: read the list again, or when it is next seen."""
        if self.window.where() == CLIENTS:
            self.clients_page().shown(stale=True)
        else:
            self.window.make_stale(CLIENTS)

    def close(self) -> None:
        """Stop what runs for this window and take it away."""
        self._closed = True
        self._minute.stop()
        self.segments.stop()
        self.leaving.emit()
        self.session.signals.changed.disconnect(self._changed)
        for name in (CLIENTS, BIN):
            page = self.window.made(name)
            if page is not None:
                page.close_model()  # type: ignore[attr-defined]  # both pages with lists have it
        self.window.close()
        self.window.deleteLater()

    def copy(self, table: ClientTable) -> None:
        """Put the selected rows of a list on the clipboard. The first copy imports what it needs."""
        if self._copying is None:
            from crm_desktop.ui.clipboard import Copying

            self._copying = Copying(self.session, self.window.tell, self.window.status.show_work)
        self._copying.copy(table)

    def _show_kept(self, taken: TakenBack) -> None:
        """List what was left as it is when something was taken back."""
        from crm_desktop.ui.kept_list import KeptList

        kept = KeptList(self.window, self.session, taken)
        kept.client_wanted.connect(self.show_client)
        kept.open()

    # ---------------------------------------------------------------------------------------------------------- wiring

    def _connect_window(self) -> None:
        window = self.window
        window.searched.connect(self._search)
        window.search_left.connect(self._enter_list)
        window.files_dropped.connect(self.bring_list)
        window.sidebar.went.connect(self._went)

    def bring_list(self, files: list[Path]) -> None:
        if self.hosts.open_import is not None:
            self.hosts.open_import(files)

    def _changed(self, changes: Changes) -> None:
        if self.window.where() == WELCOME and not self._is_empty():
            self.window.go(CLIENTS)
        self.segments.changed(changes)
        self.window.changed(changes)
        self._show_undoable()
        if changes.touches(*_VIEW_TABLES):
            self.views.show()
        if changes.touches(*_REQUEST_TABLES):
            self._count_overdue()

    def with_current(self, call: Callable[[bytes], object]) -> None:
        client_id = self.clients_page().current_id()
        if client_id is not None:
            self.clients_page().show_card_now()
            call(client_id)

    # ---------------------------------------------------------------------------------------------------------- search

    def _search(self, text: str) -> None:
        where = self.window.where()
        if where not in SEARCHED:
            where = CLIENTS
            self.window.go(CLIENTS, text)
        self.window.page(where).search(text)  # type: ignore[attr-defined]  # these pages have it

    def _enter_list(self) -> None:
        if self.window.where() in SEARCHED:
            self.window.page(self.window.where()).enter_list()  # type: ignore[attr-defined]  # these pages have it
        else:
            self.window.enter_page()

    def leave_list(self) -> None:
        self.window.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:
        self.window.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.window.search.selectAll()

    def type_on(self, letters: str) -> None:
        self.window.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.window.search.setCursorPosition(len(self.window.search.text()))
        self.window.search.insert(letters)

    def open_palette(self) -> None:
        from crm_desktop.ui.palette import Palette

        Palette(
            self.window,
            self.session,
            self.window.actions_table,
            self.show_client,
            self.hosts.show_day,
            self.hosts.find_requests,
        ).open()

    def clear_filters(self) -> None:
        self.window.search.clear()
        self.clients_page().show_view(ClientQuery())
        self.views.mark("")

    # ---------------------------------------------------------------------------------------------------------- inside

    def _went(self, page: str) -> None:
        if page == CLIENTS:
            self._leave_welcome = True
            if self.views.current:
                self.clear_filters()
        elif page == DEALS:
            self.views.left_deals()

    def start_empty(self) -> None:
        self.go_clients()
        if self.hosts.edit_client is not None:
            self.hosts.edit_client(None)

    def _is_empty(self) -> bool:
        if self._leave_welcome:
            return False
        return not first_page(self.session.store, ClientQuery(), 1).rows

    def _is_morning(self) -> bool:
        """Whether this is the first window of the day; from then on it is not."""
        settings = self.session.settings
        today = self.session.store.clock.now().astimezone().date().isoformat()
        if self.hosts.today_page is None or settings.current.greeted_on == today:
            return False
        self._try(lambda: settings.update(greeted_on=today))
        return True

    def keep_columns(self, layout: object, name: str = "clients") -> None:
        """Remember how a list is arranged."""
        settings = self.session.settings
        self._try(lambda: settings.update(columns={**settings.current.columns, name: layout}))

    def _count_overdue(self) -> None:
        """Say at the side how many requests wait too long; the page does so while it is on the screen."""
        from crm_desktop.services.request_list import overdue_count
        from crm_desktop.ui.side_counts import show_overdue

        if self.hosts.requests_page is not None and self.window.where() != REQUESTS:
            count = overdue_count(self.session.store, self.session.store.clock.now())
            show_overdue(self.window.sidebar, count)

    def _segments_kept(self) -> None:
        """The kinds of buyers were worked out: a list filtered by them is fetched again where it stands."""
        page = self.window.made(CLIENTS)
        if isinstance(page, ClientsPage) and any(each.field == "segment" for each in page.query.filters):
            page.table.window_model.reload()

    def _show_undoable(self) -> None:
        from crm_desktop.services import operations

        store = self.session.store
        self.window.show_undoable(
            undo=operations.can_undo(store) is not None, redo=operations.can_redo(store) is not None
        )

    def _tell_recovered(self) -> None:
        if self.session.base.recovered:
            self.window.tell.notice(
                tr(
                    "Last time the program was cut off in the middle of something. It was taken back whole; "
                    "everything that was finished is there."
                )
            )

    def _try(self, call: Callable[[], object]) -> None:
        try:
            call()
        except Exception as error:
            self.window.tell.problem(error)
