from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crm_desktop.clock import utc_text
from crm_desktop.sync import failures
from crm_desktop.sync.address import ServerAddress
from crm_desktop.sync.membership import Membership
from crm_desktop.sync.state import SyncState
from crm_desktop.ui.shared_status import SharedStatus
from crm_desktop.ui.standing import Standing
from crm_desktop.ui.status_line import StatusLine
from crm_desktop.ui.theme import LIGHT

AT = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)
STATE = SyncState(Membership(ServerAddress("db", "crm", "anna"), "laptop"), utc_text(AT))


@pytest.fixture
def clock():
    return [AT]


@pytest.fixture
def status(qtbot, clock):
    made = SharedStatus(Standing(STATE), lambda: clock[0])
    qtbot.addWidget(made)
    return made


def test_it_counts_by_itself_and_a_screen_reader_is_left_in_peace(status, clock):
    status.resize(600, 28)
    assert status.shown() == status.accessibleName() == "Shared base: up to date"
    clock[0] = AT + timedelta(minutes=7)
    status.say()
    assert status.shown() == "Shared base: up to date 7 min ago"
    assert status.accessibleName() == "Shared base: up to date"


def test_only_what_wants_a_person_is_coloured(status):
    for problem, ink in (
        (None, LIGHT.quiet),
        (failures.ServerUnreachable(), LIGHT.quiet),
        (failures.ServerPutBack(), LIGHT.care),
        (failures.ServerPasswordRefused(), LIGHT.care),
        (failures.ServerBusy(), LIGHT.care),
    ):
        status.show_standing(Standing(STATE, problem=problem, offline_since=utc_text(AT)))
        assert status.ink(LIGHT) == ink


def test_in_the_line_it_comes_and_goes(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1200, 28)
    line.show()
    line.show_shared(None)
    assert line._shared is None
    line.show_shared(Standing(STATE, is_busy=True))
    shared: Any = line._shared
    shown = [shared]
    line.show_shared(Standing(STATE))
    assert line._shared is shared
    with qtbot.waitSignal(line.shared_wanted):
        qtbot.keyClick(shared, Qt.Key.Key_Return)
    line.show_shared(None)
    assert line._shared is None
    assert not shown[0].isVisible()
