from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ActivityKind
from crm_desktop.services import activities, clients, listing, operations, participants, timeline
from crm_desktop.services.card import card
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.filters import ClientQuery
from crm_desktop.services.lists import order
from crm_desktop.services.picked import ids_at
from tests.services.content import content

AT = "2026-11-20T09:00:00.000Z"


@pytest.fixture
def people(store):
    return [clients.add(store, ClientDraft(name=name)) for name in ("Ona", "Petras", "Rasa")]


def meet(store, *who, **more):
    draft = ActivityDraft(next(iter(who), None), ActivityKind.MEETING, held_at=AT, wanted="kilimas", **more)
    return activities.add(store, replace(draft, further=who[1:]))


def listed(store, client):
    return store.read("SELECT last_contact, activities FROM client_list WHERE client_id = ?", (client,))[0]


def test_a_contact_with_several_stands_in_the_history_of_each(store, people):
    ona, petras, rasa = people
    activity = meet(store, ona, petras, rasa)
    assert participants.further(store, activity) == (petras, rasa)
    for client in people:
        assert timeline.count(store, client) == 1
        assert listed(store, client) == (AT, 1)
        assert card(store, client).counts.activities == 1
        (contact,) = card(store, client).last_contacts
        assert contact.of_person == ("" if client == ona else "Ona")
    (entry,) = timeline.page(store, petras, text="kilimas")
    assert (entry.client_id, entry.of_person) == (ona, "Ona")
    assert listing.verify(store) == []


def test_who_took_part_is_found_by_the_words_of_the_contact(store, people):
    meet(store, people[0], people[2])
    assert set(ids_at(store, order(store, ClientQuery("kilimas")))) == {people[0], people[2]}


def test_a_change_of_the_contact_reaches_the_lists_of_all_who_took_part(store, people):
    activity = meet(store, people[0], people[1])
    draft = activities.draft_of(store, activity)
    activities.edit(store, activity, replace(draft, held_at="2026-11-21T09:00:00.000Z"))
    assert listed(store, people[1]) == ("2026-11-21T09:00:00.000Z", 1)
    activities.delete(store, activity)
    assert listed(store, people[1]) == (None, 0)
    assert listing.verify(store) == []


def test_those_who_do_not_take_part_any_more_leave_and_may_come_back(store, people):
    ona, petras, rasa = people
    activity = meet(store, ona, petras)
    draft = activities.draft_of(store, activity)
    activities.edit(store, activity, replace(draft, further=(rasa,)))
    assert participants.further(store, activity) == (rasa,)
    assert listed(store, petras) == (None, 0)
    activities.edit(store, activity, replace(draft, further=(rasa, petras)))
    assert set(participants.further(store, activity)) == {petras, rasa}
    before = content(store, live=True)
    operations.undo(store)
    assert participants.further(store, activity) == (rasa,)
    operations.redo(store)
    assert content(store, live=True) == before
    assert listing.verify(store) == []


def test_nobody_takes_part_twice(store, people):
    ona, petras, _ = people
    activity = meet(store, ona, petras, ona, petras)
    assert participants.further(store, activity) == (petras,)


def test_the_first_of_several_is_the_first_of_the_contact(store, people):
    activity = activities.add(store, ActivityDraft(held_at=AT, further=tuple(people[:2])))
    draft = activities.draft_of(store, activity)
    assert (draft.client_id, draft.further) == (people[0], (people[1],))


def test_a_contact_with_nobody(store):
    activity = meet(store)
    assert activities.draft_of(store, activity).client_id is None
    assert store.read("SELECT COUNT(*) FROM client_list") == [(0,)]
    activities.delete(store, activity)
    operations.undo(store)
    assert listing.verify(store) == []


def test_a_company_shows_a_contact_of_two_of_its_people_once(store, people):
    from crm_desktop.services.drafts import EmploymentDraft

    workers = [
        clients.add(store, ClientDraft(name=name, employments=(EmploymentDraft(company_name="UAB Vėjas"),)))
        for name in ("Jonas", "Juozas")
    ]
    ((company,),) = store.read("SELECT id FROM client WHERE kind = 'company'")
    meet(store, *workers)
    assert timeline.count(store, company) == 1
    assert len(card(store, company).last_contacts) == 1


def test_somebody_who_is_not_there_cannot_take_part(store, people):
    with pytest.raises(RecordNotFound):
        meet(store, people[0], uuid7())
    assert store.read("SELECT COUNT(*) FROM activity") == [(0,)]


def test_names_come_in_the_order_asked_for(store, people):
    ona, _, rasa = people
    asked = [rasa, uuid7(), ona]
    assert list(participants.names(store, asked).items()) == [(rasa, "Rasa"), (ona, "Ona")]
    assert participants.names(store, []) == {}
