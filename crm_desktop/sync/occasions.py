"""When the next exchange with the shared base is due (protocol 4.6): at the start, some seconds after the last edit,
every few minutes, when the network returns and when somebody asks; after a failure a few more tries.

Free of clocks and threads: whoever uses it tells the time (seconds that only rise) and asks how long to wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.sync.failures import (
    ServerPasswordNeeded,
    ServerPasswordRefused,
    ServerUnreachable,
    SyncRunning,
)
from crm_desktop.sync.patience import PAUSES, may_pass

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTLE_S = 20.0
"""So long after the last edit: what is done in one go travels together."""
EVERY_S = 300.0
"""So long after the last exchange: what others did arrives."""

HALTS = (ServerPasswordNeeded, ServerPasswordRefused)
"""Trouble that only a person ends. A wrong password tried again and again locks accounts."""


class Occasions:
    """The times of the exchange of one base. It does not run by itself; a new one is due at once."""

    def __init__(
        self, settle_s: float = SETTLE_S, every_s: float = EVERY_S, pauses: Sequence[float] = PAUSES
    ) -> None:
        """Take the pace, in seconds; ``pauses`` are those before it is tried again."""
        self._settle, self._every, self._pauses = settle_s, every_s, tuple(pauses)
        self._is_wanted = True
        self._edited: float | None = None
        self._ended: float | None = None
        self._retry: float | None = None
        self._tries = 0
        self._last: Exception | None = None
        self.is_running = False

    @property
    def is_halted(self) -> bool:
        """Whether nothing is due until somebody asks for it."""
        return isinstance(self._last, HALTS) and not self._is_wanted

    def edited(self, now: float) -> None:
        """Something was committed here that others are to have."""
        self._edited = now

    def want(self) -> None:
        """Somebody asks for it: it is due at once, or as soon as the present one is over."""
        self._is_wanted = True
        self._tries = 0

    def network_returned(self) -> None:
        """There is a network again: as ``want``, but it makes no wrong password right."""
        if not isinstance(self._last, HALTS):
            self.want()

    def started(self) -> None:
        """It runs: edits from now on are for the next one."""
        self.is_running = True
        self._is_wanted = False
        self._edited = self._retry = None

    def ended(self, now: float, error: Exception | None = None) -> None:
        """It is over; ``error`` is what stopped it."""
        self.is_running = False
        self._ended, self._last = now, error
        passes = error is not None and (may_pass(error) or isinstance(error, SyncRunning))
        if passes and self._tries < len(self._pauses):
            self._retry = now + self._pauses[self._tries]
            self._tries += 1
        else:
            self._tries = 0

    def wait(self, now: float) -> float | None:
        """Seconds until the next one (0: now); None where it runs, or waits for a person."""
        if self.is_running or self.is_halted:
            return None
        if self._is_wanted or self._ended is None:
            return 0.0
        times = [self._ended + self._every]
        if self._edited is not None:
            times.append(self._edited + self._settle)
        if self._retry is not None:
            times.append(self._retry)
        return max(0.0, min(times) - now)

    @property
    def is_hopeful(self) -> bool:
        """Whether a last one is worth its time when the program ends: nothing says that it would fail."""
        return not isinstance(self._last, (*HALTS, ServerUnreachable))
