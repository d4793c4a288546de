"""A window with the forms of planned contacts over it, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.planning.host import make_planning
from tests.bases import new_base

NOW = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)
"""Saturday, 16:00 in Vilnius."""


class SetClock:
    """A clock that stands still."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


@pytest.fixture
def base(tmp_path):
    made = new_base(tmp_path / "clients.crm", who="Ona", region="LT", clock=SetClock(NOW))
    yield made
    made.store.close()


@pytest.fixture
def store(base):
    return base.store


@pytest.fixture
def ona(store):
    return clients.add(store, ClientDraft(name="Ona Onaitė"))


@pytest.fixture
def meeting(store, ona):
    """Ahead: Tuesday at half past three."""
    return activities.add(
        store,
        ActivityDraft(ona, ActivityKind.MEETING, planned_at="2026-11-24T13:30:00.000Z", wanted="delivery"),
    )


@pytest.fixture
def series(store, ona):
    """Every Monday at eleven."""
    return activities.add(
        store,
        ActivityDraft(
            ona,
            ActivityKind.MEETING,
            planned_at="2026-11-23T09:00:00.000Z",
            rule="RRULE:FREQ=WEEKLY",
            zone="Europe/Vilnius",
        ),
    )


class Window(QMainWindow):
    closing = Signal()


class Desk(QObject):
    """What the forms take of a desk."""

    def __init__(self, session, window, told, called):
        super().__init__()
        self.session = session
        self.window = window
        window.tell = told
        window.status = SimpleNamespace(show_work=lambda words: called.append(("working", words)))
        self.undoing = SimpleNamespace(take_back_last=lambda: called.append("undo"))


@pytest.fixture
def called():
    """What the forms asked of the window."""
    return []


@pytest.fixture
def window(qtbot):
    made: Any = Window()
    qtbot.addWidget(made)
    inside = QWidget()
    made.first = QLineEdit()
    QVBoxLayout(inside).addWidget(made.first)
    made.setCentralWidget(inside)
    made.resize(1024, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.first.setFocus()
    return made


@pytest.fixture
def planning(window, session, told, called):
    made: Any = make_planning(Desk(session, window, told, called))  # type: ignore[arg-type]
    yield made
    made.close()
