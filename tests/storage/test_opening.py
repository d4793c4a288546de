from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from crm_desktop.errors import (
    BaseDamaged,
    BaseExists,
    BaseFolderMissing,
    BaseForeign,
    BaseLocked,
    BaseMissing,
    BaseNeedsTime,
    BaseReadOnly,
    BaseTooNew,
    NotABase,
)
from crm_desktop.storage import guards, opening
from crm_desktop.storage.store import open_store
from tests.storage.library import APPLICATION_ID, SCHEMA, add_book, add_shelf, content, open_library


def state_of(folder):
    """Name and content of everything in a folder."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def assert_refused(path, error, **facts):
    before = state_of(path.parent)
    with pytest.raises(error) as caught:
        open_library(path)
    assert state_of(path.parent) == before
    for name, fact in {"path": path, **facts}.items():
        assert caught.value.facts[name] == fact


def full(base):
    store = open_library(base)
    for _ in range(20):
        add_book(store, "A book with a longer title to fill pages " * 20, pages=10)
    store.close()


# Refusals leave the file as it was


@pytest.mark.parametrize("bytes_", [b"", b"name;phone\n", b"SQLite format 3\0", b"PK\x03\x04" + b"x" * 500])
def test_what_is_no_database_is_refused(tmp_path, bytes_):
    path = tmp_path / "list.base"
    path.write_bytes(bytes_)
    assert_refused(path, NotABase)


def test_a_folder_is_no_base(tmp_path):
    path = tmp_path / "folder.base"
    path.mkdir()
    with pytest.raises(BaseMissing):
        open_library(path)


def test_the_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.base"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA application_id = 42")
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    assert_refused(path, BaseForeign, application_id=42)


def test_a_newer_base_is_refused(base):
    connection = sqlite3.connect(base)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    assert_refused(base, BaseTooNew, version=9, supported=1)


def test_a_newer_base_is_refused_also_while_that_stands_only_in_the_wal(base):
    newer = sqlite3.connect(base, isolation_level=None)
    newer.execute("PRAGMA wal_autocheckpoint = 0")
    newer.execute("PRAGMA user_version = 9")
    with pytest.raises(BaseTooNew):
        open_library(base)
    newer.close()


def test_a_damaged_base_is_refused(base):
    full(base)
    with base.open("r+b") as file:  # the root page of the schema
        file.seek(100)
        file.write(b"\xff" * 2000)
    assert_refused(base, BaseDamaged)


def test_a_base_cut_short_is_refused(base):
    full(base)
    os.truncate(base, base.stat().st_size // 2)
    assert_refused(base, BaseDamaged)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(BaseFolderMissing):
        open_library(tmp_path / "gone" / "a.base")


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_refused(base, monkeypatch, what):
    """Asked of the system by os.access: a test that runs as root may write everything."""
    forbidden = base if what == "file" else base.parent
    monkeypatch.setattr(os, "access", lambda path, mode: path != forbidden)
    assert_refused(base, BaseReadOnly, what=what)


def test_a_base_on_a_read_only_disk_is_refused_later_too(base):
    store = open_library(base)
    store.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(BaseReadOnly), store.change("add") as change:
        change.execute("INSERT INTO note VALUES ('a', 'b')")
    store.close()


def test_a_full_disk_is_named(base):
    store = open_library(base)
    ((pages,),) = store.read("PRAGMA page_count")
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    from crm_desktop.errors import NoSpace

    with pytest.raises(NoSpace):
        add_book(store, "x" * 100_000)
    assert content(store)["book"] == []
    store.connection.execute("PRAGMA max_page_count = 1000000")
    add_book(store)
    store.close()


def test_damage_found_later_is_named(base):
    full(base)
    store = open_library(base)
    ((root,),) = store.read("SELECT rootpage FROM sqlite_master WHERE name = 'book'")
    ((size,),) = store.read("PRAGMA page_size")
    store.close()
    with base.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    store = open_library(base)
    assert store.check() != []
    with pytest.raises(BaseDamaged), store.change("add") as change:
        change.execute("UPDATE book SET title = 'x'")
    store.close()


def test_a_base_held_by_another_program_is_refused(base):
    holder = sqlite3.connect(base, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    before = hashlib.sha256(base.read_bytes()).hexdigest()
    with pytest.raises(BaseLocked):
        open_library(base, timeout=0.05)
    assert hashlib.sha256(base.read_bytes()).hexdigest() == before
    holder.close()
    open_library(base).close()


# Making


def test_a_new_base_is_marked_and_whole(tmp_path):
    path = tmp_path / "new.base"
    opening.make(path, SCHEMA)
    assert [file.name for file in tmp_path.iterdir()] == ["new.base"]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_nothing_is_made_over_a_file(base):
    before = state_of(base.parent)
    with pytest.raises(BaseExists):
        opening.make(base, SCHEMA)
    assert state_of(base.parent) == before


def test_of_two_that_make_the_same_base_the_first_wins(tmp_path, base):
    draft, path = tmp_path / "draft", tmp_path / "taken"
    shutil.copy(base, draft)
    path.write_text("first")
    with pytest.raises(BaseExists):
        opening._name(draft, path)
    assert path.read_text() == "first"


def test_a_base_made_meanwhile_by_another_process_is_simply_opened(tmp_path, monkeypatch):
    make = opening.make

    def make_too_late(path, schema):
        make(path, schema)
        raise BaseExists(path=path)

    monkeypatch.setattr(opening, "make", make_too_late)
    open_library(tmp_path / "new.base").close()


def test_disks_without_hard_links_are_served(tmp_path, monkeypatch):
    def no_links(*paths):
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    opening.make(tmp_path / "new.base", SCHEMA)
    assert [file.name for file in tmp_path.iterdir()] == ["new.base"]


def test_a_failed_making_leaves_nothing(tmp_path):
    def fail(connection):
        raise KeyError

    with pytest.raises(KeyError):
        opening.make(tmp_path / "new.base", replace(SCHEMA, migrate=fail))
    assert list(tmp_path.iterdir()) == []


def test_a_failing_function_of_the_schema_leaves_no_connection(base):
    with pytest.raises(TypeError):
        open_store(base, replace(SCHEMA, functions={"wrong": ("one", len)}))  # type: ignore[dict-item]


# Migrating


def second_step(connection):
    connection.execute("ALTER TABLE book ADD COLUMN pages_read INTEGER")


def newer_schema(migrate=second_step):
    tables = tuple(
        replace(table, columns=(*table.columns, "pages_read")) if table.name == "book" else table
        for table in SCHEMA.tables
    )
    return replace(SCHEMA, version=2, migrate=migrate, tables=tables)


def test_a_big_older_base_is_left_as_it_is_for_who_does_not_want_to_wait(base, monkeypatch):
    full(base)
    open_store(base, SCHEMA, patient=False).close()
    before = state_of(base.parent)
    monkeypatch.setattr(opening, "SOON_UPDATED", 0)
    with pytest.raises(BaseNeedsTime) as told:
        open_store(base, newer_schema(), patient=False)
    assert told.value.facts == {"path": base, "what": "update"}
    assert state_of(base.parent) == before
    open_store(base, newer_schema()).close()
    open_store(base, newer_schema(), patient=False).close()


def test_an_older_base_is_backed_up_and_migrated_with_new_triggers(base):
    full(base)
    old = open_library(base)
    before = content(old)
    old.close()
    store = open_store(base, newer_schema())
    with store.change("read") as change:
        change.execute("UPDATE book SET pages_read = 3 WHERE rid = 1")
    assert store.read("SELECT old FROM journal ORDER BY seq DESC LIMIT 1") == [('{"pages_read":null}',)]
    assert store.read("PRAGMA user_version") == [(2,)]
    store.close()
    backup = base.with_name(base.name + ".before-v2.backup")
    kept = open_library(backup)
    assert content(kept) == before
    kept.close()


def test_a_failed_migration_leaves_the_base_at_the_old_version(base):
    def fail(connection):
        raise KeyError

    with pytest.raises(KeyError):
        open_store(base, newer_schema(fail))
    open_library(base).close()


def test_nothing_is_migrated_when_the_backup_is_not_sound(base, monkeypatch):
    monkeypatch.setattr(guards, "quick_check", lambda connection: ["row 1 missing from index"])
    before = state_of(base.parent)
    with pytest.raises(BaseDamaged) as caught:
        open_store(base, newer_schema())
    assert caught.value.facts["problems"] == ["row 1 missing from index"]
    assert state_of(base.parent) == before


def test_a_base_that_lost_its_journal_mode_gets_it_back(base):
    connection = sqlite3.connect(base)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    store = open_library(base)
    assert store.read("PRAGMA journal_mode") == [("wal",)]
    store.close()


def test_a_base_opened_after_a_crash_with_its_wal(base):
    code = (
        "import os, sys; from pathlib import Path; from tests.storage.library import *\n"
        "store = open_library(Path(sys.argv[1])); add_shelf(store, 'confirmed'); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(base)], check=False).returncode == 9
    assert base.with_name(base.name + "-wal").stat().st_size > 0
    store = open_library(base)
    assert store.read("SELECT name FROM shelf") == [("confirmed",)]
    add_shelf(store, "next")
    store.close()
