from __future__ import annotations

import pytest

from crm_desktop.services.reports.table import Row, cut, share


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 4, 0.25), (0, 4, 0.0), (0, 0, None), (1, -2, None)]
)
def test_a_share_of_nothing_is_nothing(part, whole, expected):
    assert share(part, whole) == expected


@pytest.mark.parametrize(("most", "kept", "left_out"), [(0, 3, 0), (2, 2, 1), (3, 3, 0), (9, 3, 0)])
def test_the_first_rows_and_how_many_are_left_out(most, kept, left_out):
    rows = [Row(str(number), ()) for number in range(3)]
    assert cut(rows, most) == (tuple(rows[:kept]), left_out)
