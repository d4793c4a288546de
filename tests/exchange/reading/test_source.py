"""Getting at a file fails in ways that are told apart."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from crm_desktop.errors import FileEmpty, FileIsFolder, FileMissing, FileNotReadable
from crm_desktop.exchange.reading.source import opened

if TYPE_CHECKING:
    from pathlib import Path


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing), opened(tmp_path / "none.csv"):
        pass


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(FileIsFolder), opened(tmp_path):
        pass


def test_empty(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    with pytest.raises(FileEmpty), opened(tmp_path / "a.csv"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileNotReadable), opened(tmp_path / "pipe"):
        pass


def test_impossible_name(tmp_path: Path) -> None:
    with pytest.raises((FileNotReadable, FileMissing)), opened(tmp_path / "a\0b"):
        pass


def test_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable), opened(tmp_path / ("a" * 5000)):
        pass


def test_disk_that_fails_in_the_middle(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a")
    with pytest.raises(FileNotReadable) as caught, opened(tmp_path / "a.csv"):
        raise OSError("stale handle")
    assert caught.value.facts["reason"] == "stale handle"
