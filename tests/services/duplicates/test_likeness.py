"""When two cards mean one client: by keys where the names agree, never by a name or an e-mail alone."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.importing.record import Entity, Point
from crm_desktop.services.duplicates.likeness import (
    company_key,
    complement,
    conflicting_ids,
    names_agree,
    person_key,
    same_client,
)
from tests.exchange.importing.entities import company, person

ANOTHER = person("Kazlauskas", "Jonas")

REASONS = [
    (person(externals=[("a", "1")]), person("Kita", "Rasa", externals=[("a", "1")]), "external_id"),
    (person(values={"number": "7"}), person(values={"number": "7"}), "number"),
    (person(phone="+1"), person(phone="+1"), "phone"),
    (person(email="o@p.lt"), person(email="o@p.lt"), "email"),
    (person(birthday="1990-05-17"), person(birthday="1990-05-17"), "name_birthday"),
    (person(birthday="1990-05-17"), person(birthday="--05-17"), "name_birthday"),
    (person(employer="UAB Gėlės"), person(employer="Gėlės, UAB"), "name_company"),
    (company("UAB Gėlės"), company("„Gėlės“ UAB"), "company_name"),
    (company("Gėlės", city="Vilnius"), company("Gėlės", city="Kaunas"), "company_name"),
    (person(phone="+1"), Entity(points=[Point("phone", "", "+1", "+1")]), "phone"),
]
STRANGERS = [
    (person(), person()),
    (person(phone="+1"), person("Kazlauskas", "Jonas", phone="+1")),
    (person(birthday="1990-05-17"), person(birthday="1991-05-17")),
    (person(birthday="1990-05-17"), person("Kazlauskas", "Jonas", birthday="1990-05-17")),
    (person(employer="Gėlės", phone="+1"), person(employer="Gėlės", phone="+2")),
    (person(employer="Gėlės", email="a@a.lt"), person(employer="Gėlės", email="b@b.lt")),
    (person(externals=[("a", "1")], phone="+1"), person(externals=[("a", "2")], phone="+1")),
    (company("Gėlės", city="Vilnius", phone="+1"), company("Gėlės", city="Kaunas", phone="+2")),
    (company("Gėlės"), company("Medis")),
    (company("..."), company("...")),
    (company("Ona Petraitė"), person()),
    (Entity(name="Ona", birthday="1990-05-17"), Entity(name="Ona", birthday="1990-05-17")),
    (person(middle="A.", birthday="1990-05-17"), person(middle="Birutė", birthday="1990-05-17")),
    (Entity(values={"number": "7"}), person(values={"number": "7"})),
]


@pytest.mark.parametrize(("one", "other", "reason"), REASONS)
def test_what_proves_one_client_proves_it_both_ways(one, other, reason):
    assert same_client(one, other) == reason
    assert same_client(other, one) == reason


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_what_proves_nothing(one, other):
    assert same_client(one, other) == ""
    assert same_client(other, one) == ""


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (person(), person("Ona", "Petraitė"), True),
        (person(), person("Petraitė", "O."), True),
        (person(), person("Petraitė", "Ona", middle="Birutė"), True),
        (person(middle="Birutė"), person(middle="B."), True),
        (person(middle="Birutė"), person(middle="Asta"), False),
        (person(), Entity(name="petraitė ona"), True),
        (person(), Entity(name="Ona"), True),
        (person(), Entity(name="Ona Kazlauskienė"), False),
        (person(), Entity(), True),
        (person(), company("Ona Petraitė"), False),
        (company("UAB Gėlės"), company("Gėlės"), True),
    ],
)
def test_names_that_can_be_one(one, other, agree):
    assert names_agree(one, other) is names_agree(other, one) is agree


def test_halves_of_one_person():
    phone, email = person(phone="+1", birthday="1990-05-17"), person(email="o@p.lt")
    assert complement(phone, email)
    assert not complement(phone, person(phone="+2"))
    assert not complement(
        person(phone="+1", birthday="1990-05-17"), person(email="a@a.lt", birthday="1991-05-17")
    )
    assert not complement(phone, ANOTHER)
    assert not complement(person(birthday="1990-05-17"), person())  # no way to reach either
    assert not complement(
        person(phone="+1", externals=[("a", "1")]), person(externals=[("a", "2")], birthday="1990-05-17")
    )


def test_ids_of_one_system_that_differ():
    assert conflicting_ids(person(externals=[("a", "1")]), person(externals=[("a", "2")]))
    assert not conflicting_ids(person(externals=[("a", "1")]), person(externals=[("b", "2")]))


def test_keys():
    assert company_key("ООО «Ромашка»") == company_key("Ромашка, ООО") == "ромашка"
    assert company_key("12 - 5") == ""
    assert person_key(person()) == person_key(Entity(name="petraitė ONA"))
    assert person_key(Entity(name="Ona")) == ""


def test_a_merged_client_has_several_ids_in_one_program_and_old_numbers_of_ours():
    merged = person(externals=[("a", "1"), ("a", "2"), ("merged", "15")])
    assert not conflicting_ids(merged, person(externals=[("a", "2")]))
    assert conflicting_ids(merged, person(externals=[("a", "3")]))
    assert not conflicting_ids(merged, person(externals=[("merged", "16")]))
