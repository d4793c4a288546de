"""What keeps the diary elsewhere, for one window: the calendar file, and the exchange with a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.errors import UserError
from crm_desktop.ui import text_remote
from crm_desktop.ui.remote.exchanging import Exchanging
from crm_desktop.ui.remote.kept import KeptFile
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.exchange.remote.outcome import Outcome
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class Elsewhere(QObject):
    """Both, and what is said of them. The settings meet it through ``Signals.elsewhere``."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        take_back: Callable[[int], object],
        go: Callable[[], object],
    ) -> None:
        """Take what takes an operation back, and what shows the settings."""
        super().__init__()
        self._session, self._tell, self._take_back, self._go = session, tell, take_back, go
        self.file = KeptFile(session)
        self.exchanging = Exchanging(session)
        self.exchanging.told.connect(self._told)
        self.exchanging.failed.connect(self._failed)

    def start(self) -> None:
        """Begin with what is chosen, and hear of changes and of whoever wants to meet."""
        self._session.signals.changed.connect(self.file.touched)
        self._session.signals.changed.connect(self.exchanging.touched)
        self._session.signals.elsewhere.connect(self._meet)
        self.file.start()
        self.exchanging.start()

    def close(self) -> None:
        """The window closes: the file is brought up to date, and nothing more is begun."""
        self._session.signals.changed.disconnect(self.file.touched)
        self._session.signals.changed.disconnect(self.exchanging.touched)
        self._session.signals.elsewhere.disconnect(self._meet)
        self.exchanging.stop()
        self.file.close()

    def _meet(self, call: Callable[[Elsewhere], object]) -> None:
        call(self)

    def _told(self, outcome: Outcome) -> None:
        words = tr("From the calendar: {what}", what=text_remote.exchanged(outcome))
        operation = outcome.operation
        if outcome.differences:
            self._tell.notice(text_remote.differs(len(outcome.differences)), tr("Look"), self._go)
        elif operation is not None:
            self._tell.done(words, lambda: self._take_back(operation))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            from crm_desktop.ui.text_errors import error_text

            self._tell.notice(error_text(error), tr("Look"), self._go)
        else:
            self._tell.problem(error)
