"""A picture as a screen reader meets it: a chart that holds its bars, each with its words and its place.

Qt asks a factory for the interface of a widget, and only when something listens. Those of bars are registered in Qt's
cache, which never asks whether Python has let go of one: they are kept here until their picture goes.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from crm_desktop.ui.reports.chart import Chart

_kept: dict[int, AccessibleChart] = {}
"""By the address of its widget; Qt's cache is one for the process, and so is what it must not lose."""


@cache
def install() -> None:
    """Make pictures known to Qt; once per process is enough, more does nothing."""
    QAccessible.installFactory(_make)


def tell_focus(chart: Chart) -> None:
    """Say to whoever listens that the keys stand on another bar."""
    if not QAccessible.isActive() or not chart.hasFocus():
        return
    QAccessible.queryAccessibleInterface(chart)  # makes it, where nobody asked before
    of = _kept.get(id(chart))
    if of is not None:
        QAccessible.updateAccessibility(QAccessibleEvent(of.focusChild(), QAccessible.Event.Focus))


def _make(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, Chart):
        return None
    key = id(thing)
    made = _kept[key] = AccessibleChart(thing)
    thing.destroyed.connect(lambda: _forget(key))
    return made


def _forget(key: int) -> None:
    chart = _kept.pop(key, None)
    if chart is not None:
        chart.drop_bars()


class AccessibleBar(QAccessibleInterface):
    """One bar, or one point of a line."""

    def __init__(self, of: AccessibleChart, number: int) -> None:
        super().__init__()
        self._of, self.number = of, number

    def isValid(self) -> bool:
        return self.number < len(self._of.chart.bars)

    def object(self) -> QObject:
        return None  # type: ignore[return-value]  # a bar is no object of Qt

    def window(self) -> QWindow:
        handle: QWindow = self._of.chart.window().windowHandle()
        return handle

    def parent(self) -> QAccessibleInterface:
        return self._of

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]  # Qt's own way to say that there is none

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        chart = self._of.chart
        return chart.rect_of(chart.bars[self.number]).translated(chart.viewport().mapToGlobal(QPoint(0, 0)))

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        chart, state = self._of.chart, QAccessible.State()
        state.focusable = state.selectable = True
        state.selected = self.number == chart.current
        state.focused = state.selected and chart.hasFocus()
        state.linked = chart.drills(chart.bars[self.number])
        state.offscreen = not self.rect().intersects(self._of.rect())
        return state

    def text(self, which: QAccessible.Text) -> str:
        if which != QAccessible.Text.Name or not self.isValid():
            return ""
        chart = self._of.chart
        return chart.words_of(chart.bars[self.number])

    def setText(self, which: QAccessible.Text, text: str) -> None:
        """Nothing of it can be typed over."""


class AccessibleChart(QAccessibleWidget):
    """A picture with its bars, in the order in which keys go through them."""

    def __init__(self, chart: Chart) -> None:
        super().__init__(chart, QAccessible.Role.Chart, chart.accessibleName())
        self.chart = chart
        self._bars: dict[int, tuple[AccessibleBar, int]] = {}

    def drop_bars(self) -> None:
        """Take all bars out of Qt's cache."""
        bars, self._bars = self._bars, {}
        for _, number in bars.values():
            QAccessible.deleteAccessibleInterface(number)

    def childCount(self) -> int:
        return len(self.chart.bars)

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < self.childCount():
            return None  # type: ignore[return-value]
        found = self._bars.get(index)
        if found is None:
            made = AccessibleBar(self, index)
            found = self._bars[index] = made, QAccessible.uniqueId(made)
        return found[0]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = self.chart.viewport().mapFromGlobal(QPoint(x, y))
        return self.child(self.chart.bar_at(point.toPointF()))

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, AccessibleBar) else -1

    def focusChild(self) -> QAccessibleInterface:
        return self.child(max(0, self.chart.current))
