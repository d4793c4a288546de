from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.limits import LONGEST_NAME
from crm_desktop.models.series_parts import part_uid, read_part, uids_of_parts

MOMENTS = st.one_of(
    st.dates().map(str),
    st.datetimes().map(lambda at: f"{at.replace(microsecond=0).isoformat(timespec='milliseconds')}Z"),
)


@given(st.text(min_size=1, max_size=60), MOMENTS)
def test_what_is_written_is_read_again_and_found(origin, cut):
    uid = part_uid(origin, cut)
    assert read_part(uid) == (origin, cut)
    first, last = uids_of_parts(origin)
    assert first <= uid < last


def test_what_it_looks_like():
    at = f"{datetime(2026, 12, 7, 16).isoformat(timespec='milliseconds')}Z"  # noqa: DTZ001
    assert part_uid("abc@google.com", at) == "abc@google.com.from.20261207T160000Z"
    assert part_uid("abc", "2026-12-07") == "abc.from.20261207"


@pytest.mark.parametrize("uid", ["", "abc", ".from.20261207", "abc.from.2026", "abc.from.20261207T1600Z"])
def test_what_is_no_part(uid):
    assert read_part(uid) is None


def test_a_uid_that_would_be_too_long():
    assert part_uid("x" * LONGEST_NAME, "2026-12-07") == ""
