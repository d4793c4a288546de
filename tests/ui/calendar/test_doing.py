"""What the calendar changes: each is one command with Undo; what does not go through is told; forms may be missing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crm_desktop.errors import UserError
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui.assembly import make_desk
from crm_desktop.ui.calendar.doing import Doing
from crm_desktop.ui.calendar.scope_popup import ScopePopup
from crm_desktop.ui.hosts import Hosts
from crm_desktop.ui.program import Program


class Asked:
    """Which forms were asked for."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        return lambda *args: self.calls.append((name, *args))


@pytest.fixture
def asked():
    return Asked()


@pytest.fixture
def make(qtbot, session, asked):
    made = []

    def doing(*forms):
        hosts = Hosts(**{name: getattr(asked, name) for name in forms})
        desk = make_desk(session, Program(*[asked.nothing] * 6), lambda _desk: hosts)
        qtbot.addWidget(desk.window)
        made.append(desk)
        return desk, Doing(desk)

    yield doing
    for each in made:
        each.close()


def toast(desk):
    return desk.window.toast.text()


def test_without_forms_nothing_is_opened(make, plan, asked):
    _desk, doing = make()
    contact = plan("2026-11-23 11:00")
    doing.open(contact, None)
    doing.tell(contact, None, None)
    doing.ask_move(contact, None)
    doing.add(date(2026, 11, 23), None, True)
    assert asked.calls == []


def test_a_new_contact_is_drafted_for_whoever_works_here(make, asked, base):
    _desk, doing = make("plan_activity")
    doing.add(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), 45, False)
    doing.add(date(2026, 11, 24), None, True)
    timed, whole_day = (draft for _name, draft in asked.calls)
    assert timed == ActivityDraft(
        kind=ActivityKind.MEETING,
        planned_at="2026-11-23T09:30:00.000Z",
        minutes=45,
        responsible_id=base.me,
    )
    assert (whole_day.planned_at, whole_day.all_day, whole_day.minutes) == ("2026-11-24", True, None)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (lambda doing, id_: doing.tell(id_, None, Outcome.SUCCESSFUL), "Went well"),
        (lambda doing, id_: doing.cancel(id_, None), "Cancelled"),
        (lambda doing, id_: doing.resize(id_, None, 90), "It lasts 90 min now"),
        (lambda doing, id_: doing.move(id_, None, date(2026, 11, 24), True), "Moved to "),
        (
            lambda doing, id_: doing.move(id_, None, datetime(2026, 11, 24, 9, tzinfo=UTC), False),
            "Moved to ",
        ),
        (lambda doing, id_: doing.delete(id_, None), ""),
    ],
)
def test_each_change_is_told_and_taken_back_by_one_undo(make, plan, store, qtbot, command, words):
    desk, doing = make()
    contact = plan("2026-11-23 11:00")
    shown = "SELECT planned_at, all_day, minutes, outcome, held_at, deleted FROM activity WHERE id = ?"
    before = store.read(shown, (contact,))
    with qtbot.assertNotEmitted(doing.refused):
        command(doing, contact)
    assert store.read(shown, (contact,)) != before
    assert toast(desk).startswith(words)
    assert toast(desk)
    desk.undoing.take_back_last()
    assert store.read(shown, (contact,)) == before


def test_what_is_refused_is_told_and_read_again(make, plan, store, qtbot, monkeypatch):
    desk, doing = make()
    told: list[Exception] = []
    monkeypatch.setattr(desk.window.tell, "problem", told.append)
    held = plan("2026-11-17 10:00", outcome=Outcome.SUCCESSFUL)
    with qtbot.waitSignal(doing.refused):
        doing.move(held, None, date(2026, 11, 24), True)
    assert [isinstance(each, UserError) for each in told] == [True]
    assert activities.draft_of(store, held).outcome is Outcome.SUCCESSFUL


def test_a_question_left_open_changes_nothing(make, plan, store, qtbot):
    desk, doing = make()
    series = plan("2026-11-23 11:00", rule="RRULE:FREQ=WEEKLY;COUNT=5", zone="Europe/Vilnius")
    before = store.read("SELECT count(*), max(rid) FROM activity")
    doing.move(series, "2026-11-30T09:00:00.000Z", date(2026, 12, 1), True)
    popup = desk.window.findChild(ScopePopup)
    with qtbot.waitSignal(doing.refused):
        popup.close()
    assert store.read("SELECT count(*), max(rid) FROM activity") == before


def test_a_contact_is_written_also_with_a_client_who_is_new(make, store, qtbot):
    desk, doing = make()
    when = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    draft = doing.draft(when, 30, all_day=False)
    assert doing.save(draft, "Rasa Naujokaitė")
    assert toast(desk) == "Written, and Rasa Naujokaitė is a client now"
    ((client_id, at),) = store.read("SELECT client_id, planned_at FROM activity")
    assert clients.draft_of(store, client_id).name == "Rasa Naujokaitė"
    assert at == "2026-11-23T09:30:00.000Z"
    desk.undoing.take_back_last()
    assert store.read("SELECT count(*) FROM activity WHERE deleted = 0") == [(0,)]
    assert doing.save(draft)
    assert store.read("SELECT count(*) FROM activity WHERE deleted = 0") == [(1,)]
    with qtbot.waitSignal(doing.refused):
        assert not doing.save(ActivityDraft(b"x" * 16, ActivityKind.CALL, planned_at="2026-11-23T09:30:00Z"))
