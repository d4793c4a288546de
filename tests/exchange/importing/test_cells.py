"""Cells as a person would type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.importing.cells import cell_text, id_text, storable


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\u00a0 Ona ", "Ona"), (None, ""), (True, "1"), (False, "0"), (7.0, "7"), (2.5, "2.5"),
        (date(2020, 5, 1), "2020-05-01"), ("'=1", "=1"), ("''=1", "'=1"), ("'-5", "-5"), ("'s-Hert", "'s-Hert"),
        ("'", "'"), ("a\0b", "ab"), ("\0", ""), ("\ud83d", "\ufffd"), ("a\nb", "a\nb"), ("'\tx", "x"),
    ],
)  # fmt: skip
def test_text_of_a_cell(cell, text):
    assert cell_text(cell) == text


def test_midnight_is_a_day_and_any_other_time_is_kept():
    assert cell_text(datetime(2020, 5, 1)) == "2020-05-01"  # noqa: DTZ001 - as workbooks have them
    assert cell_text(datetime(2020, 5, 1, 14, 30)) == "2020-05-01 14:30"  # noqa: DTZ001


def test_what_no_base_holds_goes():
    assert storable("Kodas\0\ud800") == "Kodas\ufffd"


@pytest.mark.parametrize(
    ("cell", "text"),
    [("17850.0", "17850"), (17850.0, "17850"), ("1.50", "1.50"), ("A.0", "A.0"), ("v1.05", "v1.05")],
)
def test_ids_are_whole(cell, text):
    assert id_text(cell) == text
