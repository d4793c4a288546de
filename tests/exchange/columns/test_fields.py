"""The written form of targets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.fields import FIELDS, LABELS, Target

WRITTEN = [
    ("phone", Target("phone")),
    ("phone.mobile", Target("phone", "mobile")),
    ("phone#2", Target("phone", "", 2)),
    ("phone.label#2", Target("phone.label", "", 2)),
    ("address.home.city", Target("address.city", "home")),
    ("address.home.postal_code#3", Target("address.postal_code", "home", 3)),
    ("name.full.contact", Target("name.full", "contact")),
    ("date.anniversary", Target("date", "anniversary")),
    ("external_id.shop.example", Target("external_id", "shop.example")),
    ("own:Код, №", Target("own", "Код, №")),
    ("own:Relation 1#1", Target("own", "Relation 1", 1)),
    ("own", Target("own")),
    ("sensitive:Asmens kodas", Target("sensitive", "Asmens kodas")),
    ("birthday", Target("birthday")),
]


@pytest.mark.parametrize(("text", "target"), WRITTEN)
def test_targets_are_written_and_read(text, target):
    assert str(target) == text
    assert Target.parse(text) == target


@pytest.mark.parametrize(
    "text", ["", "nothing", "phone#x", "birthday.home", "address.home.nothing", "nothing.at.all", "x:y"]
)
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError, match="no "):
        Target.parse(text)


@given(st.sampled_from(sorted(FIELDS)), st.integers(0, 9))
def test_every_field_survives_writing(field, group):
    target = Target(field, "", group)
    assert Target.parse(str(target)) == target


@pytest.mark.parametrize("field", sorted(LABELS))
def test_labels_survive_writing(field):
    for label in LABELS[field]:
        assert Target.parse(str(Target(field, label))) == Target(field, label)
    assert FIELDS[field].labelled
