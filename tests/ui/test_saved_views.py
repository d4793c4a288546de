"""Saved views of a base that colleagues share: own ones, shared ones, and those of others."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from crm_desktop.services import dictionaries, operations, views
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.membership import become_member
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program
from crm_desktop.ui.sidebar import Item


def _nothing(*_args):
    """What the window asks of others is not looked at here."""


@pytest.fixture
def desk(qtbot, session):
    made = make_desk(session, Program(*[_nothing] * 6), lambda _desk: Hosts(*[_nothing] * 5))
    qtbot.addWidget(made.window)
    made.start("clients")
    qtbot.waitUntil(lambda: not made.session.runner.busy())
    yield made
    made.close()


@pytest.fixture
def joined(base):
    become_member(base.store, ServerAddress("db.example", "crm", "anna"), "Anna's laptop")
    return base.store


def _sharing(desk, view):
    """The line of the menu that is about colleagues."""
    for menu in desk.window.findChildren(QMenu, "view_menu"):
        menu.setObjectName("closed")
    desk.views._open_menu(view.hex(), QPoint(0, 0))
    menu = desk.window.findChild(QMenu, "view_menu")
    menu.close()
    return next((action for action in menu.actions() if action.objectName() == "view_sharing"), None)


def _item(desk, view):
    return desk.window.sidebar.findChild(Item, f"view_{view.hex()}")


def test_where_nobody_shares_the_base_nothing_is_said_of_colleagues(qtbot, desk, base):
    view = views.save(base.store, "Vilnius", {})
    assert _sharing(desk, view) is None
    assert _item(desk, view).place.mark == ""


def test_a_view_is_shared_and_taken_back_and_stays_on_the_screen(qtbot, desk, joined):
    own = views.save(joined, "Vilnius", {})
    desk.views.open(own.hex())
    _sharing(desk, own).trigger()
    (view,) = views.views(joined)
    assert view.shared
    assert view.shared_by == desk.session.base.me
    item = _item(desk, view.id)
    assert item.isChecked()
    assert item.place.mark
    assert item.accessibleDescription()
    assert desk.views.current_name() == "Vilnius"
    assert not item.grab().isNull()
    assert item.place.hint in item.toolTip()
    _sharing(desk, view.id).trigger()
    (back,) = views.views(joined)
    assert not back.shared
    assert _item(desk, back.id).isChecked()
    operations.undo(joined)
    assert views.views(joined)[0].shared


def test_a_view_that_another_shares_is_that_ones(qtbot, desk, joined):
    jonas = dictionaries.add(joined, Dictionary.COLLEAGUE, "Jonas")
    view = views.share(joined, views.save(joined, "Vilnius", {}), jonas)
    line = _sharing(desk, view)
    assert not line.isEnabled()
    assert "Jonas" in line.text()
    assert "Jonas" in _item(desk, view).accessibleDescription()


def test_removing_a_shared_view_says_that_it_is_for_everybody(qtbot, desk, joined):
    told: list[object] = []
    desk.window.tell.done = lambda text, _undo: told.append(text)
    own, shared = views.save(joined, "Mine", {}), views.share(joined, views.save(joined, "Ours", {}))
    desk.views.remove(own.hex())
    desk.views.remove(shared.hex())
    assert told == ["View removed", "View removed for everybody"]
    assert views.views(joined) == []


def test_sharing_what_is_gone_is_told(qtbot, desk, joined):
    told: list[object] = []
    desk.window.tell.problem = told.append
    desk.views.share("00" * 16)
    assert len(told) == 1
