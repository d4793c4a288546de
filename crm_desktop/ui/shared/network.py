"""Notices that this computer has a network again, where the system tells."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class Network(QObject):
    """Imported by bases that belong to a shared one only.

    Signals:
        returned: there was none, or one that led nowhere, and now there is.
    """

    returned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._was_there = True
        # Nobody asks where a system has no such service: then the exchange of every few minutes finds out.
        if QNetworkInformation.loadDefaultBackend():
            told = QNetworkInformation.instance()
            self.heard(told.reachability())
            told.reachabilityChanged.connect(self.heard)

    def heard(self, reachability: QNetworkInformation.Reachability) -> None:
        """The system says how far this computer reaches now; a server may stand in the same house."""
        kinds = QNetworkInformation.Reachability
        is_there = reachability not in {kinds.Disconnected, kinds.Unknown}
        if is_there and not self._was_there:
            self.returned.emit()
        self._was_there = is_there
