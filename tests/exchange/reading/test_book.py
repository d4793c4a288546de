"""Rows behave as a sequence that is read anew every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.reading.book import Rows, Sheet

TEN = [(number,) for number in range(10)]
BOUND = st.none() | st.integers(-13, 13)


def rows() -> Rows:
    return Rows(10, lambda: iter(TEN))


def test_rows_can_be_walked_again() -> None:
    found = rows()
    assert list(found) == list(found) == TEN
    assert (len(found), found[0], found[-1]) == (10, (0,), (9,))


@given(start=BOUND, stop=BOUND, step=st.none() | st.integers(1, 4) | st.integers(-4, -1))
def test_slices_are_those_of_a_list(start: int | None, stop: int | None, step: int | None) -> None:
    assert rows()[start:stop:step] == TEN[start:stop:step]


def test_sheet_counts_its_rows() -> None:
    assert Sheet("s", rows()).row_count == 10
