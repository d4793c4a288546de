"""Rows that tell of a contact: when, of what kind, what was wanted, what came of it."""

from __future__ import annotations

import pytest

from tests.exchange.importing.test_cleaning import cleaned, codes


def entry(**cells):
    named = {f"activity.{name}": value for name, value in cells.items()}
    return cleaned({"name.full": "Ona Petraitė", **named}).activity


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Call", "call"), ("звонок", "call"), ("skambutis", "call"), ("El. laiškas", "email"), ("Užduotis", "task"),
     ("Визит", "visit"), ("Pastaba", "note"), ("SMS", "sms"), ("чат", "chat")],
)  # fmt: skip
def test_kinds_in_three_languages(text, kind):
    assert entry(date="2020-05-01", kind=text).kind == kind


def test_another_kind_is_told_in_words():
    found = entry(date="2020-05-01", kind="Kirpimas", text="trumpai", result="patiko")
    assert (found.kind, found.wanted, found.result, found.planned) == (
        "meeting",
        "Kirpimas\ntrumpai",
        "patiko",
        False,
    )


def test_a_time_in_its_own_column():
    assert entry(date="2020-05-01", time="14:30").at == "2020-05-01T11:30:00.000Z"  # Vilnius in summer
    day = entry(date="2020-05-01").at
    for text in ("25:00", "14:75", "po pietų"):
        assert entry(date="2020-05-01", time=text).at == day


def test_what_is_done_is_not_planned():
    assert entry(date="2999-05-01").planned
    assert not entry(date="2999-05-01", done="done").planned
    assert not entry(date="2999-05-01", done="yes").planned
    assert entry(date="2020-05-01", done="no").planned
    assert entry(date="2020-05-01", done="laukiama").planned


def test_without_a_date_the_words_are_notes():
    record = cleaned(
        {
            "name.full": "Ona",
            "activity.text": "trumpai",
            "activity.result": "patiko",
            "activity.time": "14:30",
        }
    )
    assert (record.activity, record.main.values["notes"]) == (None, "trumpai\npatiko")


def test_a_date_that_is_none_is_noted():
    record = cleaned({"name.full": "Ona", "activity.date": "kažkada 99"})
    assert (codes(record), record.activity) == (["bad_date"], None)
    assert cleaned({"name.full": "Ona", "activity.date": "--05-17"}).activity is None
