"""What changed: by whom, and what came from another computer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from crm_desktop.kinds import Op
from crm_desktop.services import clients, dictionaries
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.storage.remote_change import remote_change
from crm_desktop.ui.pages.operations import OperationsPage


@pytest.fixture
def page(qtbot, session):
    made = OperationsPage(session, lambda _row: None, lambda _id: None)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(page):
    QApplication.processEvents()  # what was put into a layout is shown then
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible()]


def test_who_works_alone_is_not_asked_who_did_it(page):
    page.shown(stale=True)
    assert page._whom.isHidden()


def test_what_a_colleague_did_elsewhere_stands_there_and_can_be_asked_for_alone(page, base):
    store = base.store
    dictionaries.add(store, Dictionary.COLLEAGUE, "Anna")
    client = clients.add(store, ClientDraft(name="Ona Onaitė"))
    with remote_change(store, Op.SYNC) as remote:
        with remote.written_by("Anna", "2026-11-20T09:00:00.000Z"):
            remote.change.execute("UPDATE client SET likes = 'x' WHERE id = ?", (client,))
        with remote.written_by("Anna", "2026-11-20T09:01:00.000Z"):
            remote.change.execute("UPDATE colleague SET active = 1, name = 'Anna ' WHERE name = 'Anna'")
            remote.change.execute("UPDATE colleague SET name = 'Anna' WHERE name = 'Anna '")
    page.shown(stale=True)
    assert "Done on another computer" in texts(page)
    assert "Ona Onaitė · Anna" in texts(page)
    assert texts(page).count("Done on another computer") == 1  # lists alone are nobody's work
    assert len([each for each in page.findChildren(QPushButton) if each.text().strip() == "Take back"]) == 2
    page._whom.choose("Anna")
    page._reload()
    assert [each for each in texts(page) if "Anna" in each] == ["Ona Onaitė · Anna"]
    assert "Added a client" not in texts(page)
    assert page._whom.value() == "Anna"
