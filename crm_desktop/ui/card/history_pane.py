"""The history with its filters: read, found, edited and deleted with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.ui import icons
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.entry_delegate import EntryDelegate
from crm_desktop.ui.card.form_keys import claim
from crm_desktop.ui.card.history_model import HistoryModel, Shown
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent

    from crm_desktop.ui.card.entries import Entry, EntryDeed
    from crm_desktop.ui.session import Session

_OWN_KEYS = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MESSAGES = frozenset({ActivityKind.EMAIL, ActivityKind.LETTER, ActivityKind.SMS, ActivityKind.CHAT})
_NOTES = frozenset({ActivityKind.NOTE, ActivityKind.TASK})
_MEETINGS = frozenset({ActivityKind.MEETING, ActivityKind.VISIT})


def _filters() -> list[tuple[Shown, str]]:
    return [
        (Shown(), trc("history filter", "All")),
        (Shown(frozenset({ActivityKind.CALL})), trc("history filter", "Calls")),
        (Shown(_MEETINGS), trc("history filter", "Meetings")),
        (Shown(_MESSAGES), trc("history filter", "Messages")),
        (Shown(_NOTES), trc("history filter", "Notes")),
        (Shown(planned=True), trc("history filter", "Planned")),
    ]


class EntryView(QListView):
    """A list of entries: Return edits, Delete removes, Ctrl+C copies; what else can be done with one has a letter.

    Signals:
        opened: to be edited; carries the ``Entry``.
        remove: carries the ``Entry``.
        ask_history: carries the ``Entry`` whose changes are asked for.
        deed_wanted: carries an ``Entry`` and the name of one of its deeds.
    """

    opened = Signal(object)
    remove = Signal(object)
    ask_history = Signal(object)
    deed_wanted = Signal(object, str)

    def __init__(self, name: str, title: str, model: QAbstractItemModel) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._open)

    def sizeHint(self) -> QSize:
        # Little: the card gives it the room that is left, and scrolls as a whole only when that is too small.
        return QSize(240, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Qt would wait a tenth of a second, with entries painted over each other till then.
            self.doItemsLayout()

    def current_entry(self) -> Entry | None:
        """The entry that the keyboard is on."""
        from crm_desktop.ui.card.entry_delegate import ENTRY_ROLE

        index = self.currentIndex()
        found: Entry | None = index.data(ENTRY_ROLE) if index.isValid() else None
        return found

    def event(self, event: QEvent) -> bool:
        return claim(event, _OWN_KEYS, saving=False) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.current_entry()
        if entry is not None and event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(entry.spoken())
        elif entry is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            (self.ask_history if entry.told else self.opened).emit(entry)
        elif entry is not None and event.key() == Qt.Key.Key_Delete:
            if not entry.told:
                self.remove.emit(entry)
        elif entry is not None and event.text().lower() in {"h", "р"} and not event.modifiers():
            self.ask_history.emit(entry)
        elif entry is not None and (deed := _deed_of(entry, event)) is not None:
            self.deed_wanted.emit(entry, deed.name)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.current_entry()
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed in entry.deeds:
            action = menu.addAction(f"{deed.text}\t{deed.letter.upper()}")
            action.setObjectName(f"entry_{deed.name}")
            action.triggered.connect(
                lambda _checked=False, name=deed.name: self.deed_wanted.emit(entry, name)
            )
        if not entry.told:
            menu.addAction(icons.icon("pencil"), tr("Edit"), lambda: self.opened.emit(entry))
        menu.addAction(
            icons.icon("copy"), tr("Copy"), lambda: QGuiApplication.clipboard().setText(entry.spoken())
        )
        menu.addAction(icons.icon("history"), tr("History of changes"), lambda: self.ask_history.emit(entry))
        if not entry.told:
            menu.addAction(icons.icon("trash-2"), tr("Delete"), lambda: self.remove.emit(entry))
        menu.popup(event.globalPos())

    def _open(self, _index: QModelIndex) -> None:
        entry = self.current_entry()
        if entry is not None:
            (self.ask_history if entry.told else self.opened).emit(entry)


_CYRILLIC = {"d": "в", "p": "з"}
"""The letter on the same key of a Russian keyboard."""


def _deed_of(entry: Entry, event: QKeyEvent) -> EntryDeed | None:
    """The deed of an entry whose letter was pressed."""
    if event.modifiers():
        return None
    letter = event.text().lower()
    return next((deed for deed in entry.deeds if letter in (deed.letter, _CYRILLIC[deed.letter])), None)


class HistoryPane(QWidget):
    """Filters above, the list below.

    Signals: those of its list.
    """

    opened = Signal(object)
    remove = Signal(object)
    ask_history = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("history_pane")
        self._client: bytes | None = None
        self._model = HistoryModel(self, session)
        self.view = EntryView("history", tr("History"), self._model)
        self.view.opened.connect(self.opened)
        self.view.remove.connect(self.remove)
        self.view.ask_history.connect(self.ask_history)
        self._filters = QWidget()
        self._kinds = ChoiceRow("history_kinds", tr("What to show"), _filters())
        self._search = SearchBox("history_search", tr("Find in this history"))
        self._nothing = label("", "quiet", wrap=True)
        self._build()
        self._kinds.told.changed.connect(self._refilter)
        self._search.typed.connect(lambda _text: self._refilter())
        self._search.left_down.connect(self.view.setFocus)

    def show_client(self, client_id: bytes | None, *, keep: bool = False) -> None:
        """Show the history of a client; ``keep``: the same one after a change, at the same place."""
        self._client = client_id
        entry = self.view.current_entry() if keep else None
        place = self.view.verticalScrollBar().value() if keep else 0
        read = self._model.rowCount() if keep else 0
        if not keep:
            self._kinds.choose(Shown())
            self._search.blockSignals(True)
            self._search.clear()
            self._search.blockSignals(False)
            self._filters.hide()
        self._read()
        if keep:
            while self._model.rowCount() < read and self._model.canFetchMore():
                self._model.fetchMore()
            if entry is not None and (row := self._model.row_of(entry.id)) >= 0:
                self.view.setCurrentIndex(self._model.index(row, 0))
            self.view.verticalScrollBar().setValue(place)

    def toggle_filters(self) -> None:
        """Show the filters and go there, or hide and drop them."""
        if self._filters.isHidden():
            self._filters.show()
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._filters.hide()
            self._kinds.choose(Shown())
            self._search.clear()
            self._refilter()

    def count(self) -> int:
        """How many entries are read so far."""
        return self._model.rowCount()

    def _refilter(self) -> None:
        self._read()

    def _read(self) -> None:
        chosen = self._kinds.value()
        shown = Shown(chosen.kinds, self._search.text().strip(), chosen.planned)
        self._model.show_history(self._client, shown)
        empty = self._model.rowCount() == 0
        filtered = shown != Shown()
        self._nothing.setText(
            tr("Nothing here with this filter.")
            if filtered
            else tr("No contact yet. Log the first call with Ctrl+L.")
        )
        self._places.setCurrentIndex(1 if empty else 0)

    def _build(self) -> None:
        filters = QVBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 4)
        filters.setSpacing(6)
        filters.addWidget(self._search)
        filters.addWidget(self._kinds)
        self._filters.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._filters)
        # Placed first: a stack that stands nowhere shows its first widget as a window, which takes the focus.
        self._places = QStackedLayout()
        column.addLayout(self._places, 1)
        self._places.addWidget(self.view)
        nothing = QWidget()
        inside = QVBoxLayout(nothing)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.addWidget(self._nothing)
        inside.addStretch(1)
        self._places.addWidget(nothing)
