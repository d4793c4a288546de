"""The notice of a committed change, as lists and pages receive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCAL = "local"
REMOTE = "remote"
EXTERNAL = "external"


@dataclass(frozen=True)
class Changes:
    """Which rows of which tables one operation touched.

    ``origin`` is "local" (the user here), "remote" (a sync), or "external" (another process on the same base).
    ``operation`` is the number of the operation in the journal. A table whose rows are too many to name has None
    instead of ids: treat all of its rows as changed.
    """

    op: str
    origin: str
    operation: int
    tables: Mapping[str, frozenset[bytes] | None] = field(default_factory=dict)

    def touches(self, *tables: str) -> bool:
        """Whether any row of any of these tables changed."""
        return any(table in self.tables for table in tables)

    def touches_row(self, table: str, id_: bytes) -> bool:
        """Whether this row changed, or may have."""
        if table not in self.tables:
            return False
        ids = self.tables[table]
        return ids is None or id_ in ids
