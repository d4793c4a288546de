"""A field that names another client: found while typing, by the same search as the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.services.lists import ClientQuery, first_page
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.kinds import ClientKind
    from crm_desktop.ui.session import Session

_MOST = 8
_PAUSE_MS = 60
_LEAST_WIDTH = 380
_ID = int(Qt.ItemDataRole.UserRole)


class ClientField(QLineEdit):
    """A name and, once one was chosen, the id of the client.

    Signals:
        picked: a client was chosen or the choice was undone by typing on.
    """

    picked = Signal()

    def __init__(self, name: str, title: str, session: Session, kind: ClientKind | None = None) -> None:
        """``kind`` narrows what is found to people or to companies."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._session = session
        self._kind = kind
        self._id: bytes | None = None
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setProperty("look", "offers")
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer.setPopup(self._popup)
        self._completer.setMaxVisibleItems(_MOST)
        self._completer.setWidget(self)
        # The stubs know no overloads of signals.
        self._completer.activated[QModelIndex].connect(self._pick)  # type: ignore[index]
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._typed)

    def show_client(self, client_id: bytes | None, name: str) -> None:
        """Show a client, or a mere name."""
        self._pause.stop()
        self._id = client_id
        self.setText(name)
        self._mark()

    def client_id(self) -> bytes | None:
        """The client chosen, None for a mere name."""
        return self._id

    def hideEvent(self, event: object) -> None:
        super().hideEvent(event)  # type: ignore[arg-type]  # QHideEvent
        self._pause.stop()

    def _typed(self, text: str) -> None:
        if self._id is not None:
            self._id = None
            self._mark()
            self.picked.emit()
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._popup.hide()

    def _search(self) -> None:
        filters = () if self._kind is None else (Filter("kind", FilterOp.IS, (self._kind.value,)),)
        page = first_page(self._session.store, ClientQuery(self.text().strip(), filters), _MOST)
        self._found.clear()
        for row in page.rows:
            notes = [row.company or "", row.phone or ""]
            item = QStandardItem(" · ".join(part for part in (row.name, *notes) if part))
            item.setData(row.client_id, _ID)
            item.setData(row.name, _ID + 1)
            self._found.appendRow(item)
        if page.rows:
            # A narrow field has room for more than itself: names with company and phone are long.
            self._completer.complete(QRect(0, 0, max(self.width(), _LEAST_WIDTH), self.height()))
        else:
            self._popup.hide()

    def _pick(self, index: QModelIndex) -> None:
        self.show_client(index.data(_ID), index.data(_ID + 1))
        self.picked.emit()

    def _mark(self) -> None:
        self.setAccessibleDescription(tr("chosen from the clients") if self._id is not None else "")
