"""What a screen reader hears of the controls that are seen, and where Tab goes among them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget

_MOST_STEPS = 400


def nameless(root: QWidget) -> list[str]:
    """The controls that take the focus and have no name: none for a screen reader, or none for a test."""
    found = []
    for widget in _controls(root):
        heard = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not (heard and widget.objectName()):
            found.append(f"{type(widget).__name__} {widget.objectName()!r} {heard!r}")
    return found


def not_reached_by_tab(root: QWidget) -> list[str]:
    """The controls that Tab should come to, going on from the one that has the focus, and does not."""
    begun = QApplication.focusWidget()
    assert begun is not None
    assert root.isAncestorOf(begun) or begun is root
    seen = [begun]
    for step in range(_MOST_STEPS):
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused is begun and (len(seen) > 1 or step > 2):  # a time has three stops of its own
            break
        if focused is not seen[-1]:  # a time goes from its hours to its minutes
            seen.append(focused)
    else:
        raise AssertionError(f"Tab does not come back to {begun.objectName()}")
    stops = [each for each in _controls(root) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [each.objectName() for each in stops if each not in seen]


def _controls(root: QWidget) -> list[QWidget]:
    return [
        each
        for each in root.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.focusProxy() is None
        and not isinstance(each.parent(), QAbstractSpinBox | QComboBox)
        and not each.objectName().startswith("qt_")
    ]
