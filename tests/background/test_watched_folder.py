from __future__ import annotations

import os

import pytest

from crm_desktop.background import watched_folder
from crm_desktop.background.watched_folder import WatchedFolder, put_away


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    return made


def names(look):
    return [file.path.name for file in look.files]


def test_a_file_counts_when_it_lies_still(folder):
    watched = WatchedFolder(folder, (".csv",))
    assert watched.look() == watched_folder.Look(there=True)
    (folder / "a.csv").write_text("Name", encoding="utf-8")
    first = watched.look()
    assert (names(first), first.growing) == ([], True)
    with (folder / "a.csv").open("a", encoding="utf-8") as file:
        file.write("\nOna")
    assert names(watched.look()) == []
    second = watched.look()
    assert (names(second), second.growing) == (["a.csv"], False)
    assert second.files[0].size == 8
    assert watched.look() == second


def test_a_file_written_over_is_another(folder):
    watched = WatchedFolder(folder, (".csv",))
    path = folder / "a.csv"
    path.write_text("one", encoding="utf-8")
    watched.look()
    (before,) = watched.look().files
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    watched.look()
    (after,) = watched.look().files
    assert (before.size, before.path) == (after.size, after.path)
    assert before.digest != after.digest


@pytest.mark.parametrize(
    "name", [".a.csv", "~$a.csv", "a.csv.part", "a.tmp", "a.jpg", "empty.csv", "dir.csv"]
)
def test_what_is_no_list_is_passed_by(folder, name):
    if name.startswith("dir"):
        (folder / name).mkdir()
    else:
        (folder / name).write_text("" if name.startswith("empty") else "x", encoding="utf-8")
    watched = WatchedFolder(folder, (".csv", ".xlsx"))
    watched.look()
    assert watched.look() == watched_folder.Look(there=True)


def test_a_folder_that_goes_and_comes_back(folder, tmp_path):
    (folder / "a.CSV").write_text("x", encoding="utf-8")
    watched = WatchedFolder(folder, (".csv",))
    watched.look()
    assert names(watched.look()) == ["a.CSV"]
    away = folder.rename(tmp_path / "away")
    assert not watched.look().there
    away.rename(folder)
    assert names(watched.look()) == []
    assert names(watched.look()) == ["a.CSV"]


def test_a_file_that_another_program_holds_waits(folder, monkeypatch):
    (folder / "a.csv").write_text("x", encoding="utf-8")
    monkeypatch.setattr(watched_folder, "_hash", lambda _path: None)
    watched = WatchedFolder(folder, (".csv",))
    watched.look()
    assert names(watched.look()) == []
    monkeypatch.undo()
    assert names(watched.look()) == ["a.csv"]


def test_a_file_gone_before_it_was_read(folder):
    assert watched_folder._hash(folder / "gone.csv") is None


def test_a_folder_full_of_that_name_is_left_alone(folder, monkeypatch):
    monkeypatch.setattr(watched_folder, "_MOST_NAMES", 0)
    (folder / "a.csv").write_text("x", encoding="utf-8")
    assert put_away(folder / "a.csv", "done") is None


def test_files_are_put_away_under_a_free_name(folder):
    for text in ("one", "two"):
        (folder / "a.csv").write_text(text, encoding="utf-8")
        assert put_away(folder / "a.csv", "done") is not None
    assert {path.name: path.read_text("utf-8") for path in (folder / "done").iterdir()} == {
        "a.csv": "one",
        "a (2).csv": "two",
    }


def test_a_file_that_cannot_be_moved_stays(folder):
    assert put_away(folder / "gone.csv", "done") is None
    (folder / "done").rmdir()
    (folder / "done").write_text("a file of that name", encoding="utf-8")
    (folder / "a.csv").write_text("x", encoding="utf-8")
    assert put_away(folder / "a.csv", "done") is None
    assert (folder / "a.csv").exists()
