"""Entries of the user's lists: found whatever their case, made once where missing."""

from __future__ import annotations

import json

import pytest

from crm_desktop.exchange.importing.names import Names, OwnField, stage_name
from crm_desktop.kinds import FieldKind, Op


def names_of(store, table):
    return [
        name for (name,) in store.read(f"SELECT name FROM {table} WHERE deleted = 0 ORDER BY rid") if name
    ]


@pytest.mark.parametrize("table", ["stage", "source", "colleague", "tag", "client_group"])
def test_entries_are_made_once_and_found_folded(store, table):
    before = names_of(store, table)
    with store.change(Op.IMPORT) as change:
        names = Names(store)
        names.ensure(change, table, ["Žvaigždė", "žvaigždė", "Kita"])
        names.ensure(change, table, ["ŽVAIGŽDĖ"])
    assert names_of(store, table) == [*before, "Žvaigždė", "Kita"]
    assert Names(store).id(table, "zvaigzde") == names.known(table, "Žvaigždė")
    assert names.id(table, "") is names.id(table, None) is None


def test_new_entries_stand_last_in_their_list(store):
    with store.change(Op.IMPORT) as change:
        Names(store).ensure(change, "source", ["A", "B"])
    ranks = [rank for (rank,) in store.read("SELECT rank FROM source ORDER BY rid")]
    assert ranks == sorted(set(ranks))


def test_own_fields_are_made_with_their_types(store):
    with store.change(Op.IMPORT) as change:
        fields = {"Dydis": OwnField(FieldKind.CHOICE, ("mažas", "didelis")), "Kodas": OwnField()}
        Names(store).ensure_fields(change, fields)
    rows = store.read("SELECT name, kind, choices FROM field ORDER BY rid")
    assert [(name, kind, json.loads(choices)) for name, kind, choices in rows] == [
        ("Dydis", "choice", ["mažas", "didelis"]), ("Kodas", "text", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stage"),
    [("Клиент", "client"), ("LEAD", "visitor"), ("nuolatinis klientas", "regular"), ("партнёр", "partner"),
     ("Ypatingas", "Ypatingas")],
)  # fmt: skip
def test_stages_that_every_base_has(store, text, stage):
    assert stage_name(text) == stage
    if stage != text:
        assert (
            Names(store).known("stage", stage)
            == store.read("SELECT id FROM stage WHERE role = ?", (stage,))[0][0]
        )
