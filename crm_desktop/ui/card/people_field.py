"""The clients who take part in a contact: each a chip, more are added by typing a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from crm_desktop.errors import NobodyChosen
from crm_desktop.services import participants
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.ui.session import Session

_LONGEST_NAME = 40


class PeopleField(QWidget):
    """Clients in their order, the first one first; nobody is allowed.

    Signals:
        edited: somebody was added, taken off, or a name is being typed.
    """

    edited = Signal()

    def __init__(self, name: str, session: Session) -> None:
        super().__init__()
        self.setObjectName(name)
        self._session = session
        self._chips: dict[bytes, QPushButton] = {}
        self._names: dict[bytes, str] = {}
        self.line = _Line(f"{name}_add", tr("Add a client"), session)
        self.line.setPlaceholderText(tr("Name, company or phone"))
        self._row = QWidget()
        self._flow = FlowLayout(self._row, gap=5)
        self._one_more = button(f"{name}_one_more", "+", look="chip", clicked=self._ask_for_more)
        self._one_more.setAccessibleName(tr("Add a client"))
        self._one_more.setToolTip(tr("Add a client"))
        self._flow.addWidget(self._one_more)
        self._row.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._row)
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.picked.connect(self._picked)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.line.last_wanted_off.connect(self._take_last)

    def ids(self) -> tuple[bytes, ...]:
        """Who takes part."""
        return tuple(self._chips)

    def names(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self._names.values())

    def read(self) -> tuple[bytes, ...]:
        """Who takes part. Raises NobodyChosen where a name was typed and nobody chosen."""
        typed = self.line.text().strip()
        if typed:
            raise NobodyChosen(text=typed, field="client_id")
        return self.ids()

    def show_clients(self, client_ids: Sequence[bytes]) -> None:
        """Show these; those who are gone for good are left out."""
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips, self._names = {}, {}
        for client_id, name in participants.names(self._session.store, client_ids).items():
            self._add(client_id, name)
        self.line.show_client(None, "")
        self._show_parts()

    def _picked(self) -> None:
        client_id, name = self.line.client_id(), self.line.text()
        if client_id is None:
            return
        if client_id not in self._chips:
            self._add(client_id, name)
        self.line.show_client(None, "")
        self._show_parts()
        self._one_more.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _ask_for_more(self) -> None:
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self) -> None:
        """With somebody there, the line waits behind a chip: the form stays small."""
        self._row.setVisible(bool(self._chips))
        self.line.setVisible(not self._chips)

    def _add(self, client_id: bytes, name: str) -> None:
        shown = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        chip = button(f"{self.objectName()}_{client_id.hex()}", f"{shown.replace('&', '&&')}  ×", look="chip")
        chip.setProperty("set", "true")
        chip.setAccessibleName(tr("Take off {name}", name=name))
        chip.setToolTip(name)
        chip.clicked.connect(lambda _checked=False: self._take_off(client_id))
        self._chips[client_id], self._names[client_id] = chip, name
        self._flow.insert_widget(self._flow.count() - 1, chip)

    def _take_last(self) -> None:
        if self._chips:
            self._take_off(next(reversed(self._chips)))

    def _take_off(self, client_id: bytes) -> None:
        chip = self._chips.pop(client_id)
        del self._names[client_id]
        chip.hide()
        chip.deleteLater()
        self._show_parts()
        (self._one_more if self._chips else self.line).setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


class _Line(ClientField):
    """The line in which one types; the back key in an empty one takes off the last.

    Signals:
        last_wanted_off: the back key in the empty line.
    """

    last_wanted_off = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.last_wanted_off.emit()
        else:
            super().keyPressEvent(event)
