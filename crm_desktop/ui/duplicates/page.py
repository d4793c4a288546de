"""The page of duplicates: search the base, judge the pairs one after the other, merge the certain ones together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.services import operations
from crm_desktop.services.duplicates.apart import keep_apart
from crm_desktop.services.duplicates.bulk import certain_groups, merge_groups
from crm_desktop.services.duplicates.comparing import compare
from crm_desktop.services.duplicates.finding import DuplicatePair, find
from crm_desktop.services.duplicates.merging import merge
from crm_desktop.ui import text_duplicates, text_operations
from crm_desktop.ui.duplicates.judge_view import JudgeView
from crm_desktop.ui.duplicates.pairs import without
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.changes import Changes
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_LIST_WIDTH = 340
_IDLE, _WORK, _PAIRS = range(3)


class DuplicatesPage(QWidget):
    """The pairs of a base that are probably one client."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undo: Callable[[], object],
        open_card: Callable[[bytes], object] | None = None,
    ) -> None:
        """Take the voice, what takes the last operation back, and what opens a client in a window of its own."""
        super().__init__()
        self.setObjectName("page_duplicates")
        self.setAccessibleName(tr("Duplicates"))
        self._session, self._tell, self._undo, self._open_card = session, tell, undo, open_card
        self._task: Task[list[DuplicatePair]] | Task[int] | None = None
        self._searched = self._deciding = False
        self._judged: list[tuple[int, tuple[DuplicatePair, ...], int]] = []
        self._strip: ProgressStrip | None = None
        self._work = QVBoxLayout()
        self.view = JudgeView(can_open=open_card is not None)
        self._build()
        self._connect()
        self._show_idle()

    # ---------------------------------------------------------------------------------------------------- for the frame

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen: the first time it begins to search."""
        if not self._searched and self._task is None:
            self.search()
        elif stale:
            self._show_pair()

    def changed(self, changes: Changes) -> None:
        """Something was committed: an undo brings pairs back, an edit changes what is compared."""
        if self._deciding:
            return  # what was just decided here is shown when it is done
        if changes.op in {Op.UNDO, Op.REDO}:
            self._give_back()
        if changes.touches("client", "contact_point", "field_value", "employment"):
            self._show_pair()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def stop(self) -> None:
        """The window goes: hear nothing more of what runs."""
        task, self._task = self._task, None
        if task is not None:
            task.forget()

    # ------------------------------------------------------------------------------------------------------- searching

    def search(self) -> None:
        """Compare the whole base, beside the window."""
        if self._task is not None:
            return
        store = self._session.store
        self._show_work(tr("Comparing all clients…"))

        def work(progress: Progress) -> list[DuplicatePair]:
            return find(store, progress.step)

        self._task = self._session.runner.start(
            work, done=self._found, failed=self._failed, stopped=self._stopped, progress=self._step
        )

    def _found(self, pairs: Sequence[DuplicatePair]) -> None:
        self._task, self._searched = None, True
        self._judged.clear()
        self.show_pairs(pairs)

    def show_pairs(self, pairs: Sequence[DuplicatePair], row: int = 0) -> None:
        """Show these pairs and stand on one of them; nothing to show is said."""
        count = len(pairs)
        self._count.setText(text_duplicates.pairs_found(count) if count else "")
        groups = certain_groups(self._session.store, pairs)
        merged = sum(len(group) - 1 for group in groups)
        self._certain.setText(ntr("Merge {n} certain pair…", "Merge {n} certain pairs…", merged))
        self._certain.setAccessibleName(self._certain.text())
        self._certain.setVisible(bool(merged))
        self._confirm.hide()
        self._again.setVisible(self._searched)
        if not count:
            self.view.show_pairs(pairs, row)
            self._show_idle()
            return
        self._places.setCurrentIndex(_PAIRS)
        self.view.show_pairs(pairs, row)
        self._show_pair()
        if self.isVisible() and not self.view.table.hasFocus():
            self.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._tell.problem(error)
        self._back()

    def _stopped(self) -> None:
        self._task = None
        self._back()

    def _back(self) -> None:
        if self.view.pairs.rowCount():
            self.show_pairs(self.view.pairs.pairs, self.view.row())
        else:
            self._show_idle()

    def _step(self, done: int, total: int) -> None:
        if self._strip is not None:
            self._strip.step(done, total)

    def _show_work(self, words: str) -> None:
        if self._strip is not None:
            self._work.removeWidget(self._strip)
            self._strip.deleteLater()
        self._strip = ProgressStrip("duplicates_progress", words, self._cancel)
        self._work.insertWidget(1, self._strip)
        self._certain.hide()
        self._again.hide()
        self._confirm.hide()
        self._places.setCurrentIndex(_WORK)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _show_idle(self) -> None:
        if self._searched:
            title = tr("Nobody is there twice")
            words = tr(
                "As far as can be told from names, phones, e-mails and birthdays, every client has one card."
            )
        else:
            title = tr("Is somebody there twice?")
            words = tr(
                "The program compares names (also with slips, initials and in another script), phones, e-mails and "
                "birthdays. Families and offices that share a phone stay apart. You judge; nothing is merged by itself."
            )
        self._empty.show_words(title, words)
        self._begin.setText(tr("Search again") if self._searched else tr("Look for duplicates"))
        self._begin.setAccessibleName(self._begin.text())
        self._again.hide()
        self._certain.hide()
        self._count.setText("")
        self._places.setCurrentIndex(_IDLE)

    # --------------------------------------------------------------------------------------------------------- judging

    def merge(self) -> None:
        """Make the two one, with the values chosen; on to the next pair."""
        pair, comparison = self.view.current(), self.view.model.comparison
        if pair is None or comparison is None:
            return
        keep, other = pair.ids
        store, choices = self._session.store, self.view.model.choices()
        operation = self._decide(lambda: merge(store, keep, [other], choices, say=text_duplicates.lost_words))
        if operation is not None:
            self._judge(operation, without(self.view.pairs.pairs, other, pair.one))
            self._tell.done(text_operations.op_done(Op.MERGE_CLIENTS, 1), self._undo)

    def not_the_same(self) -> None:
        """Remember that the two are two; on to the next pair."""
        pair = self.view.current()
        if pair is None:
            return
        ids = pair.ids
        operation = self._decide(lambda: keep_apart(self._session.store, ids))
        if operation is not None:
            self._judge(operation, [each for each in self.view.pairs.pairs if each is not pair])
            self._tell.done(text_operations.op_done(Op.KEEP_APART, 1), self._undo)

    def _decide(self, command: Callable[[], int]) -> int | None:
        """Run a command; its operation, or nothing where it failed and that was told."""
        self._deciding = True
        try:
            return command()
        except Exception as error:
            self._tell.problem(error)
            return None
        finally:
            self._deciding = False

    def skip(self) -> None:
        """On to the next pair; this one waits at the end of the list."""
        row, pairs = self.view.row(), list(self.view.pairs.pairs)
        if 0 <= row < len(pairs):
            pairs.append(pairs.pop(row))
            self.show_pairs(pairs, row)

    def swap(self) -> None:
        """Let the other card be the one that stays."""
        row, pairs = self.view.row(), list(self.view.pairs.pairs)
        pair = self.view.current()
        if pair is not None:
            pairs[row] = DuplicatePair(pair.other, pair.one, pair.reasons, pair.score)
            self.show_pairs(pairs, row)
            self.view.table.setFocus()

    def _judge(self, operation: int, left: Sequence[DuplicatePair]) -> None:
        row = self.view.row()
        self._judged.append((operation, self.view.pairs.pairs, row))
        self.show_pairs(left, row)

    def _give_back(self) -> None:
        """What was judged and taken back waits again."""
        restored = None
        while self._judged and self._is_undone(self._judged[-1][0]):
            restored = self._judged.pop()
        if restored is not None:
            self.show_pairs(restored[1], restored[2])

    def _is_undone(self, operation: int) -> bool:
        found = operations.recent(self._session.store, 1, operation + 1)
        return bool(found) and found[0].seq == operation and found[0].state == "undone"

    def _show_pair(self) -> None:
        pair = self.view.current()
        if pair is None or self._places.currentIndex() != _PAIRS:
            return
        try:
            comparison = compare(self._session.store, pair.ids)
        except RecordNotFound:
            # Deleted or merged since: there is nothing to judge any more.
            left = [each for each in self.view.pairs.pairs if each is not pair]
            self.show_pairs(left, self.view.row())
            return
        self.view.show_comparison(pair, comparison)

    # ------------------------------------------------------------------------------------------------ all certain ones

    def _ask_certain(self) -> None:
        groups = certain_groups(self._session.store, self.view.pairs.pairs)
        merged = sum(len(group) - 1 for group in groups)
        self._confirm_words.setText(
            ntr(
                "{n} card goes into another. Everything on it is kept, and each can be parted again later.",
                "{n} cards go into others. Everything on them is kept, and each can be parted again later.",
                merged,
            )
        )
        self._confirm.setVisible(bool(merged))
        self._confirm_yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _merge_certain(self) -> None:
        if self._task is not None:
            return
        store = self._session.store
        groups = certain_groups(store, self.view.pairs.pairs)
        self._show_work(tr("Merging…"))

        def work(progress: Progress) -> int:
            return merge_groups(store, groups, say=text_duplicates.lost_words, progress=progress.step)

        self._task = self._session.runner.start(
            work,
            done=lambda count: self._merged_certain(count, groups),
            failed=self._failed,
            stopped=self._stopped,
            progress=self._step,
        )

    def _merged_certain(self, count: int, groups: Sequence[tuple[bytes, ...]]) -> None:
        self._task = None
        left: Sequence[DuplicatePair] = self.view.pairs.pairs
        sides = {side.id: side for pair in left for side in (pair.one, pair.other)}
        for keep, *others in groups:
            for other in others:
                left = without(left, other, sides[keep])
        newest = operations.can_undo(self._session.store)
        self._judge(newest.seq if newest else 0, left)
        self._tell.done(text_operations.op_done(Op.MERGE_CLIENTS, count), self._undo)

    # ---------------------------------------------------------------------------------------------------------- widgets

    def _connect(self) -> None:
        view = self.view
        view.moved.connect(self._show_pair)
        view.merge_wanted.connect(self.merge)
        view.apart_wanted.connect(self.not_the_same)
        view.skip_wanted.connect(self.skip)
        view.swap_wanted.connect(self.swap)
        view.open_wanted.connect(self._open_both)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self._confirmation())
        self._places = QStackedWidget()
        column.addWidget(self._places, 1)
        self._begin = button("duplicates_search", "", look="primary", icon="search", clicked=self.search)
        self._empty = EmptyState("duplicates_empty", "users", "", "", (self._begin,))
        self._places.addWidget(self._empty)
        working = QWidget()
        working.setLayout(self._work)
        self._work.setContentsMargins(48, 0, 48, 0)
        self._work.addStretch(2)
        self._work.addStretch(3)
        self._places.addWidget(working)
        self._places.addWidget(self.view)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(16, 16, 16, 10)
        head.setSpacing(8)
        self._count = ElidedLabel("", "quiet")
        self._again = button("duplicates_again", tr("Search again"), icon="rotate-ccw", clicked=self.search)
        self._certain = button("duplicates_certain", "", clicked=self._ask_certain)
        head.addWidget(label(tr("Duplicates"), "heading"))
        head.addWidget(self._count, 1)
        head.addWidget(self._again)
        head.addWidget(self._certain)
        return head

    def _confirmation(self) -> QFrame:
        """What merging all certain ones comes to, and the button that does it."""
        self._confirm = QFrame()
        self._confirm.setObjectName("duplicates_confirm")
        self._confirm.setProperty("look", "notice-info")
        row = QHBoxLayout(self._confirm)
        row.setContentsMargins(16, 8, 16, 8)
        self._confirm_words = label("", wrap=True)
        self._confirm_yes = button(
            "duplicates_confirm_yes", tr("Merge them"), look="primary", clicked=self._merge_certain
        )
        row.addWidget(self._confirm_words, 1)
        row.addWidget(button("duplicates_confirm_no", tr("Cancel"), clicked=self._confirm.hide))
        row.addWidget(self._confirm_yes)
        self._confirm.hide()
        return self._confirm

    def _open_both(self) -> None:
        pair = self.view.current()
        if pair is not None and self._open_card is not None:
            for client_id in pair.ids:
                self._open_card(client_id)
