"""How the window comes to the import: a file dropped anywhere, the command, the first of the three doors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.importing.pasting import Pasting
    from crm_desktop.ui.importing.wizard import ImportPage
    from crm_desktop.ui.inbox.inbox import Inbox

IMPORTING = "importing"
"""The id of the page in the window."""


def ask_files(parent: QWidget, folder: Path) -> list[Path]:
    """The files that the user chooses; none where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    tables = tr(
        "Lists (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.txt *.tsv *.tab *.xml *.htm *.html *.vcf *.vcard *.ics)"
    )
    names, _kind = QFileDialog.getOpenFileNames(
        parent, tr("Bring a list"), str(folder), f"{tables};;{tr('All files (*)')}"
    )
    # Without a window manager nobody gives the keys back to the window that asked.
    parent.activateWindow()
    return [Path(name) for name in names]


class Importing:
    """The import of one window. The page is made when it is first wanted, and imported then."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._page: ImportPage | None = None
        self._pasting: Pasting | None = None
        self.inbox: Inbox | None = None

    def open(self, paths: Sequence[Path]) -> None:
        """Bring these files; ask for some where there are none, unless an import is waiting to be gone on with."""
        if not paths and self._page is not None and self._page.is_begun():
            self._desk.window.go(IMPORTING)
            return
        self._bring(paths)

    def start_inbox(self) -> None:
        """Look into the watched folder from now on, where one is chosen, and whenever another is."""
        desk = self._desk
        if self.inbox is None:
            desk.session.signals.watched_folder.connect(self._watch)
            desk.window.closing.connect(self._stop_watching)
            if desk.session.settings.current.watched_folder:
                self._watch()

    def _watch(self) -> None:
        desk = self._desk
        if self.inbox is None:
            from crm_desktop.ui.inbox.inbox import Inbox

            self.inbox = Inbox(desk.session, desk.window.tell, lambda: desk.window.go("imports"))
            self.inbox.changed.connect(self._show_waiting)
            if desk.window.made("imports") is not None:
                self._add_cards(desk.window.page("imports"))
        self.inbox.start()

    def _stop_watching(self) -> None:
        if self.inbox is not None:
            self.inbox.close()

    def _show_waiting(self) -> None:
        count = len(self.inbox.waiting) if self.inbox is not None else 0
        self._desk.window.sidebar.show_count("imports", str(count) if count else "")

    def _add_cards(self, page: QWidget) -> None:
        """Let the files of the watched folder wait on the page of lists."""
        from crm_desktop.ui.inbox.cards import InboxCards

        assert self.inbox is not None
        page.add_above(InboxCards(self._desk.session, self.inbox, self._look))  # type: ignore[attr-defined]

    def _look(self, path: Path) -> None:
        """Open a waiting file in the import, at its check where its columns are clear."""
        page = self.page()
        self._desk.window.go(IMPORTING)
        page.bring([path], check=True)

    def _brought(self, paths: Sequence[Path]) -> None:
        if self.inbox is not None:
            self.inbox.brought(paths)

    def paste(self) -> None:
        """Bring what is on the clipboard."""
        if self._pasting is None:
            from crm_desktop.ui.importing.pasting import Pasting

            self._pasting = Pasting(self._desk, self._bring)
        self._pasting.paste()

    def _bring(self, paths: Sequence[Path], mapping: Mapping[str, str] | None = None) -> None:
        files = list(paths) or self._asked()
        if len(files) == 1 and files[0].is_dir():
            from crm_desktop.ui.everything.host import BringingBack

            BringingBack(self._desk, files[0])
        elif files:
            page = self.page()
            self._desk.window.go(IMPORTING)
            page.bring(files, mapping)

    def _asked(self) -> list[Path]:
        settings = self._desk.session.settings
        files = ask_files(self._desk.window, first_folder(settings.current.import_folder))
        if files:
            try:
                settings.update(import_folder=str(files[0].parent))
            except UserError as error:
                self._desk.window.tell.problem(error)
        return files

    def page(self) -> ImportPage:
        """The page of the import, made if need be."""
        if self._page is None:
            from crm_desktop.ui.importing.wizard import ImportPage

            desk = self._desk
            page = ImportPage(desk.session, desk.window.tell, desk.undoing.take_back)
            page.left.connect(desk.go_clients)
            page.files_wanted.connect(lambda: self._bring([]))
            page.show_wanted.connect(self._show)
            page.brought.connect(self._brought)
            page.duplicates_wanted.connect(desk.window.actions_table["go_duplicates"].trigger)
            desk.window.closing.connect(page.close_sessions)
            desk.window.add_page(IMPORTING, page)
            self._page = page
        return self._page

    def past_page(self) -> QWidget:
        """The page of past imports."""
        from crm_desktop.ui.pages.imports import ImportsPage

        desk = self._desk
        page = ImportsPage(desk.session, desk.window.tell, desk.undoing, self._show, lambda: self.open([]))
        if self.inbox is not None:
            self._add_cards(page)
        return page

    def _show(self, query: ClientQuery) -> None:
        """Show the clients of an import in the list."""
        desk = self._desk
        desk.window.search.clear()
        desk.go_clients()
        desk.clients_page().show_view(query)
