"""The diary goes out of the window as a calendar."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.exporting import diary


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_diary_is_saved_as_a_calendar(session, told, parent, qtbot, tmp_path, monkeypatch):
    ona = clients.add(session.store, ClientDraft(name="Ona"))
    activities.add(
        session.store, ActivityDraft(ona, ActivityKind.MEETING, planned_at="2030-01-02T10:00:00.000Z")
    )
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: tmp_path / "diary.ics")
    diary.save_diary(parent, session, told)
    qtbot.waitUntil(lambda: bool(told.words), timeout=20_000)
    assert told.words == ["1 contact is in the calendar"]
    assert told.last_undo is not None  # what opens the folder
    assert "SUMMARY" in (tmp_path / "diary.ics").read_text()


def test_nothing_happens_where_no_file_is_named_and_trouble_is_told(
    session, told, parent, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: None)
    diary.save_diary(parent, session, told)
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: tmp_path / "missing" / "diary.ics")
    diary.save_diary(parent, session, told)
    qtbot.waitUntil(lambda: bool(told.problems), timeout=20_000)
    assert told.words == []
