"""Step 3: the list is written in the background; then what came of it, and every way on and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.exchange.exporting.rejects import rejects_tables
from crm_desktop.exchange.importing.past import past_imports
from crm_desktop.exchange.importing.plan import remember_mapping
from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp, met_by_import
from crm_desktop.ui import icons, rejects, text_deals, text_import
from crm_desktop.ui.pages.import_report import Report
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.page_frame import Card, clear
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.exchange.importing.past import PastImport
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.session import Result
    from crm_desktop.exchange.importing.session import Session as ImportSession
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WAITING, _DONE, _STOPPED = range(3)
_WIDEST = 760


class ResultStep(QWidget):
    """The third page of the import.

    Signals:
        changed: it is finished, or it was stopped.
        done: the import is in the base (a ``Result``).
        show_wanted: show the clients of the import (its id).
        query_wanted: show some of them (a ``ClientQuery``).
        undo_wanted: take the import back (its operation).
        back_wanted: back to the rehearsal, with everything as it was before.
        more_wanted: bring another list.
        duplicates_wanted: look who is in the base twice.
    """

    changed = Signal()
    done = Signal(object)
    show_wanted = Signal(bytes)
    query_wanted = Signal(object)
    undo_wanted = Signal(int)
    back_wanted = Signal()
    more_wanted = Signal()
    duplicates_wanted = Signal()

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("import_result")
        self._session = session
        self._tell = tell
        self.importing: ImportSession | None = None
        self.result: Result | None = None
        self._task: Task[Result] | None = None
        self._places = QStackedLayout(self)
        self._strip = QVBoxLayout()
        self._column = QVBoxLayout()
        self._build()

    # ---------------------------------------------------------------------------------------------------- for the page

    def start(self, importing: ImportSession, remembered: Sequence[TablePlan]) -> None:
        """Write the rehearsed rows; ``remembered`` are the tables whose columns the user has set."""
        self.importing, self.result = importing, None
        rows = importing.summary.read - importing.summary.verdicts[Verdict.REJECTED]
        words = ntr("Bringing in {n} row…", "Bringing in {n} rows…", rows)
        strip = self._show_waiting(words)
        store = self._session.store

        def work(progress: Progress) -> Result:
            result = importing.run(progress.step)
            for plan in remembered:
                remember_mapping(store, plan)
            return result

        # The window may be built anew meanwhile (another language): the import goes on, only nobody is shown the end.
        shown = [self.objectName()]
        self.destroyed.connect(shown.clear)
        self._task = self._session.runner.start(
            work,
            done=lambda result: self._finished(result) if shown else importing.close(),
            failed=lambda error: self._failed(error) if shown else importing.close(),
            stopped=lambda: self._stopped() if shown else importing.close(),
            progress=lambda done, total: strip.step(done, total) if shown else None,
        )
        self.changed.emit()

    def is_busy(self) -> bool:
        """Whether the list is being written."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop writing; everything is taken back."""
        if self._task is not None:
            self._task.cancel()

    def give_back(self) -> ImportSession | None:
        """Hand the rows over for another look, after a stop."""
        given, self.importing = self.importing, None
        return given

    def close_session(self) -> None:
        """Forget the rows; an import that is still being written is stopped and taken back."""
        task, self._task = self._task, None
        given, self.importing = self.importing, None
        if given is None:
            return
        if task is None:
            given.close()
        else:
            task.forget()
            self._session.runner.start(lambda _progress: given.close())

    # ---------------------------------------------------------------------------------------------------------- ending

    def _finished(self, result: Result) -> None:
        self._task = None
        self.result = result
        self._show_result(result)
        self._places.setCurrentIndex(_DONE)
        self.changed.emit()
        self.done.emit(result)

    def _failed(self, error: Exception) -> None:
        self._tell.problem(error)
        self._stopped()

    def _stopped(self) -> None:
        self._task = None
        self._places.setCurrentIndex(_STOPPED)
        self.changed.emit()

    def _save_rejects(self) -> None:
        importing = self.importing
        if importing is None:
            return
        path = rejects.ask_place(self, rejects.suggested_name(importing.plans[0].file))
        if path is None:
            return
        plans, staging = importing.plans, importing.staging
        rejects.save_rejects(
            self._session,
            self._tell,
            path,
            lambda: rejects_tables(plans, staging, rejects.reason_title(), text_import.problem),
        )

    # --------------------------------------------------------------------------------------------------------- showing

    def _show_waiting(self, words: str) -> ProgressStrip:
        clear(self._strip)
        strip = ProgressStrip("import_progress", words, self.cancel)
        self._strip.addWidget(strip)
        hint = tr(
            "You can go on working meanwhile. If you stop it, everything is taken back as if nothing happened."
        )
        self._strip.addWidget(label(hint, "quiet", wrap=True))
        self._places.setCurrentIndex(_WAITING)
        return strip

    def _show_result(self, result: Result) -> None:
        clear(self._column)
        counts, written = result.json(), result.written
        assert written is not None
        (past,) = past_imports(self._session.store, import_id=written.import_id)
        head = QHBoxLayout()
        head.setSpacing(12)
        tick = QLabel()
        tick.setPixmap(icons.icon("circle-check", "accent").pixmap(30, 30))
        head.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = label(_headline(result), "heading", wrap=True)
        title.setObjectName("import_headline")
        words.addWidget(title)
        words.addWidget(label(_subline(counts, result.summary.worth), "quiet", wrap=True))
        head.addLayout(words, 1)
        self._column.addLayout(head)
        self._column.addSpacing(4)
        self._column.addLayout(self._buttons(past))
        if counts["rejected"]:
            self._column.addWidget(self._rejected(counts["rejected"], is_calendar=bool(counts["events"])))
        self._column.addWidget(self._report(past))
        undo = tr("You can take this list back at any time, also next month: under “Lists brought in”.")
        self._column.addWidget(label(undo, "small", wrap=True))
        self._column.addStretch(1)

    def _buttons(self, past: PastImport) -> FlowLayout:
        row = FlowLayout(gap=8)
        self.show_button = button(
            "import_show",
            tr("Show the clients"),
            look="primary",
            icon="users",
            clicked=lambda: self._show_clients(past),
        )
        row.addWidget(self.show_button)
        row.addWidget(button("import_more", tr("Bring another list…"), clicked=self.more_wanted.emit))
        if past.can_undo:
            row.addWidget(
                button(
                    "import_take_back",
                    tr("Take this list back"),
                    icon="undo-2",
                    clicked=lambda: self.undo_wanted.emit(past.operation),
                )
            )
        row.addWidget(
            button(
                "import_duplicates",
                tr("Look for duplicates"),
                look="link",
                clicked=self.duplicates_wanted.emit,
            )
        )
        return row

    def _show_clients(self, past: PastImport) -> None:
        """The new clients; where there are none, everybody whom the list named or brought something."""
        if past.counts["new"] and not past.counts.get("events"):
            self.show_wanted.emit(past.id)
        else:
            value = met_by_import(past.id, "all")
            self.query_wanted.emit(ClientQuery(filters=(Filter("import", FilterOp.IS, (value,)),)))

    def _report(self, past: PastImport) -> Report:
        made = Report(self._session, past)
        made.show_wanted.connect(self.query_wanted)
        made.rejects_wanted.connect(self._save_rejects)
        return made

    def _rejected(self, count: int, *, is_calendar: bool) -> QFrame:
        card = Card()
        words = (
            ntr("{n} row could not go in.", "{n} rows could not go in.", count)
            if is_calendar
            else ntr(
                "{n} row could not go in: there is nobody in it.",
                "{n} rows could not go in: there is nobody in them.",
                count,
            )
        )
        card.column.addWidget(label(words, "strong", wrap=True))
        hint = tr(
            "Save it as a workbook with the reason in the last column, mend it there and bring it again."
        )
        card.column.addWidget(label(hint, "quiet", wrap=True))
        save = button("import_save_rejects", tr("Save these rows…"), icon="save", clicked=self._save_rejects)
        card.column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _build(self) -> None:
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(80, 0, 80, 0)
        middle.addStretch(2)
        middle.addLayout(self._strip)
        middle.addStretch(3)
        area = QScrollArea()
        area.setObjectName("import_result_scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        inside.setLayout(self._column)
        self._column.setContentsMargins(0, 8, 12, 8)
        self._column.setSpacing(12)
        area.setWidget(inside)
        back = button(
            "import_back_to_rows", tr("Back to the rows"), look="primary", clicked=self.back_wanted.emit
        )
        stopped = EmptyState(
            "import_stopped",
            "undo-2",
            tr("Stopped"),
            tr(
                "Everything was taken back: the base is as it was before. Your mended cells and choices are kept."
            ),
            (back,),
        )
        for each in (waiting, area, stopped):
            self._places.addWidget(each)


def _headline(result: Result) -> str:
    """What came of it, the most important number first: companies that rows only name are clients too."""
    counts, written = result.json(), result.written
    added = written.people + written.companies if written else 0
    if added:
        return ntr("{n} new client is here", "{n} new clients are here", added)
    if new := counts["events"] and counts["new"]:
        return ntr("{n} new entry is in the diary", "{n} new entries are in the diary", new)
    if counts["completed"] and not counts["events"]:
        return ntr("{n} client was completed", "{n} clients were completed", counts["completed"])
    if counts["events"]:
        return tr("The diary is up to date with this calendar")
    return tr("All of these clients were here already")


def _subline(counts: dict[str, int], worth: Mapping[tuple[str, str], int]) -> str:
    repeated = counts["duplicates"] - counts["order_lines"]
    parts = [
        ntr("{n} person", "{n} people", counts["people"]) if counts["people"] else "",
        ntr("{n} company", "{n} companies", counts["companies"]) if counts["companies"] else "",
        ntr("{n} completed", "{n} completed", counts["completed"]) if counts["completed"] else "",
        ntr("{n} known already", "{n} known already", counts["same"]) if counts["same"] else "",
        ntr("{n} repeated", "{n} repeated", repeated) if repeated else "",
        ntr("{n} deal", "{n} deals", counts["deals"]) if counts["deals"] else "",
        *text_deals.worth(worth),
        ntr("{n} contact in the history", "{n} contacts in the history", counts["activities"])
        if counts["activities"]
        else "",
    ]
    return " · ".join(filter(None, parts))
