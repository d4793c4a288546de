"""A copy of a base in use is whole, or there is none."""

from __future__ import annotations

import errno

import pytest

from crm_desktop.errors import BaseDamaged, BaseReadOnly, NoSpace
from crm_desktop.storage import backup, guards
from crm_desktop.storage.backup import back_up
from tests.storage.library import add_shelf, content, open_library


@pytest.fixture
def store(tmp_path):
    (tmp_path / "base").mkdir()
    made = open_library(tmp_path / "base" / "library.crm")
    add_shelf(made, "novels")
    yield made
    made.close()


def test_the_copy_holds_what_was_committed_and_opens_by_itself(store, tmp_path):
    target = tmp_path / "copy"
    back_up(store.connection, target, store.path)
    add_shelf(store, "later")
    kept = open_library(target)
    assert "novels" in str(content(kept))
    assert "later" not in str(content(kept))
    kept.close()
    assert not list(tmp_path.glob("*.new"))


def test_a_copy_that_is_not_sound_replaces_nothing(store, tmp_path, monkeypatch):
    target = tmp_path / "copy"
    target.write_text("an older copy")
    monkeypatch.setattr(guards, "quick_check", lambda _: ["row 1 missing from index"])
    with pytest.raises(BaseDamaged) as caught:
        back_up(store.connection, target, store.path)
    assert caught.value.facts == {"path": store.path, "problems": ["row 1 missing from index"]}
    assert target.read_text() == "an older copy"
    assert not list(tmp_path.glob("*.new"))


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, NoSpace), (errno.EACCES, BaseReadOnly)])
def test_a_disk_that_does_not_take_it_is_told(store, tmp_path, monkeypatch, number, kind):
    def refuse(_):
        raise OSError(number, "no")

    monkeypatch.setattr(backup, "flush", refuse)
    target = tmp_path / "copy"
    with pytest.raises(kind) as caught:
        back_up(store.connection, target, store.path)
    assert caught.value.facts["path"] == target
    assert not list(tmp_path.glob("copy*"))


def test_a_folder_that_is_not_there_is_told(store, tmp_path):
    with pytest.raises(BaseReadOnly):
        back_up(store.connection, tmp_path / "gone" / "copy", store.path)
