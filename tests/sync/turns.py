"""Syncs side by side, turn by turn: who goes on is drawn from the seed, so that a failing one can be run again.

Each runs in a thread of its own, but only one at a time: it goes on to its next ``pause`` and waits there until it is
its turn again. Who wants the server's lock is not asked while another holds it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


@dataclass
class _Runner:
    work: Callable[[], None]
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    wants_lock: bool = False
    done: bool = False
    error: BaseException | None = None


class Turns:
    """Whose turn it is. ``pause`` and ``release`` do nothing where nobody else is at work."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._back = threading.Semaphore(0)
        self._here = threading.local()
        self._holder: _Runner | None = None

    @property
    def busy(self) -> bool:
        """Whether this thread is one of several that take turns."""
        return getattr(self._here, "runner", None) is not None

    def run(self, works: Sequence[Callable[[], None]]) -> None:
        """Do all of them side by side. Raises what the first of them raised that did."""
        runners = [_Runner(work) for work in works]
        threads = [threading.Thread(target=self._run, args=(each,), daemon=True) for each in runners]
        for thread in threads:
            thread.start()
        while waiting := [each for each in runners if not each.done]:
            free = [each for each in waiting if not (each.wants_lock and self._holder not in (None, each))]
            chosen = self._dice.choice(free)
            if chosen.wants_lock:
                self._holder = chosen
            chosen.go.release()
            self._back.acquire()
        for thread in threads:
            thread.join()
        for each in runners:
            if each.error is not None:
                raise each.error

    def _run(self, runner: _Runner) -> None:
        self._here.runner = runner
        runner.go.acquire()
        try:
            runner.work()
        except BaseException as error:  # told by the thread that asked
            runner.error = error
        self.release()
        runner.done = True
        self._back.release()

    def pause(self, *, wants_lock: bool = False) -> None:
        """Let the others go on; come back when it is our turn, and, if wanted, the lock is free."""
        runner: _Runner | None = getattr(self._here, "runner", None)
        if runner is None:
            return
        runner.wants_lock = wants_lock
        self._back.release()
        runner.go.acquire()
        runner.wants_lock = False

    def release(self) -> None:
        """The server's lock is not held any more."""
        if self._holder is not None and self._holder is getattr(self._here, "runner", None):
            self._holder = None
