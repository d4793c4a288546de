"""How the window comes to reports: the page, the people behind a number, files, paper, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from crm_desktop.services import saved_reports
from crm_desktop.services.filters import MOST_PICKED, picked
from crm_desktop.services.reports import making
from crm_desktop.ui import formats, text_reports
from crm_desktop.ui.card.side_sheet import SideSheet
from crm_desktop.ui.exporting.host import open_folder
from crm_desktop.ui.exporting.saving import safe_stem
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.reports.page import ReportsPage
from crm_desktop.ui.reports.people_sheet import WIDTH, PeopleSheet
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.reporting.worded import WordedReport
    from crm_desktop.services.reports.table import Behind
    from crm_desktop.services.saved_reports import SavedReport
    from crm_desktop.ui.desk import Desk


def make_page(desk: Desk) -> ReportsPage:
    """The page of one window."""
    return Reports(desk).page


class Reports(QObject):
    """The reports of one window; one sheet at a time stands over it. Lives as long as its page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._session, self._window = desk, desk.session, desk.window
        self._sheet: SideSheet | None = None
        self.page = page = ReportsPage(desk.session)
        self.setParent(page)
        page.people_found.connect(self._show_people)
        page.opened.connect(desk.hosts.open_card or desk.show_client)
        page.file_wanted.connect(self._save_file)
        page.paper_wanted.connect(self._print)
        page.save_wanted.connect(self._keep)
        page.saved_menu.connect(self._open_menu)
        page.side.rename_wanted.connect(self._rename)
        page.side.remove_wanted.connect(self._remove)
        page.side.move_wanted.connect(self._move)
        page.weekly_wanted.connect(self._plan_weekly)
        page.problem.connect(desk.window.tell.problem)
        desk.leaving.connect(page.stop)
        desk.window.closing.connect(self._close)

    # -------------------------------------------------------------------------------------------------- who is behind

    def _show_people(self, title: str, people: Sequence[Behind]) -> None:
        sheet = PeopleSheet(title, people, can_plan=self._desk.hosts.plan_many is not None)
        sheet.opened.connect(self._desk.hosts.open_card or self._desk.show_client)
        sheet.list_wanted.connect(self._show_list)
        sheet.plan_wanted.connect(self._plan)
        sheet.left.connect(self._close)
        self._open(sheet, WIDTH)
        sheet.focus_first()

    def _show_list(self, ids: Sequence[bytes]) -> None:
        self._close()
        self._window.search.clear()
        self._desk.go_clients()
        self._desk.clients_page().show_view(picked(ids))
        if len(ids) > MOST_PICKED:
            self._window.tell.done(
                tr(
                    "A list holds no more than {most} clients. Left out: {n}.",
                    most=formats.number(MOST_PICKED),
                    n=formats.number(len(ids) - MOST_PICKED),
                )
            )

    def _plan(self, ids: Sequence[bytes]) -> None:
        self._close()
        if self._desk.hosts.plan_many is not None:
            self._desk.hosts.plan_many(ids)

    def _open(self, widget: QWidget, width: int) -> None:
        self._close()
        self._sheet = SideSheet(self._window.centralWidget() or self._window, widget, width)

    def _close(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.close_sheet()

    # ------------------------------------------------------------------------------------------------ files and paper

    def _save_file(self, suffix: str) -> None:
        folder = first_folder(self._session.settings.current.export_folder)
        proposed = folder / f"{safe_stem(self._dated_title())}{suffix}"
        path = ask_file(self._window, proposed, suffix)
        if path is not None:
            self._make_whole(lambda report: _write(path, report), lambda _none: self._written(path))

    def _written(self, path: Path) -> None:
        self._window.tell.offer(
            tr("Saved as {name}", name=path.name), tr("Open the folder"), lambda: open_folder(path.parent)
        )

    def _print(self) -> None:
        self._make_whole(lambda report: report, self._show_paper)

    def _show_paper(self, report: WordedReport) -> None:
        # Imported here: pictures bring numpy along.
        from crm_desktop.ui.reports.pictures import document_of

        if self._desk.hosts.print_document is not None:
            self._desk.hosts.print_document(replace(document_of(report), file_name=self._dated_title()))

    def _dated_title(self) -> str:
        """The title with the day: the same report next week must not ask to write over this one."""
        today = self._session.store.clock.now().astimezone().date().isoformat()
        return f"{self.page.title} {today}"

    def _make_whole(
        self, then: Callable[[WordedReport], WordedReport | None], done: Callable[[WordedReport], object]
    ) -> None:
        """Make the report with all rows of its tables on a thread, and something of it there."""
        page, store = self.page, self._session.store
        kind, options, now = page.kind, page.whole(), store.clock.now()
        name = page.saved.name if page.saved else ""
        self._window.status.show_work(tr("Making the file…"))

        def work(progress: Progress) -> WordedReport | None:
            report = making.make(store, kind, options, now, progress.step)
            return then(text_reports.worded(store, report, now, name))

        def ended(call: Callable[[], object]) -> None:
            self._window.status.show_work("")
            call()

        self._session.runner.start(
            work,
            done=lambda made: ended(lambda: done(made)),  # type: ignore[arg-type]  # what ``then`` gave
            failed=lambda error: ended(lambda: self._window.tell.problem(error)),
        )

    # ------------------------------------------------------------------------------------------------- what is kept

    def _keep(self) -> bool:
        """Keep the report on the screen under a name; whether it was."""
        from crm_desktop.ui.widgets.ask import ask_text

        page, store = self.page, self._session.store
        before = page.saved
        proposed = before.name if before else page.title
        name = ask_text(
            self._window, "report_name", tr("Keep this report"), tr("Name of the report"), proposed
        )
        if not name:
            return False
        again = before.id if before is not None and before.name == name else None

        def keep() -> None:
            page.show_saved_report(saved_reports.save(store, name, page.kind, page.options, report_id=again))

        kept = self._try(keep)
        if kept:
            self._window.tell.done(tr("Report kept"), self._desk.undoing.take_back_last)
        return kept

    def _open_menu(self, report_id: bytes, point: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setObjectName("saved_report_menu")
        ids = [each.id for each in saved_reports.saved(self._session.store)]
        place = ids.index(report_id) if report_id in ids else 0
        for word, key, call, is_possible in (
            (tr("Rename…"), "F2", lambda: self._rename(report_id), True),
            (tr("Write its file every week…"), "", lambda: self._plan_weekly_of(report_id), True),
            (tr("Move up"), "Alt+Up", lambda: self._move(report_id, -1), place > 0),
            (tr("Move down"), "Alt+Down", lambda: self._move(report_id, 1), place < len(ids) - 1),
            (tr("Remove"), "Del", lambda: self._remove(report_id), True),
        ):
            action = menu.addAction(word)
            # Shown alone: the line of the report has these keys.
            action.setShortcut(key)
            action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(is_possible)
            action.triggered.connect(lambda _on=False, call=call: call())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def _rename(self, report_id: bytes) -> None:
        from crm_desktop.ui.widgets.ask import ask_text

        found = self._saved(report_id)
        if found is not None:
            title = tr("Rename the report")
            name = ask_text(self._window, "report_name", title, tr("Name of the report"), found.name)
            if name:
                self._try(lambda: saved_reports.rename(self._session.store, report_id, name))

    def _move(self, report_id: bytes, step: int) -> None:
        ids = [each.id for each in saved_reports.saved(self._session.store)]
        place = ids.index(report_id)
        if 0 <= place + step < len(ids):
            ids.insert(place + step, ids.pop(place))
            self._try(lambda: saved_reports.reorder(self._session.store, ids))

    def _remove(self, report_id: bytes) -> None:
        if self._try(lambda: saved_reports.delete(self._session.store, report_id)):
            self._window.tell.done(tr("Report removed"), self._desk.undoing.take_back_last)

    def _plan_weekly(self) -> None:
        # What writes files has a name and a place of its own.
        if self.page.saved is not None or self._keep():
            found = self.page.saved
            if found is not None:
                self._plan_weekly_of(found.id)

    def _plan_weekly_of(self, report_id: bytes) -> None:
        from crm_desktop.ui.reports.weekly_sheet import WeeklySheet

        found = self._saved(report_id)
        if found is None:
            return
        sheet = WeeklySheet(self._session, found)
        sheet.left.connect(self._close)
        sheet.problem.connect(self._window.tell.problem)
        sheet.saved.connect(self._weekly_saved)
        self._open(sheet, 480)
        sheet.focus_first()

    def _weekly_saved(self, words: str) -> None:
        self._close()
        self.page.show_saved()
        self._session.signals.weekly_files.emit()
        self._window.tell.done(words)

    def _saved(self, report_id: bytes) -> SavedReport | None:
        found = saved_reports.saved(self._session.store)
        return next((each for each in found if each.id == report_id), None)

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._window.tell.problem(error)
            return False
        return True


def ask_file(parent: QWidget, proposed: Path, suffix: str) -> Path | None:
    """The file that the user names; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    kinds = {".xlsx": tr("Workbooks (*.xlsx)"), ".csv": tr("Plain tables (*.csv)")}
    name, _kind = QFileDialog.getSaveFileName(parent, tr("Save the report"), str(proposed), kinds[suffix])
    parent.activateWindow()  # where no window manager gives the keys back
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name).with_suffix(suffix)


def _write(path: Path, report: WordedReport) -> None:
    """On a thread: what writes workbooks is imported there."""
    from crm_desktop.exchange.reporting.writing import write

    write(path, report)
