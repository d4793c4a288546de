"""What stands where nothing is planned, and where nobody is in the base yet: how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from crm_desktop.ui.today.doing import Doing


class NothingPlanned(QWidget):
    """A quiet box with the way to plan something."""

    def __init__(self, doing: Doing) -> None:
        super().__init__()
        self.setObjectName("today_nothing")
        self._words = label("", "quiet", wrap=True)
        self._plan = button("today_plan", tr("Plan a contact"), icon="plus", clicked=lambda: doing.plan(None))
        box = QFrame()
        box.setProperty("look", "card")
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self._plan)
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(box)
        self._plan.setVisible(doing.hosts.plan_activity is not None)
        self.suggest(late=False, slipping=False)

    def suggest(self, *, late: bool, slipping: bool) -> None:
        """Say what to do next: begin with what is late, call who slips, or plan something."""
        words = tr("Plan the next contact, so that it is not forgotten.")
        if late:
            words = tr("Begin with what is late.")
        elif slipping:
            words = tr("There is time for those you have not spoken to for long.")
        self._words.setText(words)
        self.setAccessibleName(words)


def nobody_yet(doing: Doing) -> EmptyState:
    """The page of a base without clients."""
    hosts = doing.hosts
    bring, edit = hosts.open_import, hosts.edit_client
    ways = []
    if bring is not None:
        ways.append(
            button(
                "today_bring", tr("Bring a list…"), look="primary", icon="import", clicked=lambda: bring([])
            )
        )
    if edit is not None:
        ways.append(button("today_new_client", tr("New client"), icon="plus", clicked=lambda: edit(None)))
    return EmptyState(
        "today_empty",
        "sun",
        tr("Your day will be here"),
        tr(
            "Meetings and calls, birthdays, who waits for an answer, and whom you have not spoken to for long."
        ),
        tuple(ways),
    )
