"""Who scrolls a page past a field does not change it; who stands in it does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTime
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.ui.widgets.calm_fields import CalmChoice, CalmNumber, CalmTime


def choice():
    made = CalmChoice()
    made.addItems(["a", "b", "c"])
    return made, made.currentIndex


def time():
    made = CalmTime()
    made.setTime(QTime(9, 30))
    return made, lambda: made.time().toString("HH:mm")


def number():
    made = CalmNumber()
    made.setValue(5)
    return made, made.value


def turn(field):
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        middle,
        field.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    return event.isAccepted()


@pytest.mark.parametrize("make", [choice, time, number])
def test_the_wheel_turns_it_only_with_the_focus(qtbot, make):
    field, value = make()
    page = QWidget()
    QVBoxLayout(page).addWidget(field)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitExposed(page)
    page.setFocus()
    assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
    before = value()
    turn(field)
    assert value() == before
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert turn(field)
    assert value() != before
