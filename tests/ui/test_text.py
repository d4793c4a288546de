"""Words follow the chosen language; plural forms follow its rules; a missing catalogue falls back to English."""

from __future__ import annotations

import pytest

from crm_desktop import kinds
from crm_desktop.ui import text, text_kinds, text_operations


@pytest.fixture(autouse=True)
def _english():
    text.set_language("en")
    yield
    text.set_language("en")


def test_places_are_filled():
    assert text.tr("{done} of {total}", done=1, total="2 000") == "1 of 2 000"


def test_plurals_and_grouping():
    assert text.ntr("{n} client", "{n} clients", 1) == "1 client"
    assert text.ntr("{n} client", "{n} clients", 3218) == "3,218 clients"


def test_braces_of_the_user_are_left_alone():
    assert text.tr("No {name}", name="{n}") == "No {n}"


def test_an_unknown_language_follows_the_system(monkeypatch):
    monkeypatch.setenv("LC_ALL", "lt_LT.UTF-8")
    assert text.set_language("xx") == "lt"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert text.set_language("") == "en"


def test_stretching_doubles_every_word(monkeypatch):
    monkeypatch.setenv("CRM_STRETCH", "2")
    text.set_language("en")
    assert text.tr("Save") == "Save Save"
    assert text.ntr("{n} client", "{n} clients", 2) == "2 clients 2 clients"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (text_kinds.client_kind, kinds.ClientKind),
        (text_kinds.gender, kinds.Gender),
        (text_kinds.point_kind, kinds.PointKind),
        (text_kinds.channel, kinds.Channel),
        (text_kinds.activity_kind, kinds.ActivityKind),
        (text_kinds.direction, kinds.Direction),
        (text_kinds.outcome, kinds.Outcome),
        (text_kinds.request_kind, kinds.RequestKind),
        (text_kinds.deal_state, kinds.DealState),
        (text_kinds.field_kind, kinds.FieldKind),
    ],
)
def test_every_kind_has_a_word_of_its_own(words, kind):
    shown = [words(each) for each in kind if each.value]
    assert all(shown)
    assert len(set(shown)) == len(shown)


def test_every_operation_is_named_and_told():
    names = [text_operations.op_name(op) for op in kinds.Op]
    assert len(set(names)) == len(kinds.Op)
    assert not any("_" in name for name in names)
    for op in kinds.Op:
        assert text_operations.op_done(op, 2)
    assert text_operations.op_done(kinds.Op.DELETE_CLIENTS, 3) == "3 clients moved to the bin"
    assert text_operations.op_name("of_tomorrow") == "of_tomorrow"


def test_own_words_stay_as_they_are():
    assert text_kinds.point_label("dacha") == "dacha"
    assert text_kinds.point_label("mobile") == "mobile"
    assert text_kinds.stage("Gold", "regular") == "Gold"
    assert text_kinds.stage("", "regular") == "Regular"
    assert text_kinds.field("Shoe size") == "Shoe size"


@pytest.mark.parametrize(
    ("locale", "language", "expected"),
    [
        ("ru_RU.UTF-8", "en", "RU"),
        ("lt_LT", "ru", "LT"),
        ("en_GB.utf8", "en", "GB"),
        ("en_US.UTF-8", "lt", "LT"),
        ("pl_PL", "lt", "PL"),
        ("C.UTF-8", "lt", "LT"),
        ("C", "ru", "RU"),
        ("C", "en", ""),
    ],
)
def test_a_new_base_reads_phones_for_the_country_of_the_session(monkeypatch, locale, language, expected):
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr("locale.getlocale", lambda: ("en_US", "UTF-8"))  # what it says for C.UTF-8
    for name in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    text.set_language(language)
    assert text.system_region() == expected
