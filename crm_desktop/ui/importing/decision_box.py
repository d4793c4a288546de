"""What to do with a row, and with all alike; and which client of the base it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from crm_desktop.exchange.importing.staging import Action, Decision, StagedRow
from crm_desktop.ui import text_rehearsal
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.comparison import Comparison
    from crm_desktop.ui.session import Session

_ONE, _ALIKE = range(2)
_LABEL_WIDTH = 96


class DecisionBox(QWidget):
    """Two or three fields above the cells of a row.

    Signals:
        decided: a ``Decision`` for this row, None: as for all.
        decided_alike: an ``Action`` for all rows with the same verdict and reason, None: as for all.
    """

    decided = Signal(object)
    decided_alike = Signal(object)

    def __init__(self, session: Session, row: StagedRow, known: Comparison, alike: int) -> None:
        """``alike``: how many rows share the verdict and the reason of this one, itself included."""
        super().__init__()
        self._choices = text_rehearsal.decisions(row)
        self.scope = QComboBox(self)
        self.scope.setObjectName("import_scope")
        self.scope.setAccessibleName(tr("For which rows"))
        self.scope.addItem(tr("This row"))
        self.choice = QComboBox(self)
        self.choice.setObjectName("import_decision")
        self.choice.setAccessibleName(tr("What to do with this row"))
        actions = [action for action, _words in self._choices]
        for action, words in self._choices:
            self.choice.addItem(words, action)
        self.choice.setCurrentIndex(actions.index(row.action) if row.action in actions else 0)
        self.choice.activated.connect(self._decide)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self.scope.setVisible(alike > 1)
        if alike > 1:
            self.scope.addItem(text_rehearsal.alike(alike))
            self._add(0, tr("Decide for"), self.scope)
        self._add(1, tr("This row") if alike < 2 else tr("What to do"), self.choice)
        self.client: ClientField | None = None
        if row.record is not None and row.record.event is None:
            self.client = self._client_field(session, row, known)
            self._add(2, tr("Client"), self.client)

    def _add(self, place: int, words: str, widget: QWidget) -> None:
        self._grid.addWidget(label(words, "quiet"), place, 0)
        self._grid.addWidget(widget, place, 1)

    def _client_field(self, session: Session, row: StagedRow, known: Comparison) -> ClientField:
        made = ClientField("import_client", tr("The client that this row means"), session)
        made.setPlaceholderText(tr("Somebody you have: type a name"))
        made.show_client(known.client, known.client_name)
        made.setCursorPosition(0)
        made.picked.connect(lambda: self._pick(row, made.client_id()))
        return made

    def _decide(self, place: int) -> None:
        action = self._choices[place][0]
        if self.scope.currentIndex() == _ALIKE:
            self.decided_alike.emit(action)
        else:
            self.decided.emit(None if action is None else Decision(action))

    def _pick(self, row: StagedRow, client: bytes | None) -> None:
        if client is not None and client != row.match:
            action = row.action if row.action in {Action.COMPLETE, Action.UPDATE} else Action.COMPLETE
            self.decided.emit(Decision(action, client))
