"""How the exchange stands, on the page: in words, with what is to be done about it, and the button that does it now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui import text_shared
from crm_desktop.ui.shared.line_field import LineField
from crm_desktop.ui.shared.problem_box import ProblemBox
from crm_desktop.ui.standing import Phase
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from crm_desktop.ui.standing import Standing

_TICK_MS = 15_000


class StateCard(Card):
    """Says what ``show_standing`` was told last. Until then it says that it is being read.

    Signals:
        exchange_wanted: the button was pressed.
        name_given: what this device is called.
        address_wanted: the shared base is to be found elsewhere.
    """

    exchange_wanted = Signal()
    address_wanted = Signal()
    name_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shared_state")
        self._standing: Standing | None = None
        self._headline = label(tr("One moment…"), "title", wrap=True)
        self._headline.setObjectName("shared_headline")
        self._details = label("", "small", wrap=True)
        self._details.setObjectName("shared_details")
        self._where = label("", "small", wrap=True)
        self._where.setObjectName("shared_where")
        self._address = button(
            "shared_address", tr("Change the address…"), look="link", clicked=self.address_wanted.emit
        )
        self._now = button(
            "shared_exchange", tr("Exchange now"), look="primary", clicked=self.exchange_wanted.emit
        )
        self.problem = ProblemBox()
        self._clock = label("", "care", wrap=True)
        self._clock.setObjectName("shared_clock")
        self._moved = label(
            tr(
                "This base was copied here from another computer. What is this one called? "
                "Your colleagues read it beside what you do."
            ),
            wrap=True,
        )
        self._name = LineField("shared_device", tr("What this computer is called"), tr("Save"))
        self._name.given.connect(self.name_given)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._speak)

    def show_standing(self, standing: Standing) -> None:
        """Say how it stands."""
        self._standing = standing
        self.problem.show_standing(standing)
        self._speak()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._speak()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (self._headline, self._details, self._where):
            words.addWidget(part)
        words.addWidget(self._address, 0, Qt.AlignmentFlag.AlignLeft)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(words, 1)
        top.addWidget(self._now)
        self.column.addLayout(top)
        parts: tuple[QWidget, ...] = (self.problem, self._clock, self._moved, self._name)
        for each in parts:
            each.hide()
            self.column.addWidget(each)

    def _speak(self) -> None:
        standing = self._standing
        if standing is None or (belongs := standing.state.membership) is None:
            return
        state = standing.state
        self._headline.setText(text_shared.headline(standing, datetime.now(UTC)))
        self._details.setText(text_shared.details(standing))
        self._where.setText(text_shared.where(belongs))
        self._now.setEnabled(standing.phase is not Phase.EXCHANGING)
        for part in (self._moved, self._name):
            part.setVisible(belongs.moved)
        if belongs.moved and not self._name.line.isModified():
            self._name.line.setText(belongs.device)
        self._clock.setVisible(state.clock_off)
        if state.clock_off and state.server_ahead_seconds is not None:
            self._clock.setText(text_shared.clock_off(state.server_ahead_seconds))
