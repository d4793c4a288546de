"""One line for everything: clients by any fragment, days, commands by their words. Ctrl+K, a few letters, Return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.folding import fold
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import first_page
from crm_desktop.ui import formats, icons
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from datetime import date

    from crm_desktop.services.lists import ClientRow
    from crm_desktop.ui.actions import Actions
    from crm_desktop.ui.session import Session

_WIDTH = 560
_CLIENTS = 8
_COMMANDS = 8
_ROW = 36
_CALL = Qt.ItemDataRole.UserRole


class Palette(QFrame):
    """A popup over the window; closes by Esc, by a click elsewhere, and when something was chosen."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        actions: Actions,
        show_client: Callable[[bytes], object],
        show_day: Callable[[date], object] | None = None,
        find_requests: Callable[[str], object] | None = None,
    ) -> None:
        """``show_day`` goes to a day of the calendar, ``find_requests`` to who waits; without them none is offered."""
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Find a client or a command"))
        self.setProperty("look", "raised")
        self._window = window
        self._session = session
        self._actions = actions
        self._show_client = show_client
        self._show_day = show_day
        self._find_requests = find_requests
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        self.line = SearchBox("palette_line", tr("Client, number, phone, or what to do"))
        column.addWidget(self.line)
        self.found = QListWidget()
        self.found.setObjectName("palette_found")
        self.found.setAccessibleName(tr("Found"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setIconSize(QSize(icons.SIZE, icons.SIZE))
        column.addWidget(self.found)
        self.line.typed.connect(self._look_up)
        self.line.installEventFilter(self)
        self.found.itemClicked.connect(self._run)

    def open(self) -> None:
        """Show the palette in the upper middle of the window."""
        width = min(_WIDTH, self._window.width() - 40)
        self.setFixedWidth(width)
        self._look_up("")
        corner = self._window.mapToGlobal(QPoint((self._window.width() - width) // 2, 64))
        self.move(corner)
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._steer(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _steer(self, key: int) -> bool:
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            step = 1 if key == Qt.Key.Key_Down else -1
            count = max(1, self.found.count())
            self.found.setCurrentRow((self.found.currentRow() + step) % count)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            item = self.found.currentItem()
            if item is not None:
                self._run(item)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _look_up(self, text: str) -> None:
        self.found.clear()
        understood = ""
        if text:
            page = first_page(self._session.store, ClientQuery(text=text), _CLIENTS)
            understood = page.understood or ""
            # A question comes before clients in whom its words happen to stand.
            self._add_wishes(text, found=bool(page.rows))
            for row in page.rows:
                self._add_client(row)
            self._add_day(text)
        self._add_commands(text)
        self.line.show_understood(understood)
        self.found.setCurrentRow(0)
        shown = min(self.found.count(), 10)
        self.found.setFixedHeight(shown * _ROW + 4)
        self.found.setVisible(bool(shown))
        self.adjustSize()

    def _add_client(self, row: ClientRow) -> None:
        about = [part for part in (row.company, row.phone, row.city) if part]
        item = self._item("building-2" if row.kind == "company" else "user", " · ".join([row.name, *about]))
        client_id = row.client_id
        item.setData(_CALL, lambda: self._show_client(client_id))

    def _add_day(self, text: str) -> None:
        """A day that was typed: "15 Dec", "friday", "завтра"."""
        # Imported here: who looks for a client needs no words for days.
        from crm_desktop.services.typed_time import read_when

        show_day = self._show_day
        when = read_when(text, self._session.store.clock.now(), ahead=True) if show_day else None
        if show_day is not None and when is not None:
            day = when.day
            item = self._item("calendar", tr("Calendar: {day}", day=formats.full_day(day.isoformat())))
            item.setData(_CALL, lambda: show_day(day))

    def _add_wishes(self, text: str, *, found: bool) -> None:
        """Who waits for what a text asks for: "who asked for blue vases"; also for a thing that no client is called."""
        from crm_desktop.services import request_words, wishes
        from crm_desktop.ui import text_requests

        find_requests = self._find_requests
        if find_requests is None or (found and not request_words.asks(text)):
            return
        waiting = wishes.find(self._session.store, text)
        if waiting is not None:
            item = self._item("message-square", text_requests.wish_answer(waiting))
            item.setData(_CALL, lambda: find_requests(waiting.asked))

    def _add_commands(self, text: str) -> None:
        words = fold(text).split()
        shown = 0
        for name, command in self._actions.table.items():
            action = self._actions[name]
            if name == "palette" or not action.isEnabled() or shown >= _COMMANDS:
                continue
            folded = fold(command.text)
            if all(any(part.startswith(word) for part in folded.split()) for word in words):
                key = self._actions.key_of(name)
                item = self._item(
                    command.icon or "arrow-right", f"{command.text}    {key}" if key else command.text
                )
                item.setData(_CALL, action.trigger)
                shown += 1

    def _item(self, icon: str, text: str) -> QListWidgetItem:
        item = QListWidgetItem(icons.icon(icon, "quiet"), text)
        item.setSizeHint(QSize(0, _ROW))
        self.found.addItem(item)
        return item

    def _run(self, item: QListWidgetItem) -> None:
        call = item.data(_CALL)
        self.close()
        call()
