"""How the exchange stands, from this laptop's own notes: nothing here asks the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.sync import unsent
from crm_desktop.sync.failures import SyncError, read_failure
from crm_desktop.sync.membership import Membership, membership

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

CLOCK_OFF_SECONDS = 120
"""From such a difference to the server's clock on a person is told (failure table, 13); it decides nothing."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """``last_ok_at``: the last sync that came to its end (UTC text, '' for none); ``last_error``: what stopped the
    one after it.

    ``unsent``: rows the server has not yet; ``refused`` of them it does not take until somebody edits them;
    ``differences``: conflicts nobody has decided. ``server_ahead_seconds``: by how much the server's clock was ahead of
    this one at the last sync, None before the first. ``repaired``: rows that the last comparison had to mend.
    """

    membership: Membership | None
    last_ok_at: str = ""
    last_error: SyncError | None = None
    unsent: int = 0
    refused: int = 0
    differences: int = 0
    server_ahead_seconds: int | None = None
    repaired: int = 0

    @property
    def clock_off(self) -> bool:
        """Whether this computer's clock is so wrong that somebody should look."""
        return self.server_ahead_seconds is not None and abs(self.server_ahead_seconds) > CLOCK_OFF_SECONDS


def sync_state(store: Store) -> SyncState:
    """How the exchange stands. Some milliseconds; for a base that belongs nowhere, nothing at all."""
    belongs = membership(store)
    if belongs is None:
        return SyncState(None)
    from crm_desktop.services.differences import (
        count_open,  # of a window that starts, this is on a thread: 60 ms
    )

    with store.snapshot():
        ((last_ok, last_error, ahead, repaired),) = store.read(
            "SELECT last_ok_at, last_error, server_ahead, repaired FROM sync_meta"
        )
        differences = count_open(store)
        ((refused,),) = store.read("SELECT count(*) FROM sync_refused")
        waiting = unsent.count(store.connection)
    error = None if last_error is None else read_failure(last_error)
    return SyncState(belongs, last_ok or "", error, waiting, refused, differences, ahead, repaired)
