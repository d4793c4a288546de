from __future__ import annotations

import pytest

from crm_desktop.errors import FieldValueRefused, NumberRefused, RecordNotFound, TextTooLong
from crm_desktop.kinds import FieldKind, Op, StageRole
from crm_desktop.services import clients, dictionaries, fields, mass_edit, operations
from crm_desktop.services.base import stage_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import ClientDraft
from tests.services.content import content, newest_op, operation_rows


@pytest.fixture
def three(store):
    return [clients.add(store, ClientDraft(name=name)) for name in "ABC"]


def drafts(store, ids):
    return [clients.draft_of(store, id_) for id_ in ids]


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("stage_id", stage_id(StageRole.CLIENT), stage_id(StageRole.CLIENT)),
        ("stage_id", None, None),
        ("do_not_contact", True, True),
        ("vip", True, True),
        ("discount_bp", 500, 500),
        ("discount_bp", None, None),
        ("preferred_channel", "sms", "sms"),
        ("gender", "female", "female"),
        ("language", "lt", "lt"),
        ("notes", "a\nb", "a\nb"),
    ],
)
def test_one_field_of_many(store, three, field, value, kept):
    before = content(store)
    assert mass_edit.set_field(store, [*three[:2], three[0]], field, value) == 2
    assert [getattr(draft, field) for draft in drafts(store, three[:2])] == [kept, kept]
    if content(store) != before:
        assert newest_op(store) == Op.CHANGE_CLIENTS
        noted = [("stage_change", "insert")] * 2 if field == "stage_id" else []
        assert operation_rows(store) == [*noted, *[("client", "update")] * 2]
        operations.undo(store)
    assert content(store) == before


def test_nobody_becomes_their_own_referrer(store, three):
    mass_edit.set_field(store, three, "referrer_id", three[0])
    assert [draft.referrer_id for draft in drafts(store, three)] == [None, three[0], three[0]]
    mass_edit.set_field(store, three, "referrer_id", None)
    assert [draft.referrer_id for draft in drafts(store, three)] == [None] * 3


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("stage_id", b"x" * 16, RecordNotFound),
        ("stage_id", "client", TypeError),
        ("discount_bp", 10_001, NumberRefused),
        ("discount_bp", "5", TypeError),
        ("language", None, TypeError),
        ("language", "x" * 501, TextTooLong),
        ("name", "x", KeyError),
        ("gender", "robot", ValueError),
    ],
)
def test_what_cannot_be_set(store, three, field, value, error):
    before = content(store)
    with pytest.raises(error):
        mass_edit.set_field(store, three, field, value)
    assert content(store) == before


def test_own_fields(store, three):
    size = fields.add(store, "Dydis", FieldKind.NUMBER)
    assert mass_edit.set_own_field(store, three, size, "1 000") == 3
    assert [draft.fields for draft in drafts(store, three)] == [{size: "1000"}] * 3
    mass_edit.set_own_field(store, three[:1], size, "2")
    mass_edit.set_own_field(store, three[:2], size, "")
    assert [draft.fields for draft in drafts(store, three)] == [{}, {}, {size: "1000"}]
    mass_edit.set_own_field(store, three[:1], size, "3")
    assert drafts(store, three)[0].fields == {size: "3"}
    with pytest.raises(FieldValueRefused):
        mass_edit.set_own_field(store, three, size, "large")
    with pytest.raises(RecordNotFound):
        mass_edit.set_own_field(store, three, b"x" * 16, "1")


@pytest.mark.parametrize(("which", "field"), [(Dictionary.TAG, "tags"), (Dictionary.GROUP, "groups")])
def test_tags_and_groups(store, three, which, field):
    entry = dictionaries.add(store, which, "VIP")
    mass_edit.add_mark(store, three[:1], which, entry)
    mass_edit.add_mark(store, three, which, entry)
    assert operation_rows(store) == [("client_tag" if field == "tags" else "group_member", "insert")] * 2
    mass_edit.remove_mark(store, three[:2], which, entry)
    assert [getattr(draft, field) for draft in drafts(store, three)] == [(), (), ("VIP",)]
    mass_edit.add_mark(store, three, which, entry)
    assert [getattr(draft, field) for draft in drafts(store, three)] == [("VIP",)] * 3
    with pytest.raises(RecordNotFound):
        mass_edit.add_mark(store, three, which, b"x" * 16)
