"""What can be done to several clients at once, also where the list is narrow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from crm_desktop.ui.lists.mass_bar import MassBar


@pytest.fixture
def bar(qtbot, session):
    made = MassBar(session)
    qtbot.addWidget(made)
    made.resize(1200, made.sizeHint().height())
    made.show_count(2)
    return made


def shown(bar):
    names = ["mass_plan", "mass_merge", "mass_delete"]
    return [name for name in names if bar.findChild(QPushButton, name).isVisible()]


def more(bar):
    return bar.findChild(QToolButton, "mass_more")


def test_it_is_there_for_several(bar):
    assert bar.isVisible()
    bar.show_count(1)
    assert not bar.isVisible()


def test_contacts_are_planned_from_it(bar):
    asked = []
    bar.plan_wanted.connect(lambda: asked.append("plan"))
    bar.findChild(QPushButton, "mass_plan").click()
    assert asked == ["plan"]
    assert not more(bar).isVisible()


def test_what_has_no_room_stands_in_a_menu(qtbot, bar):
    assert shown(bar) == ["mass_plan", "mass_merge", "mass_delete"]
    bar.resize(bar._needed(1), bar.height())
    assert shown(bar) == ["mass_plan", "mass_delete"]
    assert more(bar).isVisible()
    bar.resize(bar.minimumSizeHint())
    assert shown(bar) == ["mass_delete"]
    asked = []
    bar.plan_wanted.connect(lambda: asked.append("plan"))
    bar.merge_wanted.connect(lambda: asked.append("merge"))
    more(bar).click()
    menu = bar.findChild(QMenu, "mass_more_menu")
    assert [action.text() for action in menu.actions()] == ["Plan…", "Merge…"]
    for action in menu.actions():
        action.trigger()
    assert asked == ["plan", "merge"]
    menu.close()
    bar.resize(1200, bar.height())
    assert shown(bar) == ["mass_plan", "mass_merge", "mass_delete"]


def test_nothing_stands_over_another_at_any_width(qtbot, bar):
    for width in range(bar.minimumSizeHint().width(), 1200, 37):
        bar.resize(width, bar.height())
        bar._row.activate()
        visible = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
        for left, right in pairwise(visible):
            assert left.geometry().right() < right.geometry().left()
            assert left.width() >= left.sizeHint().width()
