"""What a column means: fields by groups, found by typing; a field of one's own with its type; or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind
from crm_desktop.ui import text_import, text_kinds, theme
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

_WIDTH = 300
_HEIGHT = 400
_ROW = 28
_OWN_KINDS = (FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE, FieldKind.YES_NO, FieldKind.CHOICE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was chosen; ``kind`` is the type of an own field, None where the program shall guess it."""

    target: Target
    kind: FieldKind | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    words: str
    meaning: Meaning | None
    """None for a heading."""


class MeaningPopup(QFrame):
    """A small window under a header.

    Signals:
        chosen: a ``Meaning``.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, header: str, current: Target, only: Target | None = None) -> None:
        """``only``: the format of the file says what the column is; it may still be left out."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("meaning_popup")
        self.setAccessibleName(tr("What “{header}” means", header=header))
        self.setProperty("look", "raised")
        self.setFixedWidth(_WIDTH)
        self._current = current
        self._entries = tuple(_given(only) if only else _entries(header))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(label(tr("“{header}” is", header=header), "quiet", wrap=True))
        self.line = QLineEdit()
        self.line.setObjectName("meaning_search")
        self.line.setAccessibleName(tr("Find a meaning"))
        self.line.setPlaceholderText(tr("Type to find"))
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        column.addWidget(self.line)
        self.list = QListWidget()
        self.list.setObjectName("meaning_list")
        self.list.setAccessibleName(tr("Meanings"))
        self.list.setUniformItemSizes(False)
        self.list.itemClicked.connect(self._choose)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, meaning in (
            ("meaning_own", tr("Own field"), Meaning(Target("own", header))),
            ("meaning_ignore", tr("Leave out"), Meaning(Target("ignore"))),
        )[1 if only else 0 :]:
            row.addWidget(button(name, words, clicked=partial(self._take, meaning)), 1)
        column.addLayout(row)
        self.setFixedHeight(_HEIGHT)
        self._fill("")

    def open_at(self, point: QPoint) -> None:
        """Show it with its corner at a global point, moved into the screen where it would leave it."""
        screen = self.screen().availableGeometry()
        left = min(point.x(), screen.right() - self.width())
        top = min(point.y(), screen.bottom() - self.height())
        self.move(max(screen.left(), left), max(screen.top(), top))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The search line keeps the focus; arrows and Return go to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        wanted = fold(text).split()
        self.list.clear()
        heading: _Entry | None = None
        place = -1
        for entry in self._entries:
            if entry.meaning is None:
                heading = entry
            elif all(word in fold(entry.words) for word in wanted):
                if heading is not None:
                    self._add_heading(heading.words)
                    heading = None
                self._add(entry)
                if entry.meaning.target == self._current and entry.meaning.kind is None and place < 0:
                    place = self.list.count() - 1
        if place < 0 or wanted:
            place = next((row for row in range(self.list.count()) if self._is_choice(row)), -1)
        self.list.setCurrentRow(place)
        if self.list.currentItem() is not None:
            self.list.scrollToItem(self.list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        item.setSizeHint(QSize(10, _ROW))
        item.setFont(theme.variant(theme.variant(self.font(), "small"), "strong"))
        self.list.addItem(item)

    def _add(self, entry: _Entry) -> None:
        item = QListWidgetItem(f"   {entry.words}")
        item.setData(Qt.ItemDataRole.UserRole, entry.meaning)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.words)
        item.setSizeHint(QSize(10, _ROW))
        self.list.addItem(item)

    def _is_choice(self, row: int) -> bool:
        return self.list.item(row).data(Qt.ItemDataRole.UserRole) is not None

    def _move(self, step: int) -> None:
        rows = [row for row in range(self.list.count()) if self._is_choice(row)]
        if rows:
            here = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else -1
            self.list.setCurrentRow(rows[max(0, min(len(rows) - 1, here + step))])

    def _choose(self, item: QListWidgetItem | None) -> None:
        meaning = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if meaning is not None:
            self._take(meaning)

    def _take(self, meaning: Meaning) -> None:
        self.close()
        self.chosen.emit(meaning)


def _given(only: Target) -> Iterator[_Entry]:
    yield _Entry(tr("Leave out"), Meaning(Target("ignore")))
    yield _Entry(text_import.target_name(only), Meaning(only))


def _entries(header: str) -> Iterator[_Entry]:
    """Leaving out and own fields first: they are what a column without a known meaning needs."""
    own = Target("own", header)
    yield _Entry(tr("Leave out"), Meaning(Target("ignore")))
    yield _Entry(tr("Own field “{name}”", name=header), Meaning(own))
    for group, texts in text_import.CHOICES:
        yield _Entry(text_import.choice_group(group), None)
        for text in texts:
            target = Target.parse(text)
            yield _Entry(text_import.target_name(target), Meaning(target))
    yield _Entry(tr("Own field of a type"), None)
    for kind in _OWN_KINDS:
        words = tr("Own field: {type}", type=text_kinds.field_kind(kind))
        yield _Entry(words, Meaning(own, kind))
