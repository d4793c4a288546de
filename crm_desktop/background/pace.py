"""When work that follows changes is to run: a while after the last change, now and then, and later after a failure.

Free of clocks and threads: whoever uses it tells the time (seconds that only rise) and asks how long to wait.
"""

from __future__ import annotations


class Pace:
    """The times of one kind of work. It does not run by itself."""

    def __init__(
        self,
        settle_s: float,
        *,
        latest_s: float,
        every_s: float | None = None,
        retry_s: float = 30,
        longest_retry_s: float = 1800,
    ) -> None:
        """Take the pace.

        Args:
            settle_s: how long nothing has to change before it runs.
            latest_s: how long after the first change it runs though they do not end.
            every_s: how long after the last run it runs anyway; None: never.
            retry_s: how long after a failure it is tried again; each further one doubles that.
            longest_retry_s: at most so long.
        """
        self._settle, self._latest, self._every = settle_s, latest_s, every_s
        self._retry, self._longest = retry_s, longest_retry_s
        self._first: float | None = None
        self._last = 0.0
        self._ended: float | None = None
        self._failures = 0
        self.is_running = False

    @property
    def is_due_sometime(self) -> bool:
        """Whether changes wait for a run."""
        return self._first is not None

    def touched(self, now: float) -> None:
        """Something changed."""
        self._first = now if self._first is None else self._first
        self._last = now

    def started(self) -> None:
        """It runs: changes from now on are for the next run."""
        self.is_running = True
        self._first = None

    def ended(self, now: float, *, is_good: bool) -> None:
        """It is over. What failed is to be tried again by itself."""
        self.is_running = False
        self._ended = now
        self._failures = 0 if is_good else self._failures + 1
        if not is_good:
            self.touched(now)

    def wait(self, now: float) -> float | None:
        """Seconds until the next run (0: now); None where nothing waits, or it runs already."""
        if self.is_running:
            return None
        times = []
        if self._failures and self._ended is not None:
            pause = self._pause()
            return min(max(0.0, self._ended + pause - now), pause)  # sums of floats may come out longer
        if self._first is not None:
            times.append(min(self._last + self._settle, self._first + self._latest))
        if self._every is not None:
            times.append(now if self._ended is None else self._ended + self._every)
        return max(0.0, min(times) - now) if times else None

    def _pause(self) -> float:
        return min(self._retry * 2.0 ** min(self._failures - 1, 20), self._longest)
