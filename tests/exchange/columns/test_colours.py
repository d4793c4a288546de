from __future__ import annotations

import pytest

from crm_desktop.exchange.columns.colours import colour_name, heading


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ("FF0000", "red"), ("C00000", "red"), ("FFC7CE", "pink"), ("FFC000", "orange"), ("FFFF00", "yellow"),
        ("FFF2CC", "yellow"), ("92D050", "green"), ("00B050", "green"), ("00B0F0", "light blue"), ("0070C0", "blue"),
        ("7030A0", "purple"), ("FF66CC", "pink"), ("833C0B", "brown"), ("D9D9D9", "grey"), ("000000", "black"),
        ("FF0010", "red"),
    ],
)  # fmt: skip
def test_colours_as_spreadsheets_offer_them(rgb, name):
    assert colour_name(rgb, "en") == name


def test_words_of_other_languages_and_english_for_one_that_is_not_there():
    assert (colour_name("92D050", "lt"), colour_name("92D050", "fr")) == ("žalia", "green")
    assert (heading("colour", "ru"), heading("company", "xx")) == ("Цвет строки", "Company (row above)")
