"""Filters in words, in chips and in their editor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QSpinBox, QWidget

from crm_desktop.kinds import FieldKind
from crm_desktop.services import fields, filters, lists
from crm_desktop.services.filters import Filter, FilterOp
from crm_desktop.ui.lists.filter_bar import FilterBar
from crm_desktop.ui.lists.filter_popup import FilterPopup
from crm_desktop.ui.lists.filter_words import chip_text, choice_word, field_name, op_word


@pytest.fixture
def known(base):
    fields.add(base.store, "Shoe size", FieldKind.NUMBER)
    return {field.id: field for field in filters.filter_fields(base.store)}


def test_every_field_and_every_comparison_has_words(known):
    names = [field_name(field) for field in known.values()]
    assert len(set(names)) == len(names)
    assert not any("_" in name or name.islower() for name in names)
    for field in known.values():
        for op in field.ops:
            assert op_word(field, op)
        for choice in field.choices:
            assert choice_word(field, choice)


@pytest.mark.parametrize(
    ("field", "op", "values", "words"),
    [
        ("kind", FilterOp.IS, ("company",), "Person or company: Company"),
        ("last_contact", FilterOp.OLDER_DAYS, (60,), "Last contact: over 60 days ago"),
        ("last_contact", FilterOp.LAST_DAYS, (1,), "Last contact: last 1 day"),
        ("last_contact", FilterOp.EMPTY, (), "Last contact: never"),
        ("city", FilterOp.IS, ("Vilnius",), "City: Vilnius"),
        ("city", FilterOp.IS, ("a", "b", "c", "d"), "City: a and 3 more"),
        ("notes", FilterOp.CONTAINS, ("vases",), "Notes: “vases”"),
        ("number", FilterOp.BETWEEN, (10, None), "No: 10 – …"),
        ("birthday", FilterOp.BETWEEN, ("--05-17", "--06-01"), "Birthday: 17 May – 1 Jun"),
        ("do_not_contact", FilterOp.YES, (), "Do not contact"),
        ("tag", FilterOp.IS, (b"\0" * 16,), "Tag: (deleted)"),
    ],
)
def test_a_filter_on_its_chip(known, field, op, values, words):
    assert chip_text(known[field], Filter(field, op, values)) == words


def test_a_chip_is_set_changed_and_dropped(qtbot, base, people):
    bar = FilterBar(
        lambda: filters.filter_fields(base.store), lambda name: dict(lists.count_by(base.store, name))
    )
    qtbot.addWidget(bar)
    bar.show()
    heard: list = []
    bar.changed.connect(heard.append)
    bar.edit("kind")
    popup = bar.findChild(FilterPopup)
    choices = popup.findChild(QListWidget, "filter_choices")
    choices.item(1).setCheckState(Qt.CheckState.Checked)
    assert heard[-1] == (Filter("kind", FilterOp.IS, ("company",)),)
    popup.close()
    qtbot.waitUntil(lambda: bar.findChild(QWidget, "chip_kind") is not None)
    qtbot.keyClick(bar.findChild(QWidget, "chip_kind"), Qt.Key.Key_Delete)
    assert heard[-1] == ()


def test_the_editor_follows_the_comparison(qtbot, base, known):
    bar = FilterBar(lambda: list(known.values()), lambda _name: {})
    qtbot.addWidget(bar)
    popup = FilterPopup(bar, known["last_contact"], None, {})
    qtbot.addWidget(popup)
    heard: list = []
    popup.changed.connect(heard.append)
    ops = popup.findChild(QComboBox, "filter_op")
    ops.setCurrentIndex(ops.findData(FilterOp.OLDER_DAYS.value))
    assert heard[-1] == Filter("last_contact", FilterOp.OLDER_DAYS, (60,))
    popup.findChild(QSpinBox, "filter_days").setValue(90)
    assert heard[-1] == Filter("last_contact", FilterOp.OLDER_DAYS, (90,))
    ops.setCurrentIndex(ops.findData(FilterOp.BETWEEN.value))
    assert heard[-1] is None
    ops.setCurrentIndex(ops.findData(FilterOp.EMPTY.value))
    assert heard[-1] == Filter("last_contact", FilterOp.EMPTY)


def test_every_editor_opens(qtbot, base, people, known):
    bar = FilterBar(lambda: list(known.values()), lambda _name: {"Vilnius": 3, None: 1})
    qtbot.addWidget(bar)
    for field in known.values():
        popup = FilterPopup(bar, field, None, {"Vilnius": 3} if field.counted else {})
        ops = popup.findChild(QComboBox, "filter_op")
        for index in range(ops.count()):
            ops.setCurrentIndex(index)
            assert popup.grab().width() > 0
        popup.close()
