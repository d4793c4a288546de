"""Until when clients may be silent, where a whole group of them was given other days.

What one client changes is in its document. A group may have tens of thousands of members: of these nothing but the two
instants is worked out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.contacts import allowed_days
from crm_desktop.services.finding.documents import silence_of

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.change import Change

_MEMBERS = (
    "SELECT l.pos, l.last_contact, l.created_at, l.do_not_contact, c.ideal_silence_days, c.longest_silence_days,"
    " MIN(g.ideal_silence_days), MIN(g.longest_silence_days)"
    " FROM client_mark k JOIN client_list l ON l.pos = k.pos JOIN client c ON c.id = l.client_id"
    " LEFT JOIN client_mark m ON m.pos = k.pos LEFT JOIN client_group g ON g.id = m.mark_id AND g.deleted = 0"
    " WHERE k.mark_id = ? GROUP BY k.pos"
)


def keep(change: Change) -> None:
    """Bring ``soon_at`` and ``slips_at`` of the members of every group that ``change`` touched up to date."""
    keep_since(change.connection, change.entries_before)


def keep_since(connection: sqlite3.Connection, entry: int) -> None:
    """The same for every group that was touched after this entry of the journal."""
    touched = connection.execute(
        "SELECT DISTINCT id FROM journal WHERE seq > ? AND tbl = 'client_group' AND action <> 'insert'",
        (entry,),
    ).fetchall()
    for (group_id,) in touched:
        _settle(connection, group_id)


def _settle(connection: sqlite3.Connection, group_id: bytes) -> None:
    settled = []
    for pos, last, created, wished_not, own_ideal, own_longest, ideal, longest in connection.execute(
        _MEMBERS, (group_id,)
    ):
        soon_at, slips_at = silence_of(
            last or created,
            do_not_contact=bool(wished_not),
            ideal=allowed_days(own_ideal, ideal),
            longest=allowed_days(own_longest, longest),
        )
        settled.append((soon_at, slips_at, pos))
    connection.executemany("UPDATE client_list SET soon_at = ?, slips_at = ? WHERE pos = ?", settled)
