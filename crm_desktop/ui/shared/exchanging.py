"""The everyday exchange with the shared base, on a thread of its own, while the base is open (protocol 4.6)."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.background.lane import Lane
from crm_desktop.changes import REMOTE
from crm_desktop.clock import utc_text
from crm_desktop.sync.failures import ServerUnreachable, SyncError, SyncRunning
from crm_desktop.sync.membership import membership, password_of
from crm_desktop.sync.occasions import Occasions
from crm_desktop.sync.state import SyncState, sync_state
from crm_desktop.ui.standing import WAITS_FOR_PERSON, Standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.services.base import Store
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.engine import Exchange, Synced
    from crm_desktop.sync.membership import Membership
    from crm_desktop.ui.session import Session

T = TypeVar("T")

WORTH_A_WORD_MS = 800
"""An exchange that takes no longer is not spoken of: it happens every few minutes."""
_SOON_MS = 250
"""How it stands is read again so long after a change: an import tells of thousands."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Line:
    """What the thread works with.

    It hangs up after each exchange: a connection left open would be dead after the laptop has slept, and the server
    hears how far a device is when it connects.
    """

    store: Store
    password: str

    def sync(self, *, thorough: bool = False) -> Synced:
        belongs = self._belongs()
        with closing(_exchange_of(self.store, belongs)) as exchange:
            return exchange.sync(self._password(belongs), thorough=thorough)

    def sync_last(self) -> None:
        """At the end of the program, if there is anything to send."""
        if sync_state(self.store).unsent:
            self.sync()

    def ask(self, work: Callable[[Connection], T]) -> T:
        belongs = self._belongs()
        with (
            closing(_exchange_of(self.store, belongs)) as exchange,
            exchange.line(self._password(belongs)) as connection,
        ):
            return work(connection)

    def _belongs(self) -> Membership:
        """Asked each time: the base may have left meanwhile, or be known there by another name."""
        belongs = membership(self.store)
        if belongs is None:
            raise _HasLeft
        return belongs

    def _password(self, belongs: Membership) -> str | None:
        return self.password or password_of(belongs.address)  # the key store may ask the user first


class _HasLeft(Exception):
    """This base belongs to no shared one any more."""


def _exchange_of(store: Store, belongs: Membership) -> Exchange:
    from crm_desktop.sync.engine import (
        exchange_of,
    )  # here, on the thread: it brings peewee, and psycopg later

    return exchange_of(store, belongs)


class Exchanging(QObject):
    """One per open base that belongs to a shared one. Made on the owner's thread; ``start`` it, ``close`` it.

    Signals:
        state_changed: how it stands now, a ``Standing``.
        needs_answer: a ``SyncError`` that waits for a person; told once, until an exchange goes well.
        lists_follow: very many rows came: ``services.listing.ensure`` has to bring the lists up to date.
    """

    state_changed = Signal(object)
    needs_answer = Signal(object)
    lists_follow = Signal()

    def __init__(self, session: Session, password: str = "", occasions: Occasions | None = None) -> None:
        """``password``: used while the program runs; else the one in the key store."""
        super().__init__()
        self._session = session
        self._line = _Line(session.store, password)
        self._occasions = occasions or Occasions()
        self._lane = Lane(session.signals.post.emit, "crm-exchange")
        self.standing = Standing(SyncState(None))  # until it was read
        self._is_reading = self._reads_again = False
        self._is_closed = False
        self._timer = self._single_shot(self._run)
        self._patience = self._single_shot(lambda: self._show(is_busy=True))
        self._soon = self._single_shot(self._read)

    def start(self) -> None:
        """Exchange at once, and from now on by itself."""
        self._session.signals.changed.connect(self._changed)
        self._session.signals.exchange.connect(self.sync_now)
        self._read()
        self._arm()

    def sync_now(self) -> None:
        """Somebody asks for it; one that is under way is followed by another."""
        self._occasions.want()
        self._show(is_busy=True)
        self._arm()

    def network_returned(self) -> None:
        """There is a network again."""
        self._occasions.network_returned()
        self._arm()

    @property
    def password(self) -> str:
        """The one given while the program runs; "" where the key store has it, or nobody."""
        return self._line.password

    def use_password(self, password: str) -> None:
        """Use it from now on, while the program runs."""
        self._line.password = password
        self.sync_now()

    def compare(self, done: Callable[[int], object], failed: Callable[[Exception], object]) -> None:
        """Compare everything with the server and put right what differs: ``done`` is told how many rows did."""

        def compared(synced: Synced) -> None:
            self._done(synced)
            done(synced.repaired)

        def stopped(error: Exception) -> None:
            self._failed(error)
            failed(error)

        self._begin(lambda: self._line.sync(thorough=True), compared, stopped)

    def ask(
        self,
        work: Callable[[Connection], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Do something at the server, between two exchanges; ``work`` runs on the thread of the exchange."""
        self.do(lambda: self._line.ask(work), done, lambda error: self._has_left(error) or failed(error))

    def do(
        self, work: Callable[[], T], done: Callable[[T], object], failed: Callable[[Exception], object]
    ) -> None:
        """Do something while no exchange runs, on its thread."""
        self._lane.start(work, done, failed)

    def close(self, seconds: float = 0) -> bool:
        """End, with a last exchange where there is something to send; whether it came to its end in time.

        What did not is left to the next start: nothing is lost by it. Where no time is given there is no last one.
        """
        if self._is_closed:
            return True
        self._is_closed = True
        for timer in (self._timer, self._patience, self._soon):
            timer.stop()
        self._session.signals.changed.disconnect(self._changed)
        self._session.signals.exchange.disconnect(self.sync_now)
        if seconds and self._occasions.is_hopeful:
            self._lane.start(self._line.sync_last)
        return self._lane.close(seconds)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _single_shot(self, call: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.timeout.connect(call)
        return made

    def _changed(self, changes: Changes) -> None:
        """Something was committed. What an exchange brought itself is no reason for another."""
        if changes.origin != REMOTE and changes.tables:
            self._occasions.edited(time.monotonic())
            self._arm()
        if not self._soon.isActive():
            self._soon.start(_SOON_MS)

    def _arm(self) -> None:
        wait = None if self._is_closed else self._occasions.wait(time.monotonic())
        if wait is None:
            self._timer.stop()
        else:
            self._timer.start(round(wait * 1000))

    def _run(self) -> None:
        self._begin(self._line.sync, self._done, self._failed)

    def _begin(
        self,
        work: Callable[[], Synced],
        done: Callable[[Synced], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._occasions.started()
        self._timer.stop()
        if self.standing.problem is None:
            self._patience.start(WORTH_A_WORD_MS)
        self._lane.start(work, done, failed)

    def _done(self, synced: Synced) -> None:
        self._end(None)
        if synced.lists_follow:
            self.lists_follow.emit()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, _HasLeft):
            self._end(None)
            self._has_left(error)
            return
        if isinstance(error, SyncRunning):  # another window or program is at it: as good as ours
            self._end(None, error)
            return
        if not isinstance(error, SyncError):
            _log.error("the exchange failed", exc_info=error)
        is_new = type(error) is not type(self.standing.problem)
        self._end(error)
        if is_new and isinstance(error, WAITS_FOR_PERSON):
            self.needs_answer.emit(error)

    def _has_left(self, error: Exception) -> bool:
        """Whether it stopped because this base belongs nowhere any more; then everybody hears of it."""
        if isinstance(error, _HasLeft):
            self._session.signals.membership.emit("")
        return isinstance(error, _HasLeft)

    def _end(self, problem: Exception | None, stopped_by: Exception | None = None) -> None:
        self._occasions.ended(time.monotonic(), problem or stopped_by)
        self._patience.stop()
        since = ""
        if isinstance(problem, ServerUnreachable):
            since = self.standing.offline_since or utc_text(self._session.store.clock.now())
        self._show(is_busy=False, problem=problem, offline_since=since)
        self._read()
        self._arm()

    def _read(self) -> None:
        """Read how it stands, beside the window; what changes meanwhile is read afterwards."""
        if self._is_reading:
            self._reads_again = True
            return
        self._is_reading, self._reads_again = True, False
        store = self._session.store
        self._session.runner.start(
            lambda _progress: sync_state(store), done=self._has_read, failed=self._unread
        )

    def _has_read(self, state: SyncState) -> None:
        self._is_reading = False
        if state.membership is not None:
            self._show(state=state)
        if self._reads_again and not self._is_closed:
            self._read()

    def _unread(self, error: Exception) -> None:
        self._is_reading = False
        _log.error("the notes about the exchange cannot be read", exc_info=error)

    def _show(self, **facts: object) -> None:
        before, self.standing = self.standing, replace(self.standing, **facts)  # type: ignore[arg-type]  # by name
        if self.standing != before and not self._is_closed:
            self.state_changed.emit(self.standing)
