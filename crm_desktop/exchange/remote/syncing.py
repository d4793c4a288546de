"""One exchange with a calendar on a server: what changed there comes in, then what changed here goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.exchange.remote.outcome import Outcome
from crm_desktop.exchange.remote.pulling import look, take
from crm_desktop.exchange.remote.pushing import Memory, Pushing

if TYPE_CHECKING:
    from crm_desktop.exchange.remote.server import Server
    from crm_desktop.storage.store import Store

Progress = Callable[[int, int], None]

_ROUNDS = 3
"""How often it is looked again where somebody else writes at the same time; the rest waits for the next exchange."""


def sync(
    store: Store,
    server: Server,
    place: str,
    progress: Progress,
    *,
    mine: bool = False,
    memory: Memory | None = None,
    accept_emptied: bool = False,
) -> Outcome:
    """Exchange the planned contacts with the calendar at ``place``; to be called on a thread.

    Args:
        store: the base.
        server: the account, connected.
        place: the address of the calendar.
        progress: told (done, total) now and then; raises to stop. What was exchanged until then stays.
        mine: only my own contacts go there, and those of nobody.
        memory: kept by the caller from one exchange to the next, so that what is the same is not compared again.
        accept_emptied: whether contacts go to the bin even if most of the calendar is gone.

    Raises:
        CalendarServerError: it could not be finished; nothing is lost, the next exchange goes on.
    """
    outcome = Outcome()
    remembered = {} if memory is None else memory
    for _ in range(_ROUNDS):
        found = look(store, server, place, progress)
        take(store, place, found, outcome, accept_emptied=accept_emptied)
        if Pushing(store, server, place, outcome, remembered, mine=mine).push(progress):
            break
    return outcome
