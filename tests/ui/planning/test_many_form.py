"""The same contact for many clients."""

from __future__ import annotations

from typing import Any

import pytest

from crm_desktop.kinds import ActivityKind
from crm_desktop.services import clients, operations
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.ui.planning.many_form import ManyForm


@pytest.fixture
def people(store):
    made = [clients.add(store, ClientDraft(name=f"Client {number:02}")) for number in range(23)]
    shy = clients.add(store, ClientDraft(name="Shy", do_not_contact=True))
    gone = clients.add(store, ClientDraft(name="Gone"))
    clients.delete(store, [gone])
    return [*made, shy, gone]


@pytest.fixture
def form(qtbot, session, people):
    made: Any = ManyForm(session, people)
    qtbot.addWidget(made)
    made.done = []
    made.saved.connect(made.done.append)
    made.show()
    return made


def test_what_would_come_of_it_is_said(form):
    assert form._preview.text() == (
        "23 contacts on 3 days: Mon 23 Nov to Wed 25 Nov · 1 left out: do not contact · 1 left out: in the bin"
    )
    form._a_day.setText("")
    form._until.setText("12:00")
    assert form._preview.text().startswith("23 contacts on 5 days: Mon 23 Nov to Fri 27 Nov · ")
    form._from.setText("")
    assert form._preview.text().startswith("23 contacts on 1 day: Mon 23 Nov · ")
    form._first.line.setText("nonsense")
    assert form._preview.text() == "not understood"


def test_they_are_planned_and_taken_back_as_one(form, store):
    form._kind.choose(ActivityKind.VISIT)
    form._wanted.set_text("Christmas offer")
    form._a_day.setText("20")
    form._from.setText("9")
    form._every.setText("20")
    form._until.setText("17:00")
    form.save()
    assert form.done == ["plan_contacts"]
    assert form.written == 23
    rows = store.read("SELECT DISTINCT kind, wanted FROM activity")
    assert rows == [("visit", "Christmas offer")]
    days = store.read("SELECT substr(planned_at, 1, 10), COUNT(*) FROM activity GROUP BY 1")
    assert days == [("2026-11-23", 20), ("2026-11-24", 3)]
    operations.undo(store)
    assert store.read("SELECT COUNT(*) FROM activity WHERE deleted = 0") == [(0,)]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("_a_day", "many", "many"),
        ("_from", "noon", "noon"),
        ("_until", "late", "late"),
        ("_every", "often", "often"),
    ],
)
def test_what_is_not_understood_is_told_and_plans_nothing(form, store, field, text, said):
    getattr(form, field).setText(text)
    form.save()
    assert f"“{said}”" in form.error()
    assert store.read("SELECT COUNT(*) FROM activity") == [(0,)]


def test_a_wrong_spread_of_many_is_told_before_anything_runs(qtbot, session, store):
    ids = [clients.add(store, ClientDraft(name=f"Client {number:02}")) for number in range(51)]
    form: Any = ManyForm(session, ids)
    qtbot.addWidget(form)
    started: list[object] = []
    form.long_work.connect(started.append)
    form._days.choose([])
    form.save()
    assert form.error()
    form._days.choose([5])
    form.save()
    assert len(started) == 1


def test_of_those_who_want_none_nothing_can_be_planned(qtbot, session, store):
    shy = clients.add(store, ClientDraft(name="Shy", do_not_contact=True))
    form: Any = ManyForm(session, [shy])
    qtbot.addWidget(form)
    assert form._preview.text() == "0 contacts · 1 left out: do not contact"
    assert not form._save.isEnabled()
