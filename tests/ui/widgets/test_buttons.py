"""Buttons answer the return key while they have the focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crm_desktop.ui.widgets.buttons import button, tool_button


@pytest.mark.parametrize(
    "make",
    [
        lambda clicked: button("go", "Go", clicked=clicked),
        lambda clicked: tool_button("go", "Go", "x", clicked=clicked),
    ],
)
def test_the_return_key_presses_the_button_that_has_the_focus(qtbot, make):
    pressed = []
    made = make(lambda: pressed.append(1))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.keyClick(made, Qt.Key.Key_Return)
    qtbot.keyClick(made, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1, 1]
