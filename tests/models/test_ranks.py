from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.ranks import STEP, reranked


@given(st.lists(st.none() | st.integers(-5000, 5000), max_size=12))
def test_ranks_always_rise(ranks):
    result = reranked(ranks)
    assert len(result) == len(ranks)
    assert all(one < next_one for one, next_one in pairwise(result))


@given(st.lists(st.integers(1, 20), unique=True, max_size=10), st.data())
def test_moving_one_row_rewrites_one_row(places, data):
    ranks = [STEP * place for place in sorted(places)]
    if not ranks:
        return
    moved = data.draw(st.sampled_from(ranks))
    order = [rank for rank in ranks if rank != moved]
    order.insert(data.draw(st.integers(0, len(order))), moved)
    changed = [1 for before, after in zip(order, reranked(order), strict=True) if before != after]
    assert len(changed) <= 1


def test_what_stands_in_order_stays():
    assert reranked([1, 5, 9]) == [1, 5, 9]


def test_new_rows_go_between_before_and_behind():
    assert reranked([None, 1024, None, 2048, None]) == [0, 1024, 1536, 2048, 3072]
    assert reranked([None, None]) == [1024, 2048]
    assert reranked([]) == []


def test_without_room_all_are_given_anew():
    assert reranked([1, None, 2]) == [1024, 2048, 3072]
