"""What happened to a request, or what several chosen ones say: lines under each other behind a quiet rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.errors import RecordNotFound
from crm_desktop.services import feedback
from crm_desktop.services.request_story import Turn, story
from crm_desktop.ui import formats, text_kinds, text_requests, text_today
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import label, line
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from crm_desktop.services.base import Store
    from crm_desktop.services.request_list import RequestRow

_MOST_CHOSEN = 12
_TONES = {Turn.ANSWERED: "accent", Turn.RESOLVED: "accent", Turn.REOPENED: "care", Turn.RECEIVED: "strong"}
"""Of what moves the clock; the rest is quiet."""


class StoryView(QWidget):
    """The lines, under a title."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.setObjectName("request_story")
        self._store = store
        self._title = label("", "section")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(line(upright=True))
        beside.addLayout(self._lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addLayout(beside)

    def show_story(self, request_id: bytes, now: datetime) -> None:
        """Tell of one request."""
        self._begin(tr("What happened"))
        today = now.astimezone().date()
        try:
            events = story(self._store, request_id)
        except RecordNotFound:  # gone since the list was read
            events = []
        for event in events:
            foot = " · ".join(part for part in (formats.moment(event.at, today), event.who) if part)
            said = event.new if event.turn is Turn.RESOLVED else ""
            self._tell(text_requests.event(event), foot, said, _TONES.get(event.turn, "quiet"))
        mark = feedback.of_request(self._store, request_id)
        if mark is not None:
            draft = mark[1]
            told = f"{tr('Satisfaction')}: {text_requests.mark_of_five(draft.mark)}"
            tone = "late" if draft.mark <= feedback.LOW else "accent"
            self._tell(told, formats.moment(draft.at, today), draft.comment, tone)

    def show_chosen(self, rows: Sequence[RequestRow], now: datetime) -> None:
        """Say what several requests are about."""
        self._begin(tr("What was chosen"))
        for row in rows[:_MOST_CHOSEN]:
            foot = " · ".join((text_kinds.request_kind(row.kind).lower(), text_requests.clock(row, now)))
            self._tell(row.client, foot, text_today.short(row.text), "strong")
        left = len(rows) - _MOST_CHOSEN
        if left > 0:
            self._tell(ntr("{n} more", "{n} more", left), "", "", "quiet")

    def _begin(self, title: str) -> None:
        clear(self._lines)
        self._title.setText(title)
        self.setAccessibleName(title)

    def _tell(self, told: str, foot: str, said: str, look: str) -> None:
        """One line: what, when and by whom, the words below."""
        made = QFrame()
        made.setObjectName(f"request_event_{self._lines.count()}")
        made.setAccessibleName(". ".join(part for part in (told, said, foot) if part))
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(told, look, wrap=True), 1)
        head.addWidget(label(foot, "small"), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if said:
            column.addWidget(label(said, "", wrap=True))
        self._lines.addWidget(made)
