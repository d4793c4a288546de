"""A field for a date in any notation, with the date as understood and a calendar to pick from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import DateRefused
from crm_desktop.services.typed import read_day, read_yearly_day
from crm_desktop.ui import formats
from crm_desktop.ui.text import language, tr, trc
from crm_desktop.ui.widgets.buttons import label, restyle, tool_button

if TYPE_CHECKING:
    from crm_desktop.clock import Clock

_MEANING_WIDTH = 96


class DayField(QWidget):
    """A text and the day it means.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, name: str, title: str, clock: Clock, *, yearly: bool) -> None:
        """``yearly``: the year may be missing, as in birthdays."""
        super().__init__()
        self._clock = clock
        self._yearly = yearly
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(
            trc("typed date", "17.05.1976, 17 May") if yearly else trc("typed date", "17.05.2026")
        )
        self._meaning = label("", "small")
        self._meaning.setMinimumWidth(_MEANING_WIDTH)
        self._pick = tool_button(
            f"{name}_calendar", tr("Choose in a calendar"), "calendar", clicked=self._open
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._pick)
        row.addWidget(self._meaning)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self._read())
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def show_day(self, day: str) -> None:
        """Show a day of the base, ``YYYY-MM-DD`` or ``--MM-DD``, or a text that was typed before."""
        self.line.setText(typed_day(day))

    def day(self) -> str | None:
        """The day as the base keeps it, "" for an empty field, None where the text is no date."""
        text = self.line.text().strip()
        if not self._yearly:
            return read_day(text)
        return read_yearly_day(text, self._clock.now().astimezone().date())

    def read(self, field: str, *, strict: bool) -> str:
        """The day; for a text that is no date raises DateRefused where ``strict``, else gives the text."""
        day = self.day()
        if day is None and strict:
            raise DateRefused(field=field, value=self.line.text().strip())
        return self.line.text().strip() if day is None else day

    def meaning(self) -> str:
        """The words beside the field."""
        return self._meaning.text()

    def _read(self) -> None:
        day = self.day()
        wrong = day is None
        self._meaning.setText(tr("not understood") if wrong else formats.birthday(day or ""))
        self.line.setAccessibleDescription(self._meaning.text())
        if self.line.property("wrong") != ("true" if wrong else "false"):
            self.line.setProperty("wrong", "true" if wrong else "false")
            restyle(self.line)

    def _open(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setProperty("look", "raised")
        calendar = QCalendarWidget()
        calendar.setObjectName("calendar")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        shown = QDate.fromString(self.day() or "", Qt.DateFormat.ISODate)
        if shown.isValid():
            calendar.setSelectedDate(shown)
        calendar.activated.connect(lambda date: self._picked(date, popup))
        calendar.clicked.connect(lambda date: self._picked(date, popup))
        column = QVBoxLayout(popup)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(calendar)
        popup.adjustSize()
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _picked(self, date: QDate, popup: QFrame) -> None:
        popup.close()
        self.show_day(date.toString(Qt.DateFormat.ISODate))
        self.edited.emit()


def typed_day(day: str) -> str:
    """A day of the base as one types it: ``17.05.1976``, ``17.05``; another text as it is.

    Lithuanian writes whole dates as ISO 8601 does (LST ISO 8601).
    """
    if day.startswith("--") and len(day) == len("--MM-DD"):
        return f"{day[5:7]}.{day[2:4]}"
    parts = day.split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and language() != "lt":
        return ".".join(reversed(parts))
    return day
