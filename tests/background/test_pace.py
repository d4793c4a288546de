from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_desktop.background.pace import Pace


def test_it_waits_until_nothing_changes_any_more():
    pace = Pace(5, latest_s=12)
    assert pace.wait(0) is None
    pace.touched(0)
    assert pace.wait(0) == 5
    pace.touched(4)
    assert pace.wait(4) == 5
    pace.touched(8)
    assert pace.wait(8) == 4  # but not for ever
    assert pace.wait(20) == 0
    pace.started()
    assert pace.wait(20) is None
    assert not pace.is_due_sometime
    pace.touched(21)
    assert pace.is_due_sometime
    pace.ended(22, is_good=True)
    assert pace.wait(22) == 4


def test_it_runs_now_and_then():
    pace = Pace(5, latest_s=10, every_s=300)
    assert pace.wait(7) == 0
    pace.started()
    pace.ended(10, is_good=True)
    assert pace.wait(100) == 210
    pace.touched(100)
    assert pace.wait(100) == 5


def test_failures_are_tried_again_later_and_later():
    pace = Pace(5, latest_s=10, retry_s=30, longest_retry_s=100)
    waits = []
    for _ in range(4):
        pace.started()
        pace.ended(0, is_good=False)
        waits.append(pace.wait(0))
    assert waits == [30, 60, 100, 100]
    assert pace.is_due_sometime
    pace.touched(1)
    assert pace.wait(1) == 99
    pace.started()
    pace.ended(2, is_good=True)
    assert pace.wait(2) is None


@example([("fail", 0.0), ("fail", 1.8923249829151985), ("fail", 26.369547704632865)])
@given(st.lists(st.tuples(st.sampled_from(["touch", "run", "fail"]), st.floats(0, 100)), max_size=30))
def test_a_change_never_waits_for_ever(events):
    pace, now = Pace(5, latest_s=20, retry_s=30, longest_retry_s=100), 0.0
    for what, after in events:
        now += after
        if what == "touch":
            pace.touched(now)
        else:
            pace.started()
            pace.ended(now, is_good=what == "run")
        wait = pace.wait(now)
        assert (wait is not None) == pace.is_due_sometime
        assert wait is None or 0 <= wait <= 100


@pytest.mark.parametrize("count", [2000])
def test_it_does_not_overflow(count):
    pace = Pace(5, latest_s=20)
    for _ in range(count):
        pace.started()
        pace.ended(0, is_good=False)
    assert pace.wait(0) == 1800
