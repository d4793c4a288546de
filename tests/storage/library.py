"""A small made-up schema for the tests of storage: shelves hold books, books have pages and copies of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ids import uuid7
from crm_desktop.storage.schema import Schema, TableSpec
from crm_desktop.storage.store import Store, open_store

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

APPLICATION_ID = 0x54455354
_OWN = (
    "rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 0,"
    " deleted INTEGER NOT NULL DEFAULT 0"
)
TABLES = (
    f"CREATE TABLE shelf ({_OWN}, name TEXT COLLATE NOCASE, code TEXT UNIQUE)",
    f"CREATE TABLE book ({_OWN}, shelf_id BLOB REFERENCES shelf(id), title TEXT, price,"
    " sequel_of BLOB REFERENCES book(id))",
    f"CREATE TABLE page ({_OWN}, book_id BLOB NOT NULL REFERENCES book(id) ON DELETE CASCADE, text TEXT)",
    f"CREATE TABLE thing ({_OWN}, value)",  # a column of no type holds any value as it is
    "CREATE INDEX book_shelf ON book(shelf_id)",
    "CREATE INDEX book_sequel ON book(sequel_of)",
    "CREATE INDEX page_book ON page(book_id)",
    "CREATE TABLE note (key TEXT PRIMARY KEY, text TEXT)",
)


def migrate(connection: sqlite3.Connection) -> None:
    have = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if "shelf" not in have:
        for statement in TABLES:
            connection.execute(statement)


SCHEMA = Schema(
    application_id=APPLICATION_ID,
    version=1,
    migrate=migrate,
    tables=(
        TableSpec("shelf", ("deleted", "name", "code")),
        TableSpec("book", ("deleted", "shelf_id", "title", "price", "sequel_of")),
        TableSpec("page", ("deleted", "book_id", "text"), root="book_id"),
        TableSpec("thing", ("deleted", "value")),
    ),
    functions={"backwards": (1, lambda text: text[::-1])},
)


def open_library(path: Path, **options: object) -> Store:
    return open_store(path, SCHEMA, **options)  # type: ignore[arg-type]


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every user table, with its row number: what an exact undo must give back."""
    return {
        table: store.read(f"SELECT * FROM {table} ORDER BY rid")
        for table in ("shelf", "book", "page", "thing")
    }


def add_shelf(store: Store, name: str = "A", code: str | None = None) -> bytes:
    id_ = uuid7()
    with store.change("add shelf") as change:
        change.execute("INSERT INTO shelf(id, name, code) VALUES (?, ?, ?)", (id_, name, code))
    return id_


def add_book(
    store: Store, title: str = "T", pages: int = 2, shelf: bytes | None = None, op: str = "add book"
) -> bytes:
    id_ = uuid7()
    with store.change(op) as change:
        change.execute("INSERT INTO book(id, title, shelf_id) VALUES (?, ?, ?)", (id_, title, shelf))
        change.executemany(
            "INSERT INTO page(id, book_id, text) VALUES (?, ?, ?)",
            ((uuid7(), id_, f"page {n}") for n in range(pages)),
        )
    return id_


def update(store: Store, table: str, id_: bytes, op: str = "edit", **values: object) -> int:
    setting = ", ".join(f"{name} = ?" for name in values)
    with store.change(op) as change:
        change.execute(f"UPDATE {table} SET {setting} WHERE id = ?", (*values.values(), id_))
    return change.operation


def value(store: Store, table: str, id_: bytes, column: str) -> object:
    rows = store.read(f"SELECT {column} FROM {table} WHERE id = ?", (id_,))
    return rows[0][0] if rows else "no such row"
