"""What is done to deals, from the board and the list alike: at once for a few, beside the window for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deal_moves, deal_stages, owed, stage_rules
from crm_desktop.services.colleagues import are_several
from crm_desktop.services.dictionaries import Dictionary, entries
from crm_desktop.services.plan_starts import begun_last
from crm_desktop.ui import text_deals, text_money, text_operations
from crm_desktop.ui.deals.reason_popup import ReasonPopup
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from crm_desktop.services.bulk import Progress
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

AT_ONCE = 50
"""More deals than these are changed on a thread, so that the window stays alive."""

Ids = Sequence[bytes]
_Work = Callable[["Progress | None"], int]


class Doing:
    """Commands on deals; each is told in a toast that takes it back."""

    def __init__(
        self,
        session: Session,
        over: QWidget,
        tell: Tell,
        undo: Callable[[], object],
        working: Callable[[str], object],
    ) -> None:
        """Take the widget that questions stand over, and what says that something is being done (empty: no more)."""
        self._session = session
        self._over = over
        self._tell = tell
        self._undo = undo
        self._working = working

    def move(self, ids: Ids, stage: DealStage) -> None:
        """Put deals into a stage; one of lost deals asks why."""
        store = self._session.store

        def go(reason: str = "") -> None:
            self._run(
                Op.MOVE_DEALS,
                lambda step: deal_moves.move(store, ids, stage.id, reason, step),
                len(ids),
                lambda count: self._moved(ids, stage.role, count),
            )

        self._ask(ids, stage.role, go)

    def close(self, ids: Ids, state: DealState) -> None:
        """Win, lose or reopen deals, each in its own pipeline; to lose asks why."""
        store = self._session.store

        def go(reason: str = "") -> None:
            self._run(
                Op.MOVE_DEALS,
                lambda step: deal_moves.close(store, ids, state, reason, step),
                len(ids),
                lambda count: self._moved(ids, state, count),
            )

        self._ask(ids, state, go)

    def hand_over(self, ids: Ids, colleague_id: bytes | None) -> None:
        """Let a colleague have deals."""
        store = self._session.store
        if ids:
            self._run(
                Op.EDIT_DEAL, lambda step: deal_moves.hand_over(store, ids, colleague_id, step), len(ids)
            )

    def delete(self, ids: Ids) -> None:
        """Move deals to the bin."""
        store = self._session.store
        if ids:
            self._run(Op.DELETE_DEAL, lambda step: deal_moves.delete(store, ids, step), len(ids))

    def fill_stages(self, menu: QMenu, ids: Callable[[], Ids]) -> None:
        """All stages, pipeline by pipeline, as commands that move deals there."""
        last = None
        for stage in deal_stages.stages(self._session.store):
            if last not in (None, stage.pipeline):
                menu.addSection(text_deals.pipeline(stage.pipeline))
            last = stage.pipeline
            menu.addAction(text_deals.stage(stage)).triggered.connect(self._mover(ids, stage))

    def has_colleagues(self) -> bool:
        """Whether there is anybody to hand deals over to."""
        return are_several(self._session.store)

    def fill_colleagues(self, menu: QMenu, ids: Callable[[], Ids]) -> None:
        """Who may have the deals, as commands that hand them over."""
        for entry in entries(self._session.store, Dictionary.COLLEAGUE):
            if entry.active:
                menu.addAction(entry.name).triggered.connect(self._giver(ids, entry.id))
        menu.addSeparator()
        menu.addAction(tr("None")).triggered.connect(self._giver(ids, None))

    # ---------------------------------------------------------------------------------------------------------- inside

    def _mover(self, ids: Callable[[], Ids], stage: DealStage) -> Callable[[bool], None]:
        def go(_checked: bool = False) -> None:
            self.move(ids(), stage)

        return go

    def _giver(self, ids: Callable[[], Ids], colleague_id: bytes | None) -> Callable[[bool], None]:
        def go(_checked: bool = False) -> None:
            self.hand_over(ids(), colleague_id)

        return go

    def _ask(self, ids: Ids, state: DealState, go: Callable[[str], None]) -> None:
        if not ids:
            return
        if state is not DealState.LOST:
            go("")
            return
        popup = ReasonPopup(self._over, self._session.store, len(ids))
        popup.told.connect(go)
        popup.open_at_cursor()

    def _moved(self, ids: Ids, state: DealState, count: int) -> str:
        """That deals were won or lost, and what is not owed any more by that."""
        if state is DealState.OPEN:
            return text_operations.op_done(Op.MOVE_DEALS, count)
        store = self._session.store
        gone = owed.off_of(store, ids) if state is DealState.LOST and len(ids) <= AT_ONCE else ()
        return " · ".join(filter(None, (text_deals.closed(state, count), text_money.off_words(gone))))

    def _run(self, op: Op, work: _Work, count: int, words: Callable[[int], str] | None = None) -> None:
        """``count`` above ``AT_ONCE``: on a thread; ``words``: what to tell, else what the operation says."""
        say = words or (lambda done: text_operations.op_done(op, done))
        if count <= AT_ONCE:
            try:
                done = work(None)
            except Exception as error:
                self._tell.problem(error)
            else:
                self._told(op, done, say)
            return
        self._working(tr("Saving…"))
        self._session.runner.start(
            lambda progress: work(progress.step),
            done=lambda done: self._ended(lambda: self._told(op, done, say)),
            failed=lambda error: self._ended(lambda: self._tell.problem(error)),
        )

    def _ended(self, call: Callable[[], object]) -> None:
        self._working("")
        call()

    def _told(self, op: Op, count: int, say: Callable[[int], str]) -> None:
        begun = begun_last(self._session.store) if op is Op.MOVE_DEALS else 0
        words = text_operations.with_steps(say(count), begun)
        self._tell.done(text_money.with_moved(words, stage_rules.moved_last(self._session.store)), self._undo)
