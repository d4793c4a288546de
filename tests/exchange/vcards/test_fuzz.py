"""Damaged address books: a clear error or rows, inside bounded time and memory, never a crash."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from tests.exchange.vcards.fuzzing import made, mutated, read_through


@pytest.mark.parametrize("seed", range(150))
def test_damaged_cards(tmp_path, seed):
    rng = random.Random(seed)
    path = tmp_path / "damaged.vcf"
    path.write_bytes(mutated(rng, made(rng)))
    read_through(path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_many_damaged_cards(seed):
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.vcards.fuzzing", str(seed), "1500"],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"case {done.stdout.split()[-1:]}\n{done.stderr}"


@pytest.mark.long
def test_damaged_copies_of_real_address_books(samples):
    files = [str(path) for path in sorted((samples / "vcard").iterdir()) if path.stat().st_size < 200_000]
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.vcards.fuzzing", "7", "1500", *files],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"case {done.stdout.split()[-1:]}\n{done.stderr}"
