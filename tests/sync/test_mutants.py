"""With a rule of the protocol removed the tests fail: else nobody would know that they keep it (T15)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.sync.mutants import MUTANTS

pytestmark = pytest.mark.timeout(1800)  # --long tries them all

SAMPLE = (
    "the_receipt_is_not_looked_for",
    "what_waits_is_frozen_anew",
    "only_what_differs_is_stamped",
    "a_link_that_became_another_is_dropped",
    "uniqueness_is_decided_first",
    "only_the_cursor_is_recognised",
    "a_pull_is_no_snapshot",
    "nobody_follows_a_merge",
    "a_broken_circle_brings_to_life",
    "ours_stands_in_a_conflict",
)
"""Those tried in every run."""


def test_a_rule_that_is_missing_is_noticed(request):
    names = list(MUTANTS) if request.config.getoption("--long") else SAMPLE
    done = subprocess.run(
        [sys.executable, "-m", "tests.sync.mutants", *names],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": noticed by ") == len(names)


def test_there_are_as_many_as_planned():
    assert len(MUTANTS) >= 30
    assert {*SAMPLE} <= MUTANTS.keys()
