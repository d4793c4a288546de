"""The bar over the page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.widgets.notice_bar import NoticeBar


def test_tab_goes_to_the_ways_first_and_to_the_cross_last(qtbot):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    with qtbot.waitExposed(bar):
        bar.tell("Not saved yet", "info", ("Continue", lambda: None), ("Discard", lambda: None))
    bar.activateWindow()
    visited = []
    bar.findChild(QWidget, "notice_action").setFocus()
    for _ in range(3):
        visited.append(bar.focusWidget().objectName())
        bar.focusNextChild()
    assert visited == ["notice_action", "notice_action_2", "notice_close"]
