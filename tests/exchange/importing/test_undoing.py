"""An import taken back after somebody went on working with its clients: what stays, and that it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crm_desktop.exchange.importing.staging import Action
from crm_desktop.services import clients as people
from crm_desktop.services import fields, operations
from crm_desktop.services.duplicates import merging
from tests.exchange.importing.bringing import bring, bring_as, clients, contents, listed

HEADER = ["Name", "Phone", "E-mail", "Notes", "Shoe size"]
ONA = ["Ona Petraitienė", "+370 612 34567", "", "roses", "38"]
JONAS = ["Jonas Kazlauskas", "+370 698 11223", "", "", "44"]


@pytest.fixture
def path(tmp_path):
    return listed(tmp_path / "list.csv", HEADER, ONA, JONAS)


def client_id(store, name):
    return store.read("SELECT id FROM client WHERE name = ?", (name,))[0][0]


def take_back(store, result):
    return operations.undo(store, result.written.operation)


def told(taken):
    return {(row.client.name if row.client else "", row.table, row.field) for row in taken.kept}


def test_updates_and_own_fields_are_taken_back_whole(store, path, tmp_path):
    bring(store, path)
    before = contents(store)
    newer = listed(tmp_path / "newer.csv", HEADER, [ONA[0], ONA[1], "ona@example.lt", "tulips", "39"])
    result = bring_as(store, Action.UPDATE, newer)
    assert result.written.changed == 1
    assert take_back(store, result).kept == ()
    assert contents(store) == before


def test_the_import_of_an_empty_base_leaves_nothing(store, path):
    before = contents(store)
    assert take_back(store, bring(store, path)).kept == ()
    assert contents(store) == before
    assert fields.own_fields(store) == []


def test_an_edited_client_stays_with_the_field_it_fills_and_is_told(store, path):
    result = bring(store, path)
    ona = client_id(store, ONA[0])
    people.edit(store, ona, replace(people.draft_of(store, ona), notes="peonies"))
    taken = take_back(store, result)
    assert set(clients(store)) == {ONA[0]}
    assert clients(store)[ONA[0]].fields == {"Shoe size": "38"}
    assert told(taken) == {(ONA[0], "client", None)}


def test_deleted_and_put_back_is_no_work_and_goes(store, path):
    result = bring(store, path)
    ona = client_id(store, ONA[0])
    people.delete(store, [ona])
    people.restore(store, [ona])
    assert take_back(store, result).kept == ()
    assert clients(store) == {}


def test_deleted_since_stays_in_the_bin_and_is_told(store, path):
    result = bring(store, path)
    people.delete(store, [client_id(store, ONA[0])])
    taken = take_back(store, result)
    assert clients(store) == {}
    assert told(taken) == {(ONA[0], "client", None)}


def test_a_client_that_a_later_list_has_completed_stays_until_that_one_goes_too(store, path, tmp_path):
    first = bring(store, path)
    second = bring(store, listed(tmp_path / "more.csv", HEADER, [ONA[0], ONA[1], "ona@example.lt", "", ""]))
    taken = take_back(store, first)
    assert {name for name, _, _ in told(taken)} == {ONA[0]}
    assert taken.kept[0].by_operation == second.written.operation
    assert set(clients(store)) == {ONA[0]}
    assert take_back(store, second).kept == ()
    (entity,) = clients(store).values()
    assert entity.keys("email") == []
    assert entity.keys("phone")


def test_in_the_other_order_nothing_is_left(store, path, tmp_path):
    before = contents(store)
    first = bring(store, path)
    second = bring(store, listed(tmp_path / "more.csv", HEADER, [ONA[0], ONA[1], "ona@example.lt", "", ""]))
    assert take_back(store, second).kept == ()
    assert take_back(store, first).kept == ()
    assert contents(store) == before


def test_a_client_merged_into_another_stays_with_what_came_over(store, path, tmp_path):
    bring(store, listed(tmp_path / "old.csv", HEADER, [ONA[0], "+370 600 00000", "", "", ""]))
    second = bring_as(store, Action.NEW, path)
    old, new = (row[0] for row in store.read("SELECT id FROM client WHERE name = ? ORDER BY rid", (ONA[0],)))
    merging.merge(store, old, [new], say=str)
    taken = take_back(store, second)
    assert {name for name, _, _ in told(taken)} == {ONA[0]}
    (entity,) = clients(store).values()
    assert len(entity.keys("phone")) == 2
    assert store.check() == []
