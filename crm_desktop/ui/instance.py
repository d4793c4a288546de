"""One program for one base: who starts it again brings up the window that is there, perhaps only in the tray.

Two programs over one base lose nothing, but each would show every reminder. The one that runs listens on a local
socket that only its own user can reach, named after the base.
"""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT_MS = 500
_SHOW = b"show\n"


def name_for(base: Path) -> str:
    """The name under which the program with this base is reached; short, for systems limit it."""
    owner = f"{getpass.getuser()}:{base.resolve()}"
    # By Qt, which is there: Python's would bring in OpenSSL, 3 ms of a start.
    digest = QCryptographicHash.hash(owner.encode(), QCryptographicHash.Algorithm.Sha256)
    return f"crm-desktop-{digest.data().hex()[:16]}"


def bring_up_running(name: str) -> bool:
    """Ask the program of that name to show its window; False where none runs."""
    if not sys.platform.startswith("win") and not Path(QDir.tempPath(), name).exists():
        return False  # nobody ever listened: QtNetwork stays out of the start
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(_SHOW)
    told = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return told


class Instance(QObject):
    """This program, as others that are started reach it.

    Signals:
        show_wanted: the program was started again.
    """

    show_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, name: str) -> bool:
        """Be reached under a name from now on, and no longer under the one before.

        Where the system refuses, nobody reaches this program: a second start then opens a second window.
        """
        from PySide6.QtNetwork import QLocalServer

        self.close()
        QLocalServer.removeServer(name)  # what a program left that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        return self._server.listen(name)

    def close(self) -> None:
        """Be reached no more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _called(self) -> None:
        assert self._server is not None  # it has just called
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        self.show_wanted.emit()
