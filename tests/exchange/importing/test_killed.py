"""The process is killed in the middle of an import, or of taking one back: the next start finds a whole base."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crm_desktop.services import listing
from crm_desktop.services.base import open_base
from tests.exchange.importing.bringing import bring, contents, listed

ROOT = Path(__file__).resolve().parents[3]
ROWS = 1200


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    rows = [
        (
            f"Vardas{number}", f"Pavardė{number % 977}", f"+3706{number:07d}", f"UAB Įmonė {number % 400}",
            ("vip", "naujas")[number % 2], f"pastaba {number}",
        )
        for number in range(ROWS)
    ]  # fmt: skip
    header = ("Vardas", "Pavardė", "Telefonas", "Įmonė", "Žymos", "Pastabos")
    return listed(tmp_path_factory.mktemp("killed") / "people.csv", header, *rows)


@pytest.fixture(scope="module")
def bases(tmp_path_factory, people):
    """Two closed bases with what they hold: before the import, and after it."""
    folder = tmp_path_factory.mktemp("bases")
    base = open_base(folder / "before.crm", region="LT")
    bring(
        base.store,
        listed(folder / "first.csv", ("Vardas", "Pavardė", "Telefonas"), ("Ona", "Senoji", "+37061111111")),
    )
    before = contents(base.store)
    base.store.close()
    shutil.copy(folder / "before.crm", folder / "after.crm")
    base = open_base(folder / "after.crm")
    bring(base.store, people)
    count = base.store.read("SELECT COUNT(*) FROM client")[0][0]
    base.store.close()
    return folder, before, count


def duration(path: Path, people: Path, what: str) -> float:
    """Seconds from the beginning of the writing to its end, undisturbed."""
    process = started(path, people, what)
    assert process.stdout.readline() == "begun\n"
    begun = time.monotonic()
    assert process.stdout.read() == "ended\n"
    seconds = time.monotonic() - begun
    process.wait(60)
    process.stdout.close()
    return seconds


def started(path: Path, people: Path, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.exchange.importing.killed", str(path), str(people), what]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8")


def kill_after(path: Path, people: Path, what: str, seconds: float) -> bool:
    """Kill the process so long after it has begun to write; whether it had ended before."""
    process = started(path, people, what)
    assert process.stdout.readline() == "begun\n"
    killer = threading.Timer(seconds, process.kill)
    killer.start()
    ended = process.stdout.read() == "ended\n"
    process.wait(60)
    killer.cancel()
    killer.join()
    process.stdout.close()
    return ended


@pytest.mark.timeout(600)
@pytest.mark.parametrize("what", ["import", "undo"])
def test_killed_at_any_moment(tmp_path, bases, people, what):
    folder, before, count = bases
    source = folder / ("before.crm" if what == "import" else "after.crm")
    path = tmp_path / "base.crm"
    shutil.copy(source, path)
    whole = duration(path, people, what)
    rng = random.Random(what)
    moments = 8 if what == "import" else 4
    for moment in range(moments):
        fresh = tmp_path / f"base{moment}.crm"
        shutil.copy(source, fresh)
        ended = kill_after(fresh, people, what, whole * (moment + rng.random()) / moments)
        check(fresh, before, count, ended=ended, what=what)


def check(path: Path, before, count: int, *, ended: bool, what: str) -> None:
    """The base after the next start: sound, its lists right, and all of the import there or all of it gone."""
    base = open_base(path)
    store = base.store
    try:
        assert store.read("PRAGMA integrity_check") == [("ok",)]
        assert store.read("PRAGMA foreign_key_check") == []
        assert listing.verify(store) == []
        clients = store.read("SELECT COUNT(*) FROM client")[0][0]
        if clients == count:
            # An import may be killed between its last transaction and its word that it has ended.
            assert what == "import" or not ended
        else:
            assert what == "undo" or not ended
            assert contents(store) == before
    finally:
        store.close()
