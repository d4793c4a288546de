from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from crm_desktop import cli, paths
from crm_desktop.ui.text import set_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings, log and the usual base of each test are its own; the language chosen by a command is put back."""
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    yield
    set_language("en")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "base.crm"


@pytest.fixture
def run(base: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run a command on ``base`` in this process."""

    def call(*argv: object) -> Answer:
        capsys.readouterr()
        code = cli.main([*map(str, argv), "--base", str(base)])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return call


@pytest.fixture
def add(run: Callable[..., Answer], tmp_path: Path) -> Callable[..., Any]:
    """Add records as ``add WHAT --json-in FILE`` does; returns the JSON answered."""

    def call(what: str, given: Any) -> Any:
        file = tmp_path / "given.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        answer = run("add", what, "--json-in", file, "--json")
        assert answer.code == 0, answer.err
        return answer.json

    return call
