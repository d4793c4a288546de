"""The search over a whole base: what it finds, what it leaves, and how much of what was planted."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import uuid7
from crm_desktop.kinds import ClientKind, Op, PointKind
from crm_desktop.services import clients, operations
from crm_desktop.services.demo.chance import seeded_ids
from crm_desktop.services.demo.making import make_demo
from crm_desktop.services.demo.twins import plant
from crm_desktop.services.drafts import ClientDraft, PointDraft
from crm_desktop.services.duplicates.apart import keep_apart, pairs_apart
from crm_desktop.services.duplicates.blocks import Blocks
from crm_desktop.services.duplicates.finding import Certainty, among, find
from tests.services.duplicates.cards import add

PHONE = "+37061234567"


def ids_found(store):
    return {frozenset(pair.ids) for pair in find(store)}


def test_one_person_twice(store):
    fuller = add(store, "Petraitė Ona", phone=PHONE, email="o@p.lt", birthday="1980-05-17")
    other = add(store, "Petraite Ona", phone="8 612 34567")
    add(store, "Kazlauskas Jonas", phone="8 612 99999")
    (pair,) = find(store)
    assert pair.ids == (fuller, other)
    assert pair.certainty is Certainty.CERTAIN
    assert (pair.one.name, pair.one.number, pair.one.kind) == ("Ona Petraitė", 1, ClientKind.PERSON)
    assert pair.one.hint == PHONE


def test_every_kind_of_evidence_brings_two_together(store):
    pairs = [
        (add(store, "Ivanov Ivan", email="i@p.ru"), add(store, "Иванов Иван", email="I@p.ru")),
        (
            add(store, "Adomaitis Adomas", birthday="1980-05-17"),
            add(store, "Adomaitis Adomas", birthday="1980-05-17"),
        ),
        (add(store, "Balčius Benas", company="UAB Rasa"), add(store, "Balčius Benas", company="Rasa, UAB")),
        (add(store, "Dainys Darius", loyalty_card="K1"), add(store, "Dainys Darius", loyalty_card="k1")),
        (add(store, "Eidukas Ernestas", city="Alytus"), add(store, "Eidukas Ernestas", city="Alytus")),
        (
            add(store, "UAB Gėlių rojus", kind=ClientKind.COMPANY),
            add(store, "Gėlių rojus", kind=ClientKind.COMPANY, phone="+37052123456"),
        ),
    ]
    outside = (add(store, "Feigelis Faustas"), add(store, "Feigelis Faustas"))
    with store.change(Op.EDIT_CLIENT) as change:
        for client_id in outside:
            change.execute(
                "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, 'amocrm', '77')",
                (uuid7(), client_id),
            )
    # The company that stood there under two names is found as well.
    companies = [client_id for (client_id,) in store.read("SELECT id FROM client WHERE name LIKE '%Rasa%'")]
    assert ids_found(store) == {frozenset(pair) for pair in [*pairs, outside, companies]}


def test_families_offices_and_chains_are_left_alone(store):
    for given in ("Jonas", "Ona", "Rasa"):
        add(store, f"Petraitis {given}", phone=PHONE)
    for number in range(15):
        add(store, f"Worker{'abcdefghijklmno'[number] * 3} Name{number}", phone="+37052000000")
    for number in range(32):
        add(store, "UAB Rimi", kind=ClientKind.COMPANY, phone=f"+3706100{number:04}")
    assert find(store) == []


def test_two_of_one_name_on_an_office_line(store):
    for number in range(14):
        add(store, f"Worker{'abcdefghijklmno'[number] * 3} Name{number}", phone="+37052000000")
    one = add(store, "Petraitė Ona", phone="+37052000000", birthday="1980-05-17")
    other = add(store, "Petraitė Ona", phone="+37052000000", birthday="1980-05-17")
    assert ids_found(store) == {frozenset((one, other))}


def test_the_bin_and_what_is_known_to_be_two_are_left_out(store):
    one, other, third = (add(store, "Petraitė Ona", phone=PHONE) for _ in range(3))
    clients.delete(store, [third])
    keep_apart(store, [other, one])
    assert find(store) == []
    assert pairs_apart(store) == {tuple(sorted((one, other)))}
    operations.undo(store)
    assert ids_found(store) == {frozenset((one, other))}
    with pytest.raises(RecordNotFound):
        keep_apart(store, [one, uuid7()])


def test_saying_it_twice_and_on_another_laptop_is_one_row(store):
    one, other = add(store, "Petraitė Ona"), add(store, "Petraitė Ona")
    keep_apart(store, [one, other])
    keep_apart(store, [other, one])
    assert store.read("SELECT COUNT(*) FROM not_duplicate") == [(1,)]


def test_pairs_among_a_selection(store):
    one, other = add(store, "Petraitė Ona", phone=PHONE), add(store, "Petraitė Ona", phone=PHONE)
    third = add(store, "Kazlauskas Jonas")
    gone = add(store, "Gone")
    clients.delete(store, [gone])
    found = among(store, [one, other, third, gone])
    assert [(pair.ids, pair.certainty) for pair in found] == [
        ((one, other), Certainty.CERTAIN),
        ((one, third), Certainty.POSSIBLE),
        ((other, third), Certainty.POSSIBLE),
    ]
    assert (found[1].reasons, found[1].score) == ((), 0)


def test_progress_is_told_to_the_end_and_cancels(store):
    for _ in range(2):
        add(store, "Petraitė Ona", phone=PHONE)
    told = []
    find(store, lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((0, 4), (4, 4))
    assert told == sorted(told)

    def cancel(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        find(store, cancel)


def test_who_goes_while_it_runs_is_passed_over(store, monkeypatch):
    one, other = add(store, "Petraitė Ona", phone=PHONE), add(store, "Petraitė Ona", phone=PHONE)
    read = Blocks.read

    def read_and_lose(self, progress):
        read(self, progress)
        clients.delete(store, [other])

    monkeypatch.setattr(Blocks, "read", read_and_lose)
    assert find(store) == []
    assert one


def test_who_comes_while_it_runs_waits_for_the_next_search(store, monkeypatch):
    read = Blocks.read

    def read_and_gain(self, progress):
        read(self, progress)
        for _ in range(2):
            add(store, "Petraitė Ona", phone=PHONE, birthday="1980-05-17", company="UAB Rasa")

    monkeypatch.setattr(Blocks, "read", read_and_gain)
    assert find(store) == []


def test_planted_duplicates_are_found_and_nobody_else(store):
    """Precision and recall over an invented base of three languages, three in a hundred of which stand there twice."""
    made = make_demo(store, 1500, activities_per_client=0)
    rng = Random(7)
    with store.change(Op.MAKE_SAMPLE) as change:
        planted = plant(
            store, change, rng, seeded_ids(rng, 1), rng.sample(made, 60), itertools.count(len(made) + 1)
        )
    truth = {frozenset(pair) for pair in planted}
    assert len(truth) == 60
    found = find(store)
    hits = {frozenset(pair.ids) for pair in found} & truth
    assert len(hits) >= 0.95 * len(truth)
    assert len(hits) >= 0.95 * len(found)
    certain = {frozenset(pair.ids) for pair in found if pair.certainty is Certainty.CERTAIN}
    assert certain <= truth


def test_a_sample_base_holds_some(store):
    made = make_demo(store, 200, activities_per_client=0, duplicates=0.05)
    assert len(made) == len(set(made)) == 200
    assert 5 <= len(find(store)) <= 15


def test_the_hint_tells_two_of_one_name_apart(store):
    one = add(store, "Petraitė Ona", phone=PHONE, company="UAB Rasa", city="Vilnius")
    add(store, "Petraitė Ona", phone=PHONE)
    (pair,) = find(store)
    assert (pair.one.id, pair.one.hint) == (one, f"UAB Rasa · Vilnius · {PHONE}")


def test_a_card_named_by_its_phone_has_no_name(store):
    nameless = clients.add(store, ClientDraft(name=PHONE, points=(PointDraft(PointKind.PHONE, PHONE),)))
    named = add(store, "Petraitė Ona", phone=PHONE, birthday="1980-05-17")
    (pair,) = find(store)
    assert pair.ids == (named, nameless)


def test_a_person_and_a_company_are_never_one(store):
    both = [add(store, "Rasa", phone=PHONE), add(store, "Rasa", kind=ClientKind.COMPANY, phone=PHONE)]
    with store.change(Op.EDIT_CLIENT) as change:
        for client_id in both:
            change.execute(
                "INSERT INTO external_id(id, client_id, system, value) VALUES (?, ?, 'amocrm', '77')",
                (uuid7(), client_id),
            )
    assert find(store) == []
