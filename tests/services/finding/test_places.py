from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.services.finding.places import DELETED, LIVE, SPACING, plan


@pytest.fixture
def connection():
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE client_list(pos INTEGER PRIMARY KEY, name_key BLOB, client_id BLOB)")
        yield connection
    connection.close()


def _put(connection, area, keys):
    """What the index does with a plan; how many had to move."""
    keys = sorted(keys)
    moved = 0
    while keys:
        planned = plan(connection, area, keys)
        assert planned.places
        for far in (1 << 50, 0):
            connection.executemany(
                "UPDATE client_list SET pos = ? WHERE pos = ?",
                ((new + far, old if far else new + (1 << 50)) for old, new in planned.moves.items()),
            )
        moved += len(planned.moves)
        connection.executemany(
            "INSERT INTO client_list VALUES (?, ?, ?)",
            ((pos, *key) for pos, key in zip(planned.places, keys, strict=False)),
        )
        keys = keys[len(planned.places) :]
    return moved


def _keys(connection, area=LIVE):
    rows = connection.execute(
        "SELECT name_key, client_id FROM client_list WHERE pos BETWEEN ? AND ? ORDER BY pos",
        (area.low, area.high),
    )
    return [tuple(row) for row in rows]


def _key(number, name=b""):
    return (name, number.to_bytes(4, "big"))


def test_a_first_batch_is_spaced(connection):
    _put(connection, LIVE, [_key(i) for i in range(3)])
    assert connection.execute("SELECT pos FROM client_list").fetchall() == [(0,), (SPACING,), (2 * SPACING,)]


def test_at_both_ends_there_is_always_room(connection):
    _put(connection, LIVE, [_key(1000)])
    assert _put(connection, LIVE, [_key(i) for i in range(1000)]) == 0
    assert _put(connection, LIVE, [_key(i) for i in range(1001, 2001)]) == 0
    assert _keys(connection) == [_key(i) for i in range(2001)]


def test_the_bin_has_an_order_of_its_own(connection):
    _put(connection, LIVE, [_key(1), _key(3)])
    _put(connection, DELETED, [_key(2)])
    assert (_keys(connection), _keys(connection, DELETED)) == ([_key(1), _key(3)], [_key(2)])


def test_where_neighbours_stand_too_close_a_few_move(connection):
    _put(connection, LIVE, [_key(i * 1_000_000) for i in range(2000)])
    moved = sum(_put(connection, LIVE, [_key(500_500_000 + i)]) for i in range(300))
    assert 0 < moved < 4000
    assert _keys(connection) == sorted(_keys(connection))
    assert len(_keys(connection)) == 2300


@pytest.mark.parametrize("gap", [0, 1000, 1998])
def test_a_batch_larger_than_any_gap(connection, gap):
    _put(connection, LIVE, [_key(i * 1_000_000) for i in range(2000)])
    _put(connection, LIVE, [_key(gap * 1_000_000 + 1 + i) for i in range(700)] + [_key(1_999_000_001)])
    assert _keys(connection) == sorted(_keys(connection))
    assert len(_keys(connection)) == 2701


@given(st.lists(st.sets(st.integers(0, 400), max_size=120), max_size=8))
def test_whatever_comes_the_order_holds(batches):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE client_list(pos INTEGER PRIMARY KEY, name_key BLOB, client_id BLOB)")
    there: set[int] = set()
    for batch in batches:
        _put(connection, LIVE, [_key(i) for i in batch - there])
        there |= batch
        assert _keys(connection) == [_key(i) for i in sorted(there)]
    connection.close()
