"""What this laptop knows of a calendar on a server: each resource as it was last exchanged, and how far it looked.

Neither journaled nor synced: it tells of this laptop and that server, and an undo here does not change what stands
there. Whoever loses it loses nothing: events are known again by their UIDs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.storage import meta

if TYPE_CHECKING:
    import sqlite3

    from crm_desktop.storage.store import Store

_SEEN = "remote_calendar "
"""Before the address of the calendar: under this key the base keeps how far it was looked at."""
_ALARMS = "remote_alarms "
"""As well: by which rules the alarms there were written."""


class Note(NamedTuple):
    """A resource: whose it is (the template of a series), its version, and its whole text as last exchanged."""

    activity_id: bytes
    href: str
    etag: str
    component: str


def notes(store: Store, calendar: str) -> dict[str, Note]:
    """All of one calendar by href."""
    found = store.read(
        "SELECT activity_id, href, etag, component FROM remote_event WHERE calendar = ? ORDER BY rid",
        (calendar,),
    )
    return {row[1]: Note(*row) for row in found}


def write_note(connection: sqlite3.Connection, calendar: str, note: Note) -> None:
    """Remember a resource, inside an open transaction."""
    connection.execute(
        "INSERT INTO remote_event(activity_id, calendar, href, etag, component) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT(calendar, href) DO UPDATE SET activity_id = excluded.activity_id, etag = excluded.etag,"
        " component = excluded.component",
        (note.activity_id, calendar, note.href, note.etag, note.component),
    )


def remove_note(connection: sqlite3.Connection, calendar: str, href: str) -> None:
    """Forget a resource, inside an open transaction."""
    connection.execute("DELETE FROM remote_event WHERE calendar = ? AND href = ?", (calendar, href))


def seen(store: Store, calendar: str) -> str:
    """How far the calendar was looked at, in the server's own words; '' for not yet."""
    found = store.read("SELECT value FROM meta WHERE key = ?", (_SEEN + calendar,))
    return found[0][0] if found else ""


def alarms_seen(store: Store, calendar: str) -> str:
    """By which rules the alarms in the calendar were written; '' for not yet."""
    return meta.get(store, _ALARMS + calendar) or ""


def write_alarms_seen(store: Store, calendar: str, rules: str) -> None:
    """Remember that all alarms there follow these rules."""
    meta.put(store, _ALARMS + calendar, rules)


def write_seen(connection: sqlite3.Connection, calendar: str, value: str) -> None:
    """Remember how far it was looked at, inside an open transaction."""
    connection.execute(
        "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_SEEN + calendar, value),
    )
