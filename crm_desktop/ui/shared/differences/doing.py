"""What is done with differences: an answer is one command, told in a toast with Undo; many go beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.errors import DifferenceAnswered, DifferenceMoved
from crm_desktop.kinds import DifferenceAnswer
from crm_desktop.services import difference_answers
from crm_desktop.ui import text_difference_values, text_differences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from crm_desktop.services.difference_answers import Answered
    from crm_desktop.services.difference_rows import Difference
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

AT_ONCE = 5
"""More than these are answered on a thread, so that the window stays alive."""


class DifferenceDoing:
    """The commands, over one base."""

    def __init__(
        self, session: Session, tell: Tell, undo: Callable[[], object], stale: Callable[[], object]
    ) -> None:
        """Take the voice, what takes the last operation back, and who shows what changed under the user's hands."""
        self._session = session
        self._tell, self._undo, self._stale = tell, undo, stale
        self.busy = False

    def answer(self, difference: Difference, how: DifferenceAnswer) -> bool:
        """Give one answer; whether it went well. ``WRITTEN`` is asked for elsewhere."""
        store, seen = self._session.store, difference.seen
        commands: dict[DifferenceAnswer, Callable[[], object]] = {
            DifferenceAnswer.USED: partial(difference_answers.use_other, store, difference.id, seen),
            DifferenceAnswer.BOTH: partial(
                difference_answers.keep_both,
                store,
                difference.id,
                seen,
                text_difference_values.note(difference),
            ),
        }
        keep = partial(difference_answers.keep, store, difference.ids)
        return self._run(commands.get(how, keep), how)

    def write(self, difference: Difference, value: Any) -> bool:
        """Write a third value; whether it went well."""
        store = self._session.store
        command = partial(difference_answers.write, store, difference.id, difference.seen, value)
        return self._run(command, DifferenceAnswer.WRITTEN)

    def answer_many(self, ids: Sequence[bytes], how: DifferenceAnswer) -> None:
        """Keep what stands, or use the other value, in all of these."""
        if self.busy or not ids:
            return
        store = self._session.store
        command = difference_answers.use_others if how is DifferenceAnswer.USED else difference_answers.keep
        if len(ids) <= AT_ONCE:
            try:
                self._told(how, command(store, ids))
            except Exception as error:
                self._tell.problem(error)
            return
        self.busy = True
        self._session.runner.start(
            lambda progress: command(store, ids, progress.step),
            done=lambda answered: self._ended(partial(self._told, how, answered)),
            failed=lambda error: self._ended(partial(self._tell.problem, error)),
            stopped=lambda: self._ended(lambda: None),
        )

    def problem(self, error: Exception) -> None:
        """Say what was typed wrongly."""
        self._tell.problem(error)

    def _run(self, command: Callable[[], object], how: DifferenceAnswer) -> bool:
        try:
            command()
        except Exception as error:
            self._tell.problem(error)
            if isinstance(error, DifferenceMoved | DifferenceAnswered):
                self._stale()
            return False
        self._tell.done(text_differences.done(how, 1), self._undo)
        return True

    def _told(self, how: DifferenceAnswer, answered: Answered) -> None:
        words = text_differences.done(how, answered.count, len(answered.left))
        self._tell.done(words, self._undo if answered.count else None)

    def _ended(self, call: Callable[[], object]) -> None:
        self.busy = False
        call()
        self._stale()
