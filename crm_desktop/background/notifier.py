"""Pop-ups that never hold up the window: the desktop first, the tray as the second way, and always an answer.

The reminder itself is a row of the base and stays in the reminder window; a pop-up is extra and may fail. What became
of it is told to whoever asked, on the owner's thread, so that it stands on the row.

Free of Qt: ``post`` runs a callable on the owner's thread, ``by_tray`` is called there.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from crm_desktop.background.popups.reasons import NotShown, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT_S = 5.0
"""How long the desktop may take over one pop-up."""
REST_S = 300.0
"""How long a desktop that did not answer is left alone; pop-ups go to the tray meanwhile."""

DESKTOP = "desktop"
TRAY = "tray"
FAILED = "failed: "

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a pop-up.

    Attributes:
        how: ``desktop``, ``tray``, or ``failed: `` and a ``Reason``; as it stands on the row of the reminder.
        reason: why the desktop did not show it; None where it did.
    """

    how: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Popup:
    title: str
    text: str
    done: Callable[[Posted], object]


class Notifier:
    """One queue of pop-ups. Used on the owner's thread, but for what begins with ``_on_worker``.

    A worker hands each pop-up to a thread of its own and waits no longer than the limit; a thread that got stuck is
    left behind, at most one at a time: until it comes back, and for a while after a desktop did not answer, pop-ups
    go to the tray at once. Both threads begin with the first pop-up.
    """

    def __init__(
        self,
        post: Callable[[Callable[[], None]], None],
        by_tray: Callable[[str, str, Reason], bool],
        *,
        desktop: Callable[[str, str], None] | None = None,
        limit_s: float = LIMIT_S,
        rest_s: float = REST_S,
    ) -> None:
        """Take the two ways.

        Args:
            post: runs a callable on the owner's thread.
            by_tray: shows what the desktop did not (title, text, why not) by the tray; False where it cannot.
            desktop: shows them on the desktop or raises ``NotShown``, on any thread; plyer's way where None.
            limit_s: longest time for one pop-up, in seconds.
            rest_s: for how long a desktop that does not answer is left alone.
        """
        self._post = post
        self._by_tray = by_tray
        self._desktop = desktop or _by_plyer
        self._limit_s = limit_s
        self._rest_s = rest_s
        self._queue: SimpleQueue[_Popup | None] = SimpleQueue()
        self._worker: threading.Thread | None = None
        self._stuck: threading.Thread | None = None
        self._attempt: _Attempt | None = None
        self._rests_until = 0.0
        self._closed = threading.Event()

    def show(self, title: str, text: str, done: Callable[[Posted], object] = lambda _posted: None) -> None:
        """Show a pop-up; returns at once. ``done`` hears what became of it, unless the notifier was closed before."""
        if self._closed.is_set():
            return
        if self._worker is None:
            self._worker = threading.Thread(target=self._on_worker, name="crm-popups", daemon=True)
            self._worker.start()
        self._queue.put(_Popup(title, text, done))

    def close(self) -> None:
        """Show no more. What was under way tells nobody any more: its reminders count as not yet announced."""
        self._closed.set()
        if self._attempt is not None:
            self._attempt.give_up()
        if self._worker is not None:
            self._queue.put(None)
            self._worker.join()
            self._worker = None

    # ------------------------------------------------------------------------------------------------------ the worker

    def _on_worker(self) -> None:
        while (popup := self._queue.get()) is not None and not self._closed.is_set():
            reason = self._on_worker_try(popup)
            self._post(partial(self._finish, popup, reason))

    def _on_worker_try(self, popup: _Popup) -> Reason | None:
        """Show it on the desktop; the reason where it was not shown within the limit."""
        stuck = self._stuck is not None and self._stuck.is_alive()
        if stuck or time.monotonic() < self._rests_until:
            return Reason.SILENT
        attempt = self._attempt = _Attempt(partial(self._desktop, popup.title, popup.text))
        if (
            self._closed.is_set()
        ):  # looked at after the attempt stands where ``close`` finds it: one of both sees it
            return Reason.SILENT
        self._stuck = threading.Thread(target=attempt.run, name="crm-popup", daemon=True)
        self._stuck.start()
        reason = attempt.result(self._limit_s)
        if reason is Reason.SILENT:
            self._rests_until = time.monotonic() + self._rest_s
        if reason is not None:
            _log.info("pop-up not shown by the desktop: %s", reason)
        return reason

    # ------------------------------------------------------------------------------------------------ the owner's side

    def _finish(self, popup: _Popup, reason: Reason | None) -> None:
        if self._closed.is_set():
            return
        if reason is None:
            popup.done(Posted(DESKTOP))
        elif self._by_tray(popup.title, popup.text, reason):
            popup.done(Posted(TRAY, reason))
        else:
            popup.done(Posted(f"{FAILED}{reason}", reason))


class _Attempt:
    """One try on a thread that may never come back."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call = call
        self._over = threading.Event()
        self._reason: Reason | None = Reason.SILENT

    def run(self) -> None:
        try:
            self._call()
            self._reason = None
        except NotShown as refused:
            self._reason = refused.reason
        except Exception:  # a fault of ours, on a thread that nobody looks at: the tray must have its turn
            _log.exception("pop-up")
            self._reason = Reason.REFUSED
        finally:
            self._over.set()

    def result(self, limit_s: float) -> Reason | None:
        """Wait for the end; ``SILENT`` where it does not come within the limit or somebody gave up."""
        self._over.wait(limit_s)
        return self._reason

    def give_up(self) -> None:
        """Let whoever waits go on."""
        self._over.set()


def _by_plyer(title: str, text: str) -> None:
    # Imported here, on the thread of the first pop-up: plyer, jeepney and what they bring.
    from crm_desktop.background.popups import desktop

    desktop.show(title, text)
