"""One window wired: pages, commands, search, toasts, the notice of changes. Built anew when the language changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from crm_desktop.kinds import Op
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.pages.clients import ClientsPage
from crm_desktop.ui.pages.selection import Selection
from crm_desktop.ui.saved_views import SavedViews
from crm_desktop.ui.sidebar import Place
from crm_desktop.ui.text import tr
from crm_desktop.ui.undoing import Undoing

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from crm_desktop.changes import Changes
    from crm_desktop.services.operations import TakenBack
    from crm_desktop.ui.clipboard import Copying
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.program import Program
    from crm_desktop.ui.session import Session

CLIENTS, WELCOME = "clients", "welcome"
IMPORTS, OPERATIONS, BIN, SETTINGS, KEYS = "imports", "operations", "bin", "settings", "keys"
DUPLICATES = "duplicates"
_VIEW_TABLES = ("view",)


class Desk(QObject):
    """A main window over one base."""

    def __init__(self, session: Session, program: Program, make_hosts: Callable[[Desk], Hosts]) -> None:
        """Take the base, what only the whole program can do, and what makes the parts that the window hosts."""
        super().__init__()
        self.session = session
        self._program = program
        self.window = MainWindow(_above(), _below())
        window = self.window
        self.undoing = Undoing(session, window.tell, window.status.show_work, self._show_kept)
        self.selection = Selection(session, window.tell, self.undoing.take_back_last, window.status.show_work)
        self.hosts = make_hosts(self)
        self.views = SavedViews(
            session, window, self.clients_page, self.go_clients, self.undoing.take_back_last
        )
        self._leave_welcome = False
        self._copying: Copying | None = None
        self._closed = False
        self._first_start = False
        window.set_pages(self._makers())
        self._connect_window()
        self._connect_actions()
        window.status.show_base(session.store.path)
        session.signals.changed.connect(self._changed)

    # ----------------------------------------------------------------------------------------------------------- going

    def start(self, page: str = "", search: str = "") -> None:
        """Show the window: the doors for an empty base, else the clients (or the page that was open before)."""
        self._first_start = not page
        if not page or page == WELCOME:
            page = WELCOME if self._is_empty() else CLIENTS
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
        """The order of names was made anew: read the list again."""
        if self.window.where() == CLIENTS:
            self.clients_page().shown(stale=True)

    def close(self) -> None:
        """Stop what runs for this window and take it away."""
        self._closed = True
        self.session.signals.changed.disconnect(self._changed)
        for name in (CLIENTS, BIN):
            page = self.window.made(name)
            if page is not None:
                page.close_model()  # type: ignore[attr-defined]  # both pages with lists have it
        self.window.close()
        self.window.deleteLater()

    # ----------------------------------------------------------------------------------------------------------- pages

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        """Each page is imported when it is first shown: a start pays for one page only."""
        return {
            CLIENTS: self._make_clients,
            WELCOME: self._make_welcome,
            IMPORTS: lambda: self._make_operations(Op.IMPORT),
            OPERATIONS: lambda: self._make_operations(None),
            BIN: self._make_bin,
            SETTINGS: self._make_settings,
            KEYS: self._make_keys,
            **({DUPLICATES: self.hosts.duplicates_page} if self.hosts.duplicates_page else {}),
        }

    def _make_clients(self) -> QWidget:
        window = self.window
        page = ClientsPage(self.session, window.tell, window.actions_table, self.hosts, self.selection)
        page.counted.connect(lambda count: window.sidebar.show_count(CLIENTS, count))
        page.selection_told.connect(window.status.show_selection)
        page.understood.connect(window.search.show_understood)
        page.states_changed.connect(window.refresh_states)
        page.layout_changed.connect(self._keep_columns)
        page.save_wanted.connect(self.views.save)
        page.up_left.connect(self._leave_list)
        page.letters.connect(self._type_on)
        page.table.copy_wanted.connect(lambda: self._copy(page.table))
        page.filter_bar.changed.connect(lambda _filters: self.views.mark(""))
        return page

    def _make_welcome(self) -> QWidget:
        from crm_desktop.ui.pages.welcome import WelcomePage

        page = WelcomePage()
        page.import_wanted.connect(self._import)
        page.sample_wanted.connect(self._program.make_sample)
        page.empty_wanted.connect(self._start_empty)
        return page

    def _make_operations(self, op: str | None) -> QWidget:
        from crm_desktop.ui.pages.operations import OperationsPage

        if op == Op.IMPORT and self.hosts.imports_page is not None:
            return self.hosts.imports_page()
        return OperationsPage(self.session, self.undoing.take_back, self.show_client, op=op)

    def _make_bin(self) -> QWidget:
        from crm_desktop.ui.pages.bin import BinPage

        page = BinPage(self.session, self.window.tell, self.undoing.take_back_last)
        page.table.left_up.connect(self._leave_list)
        page.table.copy_wanted.connect(lambda: self._copy(page.table))
        return page

    def _make_settings(self) -> QWidget:
        from crm_desktop.ui.pages.settings import SettingsPage

        return SettingsPage(self.session, self.window.tell, self._program)

    def _copy(self, table: ClientTable) -> None:
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

    def _make_keys(self) -> QWidget:
        from crm_desktop.ui.pages.keys import KeysPage

        return KeysPage(self.window.actions_table)

    # ---------------------------------------------------------------------------------------------------------- wiring

    def _connect_window(self) -> None:
        window = self.window
        window.searched.connect(self._search)
        window.search_left.connect(self._enter_list)
        window.files_dropped.connect(self._import)
        window.sidebar.went.connect(self._went)

    def _connect_actions(self) -> None:
        page = self.clients_page
        calls: dict[str, Callable[[], object]] = {
            "copy_rows": lambda: self._copy(page().table),
            "delete_clients": lambda: page().delete_selected(),
            "select_all": lambda: page().table.selectAll(),
            "save_view": self.views.save,
            "add_filter": lambda: page().filter_bar.open_menu(),
            "clear_filters": self._clear_filters,
            "undo": self.undoing.undo,
            "redo": self.undoing.redo,
            "find": self._find,
            "palette": self._open_palette,
            "keys": lambda: self.window.go(KEYS),
            "go_clients": self.go_clients,
            "open_base": self._program.open_base,
            "quit": self._program.quit,
        }
        for name in (IMPORTS, OPERATIONS, BIN, SETTINGS):
            calls[f"go_{name}"] = lambda name=name: self.window.go(name)  # type: ignore[misc]  # bound now
        for theme in ("light", "dark", "system"):
            calls[f"theme_{theme}"] = lambda theme=theme: self._program.set_theme(theme)  # type: ignore[misc]
        for code in ("en", "ru", "lt"):
            calls[f"language_{code}"] = lambda code=code: self._program.set_language(code)  # type: ignore[misc]
        for name, call in calls.items():
            self.window.actions_table.connect_to(name, call)
        self._connect_hosts()

    def _connect_hosts(self) -> None:
        """The commands that others carry out; one without anybody is not offered."""
        hosts, table = self.hosts, self.window.actions_table
        edit, card, log, export = hosts.edit_client, hosts.open_card, hosts.log_contact, hosts.open_export
        merge = hosts.merge_clients
        calls: dict[str, Callable[[], object] | None] = {
            "new_client": (lambda: edit(None)) if edit else None,
            "edit_client": (lambda: self._with_current(edit)) if edit else None,
            "open_card": (lambda: self._with_current(card)) if card else None,
            "log_contact": (lambda: self._with_current(lambda id_: log(id_, False))) if log else None,
            "plan_contact": (lambda: self._with_current(lambda id_: log(id_, True))) if log else None,
            "import": (lambda: self._import([])) if hosts.open_import else None,
            "paste_list": hosts.paste_list,
            "export": export,
            "export_diary": hosts.export_diary,
            "take_out": hosts.take_out,
            "bring_back": hosts.bring_back,
            "merge_clients": (lambda: merge(self.clients_page().selected_ids())) if merge else None,
            "go_duplicates": (lambda: self.window.go(DUPLICATES)) if hosts.duplicates_page else None,
        }
        for name, call in calls.items():
            table.offer(name, offered=call is not None)
            if call is not None:
                table.connect_to(name, call)

    def _import(self, files: list[Path]) -> None:
        if self.hosts.open_import is not None:
            self.hosts.open_import(files)

    def _changed(self, changes: Changes) -> None:
        if self.window.where() == WELCOME and not self._is_empty():
            self.window.go(CLIENTS)
        self.window.changed(changes)
        self._show_undoable()
        if changes.touches(*_VIEW_TABLES):
            self.views.show()

    def _with_current(self, call: Callable[[bytes], object]) -> None:
        client_id = self.clients_page().current_id()
        if client_id is not None:
            self.clients_page().show_card_now()
            call(client_id)

    # ---------------------------------------------------------------------------------------------------------- search

    def _search(self, text: str) -> None:
        if self.window.where() == BIN:
            self.window.page(BIN).search(text)  # type: ignore[attr-defined]  # a BinPage
            return
        if self.window.where() != CLIENTS:
            self.window.go(CLIENTS)
        self.clients_page().search(text)

    def _enter_list(self) -> None:
        page = self.window.page(self.window.where())
        if isinstance(page, ClientsPage):
            page.enter_list()
        elif self.window.where() == BIN:
            page.enter_list()  # type: ignore[attr-defined]  # a BinPage
        else:
            self.window.enter_page()

    def _leave_list(self) -> None:
        self.window.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.window.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.window.search.selectAll()

    def _type_on(self, letters: str) -> None:
        self.window.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.window.search.setCursorPosition(len(self.window.search.text()))
        self.window.search.insert(letters)

    def _open_palette(self) -> None:
        from crm_desktop.ui.palette import Palette

        Palette(self.window, self.session, self.window.actions_table, self.show_client).open()

    def _clear_filters(self) -> None:
        self.window.search.clear()
        self.clients_page().show_view(ClientQuery())
        self.views.mark("")

    # ---------------------------------------------------------------------------------------------------------- inside

    def _went(self, page: str) -> None:
        if page == CLIENTS:
            self._leave_welcome = True
            if self.views.current:
                self._clear_filters()

    def _start_empty(self) -> None:
        self.go_clients()
        if self.hosts.edit_client is not None:
            self.hosts.edit_client(None)

    def _is_empty(self) -> bool:
        if self._leave_welcome:
            return False
        return not first_page(self.session.store, ClientQuery(), 1).rows

    def _keep_columns(self, layout: object) -> None:
        settings = self.session.settings
        self._try(lambda: settings.update(columns={**settings.current.columns, "clients": layout}))

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


def _above() -> Sequence[Place]:
    return (Place(CLIENTS, tr("Clients"), "users"),)


def _below() -> Sequence[Place]:
    return (
        Place(IMPORTS, tr("Lists brought in"), "import"),
        Place(DUPLICATES, tr("Duplicates"), "copy"),
        Place(OPERATIONS, tr("What changed"), "history"),
        Place(BIN, tr("Bin"), "trash-2"),
        Place(SETTINGS, tr("Settings"), "settings"),
    )
