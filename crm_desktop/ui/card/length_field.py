"""How long a contact takes: a chip for the usual lengths, a line for any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.errors import LengthRefused
from crm_desktop.services.typed_span import read_length
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL_DAY = -1
UNSAID = 0
_USUAL = (15, 30, 45, 60, 90)
_OWN_WIDTH = 78
_EDGES = 10


class LengthField(QWidget):
    """Minutes, ``ALL_DAY``, or ``UNSAID``.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, name: str = "activity_length") -> None:
        super().__init__()
        self.setObjectName(name)
        title = tr("How long, in minutes")
        self.chips: ChoiceRow[int] = ChoiceRow(f"{name}_chips", title, _choices(), nothing=UNSAID)
        self.own = QLineEdit()
        self.own.setObjectName(f"{name}_own")
        self.own.setAccessibleName(tr("Another length"))
        self.own.setPlaceholderText(trc("typed length", "1:30"))
        self.own.setFixedWidth(_OWN_WIDTH)
        self.own.setFixedHeight(self.own.fontMetrics().height() + _EDGES)  # beside chips it is as low as they
        flow = self.chips.layout()
        assert flow is not None
        flow.addWidget(self.own)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chips)
        self.chips.told.changed.connect(self._chosen)
        self.own.textEdited.connect(self._typed)

    def value(self) -> int:
        """What is said. Raises LengthRefused where the text is no length."""
        text = self.own.text().strip()
        if not text:
            return self.chips.value()
        minutes = read_length(text)
        if minutes is None:
            raise LengthRefused(field="minutes", value=text)
        return minutes

    def usable(self) -> int:
        """As ``value``; ``UNSAID`` where the text is no length."""
        try:
            return self.value()
        except LengthRefused:
            return UNSAID

    def show_value(self, value: int) -> None:
        """Show minutes, ``ALL_DAY`` or ``UNSAID``."""
        usual = value in (*_USUAL, ALL_DAY, UNSAID)
        self.chips.choose(value if usual else UNSAID)
        self.own.setText("" if usual else typed_length(value))

    def _chosen(self) -> None:
        self.own.clear()
        self.edited.emit()

    def _typed(self) -> None:
        self.chips.choose(UNSAID)
        self.edited.emit()


def _choices() -> Sequence[tuple[int, str]]:
    return [*((minutes, str(minutes)) for minutes in _USUAL), (ALL_DAY, trc("length", "all day"))]


def typed_length(minutes: int) -> str:
    """Minutes as one types them: ``20``, ``2:30``."""
    return str(minutes) if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}"
