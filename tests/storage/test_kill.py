"""Killed with -9 at any moment, the base opens, is whole, and holds all that was confirmed."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import pytest

from crm_desktop.storage.operations import unfinished
from crm_desktop.storage.recovery import recover
from tests.storage.library import SCHEMA, open_library

LONG_ROWS = 400

WORKER = f"""
import sys
from pathlib import Path
from tests.storage.library import *
from crm_desktop.storage import undo
undo.AT_ONCE = 50
def tell(*words):
    print(*words, flush=True)
store = open_library(Path(sys.argv[1]))
recover_first = __import__("crm_desktop.storage.recovery", fromlist=["recover"]).recover
recover_first(store)
tell("ready")
run = sys.argv[2]
for n in range(1000):
    for k in range(3):
        token = f"edit-{{run}}-{{n}}-{{k}}"
        add_shelf(store, token)
        tell("edited", token)
    token = f"long-{{run}}-{{n}}"
    tell("begins", token)
    with store.long_change("import") as work:
        for _ in range({LONG_ROWS} // 40):
            with work.chunk() as change:
                change.executemany("INSERT INTO thing(id, value) VALUES (?, ?)", [(uuid7(), token) for _ in range(40)])
    tell("finished", token)
    if n % 2:
        tell("undoing", token)
        undo.undo(store, work.operation)
        tell("undone", token)
"""


def run_until_killed(base, run, moment):
    """Let the worker confirm ``moment`` lines, then a little more, and kill it; all lines it wrote."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(base), str(run)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines = [process.stdout.readline() for _ in range(int(moment))]
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=moment % 1 / 10)
    process.kill()
    rest, trouble = process.communicate()
    assert trouble == ""
    return [line.split() for line in [*lines, *rest.splitlines()] if line.strip()]


def kill_and_look(base, seed, kills):
    chance = random.Random(seed)
    edits: set[str] = set()
    last: dict[str, str] = {}
    for run in range(kills):
        for word, *token in run_until_killed(base, run, chance.uniform(1, 30)):
            if word == "edited":
                edits.add(token[0])
            elif token:
                last[token[0]] = word
        store = open_library(base)
        assert len(unfinished(store)) <= 1
        recover(store)
        assert unfinished(store) == []
        assert store.check() == []
        assert store.read("PRAGMA integrity_check") == [("ok",)]
        found = {name for (name,) in store.read("SELECT name FROM shelf")}
        assert edits <= found, (seed, run, edits - found)
        counts = Counter(token for (token,) in store.read("SELECT value FROM thing"))
        for token, word in last.items():
            allowed = {
                "begins": {0, LONG_ROWS},
                "finished": {LONG_ROWS},
                "undoing": {0, LONG_ROWS},
                "undone": {0},
            }[word]
            assert counts[token] in allowed, (seed, run, token, word)
        assert set(counts) <= set(last)
        store.close()


def test_killed_at_random_moments_of_edits_long_changes_and_undos(base):
    kill_and_look(base, seed=1, kills=6)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 12))
def test_killed_very_often(base, seed):
    kill_and_look(base, seed, kills=50)


def test_killed_while_the_base_is_being_made(tmp_path):
    """There is a whole base, or none, and the next start makes it."""
    code = """
import os, sys
from pathlib import Path
from crm_desktop.storage import opening
from tests.storage.library import SCHEMA
step, at = 0, int(sys.argv[2])
def count(event, args):
    global step
    if event in ("open", "os.link", "os.remove", "os.rename", "sqlite3.connect", "sqlite3.connect/handle"):
        step += 1
        if step == at:
            os._exit(9)
import sqlite_utils.migrations
sys.addaudithook(count)
opening.make(Path(sys.argv[1]), SCHEMA)
print(step)
"""
    path = tmp_path / "new.base"
    made = 0
    for at in range(1, 100):
        ended = subprocess.run(
            [sys.executable, "-c", code, str(path), str(at)], check=False, capture_output=True
        )
        assert ended.stderr == b""
        if path.exists():
            made += 1
            store = open_library(path)
            assert store.check() == []
            store.close()
            path.unlink()
        if ended.returncode == 0:
            break
    assert at > 2
    assert made > 0
    assert SCHEMA.version == 1
