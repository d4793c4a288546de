"""Damaged copies of every sample: an answer or an error of ours, within ten seconds and a bounded memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(samples: Path, seed: int, count: int) -> list[str]:
    files = sorted(
        str(path) for kind in ("csv", "sheet") for path in (samples / kind).iterdir() if path.stat().st_size
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.reading.fuzzing", str(seed), str(count), *files],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, f"ended in case {lines[-1:]} of seed {seed}: {done.stderr[-2000:]}"
    assert len([line for line in lines if line[0].isdigit()]) == count
    return [line for line in lines if line.startswith("SLOW")]


def test_damaged_files(samples: Path) -> None:
    assert run(samples, 1, 200) == []


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_damaged_files(samples: Path, seed: int) -> None:
    assert run(samples, seed, 500) == []
