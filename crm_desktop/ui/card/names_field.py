"""Several names of one list in a line, parted by commas: tags, groups. Known ones are offered while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from crm_desktop.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

_MOST = 8


class NamesField(QLineEdit):
    """The last name of the line is completed; a name nobody knows yet becomes a new entry of the list."""

    def __init__(self, name: str, title: str, known: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._known = list(known)
        self._offered = QStringListModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setProperty("look", "offers")
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        # The stubs know no overloads of signals.
        self._completer.activated[str].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(lambda _text: self._offer())

    def names(self) -> tuple[str, ...]:
        """The names of the line, each once."""
        return distinct(self.text().split(","))

    def show_names(self, names: Iterable[str]) -> None:
        """Show these."""
        self.setText(", ".join(names))

    def offered(self) -> list[str]:
        """What is offered for the last name."""
        return self._offered.stringList()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup.isVisible() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            # Handed to the popup, which takes the marked name or closes.
            event.ignore()
            return
        super().keyPressEvent(event)

    def _offer(self) -> None:
        typed = fold(self.text().rpartition(",")[2])
        has = {fold(name) for name in self.names()} - {typed}
        starts = [
            name for name in self._known if typed and fold(name).startswith(typed) and fold(name) not in has
        ]
        inside = [name for name in self._known if typed and typed in fold(name) and fold(name) not in has]
        found = list(dict.fromkeys((*starts, *inside)))[:_MOST]
        self._offered.setStringList(found)
        if found and found != [self.text().rpartition(",")[2].strip()]:
            self._completer.complete()
        else:
            self._popup.hide()

    def _take(self, name: str) -> None:
        before = self.text().rpartition(",")[0].strip()
        self.setText(f"{before}, {name}, " if before else f"{name}, ")
        self.textEdited.emit(self.text())


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names without blanks at their ends, each once as people compare names."""
    found: dict[str, str] = {}
    for name in names:
        clean = " ".join(name.split())
        if fold(clean):
            found.setdefault(fold(clean), clean)
    return tuple(found.values())
