"""How far a join is, as people see it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from crm_desktop.sync.telling import Phase
from crm_desktop.ui.shared.joining.progress_page import ProgressPage


@pytest.fixture
def page(qtbot):
    made = ProgressPage()
    qtbot.addWidget(made)
    return made


def count(page, phase):
    return page.findChild(QLabel, f"join_count_{phase.value}").text()


def bar(page):
    found = page.findChild(QProgressBar)
    return found.value(), found.maximum()


def test_what_goes_on_shows_its_count_and_what_is_done_keeps_it(page):
    page.step(Phase.BACKUP, 1, 1)
    assert bar(page)[1] == 0  # nobody knows how long that takes
    page.step(Phase.READ, 5_000, 0)
    assert count(page, Phase.READ) == "5,000"
    page.step(Phase.SEND, 10_000, 97_948)
    assert count(page, Phase.SEND) == "10,000 of 97,948"
    assert bar(page) == (10_000, 97_948)
    page.step(Phase.LISTS, 0, 100)
    assert count(page, Phase.READ) == "5,000"
    assert page.findChild(QProgressBar).accessibleName() == "Getting lists and search ready"


def test_a_second_try_begins_with_nothing(page):
    page.step(Phase.SEND, 10_000, 97_948)
    page.begin()
    assert count(page, Phase.SEND) == ""
    assert bar(page)[1] == 0
