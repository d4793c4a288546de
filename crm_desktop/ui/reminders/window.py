"""The window of reminders: what is due, each answered by a key or a click; nothing else ends a reminder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.kinds import ReminderKind
from crm_desktop.services import reminders
from crm_desktop.ui import text_reminders
from crm_desktop.ui.lines.section import Section
from crm_desktop.ui.reminders import digest
from crm_desktop.ui.reminders.answering import Answering
from crm_desktop.ui.reminders.lines import line_of
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from crm_desktop.services.reminders import DueReminder
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.lines.line import Line
    from crm_desktop.ui.lines.line_words import LineWords

FIRST = QSize(860, 520)
"""As large it comes where the screen has the room."""
_LEAST = QSize(600, 320)
"""Narrower, the answers of a line would be cut off; a screen of 1280 by 800 shown twice as large still holds it."""
_AT_FIRST = 20
_ALL_AT_MOST = 500
_EDGE = 24
_MANY = 1000
_TICK_MS = 20_000


class ReminderWindow(QWidget):
    """One per main window; hidden, not closed, when it is left."""

    def __init__(self, desk: Desk, bring_up: Callable[[], object]) -> None:
        super().__init__(desk.window, Qt.WindowType.Window)
        self.setObjectName("reminder_window")
        self.setWindowTitle(tr("Reminders"))
        self.setAccessibleName(tr("Reminders"))
        self.setMinimumSize(_LEAST)
        self.resize(FIRST)
        self._main = desk.window
        self._store = desk.session.store
        self._answering = Answering(desk, self, bring_up)
        self._limit = _AT_FIRST
        self._placed = False
        self._unfolded = False
        self._current: Line | None = None
        self._head = label("", "heading")
        self._head.setObjectName("reminder_head")
        self._beside = label("", "quiet", wrap=True)
        self._later = button("snooze_all", tr("All later…"), clicked=self._snooze_all)
        self._section = Section("due", "")
        self._section.more_wanted.connect(self._show_more)
        self._section.stepped.connect(self._step)
        self._section.entered.connect(self._entered)
        self._nothing = EmptyState("nothing_due", "check", tr("Nothing waits for you"), "")
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._look_again)
        self._count: int | None = None
        self._build()

    def show_due(self, *, activate: bool, count: int | None = None) -> None:
        """Show what is due, with the keys (``activate``) or over the work that goes on; ``count`` as in ``reload``."""
        self.reload(count)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not activate)
        if self.isMinimized():
            self.showNormal()
        if not self._placed:
            self._placed = True
            self._stand_aside()
        self.show()
        self.raise_()
        if activate:
            self.activateWindow()
        if activate or self._line_with(self.focusWidget()) is None:
            # Where the window has not got the keys this waits until it has: they begin on a line, not on "All later".
            self._focus_first()

    def reload(self, count: int | None = None) -> None:
        """Read again what is due; an answered line folds away, the focus goes on to the next.

        ``count``: how many were due a moment ago. They are counted anew unless they are thousands, which would keep the
        window waiting, and of which nobody misses one.
        """
        now = self._store.clock.now()
        place = self._place()
        if count is None or count < _MANY:
            count = reminders.due_count(self._store, now)
        self._count = count
        lines, left_out = self._lines(now, count)
        self._section.show_lines(lines, len(lines) + left_out)
        self._head.setText(ntr("{n} reminder due", "{n} reminders due", count) if count else tr("Reminders"))
        self._later.setVisible(count > 1)
        self._nothing.setVisible(not count)
        if not count and not self.isActiveWindow():
            self.hide()  # answered on another laptop: nobody is at this window, and nothing is left in it
        self._show_coming(now)
        lines_now = self._section.lines
        if place is not None and lines_now:
            self._focus(min(place, len(lines_now) - 1))
        elif lines_now and self._current not in lines_now:
            self._entered(lines_now[0])  # one of them is always reached by Tab

    # ---------------------------------------------------------------------------------------------------- Qt's events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()
        # Where no window manager gives the keys back, they belong to the window of the program again.
        if self._main.isVisible() and not self._main.isMinimized():
            self._main.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(self._later)
        column.addLayout(head)
        column.addWidget(self._beside)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.addWidget(self._section)
        lines.addWidget(self._nothing)
        lines.addStretch(1)
        area.setWidget(inside)
        self._area = area
        column.addWidget(area, 1)

    def _look_again(self) -> None:
        self.reload(self._count)

    def _lines(self, now: datetime, count: int) -> tuple[list[LineWords], int]:
        """The lines of the ``count`` that are due, and how many reminders have none yet.

        Many birthdays and dates would push what has an hour out of sight: they stand behind it, as one.
        """
        kinds = tuple(kind for kind in ReminderKind if kind not in digest.KINDS)
        many = reminders.due_count(self._store, now, kinds=digest.KINDS)
        if many <= digest.FEW:
            kinds, many = (), 0
        due = reminders.due(self._store, now, self._limit, newest=True, kinds=kinds)
        lines = [line_of(each, now, self._answering) for each in due]
        left_out = max(0, count - many - len(due))
        if many:
            listed = reminders.due(self._store, now, _ALL_AT_MOST, newest=True, kinds=digest.KINDS)
            lines.append(self._digest(listed, many))
            if self._unfolded:
                lines += [line_of(each, now, self._answering) for each in listed]
                left_out += many - len(listed)
        return lines, left_out

    def _digest(self, listed: Sequence[DueReminder], count: int) -> LineWords:
        def everyone() -> list[DueReminder]:
            return reminders.due(self._store, self._store.clock.now(), count, kinds=digest.KINDS)

        return digest.digest_line(
            listed,
            count,
            unfolded=self._unfolded,
            unfold=self._turn,
            greeted=lambda: self._answering.handle(everyone()),
            later=lambda: self._answering.ask_snooze(everyone()),
        )

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self.reload()

    def _stand_aside(self) -> None:
        """In the corner of the screen at first, where it covers least of the work; later where the user put it."""
        screen = self._main.screen().availableGeometry()
        size = self.size().boundedTo(screen.size() - QSize(2 * _EDGE, 2 * _EDGE)).expandedTo(_LEAST)
        self.resize(size)
        self.move(screen.right() - size.width() - _EDGE, screen.bottom() - size.height() - _EDGE)

    def _show_coming(self, now: datetime) -> None:
        coming, at = reminders.coming(self._store, now, 1), reminders.next_at(self._store, now)
        self._beside.setText(
            tr("Next: {what}", what=text_reminders.coming(coming[0], at, now))
            if coming and at is not None
            else tr("Nothing comes next.")
        )

    def _show_more(self, more: int) -> None:
        self._limit = min(self._limit + more, _ALL_AT_MOST)
        self.reload()

    def _snooze_all(self) -> None:
        now = self._store.clock.now()
        self._answering.ask_snooze(reminders.due(self._store, now, reminders.due_count(self._store, now)))

    def _step(self, by: int) -> None:
        place = self._place()
        if place is not None:
            self._focus(min(max(place + by, 0), len(self._section.lines) - 1))

    def _place(self) -> int | None:
        """The place of the line that has the focus, or whose button has it."""
        return self._line_with(QApplication.focusWidget())

    def _line_with(self, focused: QWidget | None) -> int | None:
        if focused is None:
            return None
        return next(
            (
                place
                for place, each in enumerate(self._section.lines)
                if each is focused or each.isAncestorOf(focused)
            ),
            None,
        )

    def _focus_first(self) -> None:
        if self._section.lines:
            self._focus(0)

    def _focus(self, place: int) -> None:
        line = self._section.lines[place]
        self._entered(line)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.ensureWidgetVisible(line, 0, 8)

    def _entered(self, line: Line) -> None:
        for each in self._section.lines:
            each.take_tab(taken=each is line)
        self._current = line
