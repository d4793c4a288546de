"""How far a join is: its steps one under the other, the one under way with its count and the time left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.sync.telling import Phase
from crm_desktop.ui import icons, text_joining
from crm_desktop.ui.text import grouped, tr
from crm_desktop.ui.widgets.buttons import label, restyle
from crm_desktop.ui.widgets.progress import time_left

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDER = tuple(Phase)


class ProgressPage(QWidget):
    """Told of each step by ``step``."""

    def __init__(self, phases: Sequence[Phase] = _ORDER) -> None:
        super().__init__()
        self.setObjectName("join_progress")
        self._phases = tuple(phases)
        self._at: Phase | None = None
        self._clock = QElapsedTimer()
        self._signs = {phase: QLabel() for phase in self._phases}
        self._titles = {phase: label(text_joining.phase_title(phase), "quiet") for phase in self._phases}
        self._counts = {phase: label("", "quiet") for phase in self._phases}
        self._bar = QProgressBar()
        self._bar.setObjectName("join_bar")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._left = label("", "small")
        self._left.setObjectName("join_left")
        self._build()

    def begin(self) -> None:
        """Nothing was done yet."""
        self._at = None
        for phase in self._phases:
            self._counts[phase].clear()
        self._bar.setRange(0, 0)
        self._left.clear()
        self._mark()

    def step(self, phase: Phase, done: int, total: int) -> None:
        """``done`` of ``total`` rows of a step are ready; a total of 0: nobody knows how many there are."""
        if phase is not self._at:
            self._at = phase
            self._clock.restart()
            self._mark()
        # The copy is one step to us, and what it waits for afterwards, the server, has no measure either.
        self._bar.setRange(0, 0 if phase is Phase.BACKUP else total)
        self._bar.setValue(done)
        if phase is not Phase.BACKUP and phase in self._counts:
            self._counts[phase].setText(_counted(done, total))
        self._left.setText(time_left(self._clock.elapsed(), done, total))

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        steps = QGridLayout()
        steps.setHorizontalSpacing(10)
        steps.setVerticalSpacing(10)
        steps.setColumnStretch(1, 1)
        for row, phase in enumerate(self._phases):
            self._signs[phase].setFixedSize(icons.SIZE, icons.SIZE)
            steps.addWidget(self._signs[phase], row, 0)
            steps.addWidget(self._titles[phase], row, 1)
            steps.addWidget(self._counts[phase], row, 2)
            self._counts[phase].setObjectName(f"join_count_{phase.value}")
        words = tr(
            "If it is cut off or stopped, nothing is lost: it goes on by itself with the next exchange."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(14)
        column.addLayout(steps)
        column.addWidget(self._bar)
        column.addWidget(self._left)
        column.addWidget(label(words, "small", wrap=True))

    def _mark(self) -> None:
        """A tick before what is done, an arrow before what goes on."""
        at = -1 if self._at is None else self._phases.index(self._at)
        for place, phase in enumerate(self._phases):
            name, colour = (
                ("check", "accent") if place < at else ("arrow-right", "accent") if place == at else ("", "")
            )
            sign = self._signs[phase]
            sign.setPixmap(icons.icon(name, colour).pixmap(icons.SIZE, icons.SIZE)) if name else sign.clear()
            title = self._titles[phase]
            title.setProperty("look", "strong" if place == at else "quiet" if place > at else "")
            restyle(title)
        if self._at is not None:
            self._bar.setAccessibleName(text_joining.phase_title(self._at))


def _counted(done: int, total: int) -> str:
    if total > done:
        return tr("{done} of {total}", done=grouped(done), total=grouped(total))
    return grouped(done) if done else ""
