"""One piece of work of a dialog at a time, on a thread of its own: the server may hang, the window does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crm_desktop.sync.telling import Phase, Telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.background.runner import Progress, Task
    from crm_desktop.ui.session import Session

T = TypeVar("T")


class Work:
    """Starts work and knows whether any is under way. ``forget`` it when its dialog goes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._task: Task[object] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        stopped: Callable[[], object] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        """Do it beside the window; exactly one of the others is called when it has ended."""

        def ended(call: Callable[..., object], *facts: object) -> None:
            self._task = None
            call(*facts)

        task = self._session.runner.start(
            work,
            done=lambda result: ended(done, result),
            failed=lambda error: ended(failed, error),
            stopped=lambda: ended(stopped or _nothing),
            progress=progress,
            is_outside=True,
        )
        self._task = task  # type: ignore[assignment]  # only stopped, never asked for its result

    def cancel(self) -> None:
        """Ask it to stop; ``stopped`` tells when it has."""
        if self._task is not None:
            self._task.cancel()

    def forget(self) -> None:
        """Ask it to stop, and hear nothing more of it."""
        if self._task is not None:
            self._task.forget()
            self._task = None


class Phases:
    """What a long exchange is at, brought to the window: the newest of it, whenever the window has time to look."""

    def __init__(self, shown: Callable[[Phase, int, int], object]) -> None:
        self._shown = shown
        self._latest = (Phase.BACKUP, 0, 0)

    def telling(self, progress: Progress) -> Telling:
        """What the work is handed; it tells on its own thread."""

        def step(phase: Phase, done: int, total: int) -> None:
            self._latest = (phase, done, total)
            progress.step(done, total)

        return Telling(step, progress.check)

    def show(self, _done: int, _total: int) -> None:
        """Show the newest; called on the thread of the window."""
        self._shown(*self._latest)


def _nothing() -> None:
    pass
