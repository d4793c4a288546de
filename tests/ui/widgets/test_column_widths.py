from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.widgets.column_widths import Wanted, in_two_lines, widths

COLUMNS = st.lists(
    st.builds(
        lambda head, part, cells, least: Wanted(head, max(10, head * part // 10), cells, least),
        st.integers(10, 200),
        st.integers(5, 10),
        st.integers(5, 300),
        st.none() | st.integers(50, 150),
    ),
    min_size=1,
    max_size=12,
)


@given(COLUMNS, st.integers(100, 2000))
def test_numbers_stay_whole_and_nothing_is_wider_than_the_room_without_need(columns, room):
    found = widths(columns, room, 20)
    for width, each in zip(found.columns, columns, strict=True):
        assert width >= each.head_in_two + 20
        assert width >= (each.cells if each.least is None else min(each.cells, each.least)) + 20
        if not found.in_two:
            assert width >= each.head + 20
    cells = [each.cells if each.least is None else min(each.cells, each.least) for each in columns]
    needed = sum(max(low, each.head_in_two) + 20 for low, each in zip(cells, columns, strict=True))
    if room >= needed:
        assert sum(found.columns) <= room + len(columns)


def test_where_there_is_room_all_stands_in_one_line():
    found = widths([Wanted(100, 60, 50), Wanted(40, 40, 120, 70)], 260, 20)
    assert (found.columns, found.in_two) == ((120, 140), False)


def test_heads_give_way_before_words_do():
    columns = [Wanted(60, 60, 200, 70), Wanted(150, 80, 40)]
    found = widths(columns, 330, 20)
    assert (found.columns, found.in_two) == ((220, 100), True)
    tight = widths(columns, 315, 20)
    assert (tight.columns, tight.in_two) == ((215, 100), True)


def test_words_are_broken_where_both_lines_are_most_alike():
    assert in_two_lines("Share of what is brought", len) == ("Share of what\nis brought", 13)
    assert in_two_lines("Clients", len) == ("Clients", 7)
