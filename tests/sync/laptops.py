"""Laptops for the tests: real bases, and what their users do, with ids that the test chooses."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id
from crm_desktop.services.base import open_base
from crm_desktop.sync.snapshot import Author, Point, Snapshot
from crm_desktop.sync.tables import synced_tables
from tests.conftest import HOME

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.snapshot import FrozenRow

EPOCH = b"e" * 16
AT = "2026-11-20T09:00:00.000Z"


class SetClock:
    """A clock that a test sets."""

    def __init__(self, wrong_by: timedelta = timedelta()) -> None:
        self.at = datetime(2026, 11, 20, 10, 0, tzinfo=UTC) + wrong_by

    def now(self) -> datetime:
        return self.at


@cache
def master() -> Path:
    """A furnished base that was made once."""
    path = HOME / "sync-master.crm"
    open_base(path, region="LT").store.close()
    return path


@dataclass
class Laptop:
    """One base and its user. ``ids`` gives the ids of new rows, so that a seed tells the whole story."""

    store: Store
    who: str
    ids: random.Random = field(default_factory=lambda: random.Random(1))

    def hurry(self) -> None:
        """Have the connection of this thread not wait for the disk: no power cut in a test."""
        self.store.connection.execute("PRAGMA synchronous = OFF")

    def new_id(self) -> bytes:
        return self.ids.randbytes(16)

    def insert(self, table: str, id_: bytes | None = None, op: str = "add", **values: Any) -> bytes:
        id_ = id_ or self.new_id()
        names, marks = ", ".join(values), ", ?" * len(values)
        with self.store.change(op) as change:
            change.execute(f"INSERT INTO {table}(id, {names}) VALUES (?{marks})", (id_, *values.values()))
        return id_

    def update(self, table: str, id_: bytes, op: str = "edit", **values: Any) -> int:
        setting = ", ".join(f"{name} = ?" for name in values)
        with self.store.change(op) as change:
            change.execute(f"UPDATE {table} SET {setting} WHERE id = ?", (*values.values(), id_))
        return change.operation

    def client(self, name: str = "Ona", points: int = 0) -> bytes:
        """A new client with so many contact points, as one action."""
        id_ = self.new_id()
        with self.store.change("add_client"):
            self.insert("client", id_, name=name)
            for place in range(points):
                self.insert("contact_point", client_id=id_, kind="phone", value=str(place))
        return id_

    def tag(self, client: bytes, tag: bytes) -> bytes:
        """Link a client to a tag, or link it again."""
        id_ = link_id(client, tag)
        with self.store.change("tag") as change:
            change.execute(
                "INSERT INTO client_tag(id, client_id, tag_id) VALUES (?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET deleted = 0 WHERE deleted = 1",
                (id_, client, tag),
            )
        return id_

    def value(self, table: str, id_: bytes, column: str) -> Any:
        rows = self.store.read(f"SELECT {column} FROM {table} WHERE id = ?", (id_,))
        return rows[0][0] if rows else "no such row"

    def row(self, table: str, id_: bytes) -> dict[str, Any]:
        cursor = self.store.cursor(f"SELECT * FROM {table} WHERE id = ?", (id_,))
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def open_laptop(
    folder: Path, who: str = "Ona", *, copy_of: Path | None = None, wrong_by: timedelta = timedelta()
) -> Laptop:
    """A laptop with an empty base, or with a copy of another's; ``wrong_by``: how wrong its clock is."""
    path = folder / f"{who}.crm"
    shutil.copy(copy_of or master(), path)
    base = open_base(path, clock=SetClock(wrong_by))
    base.store.who = who
    laptop = Laptop(base.store, who, random.Random(who))
    laptop.hurry()
    return laptop


def base_of(row: FrozenRow) -> dict[str, Any]:
    """What the server had acknowledged of a frozen row, where that is known."""
    assert row.base is not None
    return dict(row.base)


def synced(store: Store, tables: Collection[str] = ()) -> dict[str, dict[bytes, dict[str, Any]]]:
    """All rows of these tables, or of all that sync, without what is of the laptop alone."""
    found: dict[str, dict[bytes, dict[str, Any]]] = {}
    for table in synced_tables():
        if tables and table.name not in tables:
            continue
        names = table.names
        rows = store.read(f"SELECT id, {', '.join(names)} FROM {table.name}")
        found[table.name] = {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}
    return found


def known_to_server(laptop: Laptop, rev: int = 1) -> None:
    """Have all rows of a base count as acknowledged."""
    for table in synced_tables():
        laptop.store.connection.execute(f"UPDATE {table.name} SET rev = ?", (rev,))
    laptop.store.connection.execute("DELETE FROM shadow")
    laptop.store.connection.execute("UPDATE sync_meta SET cursor_rev = ?", (rev,))


def snapshot(rev: int, rows: dict[str, list[tuple[bytes, int, dict[str, Any]]]], **options: Any) -> Snapshot:
    """What a server would send: rows as (id, revision, columns)."""
    columns = {table.name: table.names for table in synced_tables()}
    authors = {r: Author("Bea", AT) for of in rows.values() for _, r, _ in of}
    return Snapshot(
        EPOCH,
        Point(rev, rev.to_bytes(16, "big")),
        {
            name: [(id_, r, *(values[column] for column in columns[name])) for id_, r, values in of]
            for name, of in rows.items()
        },
        options.pop("authors", authors),
        **options,
    )
