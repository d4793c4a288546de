"""The page of reports: which one at the left, what it is asked for above, the report below. Made beside the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.errors import UserError
from crm_desktop.services import saved_reports
from crm_desktop.services.reports import making
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note
from crm_desktop.ui import text_reports
from crm_desktop.ui.reports.entries import Entry, groups
from crm_desktop.ui.reports.options_bar import OptionsBar
from crm_desktop.ui.reports.popups import ClientPopup, DaysPopup
from crm_desktop.ui.reports.report_view import ReportView, load_pictures
from crm_desktop.ui.reports.side import ReportSide
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_errors import failure_text
from crm_desktop.ui.widgets.buttons import button, label, line, tool_button
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.exchange.reporting.worded import WordedReport
    from crm_desktop.kinds import ReportKind
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.table import Behind, Report
    from crm_desktop.services.saved_reports import SavedReport
    from crm_desktop.ui.session import Session

Made = tuple["Report", "WordedReport"]

_SHOW_PROGRESS_MS = 200
_SETTLE_MS = 900
"""So long nothing changes before a report that is on the screen is made anew."""
_NO_DATA = frozenset(("setting", "view", "report", "report_file", "reminder_answer"))
"""Tables that no figure comes from."""


class ReportsPage(QWidget):
    """The page.

    Signals:
        people_found: who stands behind a number: a title, and a list of ``Behind``.
        opened: the id of a client whose card is wanted.
        file_wanted: the report is to go into a file: its suffix.
        paper_wanted: the report is to be printed.
        save_wanted: the report is to be kept under a name.
        saved_menu: a menu for a saved report, at a global point.
        weekly_wanted: the file of the report on the screen, every week.
        problem: an error to be told.
    """

    people_found = Signal(str, object)
    opened = Signal(object)
    file_wanted = Signal(str)
    paper_wanted = Signal()
    save_wanted = Signal()
    saved_menu = Signal(object, QPoint)
    weekly_wanted = Signal()
    problem = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("page_reports")
        self.setAccessibleName(tr("Reports"))
        self._session = session
        self._task: Task[Made] | None = None
        self._behind: Task[list[Behind]] | None = None
        self._entry: Entry = groups()[0][1][0]
        self._saved: SavedReport | None = None
        self._was_shown = False
        self.report: Report | None = None
        self.worded: WordedReport | None = None
        self.side = ReportSide()
        self.bar = OptionsBar(session)
        self.view = ReportView()
        self._strip: ProgressStrip | None = None
        self._slow = _timer(self, _SHOW_PROGRESS_MS, self._show_progress)
        self._again = _timer(self, _SETTLE_MS, lambda: self._make(keep=True))
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------------- for the frame

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        if not self._was_shown:
            self._was_shown = True
            self.show_saved()
            self.show_entry(self._entry)
        elif stale:
            self.show_saved()
            self._make(keep=True)

    def changed(self, changes: Changes) -> None:
        """Something was committed: the report is made anew when that has settled."""
        if changes.touches("report"):
            self.show_saved()
        if changes.tables.keys() - _NO_DATA:
            self._again.start()

    def states(self) -> tuple[str, ...]:
        """No command of the list of clients is possible here."""
        return ()

    def stop(self) -> None:
        """The window goes."""
        self._slow.stop()
        self._again.stop()
        for task in (self._task, self._behind):
            if task is not None:
                task.forget()

    # --------------------------------------------------------------------------------------------------------- choosing

    @property
    def kind(self) -> ReportKind:
        """Which report is on the screen."""
        return self._entry.kind if self._saved is None else self._saved.kind

    @property
    def options(self) -> Options:
        """What it is asked for."""
        return self.bar.options

    @property
    def saved(self) -> SavedReport | None:
        """The saved report on the screen, if it is one."""
        return self._saved

    @property
    def title(self) -> str:
        """What it is called."""
        return self._saved.name if self._saved else text_reports.title(self.kind, self.options)

    def show_entry(self, entry: Entry) -> None:
        """Show a report as it is usually asked for."""
        self._entry, self._saved = entry, None
        self._show_choice(entry.kind, entry.options, entry.about)

    def show_saved_report(self, report_id: bytes) -> None:
        """Show a saved report."""
        found = next(
            (each for each in saved_reports.saved(self._session.store) if each.id == report_id), None
        )
        if found is not None:
            self._saved = found
            self._show_choice(found.kind, found.options, text_reports.title(found.kind, found.options))

    def show_saved(self) -> None:
        """Read the saved reports again."""
        found = saved_reports.saved(self._session.store)
        self.side.show_saved(found)
        if self._saved is not None:
            self._saved = next((each for each in found if each.id == self._saved.id), None)
            if self._saved is None:  # removed: its options are no other report's
                self.show_entry(self._entry)
            self._title.setText(self.title)
        self.side.mark(self._entry.id, self._saved.id if self._saved else None)

    def _show_choice(self, kind: ReportKind, options: Options, about: str) -> None:
        self.bar.show_options(kind, options)
        self._title.setText(self.title)
        self._about.setText(about)
        self._about.setVisible(about not in ("", self.title))
        self.side.mark(self._entry.id, self._saved.id if self._saved else None)
        self._make()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(self.width())

    # ----------------------------------------------------------------------------------------------------------- making

    def _make(self, *, keep: bool = False) -> None:
        """Make the report on a thread; ``keep``: what is on the screen stays until the new one is there."""
        self._again.stop()
        if self._task is not None:
            self._task.forget()
        store, kind, options, now = (
            self._session.store,
            self.kind,
            self.options,
            self._session.store.clock.now(),
        )
        name = self._saved.name if self._saved else ""

        def work(progress: Progress) -> Made:
            report = making.make(store, kind, options, now, progress.step)
            worded = text_reports.worded(store, report, now, name)
            load_pictures(worded)
            return report, worded

        if not keep:
            self._enable(ready=False)
            self._slow.start()
        self._task = self._session.runner.start(
            work, done=self._show_made, failed=self._failed, stopped=self._stopped, progress=self._step
        )

    def _show_made(self, made: Made) -> None:
        self._rest()
        self.report, self.worded = made
        wants_client = not self.report.tables and Note("choose_client") in self.report.notes
        if not wants_client:
            self.view.show_report(self.worded)
        else:
            self.setTabOrder(
                self.bar.last(), self._ask_whose
            )  # chips are made anew, and would come behind it
        self._places.setCurrentWidget(self._choose if wants_client else self.view)
        self._enable(ready=not wants_client)

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._trouble.show_words(tr("This report cannot be made"), failure_text(error))
        self._places.setCurrentWidget(self._trouble)
        if not isinstance(error, UserError):
            self.problem.emit(error)

    def _stopped(self) -> None:
        self._rest()
        self._trouble.show_words(tr("Stopped"), tr("Choose a shorter period, or the report again."))
        self._places.setCurrentWidget(self._trouble)

    def _rest(self) -> None:
        self._task = None
        self._slow.stop()
        if self._strip is not None:
            self._waiting.removeWidget(self._strip)
            self._strip.deleteLater()
            self._strip = None

    def _show_progress(self) -> None:
        task = self._task
        if task is not None and self._strip is None:
            self._strip = ProgressStrip("report_progress", tr("Counting"), task.cancel)
            self._waiting.insertWidget(0, self._strip)
            self._places.setCurrentWidget(self._wait)

    def _step(self, done: int, total: int) -> None:
        if self._strip is not None:
            self._strip.step(done, total)

    def _enable(self, *, ready: bool) -> None:
        for each in self._deeds:
            each.setEnabled(ready)

    # ---------------------------------------------------------------------------------------------------- who is behind

    def ask_behind(self, table: str, row: str, column: str) -> None:
        """Find who stands behind a number, beside the window."""
        report, worded = self.report, self.worded
        if report is None or worded is None:
            return
        if self._behind is not None:
            self._behind.forget()
        store, now = self._session.store, self._session.store.clock.now()
        title = text_reports.number_title(worded, table, row, column)

        def work(progress: Progress) -> list[Behind]:
            return making.behind(store, report, now, (table, row, column), progress.check)

        self._behind = self._session.runner.start(
            work, done=lambda found: self.people_found.emit(title, found), failed=self.problem.emit
        )

    # ---------------------------------------------------------------------------------------------------------- widgets

    def _connect(self) -> None:
        self.side.chosen.connect(self.show_entry)
        self.side.saved_chosen.connect(self.show_saved_report)
        self.side.menu_wanted.connect(self.saved_menu)
        self.bar.changed.connect(self._make)
        self.bar.days_wanted.connect(self._ask_days)
        self.bar.client_wanted.connect(self._ask_client)
        self.view.asked.connect(self.ask_behind)
        self.view.opened.connect(self.opened)

    def _ask_days(self, chip: QWidget) -> None:
        popup = DaysPopup(self, self._session.store.clock, self.options.first, self.options.last)
        popup.chosen.connect(
            lambda first, last: self.bar.set_options(period=PeriodName.DAYS, first=first, last=last)
        )
        popup.open_below(chip)

    def _ask_client(self, chip: QWidget) -> None:
        popup = ClientPopup(self, self._session)
        popup.chosen.connect(lambda client: self.bar.set_options(client=client))
        popup.open_below(chip)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(line(upright=True))
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._head())
        right.addWidget(line())
        below = QWidget()
        self._places = QStackedLayout(below)
        self._wait = QWidget()
        self._waiting = QVBoxLayout(self._wait)
        self._waiting.setContentsMargins(24, 24, 24, 24)
        self._waiting.addStretch(1)
        self._trouble = EmptyState("report_trouble", "circle-help", "", "")
        words = tr("Choose a client…")
        self._ask_whose = button(
            "report_choose", words, look="primary", clicked=lambda: self.bar.ask("client")
        )
        self._choose = EmptyState(
            "report_choose_client",
            "user",
            tr("Whose meetings?"),
            tr("Choose a client to see all days on which you met, and the days to come."),
            (self._ask_whose,),
        )
        for each in (self.view, self._wait, self._trouble, self._choose):
            self._places.addWidget(each)
        right.addWidget(below, 1)
        row.addLayout(right, 1)

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(20, 12, 16, 10)
        column.setSpacing(6)
        self._title = label("", "heading", wrap=True)
        self._title.setObjectName("report_title")
        self._about = label("", "quiet", wrap=True)
        self._deeds = (
            button(
                "report_excel",
                "Excel",
                icon="file-spreadsheet",
                clicked=lambda: self.file_wanted.emit(".xlsx"),
            ),
            button("report_print", tr("Print or PDF…"), icon="printer", clicked=self.paper_wanted.emit),
            tool_button("report_save", tr("Keep this report…"), "bookmark", clicked=self.save_wanted.emit),
            tool_button(
                "report_weekly", tr("Write its file every week…"), "repeat", clicked=self.weekly_wanted.emit
            ),
            self._more(),
        )
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self._title, 1)
        for each in self._deeds:
            above.addWidget(each)
        column.addLayout(above)
        column.addWidget(self._about)
        column.addWidget(self.bar)
        return head

    def _more(self) -> QWidget:
        made = tool_button("report_more", tr("More"), "ellipsis")
        menu = QMenu(made)
        menu.setObjectName("report_more_menu")
        menu.addAction(tr("Save as CSV…")).triggered.connect(lambda _on=False: self.file_wanted.emit(".csv"))
        menu.addAction(tr("Keep this report…")).triggered.connect(lambda _on=False: self.save_wanted.emit())
        weekly = menu.addAction(tr("Write its file every week…"))
        weekly.triggered.connect(lambda _on=False: self.weekly_wanted.emit())
        made.setMenu(menu)
        return made

    def whole(self) -> Options:
        """The options for a file: all rows of long tables."""
        return replace(self.options, rows=0)


def _timer(owner: QWidget, milliseconds: int, call: Callable[[], object]) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(call)
    return made
