"""What can be done to several clients at once, also where the list is narrow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton

from crm_desktop.services import dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.ui.lists.mass_bar import MassBar


@pytest.fixture
def bar(qtbot, session):
    dictionaries.add(session.store, Dictionary.COLLEAGUE, "Jonas")
    made = MassBar(session)
    qtbot.addWidget(made)
    made.resize(1200, made.sizeHint().height())
    made.show_count(2)
    return made


CHOICES = ["mass_stage", "mass_tag", "mass_group", "mass_responsible"]
ALL = [*CHOICES, "mass_plan", "mass_merge", "mass_delete"]


def shown(bar):
    names = ALL
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
    assert shown(bar) == ALL
    bar.resize(bar._needed(5), bar.height())
    assert shown(bar) == [*CHOICES, "mass_plan", "mass_delete"]
    assert more(bar).isVisible()
    bar.resize(bar._needed(4), bar.height())
    assert shown(bar) == [*CHOICES, "mass_delete"]
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
    assert shown(bar) == ALL


def test_choices_that_have_no_room_open_from_the_menu(qtbot, bar):
    bar.resize(bar.minimumSizeHint())
    assert shown(bar) == ["mass_delete"]
    asked = []
    bar.set_wanted.connect(lambda field, value: asked.append((field, value is not None)))
    more(bar).click()
    menu = bar.findChild(QMenu, "mass_more_menu")
    words = [action.text() for action in menu.actions()]
    assert words == ["Stage", "Tag", "Group", "Responsible", "Plan…", "Merge…"]
    stages = menu.actions()[0].menu()
    stages.aboutToShow.emit()
    stages.actions()[0].trigger()
    assert asked == [("stage_id", True)]
    menu.close()
    bar.resize(1200, bar.height())
    # The menu that was lent still opens from its button.
    stage = bar.findChild(QPushButton, "mass_stage")
    stage.menu().aboutToShow.emit()
    stage.menu().actions()[0].trigger()
    assert len(asked) == 2


@pytest.mark.parametrize("count", [2, 3218, 200_000])
def test_the_count_is_never_cut(qtbot, bar, count):
    bar.show_count(count)
    for width in range(bar.minimumSizeHint().width(), 1200, 37):
        bar.resize(width, bar.height())
        bar._row.activate()
        assert bar._count.width() >= bar._count.sizeHint().width()


def test_nothing_stands_over_another_at_any_width(qtbot, bar):
    for width in range(bar.minimumSizeHint().width(), 1200, 37):
        bar.resize(width, bar.height())
        bar._row.activate()
        visible = [each for each in bar.findChildren(QPushButton) if each.isVisible()]
        for left, right in pairwise(visible):
            assert left.geometry().right() < right.geometry().left()
            assert left.width() >= left.sizeHint().width()


def test_who_works_alone_is_asked_nothing_about_colleagues(qtbot, session):
    made = MassBar(session)
    qtbot.addWidget(made)
    made.resize(1200, made.sizeHint().height())
    made.show_count(2)
    assert shown(made) == [name for name in ALL if name != "mass_responsible"]


def test_a_menu_of_colleagues_offers_who_works_here_and_to_hand_over(bar, session):
    gone = dictionaries.add(session.store, Dictionary.COLLEAGUE, "Gone")
    dictionaries.set_active(session.store, gone, active=False)
    asked = []
    bar.hand_wanted.connect(lambda: asked.append("hand"))
    menu = bar.findChild(QPushButton, "mass_responsible").menu()
    menu.aboutToShow.emit()
    assert [each.text() for each in menu.actions() if each.text()] == [
        "Jonas",
        "Ona",
        "None",
        "Hand over with what is open…",
    ]
    menu.actions()[-1].trigger()
    assert asked == ["hand"]
