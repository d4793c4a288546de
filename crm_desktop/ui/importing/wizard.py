"""The page that brings a list in three steps: the steps above, one of them in the middle, back and on below."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.services import operations
from crm_desktop.services.filters import ClientQuery, Filter, FilterOp
from crm_desktop.ui.importing.columns_step import ColumnsStep
from crm_desktop.ui.importing.rehearsal_step import RehearsalStep
from crm_desktop.ui.importing.result_step import ResultStep
from crm_desktop.ui.importing.step_bar import StepBar
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label, line, restyle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.changes import Changes
    from crm_desktop.exchange.importing.session import Result
    from crm_desktop.services.operations import OperationRow
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_MARGIN = 20


class Step(IntEnum):
    """The steps, as the bar counts them."""

    COLUMNS = 0
    CHECK = 1
    RESULT = 2


class ImportPage(QWidget):
    """A page of the window. It lives as long as the window: an import goes on while the user looks elsewhere.

    Signals:
        left: the user goes away from the import; nothing of it is under way any more.
        files_wanted: the user wants to choose files.
        brought: these files (paths) are in the base.
        show_wanted: the clients of an import shall be shown (a ``ClientQuery``).
        duplicates_wanted: look who is in the base twice.
    """

    left = Signal()
    files_wanted = Signal()
    brought = Signal(list)
    show_wanted = Signal(object)
    duplicates_wanted = Signal()

    def __init__(self, session: Session, tell: Tell, take_back: Callable[[OperationRow], object]) -> None:
        super().__init__()
        self.setObjectName("page_importing")
        self.setAccessibleName(tr("Bring a list"))
        self._session = session
        self._tell = tell
        self._take_back = take_back
        self._is_seen = False
        self._check_next = False
        self.steps = StepBar()
        self.columns = ColumnsStep(session, tell)
        self.rehearsal = RehearsalStep(session, tell)
        self.result = ResultStep(session, tell)
        self._back = button("import_back", tr("Back"), icon="chevron-left", clicked=self.go_back)
        self._next = button("import_next", "", look="primary", clicked=self.go_on)
        self._next.setToolTip(tr("Ctrl+Enter"))
        self._status = ElidedLabel("", "quiet")
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._status.setObjectName("import_status")
        self._build()
        self._connect()
        self._show_step(Step.COLUMNS)

    # --------------------------------------------------------------------------------------------------- for the window

    def bring(
        self, paths: Sequence[Path], mapping: Mapping[str, str] | None = None, *, check: bool = False
    ) -> None:
        """Begin with these files; on the first two steps they join what is open. Not while a list is being written.

        ``mapping``: what their headers mean, where that is known (``plan.Choice.mapping``). ``check``: go on to the
        second step as soon as they are read, where there is something to bring in.
        """
        if self.result.is_busy():
            self._tell.notice(tr("A list is being brought in right now. Bring the next one when it is done."))
            return
        self._check_next = check
        anew = self._step() is Step.RESULT or not self.columns.files
        if anew:
            self.forget()
        else:
            self._show_step(Step.COLUMNS)
        self.columns.add_files(paths, anew=anew, mapping=mapping)

    def is_begun(self) -> bool:
        """Whether there is something here to come back to."""
        if self._step() is Step.RESULT:
            return self.result.is_busy()
        return bool(self.columns.files) or self.columns.is_reading()

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        del stale
        self._is_seen = True
        self._focus()

    def changed(self, changes: Changes) -> None:
        """What is in the base now counts when the rows are judged anew; the import judges once more as it writes."""

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def close_sessions(self) -> None:
        """The window goes: stop what runs and delete the rows that were laid down; a list being written goes on.

        Where the whole program ends, its runner stops that too, and everything is taken back.
        """
        self.columns.stop()
        self.rehearsal.close_session()
        if not self.result.is_busy():
            self.result.close_session()

    # ----------------------------------------------------------------------------------------------------------- steps

    def go_on(self) -> None:
        """The primary button of the step."""
        if not self._next.isEnabled() or self._next.isHidden():
            return
        if self._step() is Step.COLUMNS:
            self._show_step(Step.CHECK)
            self.rehearsal.start(self.columns.plans())
        elif self._step() is Step.CHECK:
            self.rehearsal.when_settled(self._write)
            self._show_state()
        else:
            self._leave()

    def go_back(self) -> None:
        """One step back; from the first one, away."""
        if self._step() is Step.COLUMNS:
            self._leave()
        elif self._step() is Step.CHECK:
            if self.rehearsal.is_busy() and self.rehearsal.summary() is None:
                self.rehearsal.cancel()
            self._show_step(Step.COLUMNS)
        elif self.result.is_busy():
            self.result.cancel()
        elif self.result.result is None:
            self._back_to_rows()
        else:
            self._leave()

    def _write(self) -> None:
        summary = self.rehearsal.summary()
        if summary is None or self._step() is not Step.CHECK:
            return
        remembered = self.columns.touched()
        self._show_step(Step.RESULT)
        self.result.start(self.rehearsal.give_away(), remembered)

    def _written(self, result: Result) -> None:
        self.brought.emit([file.path for file in self.columns.files])
        self._focus()
        if not self.isVisible() and result.written is not None:
            import_id = result.written.import_id
            count = result.written.people + result.written.companies
            words = ntr("The list is here: {n} new client", "The list is here: {n} new clients", count)
            self._tell.offer(words, tr("Show"), lambda: self._show_clients(import_id))

    def _back_to_rows(self) -> None:
        given = self.result.give_back()
        if given is not None:
            self.rehearsal.take_back(given)
            self._show_step(Step.CHECK)

    def _leave(self) -> None:
        self.forget()
        self.left.emit()

    def forget(self) -> None:
        """Be as at the beginning; what was rehearsed or is being written goes."""
        self.close_sessions()
        self.columns.files = []
        self.result.result = None
        self._show_step(Step.COLUMNS)

    def _show_clients(self, import_id: bytes) -> None:
        self._show_query(ClientQuery(filters=(Filter("import", FilterOp.IS, (import_id,)),)))

    def _show_query(self, query: ClientQuery) -> None:
        """Show clients in the list. The result stays with the past imports."""
        self.forget()
        self.show_wanted.emit(query)

    def _undo(self, operation: int) -> None:
        rows = operations.recent(self._session.store, 1, before=operation + 1)
        if rows and rows[0].seq == operation:
            self._take_back(rows[0])
            self._leave()

    # --------------------------------------------------------------------------------------------------------- showing

    def _step(self) -> Step:
        return Step(self.steps.step())

    def _show_step(self, step: Step) -> None:
        self.steps.show_step(step)
        self._stack.setCurrentIndex(step)
        self._show_state()
        self._focus()

    def _show_state(self) -> None:
        """Words and state of the buttons below."""
        show = {Step.COLUMNS: self._state_of_columns, Step.CHECK: self._state_of_check}
        show.get(self._step(), self._state_of_result)()

    def _state_of_columns(self) -> None:
        plans = self.columns.plans()
        ready = bool(plans) and not self.columns.is_reading()
        self._buttons(tr("Cancel"), tr("Check all rows"), ready)
        words = ntr("{n} table to bring in", "{n} tables to bring in", len(plans)) if len(plans) > 1 else ""
        if not plans and self.columns.files and not self.columns.is_reading():
            words = tr("Nothing to bring in yet")
        self._status.setText(words)

    def _state_of_check(self) -> None:
        summary = self.rehearsal.summary()
        if summary is None:
            self._buttons(tr("Back"), tr("Bring in"), ready=False)
            self._status.setText(tr("Nothing is written yet"))
            return
        verdicts = summary.verdicts
        count = summary.read - verdicts[Verdict.REJECTED]
        words = ntr("Bring in {n} row", "Bring in {n} rows", count)
        self._buttons(tr("Back"), words, ready=count > 0)
        self._status.setText(
            tr("Nothing is written yet; and it can be taken back later")
            if count
            else tr("Nothing of this list can go in. Mend a row, or go back and look at the columns.")
        )

    def _state_of_result(self) -> None:
        done = self.result.result is not None
        # One primary button a screen: here it is "Show the clients".
        self._buttons(tr("Back"), tr("Done"), ready=done, look="plain")
        self._back.setVisible(not done and not self.result.is_busy())
        self._next.setVisible(done)
        self._status.setText("")

    def _buttons(self, back: str, forward: str, ready: bool, look: str = "primary") -> None:
        if self._next.property("look") != look:
            self._next.setProperty("look", look)
            restyle(self._next)
        self._back.setText(f" {back}")
        self._back.setAccessibleName(back)
        self._back.setVisible(True)
        self._next.setText(forward)
        self._next.setAccessibleName(forward)
        self._next.setEnabled(ready)
        self._next.setVisible(True)

    def _focus(self) -> None:
        """Put the focus where the next key does something sensible."""
        if not self.isVisible():
            return
        if self._step() is Step.CHECK and self.rehearsal.summary() is not None:
            self.rehearsal.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._step() is Step.RESULT and self.result.result is not None:
            self.result.show_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._next.isEnabled() and self._next.isVisible():
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not isinstance(self.focusWidget(), QLineEdit):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; Return goes on, or presses the button that has the focus; Ctrl+Return always goes on."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif enter and isinstance(focused, QAbstractButton):
            focused.click()
        elif enter and not isinstance(focused, QLineEdit):
            self.go_on()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _connect(self) -> None:
        self.columns.changed.connect(self._columns_changed)
        self.columns.other_wanted.connect(self.files_wanted)
        self.columns.emptied.connect(self._leave)
        self.rehearsal.changed.connect(self._rehearsal_changed)
        self.rehearsal.meaning_wanted.connect(
            lambda source, column, point: self.columns.ask_meaning(
                source, column, point, self.rehearsal.table
            )
        )
        self.rehearsal.stopped.connect(lambda: self._show_step(Step.COLUMNS))
        self.result.changed.connect(self._show_state)
        self.result.done.connect(self._written)
        self.result.back_wanted.connect(self._back_to_rows)
        self.result.show_wanted.connect(self._show_clients)
        self.result.duplicates_wanted.connect(self.duplicates_wanted)
        self.result.query_wanted.connect(self._show_query)
        self.result.undo_wanted.connect(self._undo)
        self.result.more_wanted.connect(self.files_wanted)

    def _columns_changed(self) -> None:
        if self._step() is Step.CHECK:
            self._rehearse_again()
            return
        was_ready = self._next.isEnabled()
        self._show_state()
        if self._check_next and not self.columns.is_reading():
            self._check_next = False
            self.go_on()
            return
        if self._next.isEnabled() and not was_ready:
            self._focus()

    def _rehearse_again(self) -> None:
        """A column means something else now: judge all rows again, with what was mended and decided."""
        plans = self.columns.plans()
        if plans:
            self.rehearsal.start(plans)
        else:
            self._show_step(Step.COLUMNS)

    def _rehearsal_changed(self) -> None:
        had = self._next.isEnabled()
        self._show_state()
        if self._next.isEnabled() and not had and not self.rehearsal.pane.isAncestorOf(self.focusWidget()):
            self._focus()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 14, _MARGIN, 12)
        head.addWidget(label(tr("Bring a list"), "heading"))
        head.addStretch(1)
        head.addWidget(self.steps)
        self._stack = QStackedWidget()
        for each in (self.columns, self.rehearsal, self.result):
            self._stack.addWidget(each)
        middle = QHBoxLayout()
        middle.setContentsMargins(_MARGIN, 16, _MARGIN, 12)
        middle.addWidget(self._stack)
        foot = QHBoxLayout()
        foot.setContentsMargins(_MARGIN, 10, _MARGIN, 10)
        foot.setSpacing(12)
        foot.addWidget(self._back)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addLayout(middle, 1)
        column.addWidget(line())
        column.addLayout(foot)
