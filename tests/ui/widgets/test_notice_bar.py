"""The bar over the page."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.widgets.notice_bar import NoticeBar


def test_tab_goes_through_the_bar_where_it_stands_and_to_its_cross_last(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    bar = NoticeBar()
    above, below = QLineEdit(), QLineEdit()
    for name, each in (("above", above), ("", bar), ("below", below)):
        each.setObjectName(name or "notice")
        column.addWidget(each)
    with qtbot.waitExposed(window):
        window.show()
    for _ in range(2):  # once more, as the next notice would
        bar.tell("Not saved yet", "info", ("Continue", lambda: None), ("Discard", lambda: None))
    window.activateWindow()
    above.setFocus()
    visited = []
    for _ in range(5):
        visited.append(window.focusWidget().objectName())
        window.focusNextChild()
    assert visited == ["above", "notice_action", "notice_action_2", "notice_close", "below"]
