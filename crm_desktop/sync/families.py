"""Parents and children that meet in a pull: nobody's work may end up under something that another threw away.

- Thrown away here and not sent yet, and something new or edited about it comes: it lives, the delete is refused.
- Thrown away elsewhere while something new or edited about it is unsent here: it is brought back.
- Merged elsewhere while something unsent here hangs on it: that goes over to what it became. Rows whose id is made from
  what they link stay as they are; the server makes them anew when they are sent.

Both ends of a delete are listed. What hung on a deleted row and was known when it was deleted stays with it, hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.kinds import ConflictKind
from crm_desktop.models.schema import SCHEMA
from crm_desktop.sync import local_rows, unsent
from crm_desktop.sync.merge import Conflict
from crm_desktop.sync.tables import children_of, synced_table

if TYPE_CHECKING:
    from crm_desktop.storage.remote_change import RemoteChange
    from crm_desktop.sync.snapshot import RowKey, ServerRow

_MADE_OF_LINKS = frozenset({"employment", "not_duplicate"})
"""Tables whose ids are made from what they link, beside those that ``SyncedTable.linked`` names."""


@cache
def owners(name: str) -> tuple[tuple[str, str], ...]:
    """The columns, with their tables, that name what a row belongs to: its root, and whatever it cannot be without."""
    table, root = synced_table(name), SCHEMA.table(name).root
    needed = {column.name for column in table.columns if not column.nullable}
    return tuple(
        (column, parent) for column, parent in table.references if column == root or column in needed
    )


@cache
def owned(name: str) -> tuple[tuple[str, str], ...]:
    """The tables, with the column, whose rows belong to rows of ``name``."""
    return tuple(
        (table.name, column) for table, column in children_of(name) if (column, name) in owners(table.name)
    )


class Families:
    """What a pull brings together; ``look`` before rows are written, ``settle`` after all of them."""

    def __init__(self, remote: RemoteChange) -> None:
        self._remote = remote
        self._connection = remote.change.connection
        self._thrown_away = _thrown_away_here(remote)
        self._wanted: dict[RowKey, int] = {}
        self._gone: dict[RowKey, int] = {}
        self._merged: dict[RowKey, bytes] = {}

    def look(self, name: str, rows: Sequence[ServerRow]) -> None:
        """Compare what comes with what stands here."""
        if self._thrown_away:
            self._look_for_wanted(name, rows)
        columns = local_rows.statements(name).columns
        deleted = 2 + columns.index("deleted")
        gone = {row[0]: row for row in rows if row[deleted]}
        if not gone or not children_of(name):
            return
        into = 2 + columns.index("merged_into") if "merged_into" in columns else None
        for id_ in self._living(name, list(gone)):
            row = gone[id_]
            if into is not None and row[into] is not None:
                self._merged[name, id_] = row[into]
            else:
                self._gone[name, id_] = row[1]

    def settle(self) -> Iterator[tuple[RowKey, int, Conflict]]:
        """Bring back and re-point; what is to be listed: row, revision of the server's that met it, conflict."""
        for key, rev in self._wanted.items():
            if self._bring_back(key):
                yield key, rev, _about_life(ConflictKind.DELETE_REFUSED)
        for key, rev in self._gone.items():
            if self._has_unsent_children(key) and self._bring_back(key):
                yield key, rev, _about_life(ConflictKind.REVIVED)
        for key, into in self._merged.items():
            self._point_to(key, into)

    def _look_for_wanted(self, name: str, rows: Iterable[ServerRow]) -> None:
        """Note which rows thrown away here something comes for that this laptop did not know when it did so."""
        columns = local_rows.statements(name).columns
        deleted = 2 + columns.index("deleted")
        places = [(2 + columns.index(column), parent) for column, parent in owners(name)]
        for row in rows:
            if row[deleted]:
                continue
            met = [key for place, parent in places if (key := (parent, row[place])) in self._thrown_away]
            if met and not self._is_known(name, row):
                self._wanted |= dict.fromkeys(met, int(row[1]))

    def _is_known(self, name: str, row: ServerRow) -> bool:
        """Whether the server's row tells nothing that it had not acknowledged to this laptop already."""
        shadow = local_rows.shadow(self._connection, (name, row[0]))
        found = local_rows.read(self._connection, name, row[0])
        known = shadow[1] if shadow is not None else found[1] if found is not None else None
        return known == local_rows.named(name, row)

    def _living(self, name: str, ids: Sequence[bytes]) -> Iterator[bytes]:
        for batch, marks in unsent.batches(ids):
            found = self._connection.execute(
                f'SELECT id FROM "{name}" WHERE deleted = 0 AND id IN ({marks})', batch
            )
            yield from (id_ for (id_,) in found.fetchall())

    def _has_unsent_children(self, key: RowKey) -> bool:
        return any(
            self._connection.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}" = ? AND deleted = 0 AND {_unsent(table)} LIMIT 1',
                (key[1],),
            ).fetchone()
            is not None
            for table, column in owned(key[0])
        )

    def _bring_back(self, key: RowKey) -> bool:
        """Have a row live again, as an edit of this laptop; whether it did not."""
        table, id_ = key
        found = local_rows.read(self._connection, table, id_)
        if found is None or not found[1]["deleted"] or found[1].get("merged_into") is not None:
            return False
        with self._remote.edited_here():
            self._connection.execute(f'UPDATE "{table}" SET deleted = 0 WHERE id = ?', (id_,))
        rev, base = local_rows.shadow(self._connection, key) or (found[0], found[1])
        local_rows.settle(self._connection, key, rev, base, found[1] | {"deleted": 0})
        return True

    def _point_to(self, key: RowKey, into: bytes) -> None:
        name, id_ = key
        with self._remote.edited_here():
            for table, column in children_of(name):
                if not table.linked and table.name not in _MADE_OF_LINKS:
                    self._connection.execute(
                        f'UPDATE "{table.name}" SET "{column}" = ?'
                        f' WHERE "{column}" = ? AND deleted = 0 AND {_unsent(table.name)}',
                        (into, id_),
                    )


def _thrown_away_here(remote: RemoteChange) -> frozenset[RowKey]:
    """The rows that were thrown away on this laptop, and the server does not know it yet."""
    connection = remote.change.connection
    found: set[RowKey] = set()
    for (name,) in connection.execute("SELECT DISTINCT tbl FROM shadow").fetchall():
        merged = " AND t.merged_into IS NULL" if synced_table(name).merges else ""
        rows = connection.execute(
            f'SELECT s.id FROM shadow s JOIN "{name}" t ON t.id = s.id'
            f" WHERE s.tbl = ? AND t.deleted = 1{merged} AND json_extract(s.base, '$.deleted') = 0",
            (name,),
        )
        found.update((name, id_) for (id_,) in rows)
    return frozenset(found)


def _unsent(table: str) -> str:
    """SQL that says whether a row of the table holds something that the server has not."""
    return f"(rev <= 0 OR id IN (SELECT id FROM shadow WHERE tbl = '{table}'))"


def _about_life(kind: ConflictKind) -> Conflict:
    return Conflict("deleted", kind, 0, 0, 1)
