from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar.rows import Bar, in_rows

spans = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda pair: (min(pair), max(pair))), max_size=30
)


@given(spans, st.integers(1, 6))
def test_each_day_shows_or_counts_all_of_it_and_no_two_share_a_place(given_spans, slots):
    rows = in_rows(given_spans, 7, slots)
    for day in range(7):
        there = [bar for bar in rows.bars if bar.first <= day <= bar.last]
        assert len({bar.row for bar in there}) == len(there)
        assert len(there) + rows.hidden[day] == sum(first <= day <= last for first, last in given_spans)
        room = slots - 1 if rows.hidden[day] else slots
        assert all(bar.row < room for bar in there)
    for bar in rows.bars:
        first, last = given_spans[bar.number]
        assert first <= bar.first <= bar.last <= last


def test_a_bar_stays_in_its_row_and_lines_fill_the_free_ones():
    rows = in_rows([(0, 2), (1, 1), (0, 0)], 7, 3)
    assert set(rows.bars) == {Bar(0, 0, 2, 0), Bar(1, 1, 1, 1), Bar(2, 0, 0, 1)}
    assert (rows.hidden, rows.height) == ([0] * 7, 2)


def test_a_bar_is_interrupted_where_the_count_needs_its_row():
    rows = in_rows([(0, 2), (1, 1)], 7, 1)
    assert set(rows.bars) == {Bar(0, 0, 0, 0), Bar(0, 2, 2, 0)}
    assert rows.hidden[:3] == [0, 2, 0]


def test_without_any_room_all_are_counted():
    rows = in_rows([(0, 1)], 7, 0)
    assert (rows.bars, rows.hidden[:3], rows.height) == ([], [1, 1, 0], 1)
