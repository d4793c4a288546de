"""Step 2: what would become of every row, before anything is written; cells mended and decisions taken on the spot."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.exchange.importing.comparison import Comparison, compare
from crm_desktop.exchange.importing.session import Session as ImportSession
from crm_desktop.services import facts
from crm_desktop.ui import text_deals
from crm_desktop.ui.importing.bench_bar import BenchBar
from crm_desktop.ui.importing.row_pane import RowPane
from crm_desktop.ui.importing.rows_model import RowsModel
from crm_desktop.ui.importing.rows_table import RowsTable
from crm_desktop.ui.importing.tiles import Shown, Tiles
from crm_desktop.ui.text import ntr
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.importing.staging import Action, Decision
    from crm_desktop.exchange.importing.summary import Summary
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WAITING, _ROWS = range(2)
_NARROWEST_PANE, _WIDEST_PANE = 280, 352
_SETTLE_MS = 500
"""Several mended cells in a row are judged together."""
_AT_ONCE = 30_000
"""With more rows a new rehearsal takes seconds: it waits until the user asks for it, or imports."""


class RehearsalStep(QWidget):
    """The second page of the import. It owns the rehearsed rows until ``give_away`` or ``close_session``.

    Signals:
        changed: the counts, or whether work is under way.
        stopped: the first rehearsal was cancelled or failed; back to the columns.
        meaning_wanted: a column should mean something else: its table (as counted in the plan), its index, and a
            global point for the choice.
    """

    changed = Signal()
    stopped = Signal()
    meaning_wanted = Signal(int, int, QPoint)

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("import_rehearsal")
        self._session = session
        self._tell = tell
        self.rehearsed: ImportSession | None = None
        self._tables: tuple[object, ...] = ()
        self._task: Task[Summary] | None = None
        self._is_stale = False
        self._is_deciding = False
        self._then: Callable[[], object] | None = None
        self.tiles = Tiles()
        self.model = RowsModel()
        self.table = RowsTable(self.model)
        self.pane = RowPane(session)
        self.bench = BenchBar()
        self._heading = label("", "title")
        self._worth = label("", "quiet", wrap=True)
        self._worth.setObjectName("import_worth")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._build()
        self._connect()

    # ---------------------------------------------------------------------------------------------------- for the page

    def start(self, plans: Sequence[TablePlan]) -> None:
        """Rehearse these tables; what was mended and decided stays if they are the same ones as before.

        Rows that are on the screen stay there until they are judged anew, unless there are many.
        """
        tables = tuple((str(plan.book.path), plan.sheet.name, plan.table) for plan in plans)
        if self.rehearsed is None or tables != self._tables:
            self.close_session()
            self.rehearsed = ImportSession(self._session.store, plans, self._region())
        else:
            before = [plan.on_match for plan in self.rehearsed.plans]
            kept = zip(plans, before, strict=True)
            self.rehearsed.plans = [replace(plan, on_match=action) for plan, action in kept]
        first = tables != self._tables or self.rehearsed.summary.read > _AT_ONCE
        self._tables = tables
        self._rehearse(first=first or not self.rehearsed.summary.read)

    def summary(self) -> Summary | None:
        """The counts, unless they are being made."""
        return self.rehearsed.summary if self.rehearsed and self._task is None else None

    def is_busy(self) -> bool:
        """Whether rows are being judged."""
        return self._task is not None

    def when_settled(self, call: Callable[[], object]) -> None:
        """Call something as soon as every change of the user is judged: at once where nothing is open."""
        if self._is_deciding:
            self._then = call  # what is being decided is judged as soon as it is written down
        elif self._is_stale or self._settle.isActive() or self._task is not None:
            self._then = call
            self._settle.stop()
            if self._task is None:
                self._rehearse(first=False)
        else:
            call()

    def give_away(self) -> ImportSession:
        """Hand over the rehearsed rows; who takes them closes them."""
        given, self.rehearsed = self.rehearsed, None
        assert given is not None
        self._tables = ()
        return given

    def take_back(self, given: ImportSession) -> None:
        """Get the rows back after an import that was stopped."""
        self.rehearsed = given
        self._tables = tuple((str(plan.book.path), plan.sheet.name, plan.table) for plan in given.plans)
        self._show()

    def close_session(self) -> None:
        """Stop judging and forget the rows."""
        self._settle.stop()
        self._then = None
        given, self.rehearsed = self.rehearsed, None
        task, self._task = self._task, None
        self.model.show(None, Shown())
        self._is_stale = False
        if given is None:
            return
        if task is None:
            given.close()
        else:
            # The thread may still be laying down rows; it ends at its next step and then the file goes.
            task.forget()
            self._session.runner.start(lambda _progress: given.close())

    # ------------------------------------------------------------------------------------------------------- rehearsing

    def _rehearse(self, *, first: bool) -> None:
        rehearsed = self.rehearsed
        if rehearsed is None:
            return
        self._is_stale = False
        rows = sum(max(0, plan.table.last_row - plan.table.first_row + 1) for plan in rehearsed.plans)
        self.bench.again.hide()
        strip: ProgressStrip | None = None
        if first:
            words = ntr("Going through {n} row…", "Going through {n} rows…", rows)
            strip = self._show_waiting(words)

        def work(progress: Progress) -> Summary:
            return rehearsed.rehearse(progress.step)

        self._task = self._session.runner.start(
            work,
            done=lambda _summary: self._rehearsed(),
            failed=self._failed,
            stopped=self._stopped,
            progress=strip.step if strip else None,
        )
        self.changed.emit()

    def _rehearsed(self) -> None:
        self._task = None
        self._show()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._then = None
        self._tell.problem(error)
        self.stopped.emit()

    def _stopped(self) -> None:
        self._task = None
        self._then = None
        self.stopped.emit()

    def cancel(self) -> None:
        """Stop judging; ``stopped`` follows."""
        if self._task is not None:
            self._task.cancel()

    def _show_waiting(self, words: str) -> ProgressStrip:
        while self._strip.count():
            item = self._strip.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        strip = ProgressStrip("import_rehearsal_progress", words, self.cancel)
        self._strip.addWidget(strip)
        self._places.setCurrentIndex(_WAITING)
        return strip

    # --------------------------------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        rehearsed = self.rehearsed
        if rehearsed is None:
            return
        place = self.table.currentIndex().row()
        current = self.model.row(place)
        self.tiles.blockSignals(True)
        self.tiles.show_summary(rehearsed.summary)
        self.tiles.blockSignals(False)
        self._show_worth(rehearsed.summary)
        self._show_rows(current.number if current else None)
        self._places.setCurrentIndex(_ROWS)
        self.changed.emit()

    def _show_worth(self, summary: Summary) -> None:
        """What the deals of the list come to, to be held against the list itself."""
        words = [text_deals.counted(summary.deals), *text_deals.worth(summary.worth)]
        self._worth.setText(" · ".join(words))
        self._worth.setVisible(bool(summary.deals))

    def _show_rows(self, number: int | None = None) -> None:
        rehearsed = self.rehearsed
        if rehearsed is not None:
            self.bench.show_bench(rehearsed.summary, rehearsed.plans, self.tiles.shown)
        self.model.show(rehearsed, self.tiles.shown, self.bench.reason)
        self._heading.setText(self.tiles.words())
        self.table.choose(self.model.place_of(number) if number is not None else 0)
        if self.model.rowCount() == 0:
            self._stand_on(-1)

    def _choose_tile(self, _shown: Shown) -> None:
        self._show_rows()

    def _stand_on(self, place: int) -> None:
        row, rehearsed = self.model.row(place), self.rehearsed
        if row is None or rehearsed is None or self._task is not None:
            if self._task is None:
                self.pane.show_row(None, None, Comparison(()))
            return
        plan = rehearsed.plans[row.source]
        known = compare(self._session.store, rehearsed.staging, row, plan.on_match)
        self.bench.source = row.source
        self.pane.show_row(row, plan, known, rehearsed.summary.reasons[row.verdict, row.reason])

    # ---------------------------------------------------------------------------------------------------------- mending

    def _mend(self, column: int, text: str) -> None:
        row = self.model.row(self.table.currentIndex().row())
        if row is not None and self.rehearsed is not None:
            self.rehearsed.staging.mend(row.source, row.row, column, text)
            self._make_stale()

    def _decide(self, decision: Decision | None) -> None:
        row = self.model.row(self.table.currentIndex().row())
        if row is not None and self.rehearsed is not None:
            action, client = decision or (None, None)
            self.rehearsed.staging.decide(row.number, action, client)
            self._make_stale()

    def _decide_alike(self, action: Action | None) -> None:
        row = self.model.row(self.table.currentIndex().row())
        rehearsed = self.rehearsed
        if row is None or rehearsed is None or self._task is not None:
            return
        self._is_deciding = True

        def decided(_count: int) -> None:
            self._is_deciding = False
            if self.rehearsed is rehearsed:
                self._make_stale(at_once=True)

        # Beside the window: they may be all 200,000.
        self._session.runner.start(
            lambda _progress: rehearsed.staging.decide_alike(row.verdict, row.reason, action), done=decided
        )

    def _decide_all(self, source: int, action: Action) -> None:
        if self.rehearsed is not None:
            plans = self.rehearsed.plans
            plans[source] = replace(plans[source], on_match=action)
            self._make_stale(at_once=True)

    def _make_stale(self, *, at_once: bool = False) -> None:
        self._is_stale = True
        if at_once or (self.rehearsed and self.rehearsed.summary.read <= _AT_ONCE):
            self._settle.start()
        else:
            self.bench.again.show()
        self.changed.emit()

    def _settled(self) -> None:
        if self.pane.is_typing() or self._task is not None:
            self._settle.start()
        else:
            self._rehearse(first=False)

    def _ask_meaning(self, source: int, column: int, point: QPoint) -> None:
        if self._task is None:
            self.meaning_wanted.emit(source, column, point)

    # ---------------------------------------------------------------------------------------------------------- inside

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 goes into the cells of the row, F4 to what is decided for it; Esc comes back to the list."""
        key, pane = event.key(), self.pane
        if key == Qt.Key.Key_F2:
            pane.focus_first()
        elif key == Qt.Key.Key_F4 and pane.decision is not None:
            pane.decision.choice.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif key == Qt.Key.Key_Escape and pane.isAncestorOf(self.focusWidget()):
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.setFixedWidth(max(_NARROWEST_PANE, min(_WIDEST_PANE, self.width() * 2 // 5)))

    def _region(self) -> str:
        return facts.region(self._session.store)

    def _connect(self) -> None:
        self.tiles.chosen.connect(self._choose_tile)
        self.table.stood_on.connect(self._stand_on)
        self.pane.mended.connect(self._mend)
        self.pane.decided.connect(self._decide)
        self.pane.decided_alike.connect(self._decide_alike)
        self.pane.meaning_wanted.connect(
            lambda column, point: self._ask_meaning(self.bench.source, column, point)
        )
        self.bench.reason_chosen.connect(lambda: self._show_rows())
        self.bench.action_chosen.connect(self._decide_all)
        self.bench.column_chosen.connect(self._ask_meaning)
        self.bench.again_wanted.connect(lambda: self._rehearse(first=False))

    def _build(self) -> None:
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(80, 0, 80, 0)
        middle.addStretch(2)
        self._strip = QVBoxLayout()
        middle.addLayout(self._strip)
        middle.addStretch(3)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tiles)
        column.addWidget(self._worth)
        across = QHBoxLayout()
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.bench)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        across.addLayout(left, 1)
        across.addWidget(self.pane)
        column.addLayout(across, 1)
        self._places = QStackedLayout(self)
        self._places.addWidget(waiting)
        self._places.addWidget(rows)
