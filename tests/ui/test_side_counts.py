"""Counts at the side."""

from __future__ import annotations

from crm_desktop.ui.places import REQUESTS
from crm_desktop.ui.side_counts import show_overdue
from crm_desktop.ui.sidebar import Place, Sidebar


def test_what_is_overdue_is_counted_in_a_number_and_in_words(qtbot):
    sidebar = Sidebar((Place(REQUESTS, "Requests"),), ())
    qtbot.addWidget(sidebar)
    show_overdue(sidebar, 3)
    line = sidebar._items[REQUESTS]
    assert (line.count, line.accessibleDescription()) == ("3", "Overdue 3")
    show_overdue(sidebar, 0)
    assert (line.count, line.accessibleDescription()) == ("", "")
