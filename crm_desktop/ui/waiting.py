"""What is seen while a base cannot be opened yet: a sentence that says why, and a bar that moves."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from crm_desktop.errors import BaseNeedsTime

_WIDTH = 420
_LOOK_MS = 40

T = TypeVar("T")


class WaitingWindow(QDialog):
    """Stays until the work is done: it cannot be closed, since nothing can be done without it."""

    def __init__(self, reason: str) -> None:
        super().__init__(None, Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self.setObjectName("waiting")
        self.setWindowTitle("CRM Desktop")
        self.setFixedWidth(_WIDTH)
        title, words = _words(reason)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 24)
        column.setSpacing(8)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(label(words, "quiet", wrap=True))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(title)
        column.addSpacing(8)
        column.addWidget(bar)

    def reject(self) -> None:
        """Esc leaves it where it is."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


def wait_while(slow: BaseNeedsTime, work: Callable[[], T]) -> T:
    """Do ``work`` on a thread of its own behind a window that says what takes so long; raises what the work raises."""
    done: list[T] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            done.append(work())
        except Exception as error:  # raised again by the thread that waits
            failed.append(error)

    thread = Thread(target=run, name="opening")
    window = WaitingWindow(str(slow.facts["what"]))
    look = QTimer(window)
    look.timeout.connect(lambda: None if thread.is_alive() else window.accept())
    thread.start()
    look.start(_LOOK_MS)
    window.exec()
    thread.join()
    window.deleteLater()
    if failed:
        raise failed[0]
    return done[0]


def _words(reason: str) -> tuple[str, str]:
    if reason == "recovery":
        return (
            tr("Tidying up"),
            tr("The program was cut off in the middle of long work. What was half done is being taken back."),
        )
    return (
        tr("Getting your base ready"),
        tr("This version can do more. A checked copy of the base as it was stays beside it."),
    )
