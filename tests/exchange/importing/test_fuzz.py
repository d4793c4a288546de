"""Damaged copies of real lists through plan and rehearsal: an answer or an error of ours, in bounded time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
_BIGGEST = 400_000
"""Bytes: of the sample of 18,000 rows each copy would take seconds, and its rows are all alike."""


def run(samples: Path, seed: int, count: int) -> list[str]:
    files = sorted(
        str(path)
        for kind in ("csv", "sheet")
        for path in (samples / kind).iterdir()
        if 0 < path.stat().st_size < _BIGGEST
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.importing.fuzzing", str(seed), str(count), *files],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, f"ended in case {lines[-1:]} of seed {seed}: {done.stderr[-2000:]}"
    assert len([line for line in lines if line[0].isdigit()]) == count
    return [line for line in lines if line.startswith("SLOW")]


def test_damaged_lists(samples: Path) -> None:
    assert run(samples, 1, 60) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 6))
def test_many_damaged_lists(samples: Path, seed: int) -> None:
    assert run(samples, seed, 500) == []
