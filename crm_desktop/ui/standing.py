"""How the exchange with the shared base stands at a moment: what the status line and the page say. Free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.sync.failures import (
    DeviceShutOut,
    ProgramTooOld,
    ServerEmpty,
    ServerForeign,
    ServerOutdated,
    ServerPasswordNeeded,
    ServerPasswordRefused,
    ServerPutBack,
    ServerUnreachable,
)

if TYPE_CHECKING:
    from crm_desktop.sync.state import SyncState

ASKS = (ServerPutBack, ServerEmpty, ServerForeign, ServerOutdated, ProgramTooOld, DeviceShutOut)
"""Trouble that is answered in a dialog of its own (``ui.shared.parting``)."""
PASSWORDS = (ServerPasswordNeeded, ServerPasswordRefused)
WAITS_FOR_PERSON = (*ASKS, *PASSWORDS)


class Phase(StrEnum):
    """What matters most of it."""

    EXCHANGING = "exchanging"
    ANSWER = "answer"
    SIGN_IN = "sign_in"
    OFFLINE = "offline"
    TROUBLE = "trouble"
    UNSENT = "unsent"
    CURRENT = "current"
    NEVER = "never"  # joined, and not one exchange came to its end


@dataclass(frozen=True, slots=True)
class Standing:
    """``state`` as this laptop's notes have it. ``is_busy``: an exchange is under way, and it is worth a word.

    ``problem``: what stopped the last one. ``offline_since``: when the server was first not reached (UTC text), while
    it is not.
    """

    state: SyncState
    is_busy: bool = False
    problem: Exception | None = None
    offline_since: str = ""

    @property
    def waiting(self) -> int:
        """Edits that the next exchange sends."""
        return max(0, self.state.unsent - self.state.refused)

    @property
    def phase(self) -> Phase:
        """What matters most."""
        if self.is_busy:
            return Phase.EXCHANGING
        if self.problem is not None:
            return _phase_of(self.problem)
        if not self.state.last_ok_at:
            return Phase.NEVER
        return Phase.UNSENT if self.waiting else Phase.CURRENT


def _phase_of(problem: Exception) -> Phase:
    if isinstance(problem, PASSWORDS):
        return Phase.SIGN_IN
    if isinstance(problem, ASKS):
        return Phase.ANSWER
    return Phase.OFFLINE if isinstance(problem, ServerUnreachable) else Phase.TROUBLE
