"""Cells of telephone columns parted into numbers."""

from __future__ import annotations

import pytest

from crm_desktop.kinds import PointLabel
from crm_desktop.models.phone_cells import CellPart, split_cell, tidy


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "111-222/333-44-55",
            [
                CellPart("111-222", "111-222", "", PointLabel.NONE),
                CellPart("333-44-55", "333-44-55", "", PointLabel.NONE),
            ],
        ),
        ("47 668/612/13", [CellPart("47 668/612/13", "47 668", "612/13", PointLabel.NONE)]),
        ("пейджер 12345", [CellPart("12345", "12345", "", PointLabel.PAGER)]),
        ("12345 x 75", [CellPart("12345 x 75", "12345", "75", PointLabel.NONE)]),
        (
            "12345;;67890",
            [
                CellPart("12345", "12345", "", PointLabel.NONE),
                CellPart("67890", "67890", "", PointLabel.NONE),
            ],
        ),
        ("нет", [CellPart("нет", "", "", PointLabel.NONE)]),
        ("", []),
    ],
)
def test_parts(text, parts):
    assert split_cell(text) == parts


def test_typography_becomes_plain():
    assert tidy("\u00a08\u2009(5)\u2011212\u200b3456\u202f") == "8 (5)-2123456"
