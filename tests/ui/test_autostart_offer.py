from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from crm_desktop.background import autostart
from crm_desktop.background.autostart import State
from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.autostart_offer import offer_after


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return autostart.login_place()


@pytest.fixture
def offers(session, told):
    """Whether each change was answered by an offer."""
    made = []

    def hear(changes):
        made.append(offer_after(changes, session, told))

    session.signals.changed.connect(hear)
    yield made
    session.signals.changed.disconnect(hear)


def planned(hours, **parts):
    at = utc_text(datetime.now().astimezone() + timedelta(hours=hours))
    return ActivityDraft(kind=ActivityKind.MEETING, planned_at=at, wanted="talk", **parts)


def test_it_is_offered_once_after_the_first_planned_time(base, session, told, offers, place):
    clients.add(base.store, ClientDraft(name="Ona"))
    activities.add(
        base.store, ActivityDraft(kind=ActivityKind.NOTE, result="x", held_at="2026-01-01T10:00:00.000Z")
    )
    activities.add(
        base.store, ActivityDraft(kind=ActivityKind.TASK, planned_at="2090-01-01", all_day=True, wanted="x")
    )
    activities.add(base.store, planned(-5))
    assert offers == [False] * 4
    assert not session.settings.current.autostart_offered
    activities.add(base.store, planned(5))
    activities.add(base.store, planned(6))
    assert offers[4:] == [True, False]
    assert autostart.state(place) is State.OFF, "never by itself"
    assert told.words == [
        "Reminders come while the program runs, also in the tray. It can start with the computer."
    ]
    told.last_undo()
    assert autostart.state(place) is State.ON
    assert told.problems == []


def test_who_has_it_already_is_not_asked(base, told, offers, place):
    autostart.switch_on(place)
    activities.add(base.store, planned(5))
    assert offers == [False]
    assert told.words == []


def test_a_system_that_refuses_is_told(base, told, offers, tmp_path):
    (tmp_path / "config").write_text("no folder")
    activities.add(base.store, planned(5))
    told.last_undo()
    assert [type(error).__name__ for error in told.problems] == ["AutostartNotSet"]


def test_what_a_list_or_a_colleague_brings_is_no_reason(base, session, told):
    from crm_desktop.changes import Changes

    activity = activities.add(base.store, planned(5))
    tables = {"activity": frozenset({activity})}
    assert not offer_after(Changes("import", "local", 1, tables), session, told)
    assert not offer_after(Changes("add_activity", "remote", 1, tables), session, told)
    assert not offer_after(Changes("plan_contacts", "local", 1, {"activity": None}), session, told)
    assert offer_after(Changes("plan_contacts", "local", 1, tables), session, told)
