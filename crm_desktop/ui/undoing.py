"""Taking back and doing again: the focused text first, then the base; large operations beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from crm_desktop.ui import text_operations
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from crm_desktop.background.runner import Progress
    from crm_desktop.services.operations import OperationRow, TakenBack
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

AT_ONCE_ROWS = 200
"""An operation with more journal rows is taken back on a thread: it may take seconds."""


class Undoing:
    """Undo and redo for one window."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        working: Callable[[str], object],
        show_kept: Callable[[TakenBack], object],
    ) -> None:
        """Take what says that work is under way, and what lists the things that were left as they are."""
        self._session = session
        self._tell = tell
        self._working = working
        self._show_kept = show_kept
        self._busy = False

    def undo(self) -> None:
        """Take back the last thing: in the focused text while it has something to take back, else in the base."""
        if _in_text("undo"):
            return
        operations = _operations()
        target = operations.can_undo(self._session.store)
        if target is None:
            self._tell.done(tr("There is nothing to take back"))
        else:
            self.take_back(target)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if _in_text("redo"):
            return
        operations = _operations()
        target = operations.can_redo(self._session.store)
        if target is None:
            self._tell.done(tr("There is nothing to do again"))
            return
        self._run(
            target.rows,
            lambda progress: operations.redo(self._session.store, progress=progress),
            self._redone,
        )

    def take_back(self, target: OperationRow) -> None:
        """Take back one operation, the last one or an older one."""
        store, operations = self._session.store, _operations()
        self._run(
            target.rows,
            lambda progress: operations.undo(store, target.seq, progress=progress),
            lambda result: self._undone(target, result),
        )

    def take_back_last(self) -> None:
        """Take back the last operation of the base, whatever has the focus (the button of a toast)."""
        target = _operations().can_undo(self._session.store)
        if target is not None:
            self.take_back(target)

    def _run(
        self,
        rows: int,
        work: Callable[[Callable[[int, int], None] | None], TakenBack],
        done: Callable[[TakenBack], object],
    ) -> None:
        if self._busy:
            self._tell.done(tr("One thing is still being taken back"))
            return
        if rows <= AT_ONCE_ROWS:
            try:
                done(work(None))
            except Exception as error:
                self._tell.problem(error)
            return
        self._busy = True
        self._working(tr("Taking back…"))

        def beside(progress: Progress) -> TakenBack:
            return work(progress.step)

        self._session.runner.start(
            beside,
            done=lambda result: self._ended(lambda: done(result)),
            failed=lambda error: self._ended(lambda: self._tell.problem(error)),
        )

    def _ended(self, call: Callable[[], object]) -> None:
        self._busy = False
        self._working("")
        call()

    def _undone(self, target: OperationRow, result: TakenBack) -> None:
        what = text_operations.op_name(target.op)
        if result.kept:
            words = ntr(
                "Taken back: {what}. {n} thing was changed since and stays as it is.",
                "Taken back: {what}. {n} things were changed since and stay as they are.",
                len(result.kept),
                what=what,
            )
            self._tell.notice(words, tr("Show"), lambda: self._show_kept(result))
        else:
            self._tell.offer(tr("Taken back: {what}", what=what), tr("Do again"), self.redo)

    def again(self, target: OperationRow) -> None:
        """Take back an undo, the last one or an older one: what it took back is there again."""
        store, operations = self._session.store, _operations()
        self._run(
            target.rows,
            lambda progress: operations.undo(store, target.seq, progress=progress),
            self._redone,
        )

    def _redone(self, result: TakenBack) -> None:
        if not result.kept:
            self._tell.done(tr("Done again"), self.take_back_last)
            return
        words = ntr(
            "Done again. {n} thing was changed since and stays as it is.",
            "Done again. {n} things were changed since and stay as they are.",
            len(result.kept),
        )
        self._tell.notice(words, tr("Show"), lambda: self._show_kept(result))


def _operations() -> ModuleType:
    """The service, imported when it is first needed: a start takes nothing back."""
    from crm_desktop.services import operations

    return operations


def _in_text(what: str) -> bool:
    """Let the focused text field undo or redo, if it can; says whether it did."""
    field = QApplication.focusWidget()
    if isinstance(field, SearchBox):
        return False
    if isinstance(field, QLineEdit):
        able = field.isUndoAvailable() if what == "undo" else field.isRedoAvailable()
    elif isinstance(field, QPlainTextEdit | QTextEdit):
        document = field.document()
        able = document.isUndoAvailable() if what == "undo" else document.isRedoAvailable()
    else:
        return False
    if able:
        getattr(field, what)()
    return able
