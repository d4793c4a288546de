"""What single cells look like."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from crm_desktop.exchange.reading.shapes import filled_columns, folded, is_blank, is_filled, shape

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Телефон", "text"),
        ("Phone 1", "text"),
        ("x" * 61, "long"),
        ("+370 612 34567", "digits"),
        ("1,05E+12", "digits"),
        ("801-555-7712x4563", "digits"),
        ("2012.03.05", "digits"),
        ("a@b.lt", "email"),
        ("www.site.lt", "email"),
        (12, "number"),
        (1.5, "number"),
        (True, "flag"),
        (datetime.date(2020, 1, 1), "date"),
        (datetime.timedelta(1), "date"),
    ],
)
def test_shape(cell: Cell, expected: str) -> None:
    assert shape(cell) == expected


def test_blanks_show_nothing() -> None:
    assert not is_filled(None)
    assert not is_filled(" \xa0")
    assert is_filled(0)
    assert is_filled(False)
    assert is_blank(())
    assert is_blank((None, " "))
    assert filled_columns((None, 0, " ", "a")) == [1, 3]


def test_folded() -> None:
    assert folded("  Улица  2 ") == "улица 2"
