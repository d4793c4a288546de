"""From the reminders of a real base to pop-ups and back: shown when wanted, and what became of them on the rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.background.notifier import Posted
from crm_desktop.background.popups.reasons import Reason
from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, reminders
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.settings import SettingsFile
from crm_desktop.ui.popups import Popups

NOW = datetime(2026, 11, 22, 13, 20, tzinfo=UTC)  # 15:20 in Vilnius


class Scene:
    """A base with a meeting in ten minutes, a desktop that shows what it is told, and a clock."""

    def __init__(self, base, settings):
        self.store = base.store
        self.time = NOW
        self.shown = []
        self.answer = Posted("desktop")
        self.settings = settings
        self.popups = Popups(self.show, settings, self.note, self)

    def now(self):
        return self.time

    def show(self, title, words, done):
        self.shown.append(title)
        if self.answer is not None:
            done(self.answer)

    def note(self, refs, how):
        reminders.announced(self.store, refs, self.time, how)

    def look(self):
        reminders.refresh(self.store, self.time)
        self.popups.announce(reminders.to_announce(self.store, self.time))

    def noted(self):
        return self.store.read("SELECT announced_at IS NOT NULL, how FROM reminder WHERE kind = 'contact'")


@pytest.fixture
def scene(base, people, tmp_path):
    activities.add(
        base.store,
        ActivityDraft(
            client_id=people["Ivanov"],
            kind=ActivityKind.MEETING,
            planned_at=utc_text(NOW + timedelta(minutes=10)),
            wanted="vases",
        ),
    )
    return Scene(base, SettingsFile(tmp_path / "device.json"))


def test_a_reminder_pops_up_once_and_its_row_says_so(scene):
    scene.look()
    assert scene.shown == ["15:30 Meeting · Иванов Иван Петрович"]
    assert scene.noted() == [(1, "desktop")]
    scene.look()
    assert len(scene.shown) == 1


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Posted("tray", Reason.NO_SERVICE), ""),
        (Posted("failed: silent", Reason.SILENT), "No pop-ups: the notification service does not answer"),
    ],
)
def test_what_became_of_it_is_noted_and_a_failure_seen(scene, answer, problem):
    scene.answer = answer
    scene.look()
    assert scene.noted() == [(1, answer.how)]
    assert scene.popups.problem() == problem


def test_a_desktop_that_works_again_is_no_problem_any_more(scene):
    scene.popups._shown((), Posted("failed: no-bus", Reason.NO_BUS))
    assert scene.popups.problem()
    scene.look()
    assert scene.popups.problem() == ""


def test_what_nobody_answered_is_not_noted(scene):
    scene.answer = None
    scene.look()
    assert scene.noted() == [(0, "")]


@pytest.mark.parametrize(
    "unwanted",
    [
        {"popups": False},
        {"quiet_from": "15:00", "quiet_until": "16:00"},
    ],
)
def test_unwanted_pop_ups_are_kept_for_later(scene, unwanted):
    scene.settings.update(**unwanted)
    assert scene.popups.quiet_until(NOW) is not None
    scene.look()
    assert scene.shown == []
    assert scene.noted() == [(0, "")]
    scene.settings.update(popups=True, quiet_from="", quiet_until="")
    assert scene.popups.quiet_until(NOW) is None
    scene.look()
    assert len(scene.shown) == 1


def test_a_pause_ends_after_an_hour_or_when_asked(scene):
    until = scene.popups.pause(on=True)
    assert until == NOW + timedelta(hours=1)
    assert scene.popups.quiet_until(NOW) == until
    scene.look()
    assert scene.shown == []
    scene.time += timedelta(hours=1)
    assert scene.popups.quiet_until(scene.time) is None
    assert scene.popups.paused_until() is None
    scene.popups.pause(on=True)
    assert scene.popups.paused_until() is not None
    assert scene.popups.pause(on=False) is None
    assert scene.popups.quiet_until(scene.time) is None
    scene.look()
    assert len(scene.shown) == 1


def test_a_clock_set_back_makes_no_pause_longer(scene):
    scene.popups.pause(on=True)
    scene.time -= timedelta(days=400)
    assert scene.popups.quiet_until(scene.time) is None
    assert scene.popups.paused_until() is None


def test_the_longer_of_pause_and_quiet_hours_counts(scene):
    scene.settings.update(quiet_from="15:00", quiet_until="15:30")
    until = scene.popups.pause(on=True)
    assert scene.popups.quiet_until(NOW) == until
    scene.settings.update(quiet_until="18:00")
    assert scene.popups.quiet_until(NOW) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    scene.settings.update(quiet_days=(0, 1))
    assert scene.popups.quiet_until(NOW) == until, "not on a Sunday"
