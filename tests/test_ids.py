from __future__ import annotations

import threading
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop import ids


def test_uuid7_has_version_variant_and_the_present_time():
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(bytes=ids.uuid7())
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert made.int >> 80 >= before


def test_uuid7_rises_within_a_process_and_never_repeats():
    made = [ids.uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_uuid7_of_many_threads_are_all_different():
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.extend([ids.uuid7() for _ in range(2000)])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


def test_uuid7_rises_though_the_clock_was_set_back(monkeypatch):
    first = ids.uuid7()
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert ids.uuid7() > first


def test_uuid7_moves_on_to_the_next_millisecond_when_the_random_part_is_used_up(monkeypatch):
    now = time.time_ns() + 10**12
    monkeypatch.setattr(time, "time_ns", lambda: now)
    first = ids.uuid7()
    monkeypatch.setattr(ids._last, "random", (1 << 74) - 1)
    second = ids.uuid7()
    assert uuid.UUID(bytes=second).int >> 80 == (uuid.UUID(bytes=first).int >> 80) + 1
    assert uuid.UUID(bytes=second).version == 7


def test_link_id_is_the_same_for_the_same_parts_and_a_valid_uuid8():
    one, other = ids.uuid7(), ids.uuid7()
    made = ids.link_id(one, other)
    assert made == ids.link_id(one, other)
    assert made != ids.link_id(other, one)
    assert uuid.UUID(bytes=made).version == 8
    assert uuid.UUID(bytes=made).variant == uuid.RFC_4122


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_link_ids_differ_where_the_parts_differ(one, other):
    assert (ids.link_id(*one) == ids.link_id(*other)) == (one == other)


@given(st.binary(min_size=16, max_size=16))
def test_text_and_bytes_round_trip(id_):
    assert ids.from_text(ids.to_text(id_)) == id_


def test_text_that_is_no_id_is_refused():
    with pytest.raises(ValueError, match="badly formed"):
        ids.from_text("857389")
    with pytest.raises(ValueError, match="16"):
        ids.to_text(b"short")
