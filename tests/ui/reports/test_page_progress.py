"""A report that takes its time says so, and is stopped by its button or by another choice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton

from crm_desktop.services.reports import making
from crm_desktop.ui.reports.entries import groups
from crm_desktop.ui.reports.page import ReportsPage

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"


class Endless:
    """A report whose first query never comes to an end."""

    def make(self, store, options, now, progress):
        progress(0, 3)
        return store.read(ENDLESS)


@pytest.fixture
def page(session, qtbot):
    made = ReportsPage(session)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    made.stop()
    qtbot.waitUntil(lambda: not session.runner.busy())


def test_it_tells_after_a_moment_and_is_stopped_in_the_middle_of_a_query(page, qtbot, session, monkeypatch):
    monkeypatch.setattr(making, "maker", lambda _kind: Endless())
    page.shown(stale=False)
    assert page._strip is None, "most reports are there before anything could be read"
    qtbot.waitUntil(lambda: page._strip is not None)
    assert page._places.currentWidget() is page._wait
    page.findChild(QObject, "report_progress").findChild(QAbstractButton).click()
    qtbot.waitUntil(lambda: page._places.currentWidget() is page._trouble)
    assert page._trouble.accessibleName() == "Stopped"
    assert page._strip is None
    qtbot.waitUntil(lambda: not session.runner.busy())


def test_another_report_does_not_wait_for_the_one_before(page, qtbot, monkeypatch):
    real = making.maker
    monkeypatch.setattr(making, "maker", lambda _kind: Endless())
    page.shown(stale=False)
    entries = [entry for _, of_group in groups() for entry in of_group]
    for entry in entries[1:4]:
        page.show_entry(entry)
    monkeypatch.setattr(making, "maker", real)
    page.show_entry(entries[0])
    qtbot.waitUntil(lambda: page.worded is not None, timeout=20_000)
    assert page.report.kind is entries[0].kind


def test_the_window_ends_while_a_report_is_made(page, qtbot, session, monkeypatch):
    monkeypatch.setattr(making, "maker", lambda _kind: Endless())
    page.shown(stale=False)
    page.stop()
    qtbot.waitUntil(lambda: not session.runner.busy())
    assert page.worded is None
