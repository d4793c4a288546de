"""A contact is planned, put off, told about and planned for many, in the whole program, by keys alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from crm_desktop.kinds import Outcome
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ClientDraft
from tests.e2e.conftest import CTRL

Key = Qt.Key


def planned(program):
    return program.desk.session.store.read(
        "SELECT id, planned_at, minutes, held_at FROM activity WHERE deleted = 0 ORDER BY rid"
    )


@pytest.fixture
def begun(start):
    """Starts with three clients, the list in sight and the first one chosen."""

    def begin(language):
        program, keyboard = start(language)
        for name in ("Ona Onaitė", "Petras Petraitis", "Иванов Иван"):
            clients.add(program.desk.session.store, ClientDraft(name=name))
        program.desk.go_clients()
        keyboard.find("onait")
        keyboard.key(Key.Key_Down)
        keyboard.calm()
        return program, keyboard

    return begin


@pytest.mark.parametrize(("language", "tomorrow"), [("en", "tomorrow"), ("ru", "завтра"), ("lt", "rytoj")])
def test_a_day_with_a_meeting(begun, language, tomorrow):
    program, keyboard = begun(language)
    store = program.desk.session.store
    keyboard.key(Key.Key_P, CTRL)
    assert keyboard.focus().objectName() == "activity_when"
    keyboard.type(f"{tomorrow} 10:00-10:45")
    keyboard.key(Key.Key_Return, CTRL)
    ((meeting, at, minutes, _),) = planned(program)
    here = datetime.fromisoformat(at).astimezone()
    assert (f"{here:%H:%M}", minutes) == ("10:00", 45)

    program.desk.hosts.move_activity(meeting, None)
    keyboard.key(Key.Key_2)
    moved = datetime.fromisoformat(planned(program)[0][1]).astimezone()
    # The wall counts: the clocks may change in between.
    assert moved.replace(tzinfo=None) == here.replace(tzinfo=None) + timedelta(days=1)
    keyboard.key(Key.Key_Z, CTRL)
    assert planned(program)[0][1] == at

    program.desk.hosts.open_activity(meeting, None, True)
    keyboard.type("1")
    keyboard.key(Key.Key_Tab)
    keyboard.type("agreed")
    keyboard.tab_to("activity_next_0")
    keyboard.key(Key.Key_Right)
    keyboard.tab_to("activity_next_when")
    keyboard.type(f"{tomorrow} 9:00")
    keyboard.key(Key.Key_Return, CTRL)
    told = activities.draft_of(store, meeting)
    assert (told.outcome, told.result) == (Outcome.SUCCESSFUL, "agreed")
    assert len(planned(program)) == 2
    keyboard.calm()


def test_everybody_is_called(begun):
    program, keyboard = begun("en")
    keyboard.find("")
    keyboard.key(Key.Key_Backspace)
    keyboard.calm()
    keyboard.key(Key.Key_Down)
    keyboard.key(Key.Key_A, CTRL)
    program.desk.window.actions_table["plan_many"].trigger()
    keyboard.type("Christmas offer")
    keyboard.key(Key.Key_Return, CTRL)
    keyboard.calm()
    assert len(planned(program)) == 3
    keyboard.key(Key.Key_Z, CTRL)
    keyboard.calm()
    assert planned(program) == []
