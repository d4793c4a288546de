"""Says what else is planned for the time that a form holds: a hint, never a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from crm_desktop.services import lengths
from crm_desktop.ui import formats, text_kinds
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.kinds import ActivityKind
    from crm_desktop.services.base import Store

_NAMED = 3
"""More clashes say nothing new."""


class ClashLine(QLabel):
    """Hidden while nothing is in the way."""

    def __init__(self, store: Store, except_id: bytes | None) -> None:
        """``except_id``: the contact that the form edits; it is not in its own way."""
        super().__init__()
        self.setObjectName("activity_clash")
        self.setProperty("look", "care")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._store = store
        self._except = except_id
        self._key: tuple[object, ...] = ()
        self.hide()

    def look(self, at: str | None, minutes: int, kind: ActivityKind, responsible_id: bytes | None) -> None:
        """Look for ``at`` (a UTC instant; None: nothing is planned for a time) and show what is found."""
        key = (at, minutes, kind, responsible_id)
        if key == self._key:
            return  # asked at every key that is typed
        self._key = key
        self.setText("" if at is None else self._words(at, minutes, kind, responsible_id))
        self.setVisible(bool(self.text()))

    def _words(self, at: str, minutes: int, kind: ActivityKind, responsible_id: bytes | None) -> str:
        takes = minutes or lengths.minutes_of(self._store, kind)
        found = lengths.clashes(self._store, at, takes, responsible_id, self._except, limit=_NAMED)
        if not found:
            return ""
        said = []
        for clash in found:
            parts = (
                formats.clock_time(clash.planned_at),
                text_kinds.activity_kind(clash.kind),
                clash.client,
            )
            said.append(" ".join(filter(None, parts)))
        return tr("At the same time: {contacts}", contacts="; ".join(said))
