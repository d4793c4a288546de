"""What storage must know of the tables it keeps: data handed in from above, for storage knows no subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class TableSpec:
    """A journaled table. It must have ``rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev, deleted``.

    ``columns`` are all columns the journal watches: every one of the user's, with ``deleted``, never rid, id or rev.
    ``root`` is the column that holds the id of the row this one belongs to (its aggregate), None for a root itself.
    """

    name: str
    columns: tuple[str, ...]
    root: str | None = None


@dataclass(frozen=True)
class Schema:
    """The whole base: its mark, its version, how it is brought up to date, and its journaled tables.

    ``migrate`` applies every pending migration on the connection given; it is called only when the version of the
    file is behind ``version`` and may therefore import what is slow to import. ``version`` must rise with every
    migration, of the tables above or of storage's own.
    ``functions`` are deterministic SQL functions: name -> (number of arguments, function).
    """

    application_id: int
    version: int
    migrate: Callable[[sqlite3.Connection], None]
    tables: tuple[TableSpec, ...]
    functions: Mapping[str, tuple[int, Callable[..., Any]]] = field(default_factory=dict)

    def table(self, name: str) -> TableSpec:
        """The journaled table of that name. Raises KeyError when there is none."""
        for spec in self.tables:
            if spec.name == name:
                return spec
        raise KeyError(name)
