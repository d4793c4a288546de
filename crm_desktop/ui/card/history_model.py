"""The history of one client as a list model that reads a page at a time, when the view comes near its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from crm_desktop.clock import utc_text
from crm_desktop.services import stage_history, timeline
from crm_desktop.services.colleagues import are_several
from crm_desktop.ui.card.entries import Entry, of_activity, of_stage_change
from crm_desktop.ui.card.entry_delegate import ENTRY_ROLE

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.kinds import ActivityKind
    from crm_desktop.services.stage_history import StageChange
    from crm_desktop.services.timeline import Cursor, TimelineEntry
    from crm_desktop.ui.session import Session

_PAGE = 30

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Shown:
    """Which entries are shown: of some kinds (none: all), with some words, and what lies ahead or what does not."""

    kinds: frozenset[ActivityKind] = frozenset()
    text: str = ""
    planned: bool = False


class HistoryModel(QAbstractListModel):
    """Newest first, with the changes of the stage between the contacts, unless only some contacts are asked for.

    What is planned ahead stands on the card already and is shown here only when asked for.
    """

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self._client: bytes | None = None
        self._shown = Shown()
        self._entries: list[Entry] = []
        self._stages: list[StageChange] = []
        self._before: Cursor | None = None
        self._whole = True

    def show_history(self, client_id: bytes | None, shown: Shown) -> None:
        """Show the history of a client anew."""
        self.beginResetModel()
        self._client, self._shown = client_id, shown
        self._entries, self._before, self._whole = [], None, client_id is None
        self._stages = (
            stage_history.of(self._session.store, client_id)
            if client_id is not None and shown == Shown()
            else []
        )
        self._entries += self._next_page()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return entry.spoken()
        return None

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008  # Qt's own default
        return not parent.isValid() and not self._whole

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008  # Qt's own default
        more = self._next_page()
        if more:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._entries += more
            self.endInsertRows()

    def entry(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, id_: bytes) -> int:
        """The row of an entry among those read, -1 where it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == id_), -1)

    def _next_page(self) -> list[Entry]:
        if self._client is None or self._whole:
            return []
        now = self._session.store.clock.now()
        at, today = utc_text(now), now.astimezone().date()
        found = timeline.page(
            self._session.store,
            self._client,
            kinds=self._shown.kinds,
            text=self._shown.text,
            held=False if self._shown.planned else None,
            limit=_PAGE,
            before=self._before,
        )
        self._whole = len(found) < _PAGE
        if found:
            self._before = found[-1].cursor
        ahead = [
            entry
            for entry in found
            if entry.held_at is None and entry.at > (today.isoformat() if entry.all_day else at)
        ]
        left_out = () if self._shown.planned or self._shown.text else {entry.id for entry in ahead}
        contacts = [entry for entry in found if entry.id not in left_out]
        if not are_several(self._session.store):  # who works alone is not told that it was he
            contacts = [replace(entry, responsible="") for entry in contacts]
        return self._with_stages(contacts, found[-1].at if found else "", at, today)

    def _with_stages(self, contacts: list[TimelineEntry], until: str, now: str, today: date) -> list[Entry]:
        """The contacts of a page that ends at ``until``, and the changes of the stage that belong among them."""
        mine = [change for change in self._stages if self._whole or change.at >= until]
        del self._stages[: len(mine)]
        placed = [(entry.at, of_activity(entry, now, today)) for entry in contacts]
        placed += [(change.at, of_stage_change(change, today)) for change in mine]
        return [entry for _, entry in sorted(placed, key=lambda each: each[0], reverse=True)]
