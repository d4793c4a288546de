from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crm_desktop.ui.actions import ALWAYS, SELECTION, Actions


def test_a_command_is_offered_and_taken_back_in_its_place(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    table = Actions(window)
    names = list(table.table)
    table.enable([ALWAYS])
    for name in ("go_shared", "edit_client"):
        table.offer(name, offered=False)
        assert name not in table.table
        assert not table[name].isVisible()
        assert not table[name].isEnabled()
    for name in ("go_shared", "edit_client"):
        table.offer(name, offered=True)
        table.offer(name, offered=True)
        assert table[name].isVisible()
    assert list(table.table) == names
    assert table["go_shared"].isEnabled()
    assert not table["edit_client"].isEnabled(), "nobody is selected"
    table.enable([ALWAYS, SELECTION])
    assert table["edit_client"].isEnabled()
