"""Two people at two laptops and one real server: who has what, who is reminded, and who did what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from crm_desktop.kinds import ActivityKind, Op, Outcome, ReminderKind, RequestKind
from crm_desktop.services import (
    activities,
    attention_contacts,
    clients,
    colleagues,
    field_history,
    handing_over,
    mass_edit,
    operations,
    reminders,
    request_story,
    requests,
    today,
)
from crm_desktop.services.colleagues import InHand
from crm_desktop.services.drafts import ActivityDraft, ClientDraft, RequestDraft
from crm_desktop.services.handing_over import Along

if TYPE_CHECKING:
    from tests.sync.conftest import Member

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass
class _Person:
    member: Member
    me: bytes

    @property
    def store(self):
        return self.member.laptop.store

    def sync(self):
        return self.member.sync()

    def refs(self, now=NOW):
        """What this laptop reminds of."""
        reminders.refresh(self.store, now)
        return {each.ref for each in reminders.due(self.store, now, 1000)}


@pytest.fixture
def two(team):
    """Anna and Jonas, each known by a login on both laptops."""
    found = []
    for role in ("anna", "jonas"):
        member = team(role)
        own = member.laptop.insert("colleague", name=member.laptop.who)
        found.append(_Person(member, colleagues.take_login(member.laptop.store, own, role)))
    exchange(found)
    return found


def exchange(two):
    for each in (*two, *two):
        each.sync()


def born_today(person, n, owner):
    """A client whose id tells no time: a birthday before somebody was written down is not missed."""
    id_ = bytes((1, n)).ljust(16, b"\0")
    values = {"name": f"c{n}", "responsible_id": owner, "birthday": "1980-11-20"}
    return person.member.laptop.insert("client", id_, **values)


def test_reminders_fire_at_the_right_person_alone_and_are_answered_once(two):
    """Every way to be responsible, by the contact and by the client, for every kind of reminder."""
    anna, jonas = two
    store = anna.store
    written = anna.member.laptop.insert("colleague", name="Without a laptop")
    left = anna.member.laptop.insert("colleague", name="Left", login="left", active=0)
    people = (None, anna.me, jonas.me, written, left)
    expected = {}  # whom a subject belongs to
    for n, (doer, owner) in enumerate(product(people, people)):
        client = born_today(anna, n, owner)
        call = ActivityDraft(client, planned_at="2026-11-20T09:50:00.000Z", responsible_id=doer)
        expected[activities.add(store, call)] = doer or owner
        asked = RequestDraft(
            client, RequestKind.COMPLAINT, "x", "2026-11-10T09:00:00.000Z", responsible_id=doer
        )
        expected[requests.add(store, asked)] = doer or owner
        expected[client] = owner
    exchange(two)
    of = {
        person.me: {
            subject for subject, whose in expected.items() if whose in (person.me, None, written, left)
        }
        for person in two
    }
    for person in two:
        assert {each.subject_id for each in person.refs()} == of[person.me]

    # Birthdays are dealt with, calls put off for an hour, where they are shown; each once.
    later = NOW + timedelta(hours=1)
    birthdays = [each for each in jonas.refs() if each.kind is ReminderKind.BIRTHDAY]
    calls = [each for each in anna.refs() if each.kind is ReminderKind.CONTACT]
    assert reminders.handle(jonas.store, birthdays, NOW) == len(birthdays) > 5
    reminders.snooze(anna.store, calls, later, NOW)
    exchange(two)
    for person in two:
        left_over = person.refs()
        assert not left_over & set(birthdays)
        assert not left_over & set(calls)
        shown = {each for each in person.refs(later) if each in calls}
        assert {each.subject_id for each in shown} == of[person.me] & {each.subject_id for each in calls}
        counted = attention_contacts.today_count(person.store, NOW, colleagues.others(person.store))
        assert counted == len(of[person.me] & {each.subject_id for each in _contacts(person, NOW)})


def _contacts(person, now):
    page = today.planned(person.store, now, today.Limits(today=100), colleagues.others(person.store))
    return [type("Row", (), {"subject_id": row.id}) for row in page.contacts.today.rows]


@pytest.mark.parametrize("first", [0, 1])
def test_a_reminder_one_dealt_with_and_the_other_put_off_is_dealt_with(two, first):
    """Whichever of both answers reaches the server first."""
    client = born_today(two[0], 1, None)
    exchange(two)
    (ref,) = [each for each in two[0].refs() if each.subject_id == client]
    assert ref in two[1].refs()
    reminders.handle(two[first].store, [ref], NOW)
    reminders.snooze(two[1 - first].store, [ref], NOW + timedelta(minutes=5), NOW)
    exchange(two)
    for person in two:
        assert ref not in person.refs(NOW + timedelta(minutes=10))
    assert two[0].store.read("SELECT 1 FROM conflict") == []


def test_what_is_handed_over_changes_laptops_with_its_reminders_and_comes_back(two):
    anna, jonas = two
    client = clients.add(anna.store, ClientDraft(name="Ona", responsible_id=anna.me))
    planned = ActivityDraft(client, planned_at="2026-11-20T09:50:00.000Z", responsible_id=anna.me)
    call = activities.add(anna.store, planned)
    exchange(two)
    assert [bool(each.refs()) for each in two] == [True, False]
    handing_over.of_clients(anna.store, [client], jonas.me, Along(), "Handed over to Jonas.")
    done = operations.recent(anna.store, 1)[0].seq
    exchange(two)
    assert [bool(each.refs()) for each in two] == [False, True]
    assert colleagues.in_hand(jonas.store) == {jonas.me: InHand(1, 1)}
    notes = jonas.store.read("SELECT result, responsible_id FROM activity WHERE kind = 'note'")
    assert notes == [("Handed over to Jonas.", anna.me)]
    operations.undo(anna.store, done)
    exchange(two)
    assert [bool(each.refs()) for each in two] == [True, False]
    assert jonas.store.read("SELECT responsible_id FROM activity WHERE id = ?", (call,)) == [(anna.me,)]
    assert jonas.store.read("SELECT 1 FROM activity WHERE kind = 'note' AND deleted = 0") == []


def test_every_history_says_who_did_what_on_the_other_laptop(two):
    anna, jonas = two
    client = clients.add(anna.store, ClientDraft(name="Ona"))
    request = requests.add(anna.store, RequestDraft(client, RequestKind.COMPLAINT, "late"))
    exchange(two)
    mass_edit.set_field(anna.store, [client], "likes", "tulips")
    requests.hand_over(anna.store, [request], jonas.me)
    held = ActivityDraft(client, ActivityKind.CALL, outcome=Outcome.SUCCESSFUL, responsible_id=anna.me)
    activities.add(anna.store, held)
    exchange(two)
    (liked,) = [each for each in field_history.of(jonas.store, client) if each.field == "likes"]
    assert (liked.who, liked.new, liked.op) == ("Anna", "tulips", Op.SYNC)
    ((at,),) = jonas.store.read("SELECT max(at) FROM operation WHERE who = 'Anna'")
    assert liked.at == at
    told = {
        (event.turn, event.who, event.old, event.new) for event in request_story.story(jonas.store, request)
    }
    assert (request_story.Turn.HANDED_OVER, "Anna", "", "Jonas") in told
    shown = operations.recent(jonas.store, 10, who="Anna")[0]
    assert (shown.elsewhere, shown.who, [link.name for link in shown.clients]) == (True, "Anna", ["Ona"])
    assert not shown.can_undo
    assert {each.who for each in operations.recent(anna.store, 50) if not each.elsewhere} <= {"Anna", ""}
