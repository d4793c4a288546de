from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from crm_desktop.ui.widgets.page_frame import clear, keeping_focus


def test_what_is_made_anew_keeps_the_focus_though_the_old_one_waits_to_be_deleted(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)

    def fill():
        clear(column)
        for name in ("one", "two"):
            field = QLineEdit()
            field.setObjectName(name)
            column.addWidget(field)

    fill()
    page.show()
    qtbot.waitUntil(page.isVisible)
    old = page.findChild(QLineEdit, "two")
    old.setFocus()
    page.activateWindow()
    qtbot.waitUntil(old.hasFocus)
    with keeping_focus(page):
        fill()
    # It has the focus as soon as it is on the screen.
    new = page.findChildren(QLineEdit, "two")[-1]
    assert new is not old
    qtbot.waitUntil(new.hasFocus)
