"""The reports at the left of their page: all there are by what they are about, and the user's own above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.reports.entries import groups
from crm_desktop.ui.sidebar import Item, Place
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label
from crm_desktop.ui.widgets.page_frame import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from crm_desktop.services.saved_reports import SavedReport
    from crm_desktop.ui.reports.entries import Entry

_NARROWEST, _WIDEST, _EDGES = 216, 300, 58
_FAR = 10_000


class SideItem(Item):
    """The line of a report. Tab stops at the one on the screen alone; arrows, Home and End go to the others.

    Signals:
        stepped: the keys are to go so many lines further down (-1: up); beyond the ends for the first and the last.
    """

    stepped = Signal(int)

    def setChecked(self, checked: bool) -> None:
        super().setChecked(checked)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


class SavedItem(SideItem):
    """The line of a saved report: F2 renames it, Delete removes it, Alt with an arrow moves it.

    Signals:
        renamed: another name is wanted.
        removed: it is to go.
        moved: it is to stand so many places further down (-1: up).
    """

    renamed = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, report: SavedReport) -> None:
        weekly = report.weekly is not None
        super().__init__(Place(f"saved_{report.id.hex()}", report.name, "repeat" if weekly else ""))
        keys = tr("F2 renames it, Delete removes it, Alt with an arrow key moves it.")
        self.setAccessibleDescription(
            " ".join((tr("Its file is written every week."), keys)) if weekly else keys
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if with_alt and event.key() in arrows:
            self.moved.emit(arrows[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_F2:
            self.renamed.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class ReportSide(QWidget):
    """The list.

    Signals:
        chosen: an ``Entry``.
        saved_chosen: the id of a saved report.
        menu_wanted: a menu for a saved report, at a global point.
        rename_wanted, remove_wanted: the id of a saved report.
        move_wanted: the id of a saved report, and how many places further down (-1: up).
    """

    chosen = Signal(object)
    saved_chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)
    move_wanted = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report_side")
        self.setAccessibleName(tr("Reports"))
        self._items: dict[str, SideItem] = {}
        self._saved_items: dict[bytes, SavedItem] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(area)
        inside = QWidget()
        area.setWidget(inside)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(12, 14, 8, 12)
        self._column.setSpacing(0)
        heading = label(tr("Reports"), "heading")
        heading.setContentsMargins(10, 0, 0, 4)
        self._column.addWidget(heading)
        self._own = QVBoxLayout()
        self._own.setSpacing(0)
        self._column.addLayout(self._own)
        for title, entries in groups():
            self._column.addWidget(_section(title))
            for entry in entries:
                self._column.addWidget(self._item(entry))
        self._column.addStretch(1)

    def show_saved(self, reports: Sequence[SavedReport]) -> None:
        """Show the user's own reports; the keys stay with the one that they were on, or with its neighbour."""
        shown = list(self._saved_items)
        focused = next((place for place, id_ in enumerate(shown) if self._saved_items[id_].hasFocus()), None)
        stood_on = None if focused is None else shown[focused]
        clear(self._own)
        self._saved_items = {}
        if reports:
            self._own.addWidget(_section(tr("Saved")))
        for report in reports:
            self._saved_items[report.id] = item = self._saved_item(report)
            self._own.addWidget(item)
            item.show()
        if focused is None:
            return
        left = [each.id for each in reports]
        if stood_on in self._saved_items:
            self._saved_items[stood_on].setFocus()
        elif left:
            self._saved_items[left[min(focused, len(left) - 1)]].setFocus()

    def _saved_item(self, report: SavedReport) -> SavedItem:
        item, id_ = SavedItem(report), report.id
        item.stepped.connect(lambda step: self._step(item, step))
        item.clicked.connect(lambda _checked=False: self.saved_chosen.emit(id_))
        item.menu_wanted.connect(lambda point: self.menu_wanted.emit(id_, point))
        item.renamed.connect(lambda: self.rename_wanted.emit(id_))
        item.removed.connect(lambda: self.remove_wanted.emit(id_))
        item.moved.connect(lambda step: self.move_wanted.emit(id_, step))
        return item

    def focus_marked(self) -> None:
        """The keys belong to the line of what is on the screen."""
        for item in self._lines():
            if item.isChecked():
                item.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self) -> list[SideItem]:
        return [*self._saved_items.values(), *self._items.values()]

    def _step(self, item: SideItem, step: int) -> None:
        lines = self._lines()
        place = max(0, min(len(lines) - 1, lines.index(item) + step))
        lines[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(lines[place])

    def fit(self, room: int) -> None:
        """As wide as the names of reports want to be, and no wider than a quarter of the page (``room``)."""
        metrics = QFontMetrics(theme.variant(self.font(), "strong"))
        widest = max(metrics.horizontalAdvance(item.text()) for item in self._items.values())
        self.setFixedWidth(max(_NARROWEST, min(widest + _EDGES, room // 4, _WIDEST)))

    def mark(self, entry: str, saved: bytes | None) -> None:
        """Mark what is on the screen."""
        for name, item in self._items.items():
            item.setChecked(saved is None and name == entry)
        for id_, item in self._saved_items.items():
            item.setChecked(id_ == saved)

    def _item(self, entry: Entry) -> SideItem:
        item = SideItem(Place(f"report_{entry.id}", entry.title))
        item.stepped.connect(lambda step: self._step(item, step))
        item.clicked.connect(lambda _checked=False: self.chosen.emit(entry))
        self._items[entry.id] = item
        return item


def _section(title: str) -> QWidget:
    made = label(title, "section")
    made.setContentsMargins(10, 14, 0, 5)
    return made
