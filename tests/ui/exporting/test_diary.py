"""The diary goes out of the window as a calendar."""

from __future__ import annotations

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.ui.exporting import diary


class Told:
    """What the window would say."""

    def __init__(self):
        self.offers, self.problems = [], []

    def offer(self, text, word, call):
        self.offers.append((text, word, call))

    def problem(self, error):
        self.problems.append(error)


def test_the_diary_is_saved_as_a_calendar(session, qtbot, tmp_path, monkeypatch):
    ona = clients.add(session.store, ClientDraft(name="Ona"))
    activities.add(
        session.store, ActivityDraft(ona, ActivityKind.MEETING, planned_at="2030-01-02T10:00:00.000Z")
    )
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: tmp_path / "diary.ics")
    told = Told()
    diary.save_diary(None, session, told)
    qtbot.waitUntil(lambda: bool(told.offers), timeout=20_000)
    assert told.offers[0][0] == "1 contact is in the calendar"
    assert "SUMMARY" in (tmp_path / "diary.ics").read_text()


def test_nothing_happens_where_no_file_is_named_and_trouble_is_told(session, qtbot, tmp_path, monkeypatch):
    told = Told()
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: None)
    diary.save_diary(None, session, told)
    monkeypatch.setattr(diary, "ask_file", lambda _parent, _proposed: tmp_path / "missing" / "diary.ics")
    diary.save_diary(None, session, told)
    qtbot.waitUntil(lambda: bool(told.problems), timeout=20_000)
    assert told.offers == []
