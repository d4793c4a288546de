"""What every page of one window works with: the open base, the threads, the settings, and the notice of changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from crm_desktop.background.runner import Runner
    from crm_desktop.services.base import Base, Store
    from crm_desktop.settings import SettingsFile


class Signals(QObject):
    """The two ways from other threads to the window, and what its parts tell one another.

    Signals:
        changed: a ``Changes`` was committed (by whichever thread or process).
        post: a callable to run on the thread of the window.
        watched_folder: another folder is to be watched, or none.
        weekly_files: which reports write their file every week was changed.
        elsewhere: a callable that wants to meet what keeps the diary elsewhere (``ui.remote.elsewhere``).
        membership: this base has just joined a shared base or left it; the password used, else "" (it is kept in
            memory only, for where no key store keeps it).
        exchange: an exchange with the shared base is wanted now: a question about it was answered.
        whose: mine or everybody's work is shown from now on (``settings.everybody``).
    """

    changed = Signal(object)
    post = Signal(object)
    watched_folder = Signal()
    weekly_files = Signal()
    elsewhere = Signal(object)
    whose = Signal()
    membership = Signal(str)
    exchange = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.post.connect(_run)


def _run(call: object) -> None:
    if callable(call):
        call()


@dataclass(frozen=True)
class Session:
    """Handed to the window and its pages by the composition root."""

    base: Base
    runner: Runner
    settings: SettingsFile
    signals: Signals

    @property
    def store(self) -> Store:
        """The open file, as services take it."""
        return self.base.store
