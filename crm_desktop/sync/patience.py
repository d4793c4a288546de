"""A sync that is tried again after a while where the trouble may pass by itself (protocol 4.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.sync.failures import ServerBusy, ServerUnreachable

if TYPE_CHECKING:
    from crm_desktop.sync.engine import Exchange, Synced

PAUSES = (1.0, 5.0, 30.0)
"""Seconds before it is tried again."""
_PASSING = frozenset({"lost", "refused", "starting", "locked", "again", "connections"})
"""What may pass within a minute. Nobody there at all (no network, no answer) is not waited for: give up in 30 s."""


def may_pass(error: Exception) -> bool:
    """Whether it may be over within a minute."""
    return isinstance(error, ServerBusy | ServerUnreachable) and error.facts.get("why") in _PASSING


def sync_patiently(exchange: Exchange, password: str | None, wait: Callable[[float], bool]) -> Synced:
    """``Exchange.sync``, with patience.

    ``wait`` waits so many seconds; False: it was told to stop.

    Raises:
        SyncError: it did not pass; the next occasion tries again.
    """
    for seconds in PAUSES:
        try:
            return exchange.sync(password)
        except (ServerBusy, ServerUnreachable) as error:
            if not may_pass(error) or not wait(seconds):
                raise
    return exchange.sync(password)
