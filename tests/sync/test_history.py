from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync import history
from crm_desktop.sync.history import SEEN, Position, common_point
from crm_desktop.sync.snapshot import Point
from tests.sync.laptops import EPOCH, open_laptop


def push(number):
    return number.to_bytes(16, "big")


@pytest.fixture
def connection(tmp_path):
    laptop = open_laptop(tmp_path)
    yield laptop.store.connection
    laptop.store.close()


def test_a_laptop_that_never_synced_knows_nothing(connection):
    assert history.position(connection) == Position(None, 0, None)
    assert history.seen(connection) == []


def test_what_was_pulled_and_what_was_sent_are_both_seen_and_the_newest_is_the_mark(connection):
    history.advance(connection, EPOCH, Point(4, push(4)))
    history.remember(connection, Point(9, push(9)))
    history.advance(connection, EPOCH, Point(7, push(7)))
    assert history.position(connection) == Position(EPOCH, 7, Point(9, push(9)))
    assert [point.rev for point in history.seen(connection)] == [9, 7, 4]


def test_only_the_newest_states_are_remembered(connection):
    for rev in range(1, SEEN + 20):
        history.remember(connection, Point(rev, push(rev)))
    assert [point.rev for point in history.seen(connection)] == list(range(SEEN + 19, 19, -1))


def test_after_going_back_nothing_later_ever_was(connection):
    for rev in range(1, 8):
        history.advance(connection, EPOCH, Point(rev, push(rev)))
    history.go_back(connection, b"f" * 16, Point(3, push(3)))
    assert history.position(connection) == Position(b"f" * 16, 3, Point(3, push(3)))
    assert [point.rev for point in history.seen(connection)] == [3, 2, 1]
    history.go_back(connection, b"f" * 16, None)
    assert history.position(connection) == Position(b"f" * 16, 0, None)


POINTS = st.lists(st.builds(Point, st.integers(1, 9), st.integers(1, 3).map(push)), max_size=9)


@given(POINTS, POINTS)
def test_the_common_state_is_the_newest_that_both_have_had(mine, theirs):
    found = common_point(mine, theirs)
    both = [point for point in mine if point in theirs]
    assert found == (max(both) if both else None)
