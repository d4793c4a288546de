"""How long requests may wait, for all who share the base."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import RequestKind
from crm_desktop.services.request_limits import limits, set_limits
from crm_desktop.ui import text_kinds, text_requests
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.page_frame import Card

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_HOURS = (None, 1, 2, 4, 8, 12, 24, 48, 72, 168)
_DAYS = (None, 1, 2, 3, 5, 7, 14, 30, 60)


class RequestSettings(QWidget):
    """A box for the first answer and one for the resolution, by kind."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("settings_requests")
        self._session, self._tell = session, tell
        self._boxes: dict[tuple[RequestKind, str], QComboBox] = {}
        card = Card(tr("For all who share this base"))
        card.column.addWidget(
            label(
                tr(
                    "How long a client may wait. Beyond it the request is marked as overdue, here, on Today and on "
                    "the card, and it reminds. Nights and Sundays count: so the client counts."
                ),
                "small",
                wrap=True,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        grid.addWidget(label(tr("First answer within"), "section"), 0, 1)
        grid.addWidget(label(tr("Resolved within"), "section"), 0, 2)
        for row, kind in enumerate(RequestKind, start=1):
            grid.addWidget(label(text_kinds.request_kind(kind), "quiet"), row, 0)
            grid.addWidget(self._box(kind, "answer_hours", tr("First answer within")), row, 1)
            grid.addWidget(self._box(kind, "resolve_days", tr("Resolved within")), row, 2)
        grid.setColumnStretch(3, 1)
        card.column.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)

    def reload(self) -> None:
        """Show the limits that hold now."""
        known = limits(self._session.store)
        for (kind, field), box in self._boxes.items():
            hours = field == "answer_hours"
            words = text_requests.limit_hours if hours else text_requests.limit_days
            _fill(box, _HOURS if hours else _DAYS, getattr(known[kind], field), words)

    def _keep(self, kind: RequestKind, field: str, value: Any) -> None:
        store = self._session.store
        known = limits(store)
        try:
            set_limits(store, {**known, kind: replace(known[kind], **{field: value})})
        except Exception as error:
            self._tell.problem(error)
            self.reload()

    def _box(self, kind: RequestKind, field: str, words: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(f"limit_{kind.value}_{field}")
        made.setAccessibleName(f"{text_kinds.request_kind(kind)}: {words}")
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.activated.connect(lambda _index: self._keep(kind, field, made.currentData()))
        self._boxes[kind, field] = made
        return made


def _fill(
    box: QComboBox, offered: Sequence[int | None], chosen: int | None, words: Callable[[int | None], str]
) -> None:
    """Offer these; what nobody offers (from a colleague) is one more choice."""
    choices = list(offered) if chosen in offered else [*offered, chosen]
    box.clear()
    for choice in choices:
        box.addItem(words(choice), choice)
    box.setCurrentIndex(choices.index(chosen))
