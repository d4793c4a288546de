"""Cells of phones, e-mails, messengers and sites: labels and extensions of their own, damaged ones, several in one."""

from __future__ import annotations

import pytest

from tests.exchange.importing.test_cleaning import cleaned, codes, main


def test_phones_with_extension_and_label_in_cells_of_their_own():
    record = cleaned(
        {"name.full": "Ona", "phone#1": "861234567", "phone.ext#1": "12", "phone.label#1": "mobile"}
    )
    (point,) = record.main.points
    assert (point.key, point.ext, point.label) == ("+37061234567", "12", "mobile")


def test_an_extension_without_a_phone_goes_nowhere():
    assert cleaned({"name.full": "Ona", "phone#1": "861234567", "phone.ext#2": "12"}).main.points[0].ext == ""


def test_a_damaged_phone_is_kept_and_marked():
    record = cleaned({"name.full": "Ona", "phone": "3.70612E+10"})
    assert codes(record) == ["damaged_phone"]
    assert record.main.points[0].value == "3.70612E+10"


def test_a_bad_email_is_kept_and_marked():
    record = cleaned({"name.full": "Ona", "email": "ona@"})
    assert (codes(record), record.main.points[0].value) == (["bad_email"], "ona@")


def test_messengers_know_a_phone_and_take_their_label():
    record = cleaned(
        {
            "name.full": "Ona",
            "messenger.telegram": "+370 612 34567",
            "messenger#2": "ona",
            "messenger.label#2": "viber",
        }
    )
    assert [(p.service, p.value, p.key) for p in record.main.points] == [
        ("telegram", "+370 612 34567", "+37061234567"), ("viber", "ona", ""),
    ]  # fmt: skip


def test_several_sites_in_a_cell():
    assert [p.value for p in main(site="https://a.lt ::: #https://b.lt#").points] == [
        "https://a.lt",
        "https://b.lt",
    ]


@pytest.mark.parametrize("field", ["site", "email", "messenger"])
def test_a_cell_of_signs_that_are_nothing_makes_no_point(field):
    assert main(**{field: "\0"}).points == []
