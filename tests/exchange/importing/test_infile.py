"""Rows of one list that speak of one client."""

from __future__ import annotations

import pytest

from crm_desktop.exchange.importing.infile import InFile, keys_of
from crm_desktop.exchange.importing.record import Entity
from tests.exchange.importing.entities import company, person


def twins(*rows, prints=()):
    """What each row finds among those before it; a row that finds nobody is remembered."""
    infile = InFile(lambda number: rows[number])
    found = []
    for number, row in enumerate(rows):
        keys = keys_of(row, prints[number] if prints else None)
        twin = infile.twin(row, keys)
        found.append(twin)
        if twin is None:
            infile.add(number, keys)
    return found


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (person(phone="+1"), person(phone="+1"), "phone"),
        (person(externals=[("a", "1")]), person(externals=[("a", "1")]), "external_id"),
        (person(values={"number": "7"}), person(values={"number": "7"}), "number"),
        (person(birthday="1990-05-17"), person(birthday="--05-17"), "name_birthday"),
        (person(employer="Gėlės"), person(employer="UAB Gėlės"), "name_company"),
        (company("Gėlės"), company("UAB Gėlės"), "company_name"),
        (person(phone="+1", values={"language": "lt"}), person(email="o@p.lt"), "same_name"),
    ],
)
def test_the_second_row_finds_the_first(one, other, reason):
    assert twins(one, other) == [None, (0, reason)]


def test_strangers_find_nobody():
    assert (
        twins(person(phone="+1"), person("Kazlauskas", "Jonas", phone="+1"), Entity(name="Ona")) == [None] * 3
    )


def test_the_very_same_row():
    assert twins(Entity(name="Ona"), Entity(name="Ona"), prints=(b"a", b"a")) == [None, (0, "same_row")]


def test_two_that_disagree_are_only_similar():
    one = person(employer="Gėlės", values={"language": "lt"})
    assert twins(one, person(employer="Gėlės", values={"language": "ru"})) == [None, (0, "similar")]


def test_two_numbers_of_ours_are_two_clients():
    rows = person(phone="+1", values={"number": "7"}), person(phone="+1", values={"number": "8"})
    assert twins(*rows) == [None, None]


def test_a_row_with_all_keys_is_no_half_of_another():
    assert twins(person(phone="+1"), person(phone="+2", email="o@p.lt")) == [None, None]
    assert twins(person(phone="+1"), person(email="o@p.lt", externals=[("a", "1")])) == [None, None]


def test_a_common_name_tells_nobody():
    many = [person(phone=f"+{number}") for number in range(4)]
    assert twins(*many, person(email="o@p.lt", values={"language": "lt"}))[-1] is None
    assert (
        twins(*many[:2], person(email="o@p.lt", values={"language": "lt"}))[-1] is None
    )  # of which of the two is it the other half?


def test_a_crowd_behind_one_phone_is_not_compared_to_its_end():
    crowd = [person(f"Pavardė{number}", phone="+1") for number in range(12)]
    assert twins(*crowd, crowd[11])[-1] is None
    assert twins(*crowd, crowd[7])[-1] == (7, "phone")


def test_by_name_alone_only_where_it_is_one():
    infile = InFile(lambda number: person())
    infile.add(0, keys_of(person(), None))
    assert infile.named(keys_of(person("Ona", "Petraitė"), None)) == 0
    assert infile.named(keys_of(Entity(name="?"), None)) is None
    infile.add(0, keys_of(person(), None))
    assert infile.named(keys_of(person(), None)) == 0
    infile.add(1, keys_of(person(), None))
    assert infile.named(keys_of(person(), None)) is None
