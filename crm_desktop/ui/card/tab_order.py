"""Tab goes through a form as the eye does: line by line, left to right.

Qt's own order is that in which widgets were made, and rows that are added later would come last.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

_SAME_LINE = 12
"""Middles that are no further apart stand on one line, in logical pixels."""


def stops(form: QWidget) -> list[QWidget]:
    """The widgets that Tab stops at, in reading order."""
    found = [widget for widget in form.findChildren(QWidget) if _is_stop(widget)]
    placed = sorted(((_middle(widget, form), widget) for widget in found), key=lambda pair: pair[0].y())
    ordered: list[QWidget] = []
    line: list[tuple[QPoint, QWidget]] = []
    for middle, widget in placed:
        if line and middle.y() - line[0][0].y() > _SAME_LINE:
            ordered += _across(line)
            line = []
        line.append((middle, widget))
    return ordered + _across(line)


def move_focus(form: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next stop, round and round within the form; whether there was any."""
    order = stops(form)
    if not order:
        return False
    current = form.window().focusWidget()
    place = order.index(current) if current in order else (-1 if forward else 0)
    target = order[(place + (1 if forward else -1)) % len(order)]
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _middle(widget: QWidget, form: QWidget) -> QPoint:
    # Tall fields stand beside others with their first line.
    return widget.mapTo(form, QPoint(widget.width() // 2, min(widget.height(), 32) // 2))


def _across(line: list[tuple[QPoint, QWidget]]) -> list[QWidget]:
    return [widget for _, widget in sorted(line, key=lambda pair: pair[0].x())]
