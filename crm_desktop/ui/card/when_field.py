"""A field for a moment in any notation, with the moment as it was understood beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.services.typed_span import read_span
from crm_desktop.ui import formats
from crm_desktop.ui.text import language, tr, trc
from crm_desktop.ui.text_planning import length
from crm_desktop.ui.widgets.buttons import button, label, restyle
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.clock import Clock
    from crm_desktop.services.typed_span import Span
    from crm_desktop.services.typed_time import When

_WIDTH = 150


def quick_words() -> tuple[tuple[str, str], ...]:
    """The next steps one takes most, as one would type them: the parser reads them in each language."""
    return (
        ("tomorrow", trc("typed moment", "tomorrow")),
        ("week", trc("typed moment", "in a week")),
        ("month", trc("typed moment", "in a month")),
    )


class WhenField(QWidget):
    """Text and its meaning.

    Signals:
        edited: the text changed by the user's hand.
    """

    edited = Signal()

    def __init__(
        self, name: str, title: str, clock: Clock, *, ahead: bool, quick: bool = False, day: bool = False
    ) -> None:
        """``ahead``: open words fall to the future; ``quick``: offers the usual ones; ``day``: a time is of no use."""
        super().__init__()
        self._clock = clock
        self._ahead = ahead
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(_example(ahead=ahead, day=day))
        self.line.setMinimumWidth(_WIDTH)
        self._meaning = label("", "small")
        self._meaning.setObjectName(f"{name}_understood")
        self._chips = [
            button(f"{name}_{id_}", words, look="chip", clicked=partial(self.set_text, words))
            for id_, words in (quick_words() if quick else ())
        ]
        self._lay_out()
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self._read())
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def set_ahead(self, *, ahead: bool) -> None:
        """Say to which side open words fall from now on."""
        self._ahead = ahead
        self._read()

    def text(self) -> str:
        """The text as typed."""
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text in, as if typed."""
        self.line.setText(text)
        self.edited.emit()

    def when(self) -> When | None:
        """What the text means; None where it is empty or not understood."""
        span = self.span()
        return None if span is None else span.when

    def span(self) -> Span | None:
        """The same, with how long it takes where an end was typed ("15:30-16:15")."""
        return read_span(self.text(), self._clock.now(), ahead=self._ahead)

    def is_wrong(self) -> bool:
        """Whether something stands there that is not understood."""
        return bool(self.text()) and self.when() is None

    def meaning(self) -> str:
        """The words beside the field."""
        return self._meaning.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        column.addLayout(row)
        if not self._chips:
            row.addWidget(self._meaning)
            self._meaning.hide()
            return
        # The narrowest card has no room for the chips beside the field; what was typed is explained in their place.
        below = QWidget()
        below.setMinimumHeight(self._chips[0].sizeHint().height())
        flow = FlowLayout(below, gap=6)
        for widget in (*self._chips, self._meaning):
            flow.addWidget(widget)
        column.addWidget(below)

    def _read(self) -> None:
        span = self.span()
        today = self._clock.now().astimezone().date()
        words = tr("not understood") if self.is_wrong() else ""
        if span is not None:
            words = formats.moment(span.when.stored, today)
            if span.minutes is not None:
                words = f"{words}, {length(span.minutes)}"
        self._meaning.setText(words)
        if not self._chips:
            # Else the gap before it makes the field shorter than the others.
            self._meaning.setVisible(bool(words))
        for chip in self._chips:
            chip.setVisible(not self.text())
        self.line.setAccessibleDescription(words)
        wrong = "true" if self.is_wrong() else "false"
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            restyle(self.line)


def _example(*, ahead: bool, day: bool) -> str:
    if day:
        return trc("typed moment", "in a week, 24.11") if ahead else trc("typed moment", "today, 24.11")
    return trc("typed moment", "tomorrow 10:00") if ahead else trc("typed moment", "now, 15:30, yesterday")


def typed_text(stored: str) -> str:
    """An instant or a day of the base as one would type it: ``24.11.2026 15:30``, in Lithuanian ``2026-11-24 15:30``.

    The local time of the computer.
    """
    from datetime import date, datetime

    if len(stored) <= len("YYYY-MM-DD"):
        return _typed_day(date.fromisoformat(stored)) if stored else ""
    here = datetime.fromisoformat(stored).astimezone()
    return f"{_typed_day(here.date())} {here:%H:%M}"


def _typed_day(day: date) -> str:
    # Lithuanian writes dates as ISO 8601 does (LST ISO 8601).
    return day.isoformat() if language() == "lt" else f"{day:%d.%m.%Y}"
