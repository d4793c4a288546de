"""What SQLite makes of the queries of the program in bases of any size: the same queries under made-up statistics.

SQLite chooses its indexes, the order of its joins and its filters by what it was told of the sizes of tables. A small
base that says of itself that it is big is therefore read in the way of a big one, and must give the same answers as
without any index.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Asked = dict[tuple[str, str], tuple[str, Any]]
"""Statements with their values."""


@contextmanager
def recorded() -> Iterator[Asked]:
    """All queries that are asked meanwhile, through connections that are made meanwhile."""
    asked: Asked = {}

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            if sql.lstrip().startswith(("SELECT", "WITH")):
                asked.setdefault((sql, repr(values)), (sql, values))
            return super().execute(sql, values)

    connect = sqlite3.connect
    sqlite3.connect = lambda *args, **named: connect(*args, factory=Connection, **named)  # type: ignore[assignment]
    try:
        yield asked
    finally:
        sqlite3.connect = connect


def drop_indexes(connection: sqlite3.Connection) -> None:
    """Leave only those indexes that keep rows unique, and tell SQLite nothing of sizes."""
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        connection.execute(f'DROP INDEX "{name}"')
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():
        connection.execute("DELETE FROM sqlite_stat1")
        connection.execute("ANALYZE sqlite_schema")


def pretend(connection: sqlite3.Connection, random: Random) -> None:
    """Make up how many rows each table has, and how many of them share the same values of each index."""
    tables = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            " AND sql NOT LIKE '%VIRTUAL%'"
        )
    ]
    sizes = {name: int(10 ** random.uniform(1, 6.5)) for name in tables}
    told = [(name, None, str(size)) for name, size in sizes.items()]
    for name, table in connection.execute(
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'"
    ).fetchall():
        columns = [row for row in connection.execute(f"PRAGMA index_xinfo('{name}')") if row[5]]
        share = max(1, int(sizes[table] * random.choice((1, 1, 0.3, 0.05))))
        counts = [share]
        for _ in columns:
            share = max(1, int(share / 10 ** random.uniform(0, 4)))
            counts.append(share)
        told.append((table, name, " ".join(map(str, counts))))
    connection.execute("ANALYZE")
    connection.execute("DELETE FROM sqlite_stat1")
    connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", told)
    connection.execute("ANALYZE sqlite_schema")


def expressions(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """By the name of an index what it holds that is worked out of columns, for indexes that hold such."""
    found = {
        name: [part for part in _parts(_bare(sql)) if "(" in part]
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
    }
    return {name: parts for name, parts in found.items() if parts}


def _parts(sql: str) -> list[str]:
    """What stands between the outermost brackets of a statement, parted by its commas."""
    parts, depth = [""], 0
    for sign in sql[sql.index("(") :]:
        depth += (sign == "(") - (sign == ")")
        if not depth:
            break
        if sign == "," and depth == 1:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.removeprefix("(" if number == 0 else " ") for number, part in enumerate(parts)]


def _bare(sql: str) -> str:
    """SQL without the names of tables before those of columns."""
    return re.sub(r"\b\w+\.", "", " ".join(sql.split()))


def plan(connection: sqlite3.Connection, sql: str, values: Any) -> list[str]:
    """The steps in which SQLite would answer."""
    return [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def loses_rows(sql: str, steps: list[str], known: dict[str, list[str]]) -> bool:
    """Whether a table is filtered in advance by an expression, and then looked up by an index that holds it.

    See docs/adr/0016. SQLite names a filter right before the look-up that it saves.
    """
    asked = _bare(sql)
    return any(
        before.startswith("BLOOM FILTER")
        and any(part in asked for name in step.split() for part in known.get(name, ()))
        for before, step in pairwise(steps)
    )
