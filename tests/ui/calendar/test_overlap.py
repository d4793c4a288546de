from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.ui.calendar.overlap import Place, lanes, pack

spans = st.lists(
    st.tuples(st.integers(0, 1440), st.integers(0, 300)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=40,
)


def meet(one, other):
    return one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1)


@given(spans, st.integers(2, 8))
def test_no_two_that_overlap_share_a_column_and_none_is_lost(given_spans, most):
    packed = pack(given_spans, most)
    shown = [(number, place) for number, place in enumerate(packed.places) if place is not None]
    for number, place in shown:
        assert 0 <= place.column < place.column + place.width <= place.of <= most
        for other, beside in shown:
            if number < other and meet(given_spans[number], given_spans[other]):
                assert place.of == beside.of
                assert (
                    place.column + place.width <= beside.column
                    or beside.column + beside.width <= place.column
                )
    hidden = [number for group in packed.hidden for number in group.members]
    assert sorted([*hidden, *(number for number, _ in shown)]) == list(range(len(given_spans)))


@given(spans, st.integers(2, 8))
def test_what_is_hidden_is_told_in_a_column_that_nothing_covers(given_spans, most):
    packed = pack(given_spans, most)
    for group in packed.hidden:
        assert group.of == most
        for number in group.members:
            begin, end = given_spans[number]
            assert group.span[0] <= begin
            assert end <= group.span[1]
        for span, place in zip(given_spans, packed.places, strict=True):
            if place is not None and meet(span, group.span):
                assert place.column + place.width <= most - 1


@given(spans)
def test_with_room_enough_nothing_is_hidden(given_spans):
    assert pack(given_spans, max(2, len(given_spans))).hidden == ()


def test_a_lone_contact_has_all_the_width_and_two_at_once_half_of_it_each():
    assert pack([(0, 60), (120, 180), (120, 150)], 4).places == (Place(0, 1), Place(0, 2), Place(1, 2))


def test_a_short_one_beside_a_long_one_takes_what_is_free_at_its_right():
    packed = pack([(0, 300), (0, 60), (0, 60), (120, 180)], 4)
    assert packed.places[3] == Place(1, 3, 2)


@given(spans)
def test_bars_over_days_share_no_row(given_spans):
    rows = lanes(given_spans)
    for number, row in enumerate(rows):
        for other in range(number):
            assert row != rows[other] or not meet(given_spans[number], given_spans[other])
