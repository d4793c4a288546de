"""The first page of an empty base: three doors, and the whole page takes a dropped file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.ui import icons
from crm_desktop.ui.drop import local_files
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import Button, button, label, restyle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from crm_desktop.changes import Changes

_WIDTH = 620


class WelcomePage(QFrame):
    """Bring my list, look around, or start empty.

    Signals:
        import_wanted: files were dropped, or the first door was taken (then the list is empty).
        sample_wanted: the second door.
        empty_wanted: the third door.
    """

    import_wanted = Signal(list)
    sample_wanted = Signal()
    empty_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page_welcome")
        self.setAccessibleName(tr("Welcome"))
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        body = QWidget()
        body.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(tr("Welcome. Whom do you look after?"), "heading", wrap=True))
        column.addWidget(
            label(
                tr("All that you keep here stays in one file on this computer. Nothing goes anywhere else."),
                "quiet",
                wrap=True,
            )
        )
        column.addSpacing(4)
        column.addWidget(self._drop_place())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(
            _door(
                "door_sample",
                "sparkles",
                tr("Look around"),
                tr("With invented clients, in a moment. Take them away again with one click."),
                self.sample_wanted.emit,
            )
        )
        row.addWidget(
            _door(
                "door_empty",
                "plus",
                tr("Start empty"),
                tr("Write your first client yourself."),
                self.empty_wanted.emit,
            )
        )
        column.addLayout(row)
        outer.addStretch(2)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(body, 10)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(3)

    def shown(self, *, stale: bool) -> None:
        """Nothing to read."""

    def changed(self, changes: Changes) -> None:
        """Nothing to read."""

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.import_wanted.emit(files)

    def _drop_place(self) -> QFrame:
        self._place = QFrame()
        self._place.setProperty("look", "drop")
        inside = QVBoxLayout(self._place)
        inside.setContentsMargins(24, 26, 24, 26)
        inside.setSpacing(6)
        picture = QLabel()
        picture.setPixmap(icons.icon("file-spreadsheet", "accent").pixmap(QSize(32, 32)))
        title = label(tr("Drop your list here"), "title")
        text = label(
            tr("Excel, LibreOffice, CSV, an export of another program: as it is, nothing to prepare."),
            "quiet",
            wrap=True,
        )
        for each in (picture, title, text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(each)
        choose = button(
            "door_import",
            tr("Bring my list…"),
            look="primary",
            icon="import",
            clicked=lambda: self.import_wanted.emit([]),
        )
        # Who opens the program for the first time needs nothing but the return key.
        self.setFocusProxy(choose)
        inside.addSpacing(6)
        inside.addWidget(choose, 0, Qt.AlignmentFlag.AlignHCenter)
        return self._place

    def _mark(self, *, over: bool) -> None:
        self._place.setProperty("over", "true" if over else "false")
        restyle(self._place)


def _door(name: str, icon: str, title: str, text: str, clicked: Callable[[], object]) -> QPushButton:
    """A large button with a picture, a title and a sentence."""
    made = _Door()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setAccessibleDescription(text)
    made.setProperty("look", "door")
    made.clicked.connect(lambda _checked=False: clicked())
    row = QHBoxLayout(made)
    row.setContentsMargins(16, 14, 16, 14)
    row.setSpacing(12)
    picture = QLabel()
    picture.setPixmap(icons.icon(icon, "accent").pixmap(QSize(22, 22)))
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(title, "strong"))
    words.addWidget(label(text, "quiet", wrap=True))
    words.addStretch(1)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    for each in made.findChildren(QLabel):
        each.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made


class _Door(Button):
    """A button as high as the words inside it need."""

    def sizeHint(self) -> QSize:
        return self._inside().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside().minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._inside().heightForWidth(width)

    def _inside(self) -> QLayout:
        layout = self.layout()
        if layout is None:
            raise RuntimeError("a door has words inside")
        return layout
