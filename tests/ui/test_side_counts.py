"""Counts at the side."""

from __future__ import annotations

from crm_desktop.ui.places import REQUESTS, SHARED
from crm_desktop.ui.side_counts import show_overdue, show_shared
from crm_desktop.ui.sidebar import Item, Place, Sidebar


def test_what_is_overdue_is_counted_in_a_number_and_in_words(qtbot):
    sidebar = Sidebar((Place(REQUESTS, "Requests"),), ())
    qtbot.addWidget(sidebar)
    show_overdue(sidebar, 3)
    line = sidebar._items[REQUESTS]
    assert (line.count, line.accessibleDescription()) == ("3", "Overdue 3")
    show_overdue(sidebar, 0)
    assert (line.count, line.accessibleDescription()) == ("", "")


def test_what_waits_in_the_shared_base_stands_at_the_side(qtbot):
    sidebar = Sidebar((), (Place(SHARED, "Shared base"),))
    qtbot.addWidget(sidebar)
    item = sidebar.findChild(Item, f"go_{SHARED}")
    show_shared(sidebar, 2)
    assert (item.count, item.accessibleDescription()) == ("2", "2 wait for your decision")
    show_shared(sidebar, 0)
    assert item.count == ""
    sidebar.offer(SHARED, offered=False)
    assert item.isHidden()
    sidebar.offer(SHARED, offered=True)
    assert not item.isHidden()
