"""What this base remembers of a row that met somebody else's: when it was edited here, what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.services import difference_fields
from crm_desktop.storage.row_json import decode_value

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.sync.merge import Conflict
    from crm_desktop.sync.snapshot import RowKey

_EDITED_AT = (
    "SELECT o.at FROM journal j JOIN operation o ON o.seq = j.operation"
    " WHERE j.id = ?1 AND j.tbl = ?2 AND o.origin = 'local'"
    # The edit of the field itself; where the whole row came at once, that.
    " ORDER BY instr(COALESCE(j.old, ''), ?3) > 0 DESC, j.seq DESC LIMIT 1"
)
_DECIDED = (
    "SELECT winner, loser FROM conflict"
    " WHERE row_id = ?1 AND tbl = ?2 AND field = ?3 AND resolved_at IS NOT NULL AND deleted = 0"
)


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one base, by its open connection."""

    connection: sqlite3.Connection

    def edited_at(self, key: RowKey, field: str) -> str:
        """When the user of this laptop last edited a field (UTC text); '' where the journal does not reach so far."""
        found = self.connection.execute(_EDITED_AT, (key[1], key[0], f'"{field}":')).fetchone()
        return "" if found is None else str(found[0])

    def is_decided(self, key: RowKey, met: Conflict) -> bool:
        """Whether two answers to one difference met, and neither says anything that was not looked at then.

        Two colleagues who answer at once, the one with one of the values, the other with the other or with both, have
        both seen all there is. Asking a third time would help nobody: the answer that came first stands.
        """
        for winner, loser in self.connection.execute(_DECIDED, (key[1], key[0], met.field)):
            stood, other = decode_value(winner), decode_value(loser)
            known = (stood, other, difference_fields.joined(key[0], met.field, stood, other))
            if met.base == stood and met.winner in known and met.loser in known:
                return True
        return False
