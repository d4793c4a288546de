from __future__ import annotations

import pytest

from crm_desktop.errors import (
    FieldValueRefused,
    FieldValuesDoNotFit,
    NameEmpty,
    NameTaken,
    RecordNotFound,
    TextTooLong,
)
from crm_desktop.kinds import FieldKind, Op
from crm_desktop.services import clients, fields, operations
from crm_desktop.services.drafts import ClientDraft
from crm_desktop.services.fields import OwnField
from tests.services.content import content, newest_op, operation_rows


def values(store, field):
    return [
        value
        for (value,) in store.read("SELECT value FROM field_value WHERE field_id = ? ORDER BY rid", (field,))
    ]


def filled(store, kind, *typed, choices=()):
    field = fields.add(store, "Dydis", kind, choices)
    for text in typed:
        clients.add(store, ClientDraft(name="A", fields={field: text}))
    return field


def test_fields_stand_in_the_order_they_were_added(store):
    a = fields.add(store, " Batų  dydis ", FieldKind.NUMBER)
    b = fields.add(store, "Spalva", FieldKind.CHOICE, ["Raudona", " ", "raudona", "Žalia"])
    assert fields.own_fields(store) == [
        OwnField(a, "Batų dydis", FieldKind.NUMBER),
        OwnField(b, "Spalva", FieldKind.CHOICE, ("Raudona", "Žalia")),
    ]
    assert newest_op(store) == Op.EDIT_FIELDS
    fields.reorder(store, [b])
    assert [field.id for field in fields.own_fields(store)] == [b, a]
    assert fields.field_of(store, a).name == "Batų dydis"


def test_names_are_unique(store):
    a = fields.add(store, "Spalva")
    with pytest.raises(NameTaken) as caught:
        fields.add(store, "SPALVA")
    assert caught.value.facts == {"table": "field", "name": "SPALVA", "id": a}
    with pytest.raises(NameEmpty):
        fields.add(store, " ")
    b = fields.add(store, "Dydis")
    with pytest.raises(NameTaken):
        fields.rename(store, b, "spalva")
    fields.rename(store, a, "SPALVA")
    assert fields.field_of(store, a).name == "SPALVA"
    with pytest.raises(TextTooLong):
        fields.rename(store, a, "x" * 501)


def test_ensure_finds_adds_and_widens(store):
    colour = fields.add(store, "Spalva", FieldKind.CHOICE, ["Raudona"])
    with store.change(Op.IMPORT):
        ids = fields.ensure(
            store,
            [
                ("spalva", FieldKind.CHOICE, ["žalia", "RAUDONA"]),
                ("Dydis", FieldKind.NUMBER, []),
                ("dydis", FieldKind.TEXT, []),
            ],
        )
    assert ids[0] == colour
    assert ids[1] == ids[2]
    assert fields.field_of(store, colour).choices == ("Raudona", "žalia")
    assert fields.field_of(store, ids[1]).kind is FieldKind.NUMBER
    assert newest_op(store) == Op.IMPORT
    with pytest.raises(NameEmpty):
        fields.ensure(store, [(" ", FieldKind.TEXT, [])])


def test_retyping_makes_the_values_of_the_new_kind(store):
    field = filled(store, FieldKind.TEXT, "1 234,5", "7")
    before = content(store)
    fields.retype(store, field, FieldKind.NUMBER)
    assert fields.field_of(store, field).kind is FieldKind.NUMBER
    assert values(store, field) == ["1234.5", "7"]
    operations.undo(store)
    assert content(store) == before


def test_values_that_do_not_fit_are_listed_and_nothing_written(store):
    field = filled(store, FieldKind.TEXT, "1 000", "large", "huge")
    before = content(store)
    with pytest.raises(FieldValuesDoNotFit) as caught:
        fields.retype(store, field, FieldKind.NUMBER)
    assert caught.value.facts == {
        "name": "Dydis",
        "kind": FieldKind.NUMBER,
        "count": 2,
        "values": ("large", "huge"),
    }
    assert content(store) == before
    fields.retype(store, field, FieldKind.NUMBER, force=True)
    assert values(store, field) == ["1000", "large", "huge"]


def test_a_choice_field_may_take_the_values_it_has(store):
    field = filled(store, FieldKind.TEXT, "Raudona", "raudona", "Žalia")
    fields.retype(store, field, FieldKind.CHOICE)
    assert fields.field_of(store, field).choices == ("Raudona", "Žalia")
    assert values(store, field) == ["Raudona", "Raudona", "Žalia"]
    fields.set_choices(store, field, ["Žalia", "Balta"])
    assert values(store, field) == ["Raudona", "Raudona", "Žalia"]
    with pytest.raises(FieldValuesDoNotFit):
        fields.retype(store, field, FieldKind.CHOICE, ["Balta", "Žalia"])


def test_yes_and_no_do_not_become_numbers_of_text(store):
    field = filled(store, FieldKind.YES_NO, "taip", "нет")
    fields.retype(store, field, FieldKind.TEXT)
    assert values(store, field) == ["+", "-"]
    fields.retype(store, field, FieldKind.YES_NO)
    assert values(store, field) == ["1", "0"]


def test_retyping_to_what_it_is_writes_nothing(store):
    field = filled(store, FieldKind.NUMBER, "5")
    before = store.read("SELECT * FROM operation")
    fields.retype(store, field, FieldKind.NUMBER)
    assert store.read("SELECT * FROM operation") == before


def test_a_deleted_field_takes_its_values_along_and_undo_brings_both_back(store):
    field = filled(store, FieldKind.TEXT, "x")
    (client,) = store.read("SELECT id FROM client")[0]
    draft = clients.draft_of(store, client)
    fields.delete(store, field)
    assert operation_rows(store) == [("field", "update")]
    assert clients.draft_of(store, client).fields == {}
    with pytest.raises(RecordNotFound):
        clients.edit(store, client, draft)
    operations.undo(store)
    assert clients.draft_of(store, client) == draft


@pytest.mark.parametrize(
    "command",
    [
        lambda store, id_: fields.field_of(store, id_),
        lambda store, id_: fields.rename(store, id_, "x"),
        lambda store, id_: fields.retype(store, id_, FieldKind.TEXT),
        lambda store, id_: fields.set_choices(store, id_, ()),
        lambda store, id_: fields.delete(store, id_),
    ],
)
def test_fields_that_are_not_there(store, command):
    with pytest.raises(RecordNotFound):
        command(store, b"x" * 16)


def test_a_value_that_does_not_fit_names_its_field(store):
    field = fields.add(store, "Dydis", FieldKind.NUMBER)
    with pytest.raises(FieldValueRefused) as caught:
        clients.add(store, ClientDraft(name="A", fields={field: "large"}))
    assert caught.value.facts["field"] == "Dydis"
    with pytest.raises(TextTooLong):
        clients.add(store, ClientDraft(name="A", fields={field: "1" * 100_001}))


def test_a_deleted_value_of_a_field_is_no_value(store):
    field = filled(store, FieldKind.TEXT, "x")
    (client,) = store.read("SELECT id FROM client")[0]
    clients.edit(store, client, ClientDraft(name="A", fields={field: " "}))
    assert clients.draft_of(store, client).fields == {field: " "}
    clients.edit(store, client, ClientDraft(name="A", fields={field: ""}))
    assert clients.draft_of(store, client).fields == {}
