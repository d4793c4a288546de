"""Every promise of ``docs/sync-promises.md`` names tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT

_ROWS = re.findall(
    r"^\| (\d+) \|.*\|([^|]*)\|$", (ROOT / "docs" / "sync-promises.md").read_text("utf-8"), re.MULTILINE
)


@cache
def _functions(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_fault_stands_there():
    assert [int(number) for number, _ in _ROWS] == list(range(1, 29))


@pytest.mark.parametrize(("number", "tests"), _ROWS, ids=[number for number, _ in _ROWS])
def test_its_tests_exist(number, tests):
    named = re.findall(r"`(tests/[^`]+)::(test_\w+)`", tests)
    assert named, f"nobody sees to promise {number}"
    for path, function in named:
        assert function in _functions(path), f"{path}::{function}"
