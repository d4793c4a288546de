from __future__ import annotations

import json

import pytest

from benchmarks.figure import Figure, median, percentile
from benchmarks.report import as_json, as_table


@pytest.mark.parametrize(
    ("figure", "ratio", "ok"),
    [
        (Figure("a", 3.0, "ms", floor=2.0, most=1.5), 1.5, True),
        (Figure("a", 3.1, "ms", floor=2.0, most=1.5), 1.55, False),
        (Figure("a", 160.0, "MB", floor=80.0, limit=160.0), 2.0, True),
        (Figure("a", 161.0, "MB", limit=160.0), None, False),
        (Figure("a", 1.0, "s"), None, None),
    ],
)
def test_a_goal_is_a_ratio_or_a_limit(figure, ratio, ok):
    assert figure.ratio == (None if ratio is None else pytest.approx(ratio))
    assert figure.ok is ok


def test_percentiles_are_values_that_were_measured():
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.95) == 95.0
    assert percentile(values, 0.99) == 99.0
    assert percentile([7.0], 0.5) == percentile([7.0], 0.99) == 7.0
    assert median([3.0, 1.0, 2.0]) == 2.0


def test_the_report_says_which_goal_was_missed():
    figures = [Figure("good", 1.0, "ms", 1.0, 2.0), Figure("bad", 9.0, "ms", 1.0, 2.0, note="why")]
    head, good, bad = as_table(figures).splitlines()
    assert head.startswith("what")
    assert good.endswith("ok")
    assert "MISS" in bad
    assert bad.endswith("why")
    assert [each["ok"] for each in json.loads(as_json(figures))] == [True, False]
