"""A thread of its own for work that may hang: one thing after another, and left behind where it does not come back.

The interpreter does not wait for it at its end. Free of Qt: ``post`` runs a callable on the owner's thread.
"""

from __future__ import annotations

import threading
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Lane:
    """Used on the owner's thread. The thread begins with the first work and stays until ``close``."""

    def __init__(self, post: Callable[[Callable[[], None]], None], name: str) -> None:
        """``name``: what the thread is called, for whoever looks from outside."""
        self._post, self._name = post, name
        self._queue: SimpleQueue[Callable[[], Callable[[], object]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def start(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] = lambda _result: None,
        failed: Callable[[Exception], object] = lambda _error: None,
    ) -> None:
        """Do ``work`` when what was started before is over.

        Its result, or what it raised, is told on the owner's thread, unless the lane was closed meanwhile.
        """

        def run() -> Callable[[], object]:
            try:
                result = work()
            except Exception as error:
                return partial(failed, error)
            return partial(done, result)

        if self._thread is None:
            self._thread = threading.Thread(target=self._on_thread, name=self._name, daemon=True)
            self._thread.start()
        self._queue.put(run)

    def close(self, seconds: float) -> bool:
        """Tell nothing any more, and wait at most so long for what was started; whether all of it ended."""
        self._closed.set()
        if self._thread is None:
            return True
        self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _on_thread(self) -> None:
        while (run := self._queue.get()) is not None:
            told = run()
            if not self._closed.is_set():
                self._post(partial(self._tell, told))

    def _tell(self, told: Callable[[], object]) -> None:
        if not self._closed.is_set():
            told()
