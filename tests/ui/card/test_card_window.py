"""The card in a window of its own, by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.ui.card.calls import Calls
from crm_desktop.ui.card.card_window import CardWindow
from crm_desktop.ui.card.small_form import SmallForm


@pytest.fixture
def window(session, ivanov, qtbot):
    nothing = lambda *_: None  # noqa: E731
    made = CardWindow(session, Calls(nothing, nothing, nothing, nothing), nothing)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show_client(ivanov)
    made.show()
    qtbot.waitUntil(lambda: bool(made.card.name))
    return made


def test_escape_closes_it(window, qtbot):
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_escape_in_a_form_leaves_the_form_alone(window, qtbot):
    window.card.log_contact()
    form = window.findChild(SmallForm)
    assert form is not None
    qtbot.waitUntil(lambda: form.isVisible() and form.focusWidget() is not None)
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Escape)
    assert window.isVisible()
    qtbot.waitUntil(lambda: not form.isVisible())
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
