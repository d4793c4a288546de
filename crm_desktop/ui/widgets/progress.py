"""Long work in one strip: what is done, how much, how much longer, and a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.ui.text import grouped, ntr, tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

_FIRST_GUESS_MS = 2000
_MINUTE = 60


def time_left(elapsed_ms: int, done: int, total: int) -> str:
    """How much longer at the speed so far; nothing in the first two seconds, when nobody can know."""
    if elapsed_ms < _FIRST_GUESS_MS or done <= 0 or done >= total:
        return ""
    seconds = elapsed_ms / 1000 * (total - done) / done
    if seconds < _MINUTE:
        count = max(1, round(seconds))
        return ntr("{n} second left", "{n} seconds left", count)
    count = round(seconds / _MINUTE)
    return ntr("{n} minute left", "{n} minutes left", count)


class ProgressStrip(QWidget):
    """A title, a bar, the count with the time left, and a cancel button."""

    def __init__(self, name: str, title: str, cancel: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._cancel = cancel
        self._clock = QElapsedTimer()
        self._clock.start()
        self._title = label(title, "strong")
        self._count = label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_bar")
        self._bar.setAccessibleName(title)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._count)
        self._stop = button(f"{name}_cancel", tr("Cancel"), clicked=self._cancelled)
        if cancel is None:
            # Never shown by name before it stands in the strip: that would be a window of its own.
            self._stop.hide()
        top.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._bar)

    def step(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are ready; a total of 0 means that nobody knows."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        counted = tr("{done} of {total}", done=grouped(done), total=grouped(total)) if total else ""
        left = time_left(self._clock.elapsed(), done, total)
        self._count.setText(" · ".join(part for part in (counted, left) if part))

    def _cancelled(self) -> None:
        self._stop.setEnabled(False)
        self._count.setText(tr("Stopping…"))
        if self._cancel is not None:
            self._cancel()
