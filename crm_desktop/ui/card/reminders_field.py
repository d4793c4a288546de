"""How long before a contact it reminds: as usual for its kind, not at all, or one to several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from crm_desktop.errors import LengthRefused
from crm_desktop.services.typed_span import read_length
from crm_desktop.ui.card.length_field import typed_length
from crm_desktop.ui.card.multi_row import MultiRow
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.text_planning import leads, length

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL, _NONE = -2, -1
_LEADS = (0, 5, 15, 30, 60, 120, 1440, 2880, 10080)
_OWN_WIDTH = 96
_NEVER = "-"
_EDGES = 10


class RemindersField(QWidget):
    """Holds the text of ``ActivityDraft.reminders``.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, name: str = "activity_reminders") -> None:
        super().__init__()
        self.setObjectName(name)
        self.chips: MultiRow[int] = MultiRow(f"{name}_chips", tr("Reminders"), _choices())
        self.own = QLineEdit()
        self.own.setObjectName(f"{name}_own")
        self.own.setAccessibleName(tr("Another time before it"))
        self.own.setPlaceholderText(trc("typed length", "3 h"))
        self.own.setFixedWidth(_OWN_WIDTH)
        self.own.setFixedHeight(self.own.fontMetrics().height() + _EDGES)  # beside chips it is as low as they
        flow = self.chips.layout()
        assert flow is not None
        flow.addWidget(self.own)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chips)
        self.chips.choose([_USUAL])
        self.chips.told.changed.connect(self._pressed)
        self.own.textEdited.connect(self._typed)

    def show_usual(self, minutes: Sequence[int]) -> None:
        """Say what is usual now."""
        said = leads(minutes) or trc("reminders", "none")
        self.chips.name(_USUAL, trc("reminders", "as usual: {leads}", leads=said))

    def value(self) -> str:
        """The text for the draft. Raises LengthRefused where something typed is no length."""
        chosen = self.chips.values()
        if _NONE in chosen:
            return _NEVER
        minutes = {lead for lead in chosen if lead >= 0} | set(self._own())
        return " ".join(str(lead) for lead in sorted(minutes))

    def text(self) -> str:
        """What is said as far as it is understood, for the draft of the form."""
        try:
            return self.value()
        except LengthRefused:
            return " ".join(str(lead) for lead in self.chips.values() if lead >= 0)

    def show_value(self, text: str) -> None:
        """Show what a draft says."""
        minutes = [int(part) for part in text.split() if part.isdecimal()]
        if text.strip() == _NEVER:
            self.chips.choose([_NONE])
        else:
            self.chips.choose([lead for lead in minutes if lead in _LEADS] or ([] if minutes else [_USUAL]))
        self.own.setText(", ".join(typed_length(lead) for lead in minutes if lead not in _LEADS))

    def _own(self) -> list[int]:
        found = []
        for part in filter(None, (part.strip() for part in self.own.text().split(","))):
            minutes = read_length(part)
            if minutes is None:
                raise LengthRefused(field="reminders", value=part)
            found.append(minutes)
        return found

    def _pressed(self, value: int) -> None:
        chosen = self.chips.values()
        if value in {_USUAL, _NONE}:
            self.chips.choose([value])
            self.own.clear()
        else:
            leads_chosen = [lead for lead in chosen if lead >= 0]
            self.chips.choose(leads_chosen or ([] if self.own.text() else [_USUAL]))
        self.edited.emit()

    def _typed(self) -> None:
        leads_chosen = [lead for lead in self.chips.values() if lead >= 0]
        self.chips.choose(leads_chosen or ([] if self.own.text() else [_USUAL]))
        self.edited.emit()


def _choices() -> list[tuple[int, str]]:
    special = [(_USUAL, trc("reminders", "as usual")), (_NONE, trc("reminders", "none"))]
    return [*special, *((lead, leads([0]) if lead == 0 else length(lead)) for lead in _LEADS)]
