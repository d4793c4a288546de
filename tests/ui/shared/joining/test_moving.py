"""The shared base is found elsewhere: tried first, taken only where it is the same one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from crm_desktop.services import clients
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.sync.engine import exchange_of
from crm_desktop.sync.membership import become_member, change_address, membership, password_of
from crm_desktop.ui.shared.joining.host import open_moving
from tests.sync.postgres import PASSWORD

LONG = 20_000


def exchange_now(store, password):
    belongs = membership(store)
    assert belongs is not None
    with closing(exchange_of(store, belongs)) as exchange:
        exchange.sync(password)


@pytest.fixture
def mover(qtbot, session, shared, address, key_store):
    """A member whose note of the server is out of date: at this port nobody answers any more."""
    become_member(session.store, address(shared), "laptop")
    clients.add(session.store, ClientDraft(name="Ona"))
    exchange_now(session.store, PASSWORD.format("anna"))
    change_address(session.store, replace(address(shared), port=1))
    window = QWidget()
    window.show()
    made = open_moving(window, session, PASSWORD.format("anna"))
    yield made
    if isValid(made):
        qtbot.waitUntil(lambda: not made._work.is_busy, timeout=LONG)
        made.close()
    window.close()
    window.deleteLater()


def line(dialog, name):
    return dialog.findChild(QLineEdit, f"join_{name}")


def use(qtbot, dialog):
    dialog.findChild(QPushButton, "move_use").click()
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog._work.is_busy, timeout=LONG)


def troubles(dialog):
    found = [each for each in dialog.findChildren(QLabel) if each.objectName().endswith("_trouble")]
    return [each.objectName().split("_")[1] for each in found if each.isVisible()]


def test_what_is_known_stands_there_and_only_the_port_is_changed(qtbot, mover, session, server, shared):
    told: list[str] = []
    session.signals.membership.connect(told.append)
    assert line(mover, "address").text() == "localhost:1"
    assert line(mover, "database").text() == shared
    assert line(mover, "password").text() == ""
    line(mover, "address").setText(f"localhost:{server.port}")
    line(mover, "device").setText("another name")
    use(qtbot, mover)
    belongs = membership(session.store)
    assert (belongs.address.port, belongs.device) == (server.port, "another name")
    assert password_of(belongs.address) == PASSWORD.format("anna")
    assert told == [PASSWORD.format("anna")]
    exchange_now(session.store, told[0])


def test_where_nobody_answers_nothing_is_changed(qtbot, mover, session):
    use(qtbot, mover)
    assert troubles(mover) == ["address"]
    assert membership(session.store).address.port == 1


def test_another_base_is_not_taken_for_the_same(qtbot, mover, session, server, shared):
    with server.admin(shared) as admin:
        admin.execute("UPDATE crm.sync_state SET epoch = gen_random_uuid()")
    line(mover, "address").setText(f"localhost:{server.port}")
    use(qtbot, mover)
    assert troubles(mover) == ["database"]
    assert membership(session.store).address.port == 1


def test_what_is_no_address_is_told_at_once(qtbot, mover):
    line(mover, "address").setText("two words")
    use(qtbot, mover)
    assert troubles(mover) == ["address"]


def test_a_base_that_belongs_nowhere_has_no_address_to_change(qtbot, session):
    window = QWidget()
    qtbot.addWidget(window)
    assert open_moving(window, session) is None
