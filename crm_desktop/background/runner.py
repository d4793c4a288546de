"""Work beside the window: threads, progress, cancelling, and results brought back to the thread that owns the screen.

Free of Qt: ``post`` is handed in and runs a callable on the owner's thread (a queued signal in the window, a direct
call in tests). What a task reports after it was cancelled is never delivered, so a page may cancel and forget.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

REPORT_EVERY_S = 0.05
"""Progress is delivered at most this often: more would only keep the window busy painting."""

_LOOK_S = 0.01
"""How often it is looked whether work that must not be left alone has ended or gone outside."""

_log = logging.getLogger(__name__)


class Cancelled(Exception):  # no error: the user's wish
    """Raised by ``Progress.check`` in work that was cancelled; ends the work without a result."""


class Progress:
    """What the work sees of its task: a place to report to, and the wish to stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = threading.Event()
        self._left = threading.Event()
        self._last = float("-inf")

    def step(self, done: int, total: int) -> None:
        """Tell that ``done`` of ``total`` are ready (total 0: unknown).

        Raises:
            Cancelled: the user wants it stopped.
        """
        self.check()
        now = time.monotonic()
        if done >= total or now - self._last >= REPORT_EVERY_S:
            self._last = now
            self._report(done, total)

    def cancelled(self) -> bool:
        """Whether the user wants the work stopped; for work that ends itself in its own way."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here if the user wants it.

        Raises:
            Cancelled: the user wants it stopped.
        """
        if self._stop.is_set():
            raise Cancelled

    @contextmanager
    def outside(self) -> Iterator[None]:
        """Wait here for something outside the program, with nothing of the base in hand.

        Whoever stops the work meanwhile need not wait for it: it ends here, and whatever the world says is lost.

        Raises:
            Cancelled: before and after, where the user wants it stopped, whatever else went wrong.
        """
        self.check()
        self._left.set()
        try:
            yield
        finally:
            # In this order: who saw it outside has asked it to stop before, so it cannot go on from here.
            self._left.clear()
            self.check()

    @property
    def is_outside(self) -> bool:
        """Whether it waits for something outside; once it was asked to stop, it then does nothing more."""
        return self._left.is_set()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()


class Task(Generic[T]):
    """One piece of work under way, as its owner sees it. Used on the owner's thread only, apart from ``_run``."""

    def __init__(
        self,
        post: Callable[[Callable[[], None]], None],
        *,
        done: Callable[[T], object] | None,
        failed: Callable[[Exception], object] | None,
        stopped: Callable[[], object] | None,
        progress: Callable[[int, int], object] | None,
    ) -> None:
        self._post = post
        self._done = done
        self._failed = failed
        self._stopped = stopped
        self._shown = progress
        self._forgotten = False
        self.progress = Progress(self._report)

    def cancel(self) -> None:
        """Ask the work to stop; ``stopped`` is called when it has."""
        self.progress.stop()

    def forget(self) -> None:
        """Ask the work to stop, and hear nothing more of it."""
        self._forgotten = True
        self.progress.stop()

    def _report(self, done: int, total: int) -> None:
        shown = self._shown
        if shown is not None:
            self._deliver(lambda: shown(done, total))

    def _deliver(self, call: Callable[[], object]) -> None:
        def unless_forgotten() -> None:
            # Asked on the owner's thread, where ``forget`` is called too: nothing arrives after it.
            if not self._forgotten:
                call()

        self._post(unless_forgotten)

    def _run(self, work: Callable[[Progress], T]) -> None:
        done, failed, stopped = self._done, self._failed, self._stopped
        try:
            self.progress.check()
            result = work(self.progress)
        except Cancelled:
            if stopped is not None:
                self._deliver(stopped)
        except Exception as error:
            if failed is None:
                # Nobody asked to hear of it, so the log must.
                _log.exception("work in the background failed")
            else:
                told, caught = failed, error
                self._deliver(lambda: told(caught))
        else:
            if done is not None:
                heard = done
                self._deliver(lambda: heard(result))


class Runner:
    """A few threads for work that takes longer than a blink."""

    def __init__(self, post: Callable[[Callable[[], None]], None], workers: int = 2) -> None:
        """Take ``post``, which runs a callable on the owner's thread and may be called from any thread."""
        self._post = post
        self._workers = workers
        self._pool: ThreadPoolExecutor | None = None
        self._held: list[Callable[[], None]] | None = None
        self._tasks: set[Task[object]] = set()
        self._alone: dict[Task[object], threading.Thread] = {}
        self._lock = threading.Lock()

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        stopped: Callable[[], object] | None = None,
        progress: Callable[[int, int], object] | None = None,
        is_outside: bool = False,
    ) -> Task[T]:
        """Run ``work`` on a thread.

        Args:
            work: called with a ``Progress``; its return value is the result.
            done: called with the result, on the owner's thread.
            failed: called with the exception instead.
            stopped: called instead when the work ended because it was cancelled.
            progress: called with (done, total) now and then.
            is_outside: it talks to the world outside, which may hang, and says when (``Progress.outside``). It gets a
                thread of its own, so that neither other work nor the end of the program waits for that.
        """
        task: Task[T] = Task(self._post, done=done, failed=failed, stopped=stopped, progress=progress)
        kept: Task[object] = task  # type: ignore[assignment]  # only cancelled, never asked for its result

        def run() -> None:
            try:
                task._run(work)  # noqa: SLF001  # one module, two sides of one thing
            finally:
                with self._lock:
                    self._tasks.discard(kept)
                    self._alone.pop(kept, None)

        def begin() -> None:
            if not is_outside:
                self._threads().submit(run)
                return
            # A daemon: the interpreter does not wait for those when it ends.
            thread = threading.Thread(target=run, name="crm-outside", daemon=True)
            with self._lock:
                self._alone[kept] = thread
            thread.start()

        with self._lock:
            self._tasks.add(kept)
        if self._held is None:
            begin()
        else:
            self._held.append(begin)
        return task

    def hold(self) -> None:
        """Keep what is started from now on waiting until ``release``: a start paints its first picture undisturbed."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Begin with what was held, and hold nothing any more."""
        held, self._held = self._held or [], None
        for begin in held:
            begin()

    def busy(self) -> bool:
        """Whether any work is under way or waiting."""
        with self._lock:
            return bool(self._tasks)

    def close(self) -> None:
        """Ask all work to stop and wait until it has, or is outside; nothing is delivered any more."""
        with self._lock:
            tasks, alone = list(self._tasks), list(self._alone.items())
        for task in tasks:
            task.forget()
        self._held = None
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        for task, thread in alone:
            while thread.is_alive() and not task.progress.is_outside:
                thread.join(_LOOK_S)

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            # Imported here: 10 ms that the first picture does without.
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="crm-work")
        return self._pool
