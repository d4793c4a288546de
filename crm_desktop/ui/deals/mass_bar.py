"""What can be done to the deals selected in the list; stands over its foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from crm_desktop.kinds import DealState
from crm_desktop.ui import icons, text_deals, text_kinds
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, tool_button

if TYPE_CHECKING:
    from crm_desktop.ui.deals.doing import Doing

_SIDE = 16


class DealBar(QFrame):
    """Stage, won, lost, responsible, file, bin.

    Signals:
        save_wanted: the selected deals as a file.
        closed: select nothing.
    """

    save_wanted = Signal()
    closed = Signal()

    def __init__(self, doing: Doing, ids: Callable[[], Sequence[bytes]]) -> None:
        """``ids``: gives the deals selected now."""
        super().__init__()
        self._doing = doing
        self.setObjectName("deal_bar")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(_SIDE, 4, _SIDE, 12)
        box = QFrame()
        box.setProperty("look", "raised")
        outer.addWidget(box)
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        self._count = ElidedLabel("", "strong")
        row.addWidget(self._count, 1)
        stage = _menu_button(
            "deals_stage", text_deals.columns()["deal_stage"], lambda m: doing.fill_stages(m, ids)
        )
        row.addWidget(stage)
        for name, state in (("deals_won", DealState.WON), ("deals_lost", DealState.LOST)):
            row.addWidget(button(name, text_kinds.deal_state(state), clicked=_closer(doing, ids, state)))
        self._whom = _menu_button(
            "deals_responsible", tr("Responsible"), lambda m: doing.fill_colleagues(m, ids)
        )
        row.addWidget(self._whom)
        row.addWidget(
            tool_button(
                "deals_save", tr("Save as a file…"), "file-spreadsheet", clicked=self.save_wanted.emit
            )
        )
        row.addWidget(
            button(
                "deals_delete",
                tr("To the bin"),
                look="danger",
                icon="trash-2",
                clicked=lambda: doing.delete(ids()),
            )
        )
        row.addWidget(tool_button("deals_none", tr("Select nothing"), "x", clicked=self.closed.emit))
        self.hide()

    def show_count(self, count: int) -> None:
        """Show for how many deals the bar works; hides for less than two."""
        words = ntr("{n} deal selected", "{n} deals selected", count)
        self._count.setText(text_deals.counted(count))
        self.setAccessibleName(words)
        self._whom.setVisible(self._doing.has_colleagues())
        self.setVisible(count > 1)


def _closer(doing: Doing, ids: Callable[[], Sequence[bytes]], state: DealState) -> Callable[[], None]:
    return lambda: doing.close(ids(), state)


def _menu_button(name: str, text: str, fill: Callable[[QMenu], None]) -> QPushButton:
    made = button(name, text)
    made.setIcon(icons.icon("chevron-down", "quiet"))
    menu = QMenu(made)
    # Filled when it opens: the lists may have changed since.
    menu.aboutToShow.connect(menu.clear)
    menu.aboutToShow.connect(lambda: fill(menu))
    made.setMenu(menu)
    return made
