"""Step 5: contacts with nobody, with several, and repeating ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0005_diary(db: Database) -> None:
    """Contacts with nobody and with several, repeating ones, and what a calendar file said of them (ADR 0008).

    SQLite cannot take a NOT NULL away: the table is made anew and filled in the order of its rows. The references to
    it are not looked at meanwhile (``models.schema.migrate``).
    """
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES = """
CREATE TABLE activity_new (@SYNCED,
    client_id BLOB REFERENCES client(id), kind TEXT NOT NULL, direction TEXT NOT NULL DEFAULT '',
    planned_at TEXT, held_at TEXT, all_day INTEGER NOT NULL DEFAULT 0, minutes INTEGER,
    zone TEXT NOT NULL DEFAULT '', rule TEXT NOT NULL DEFAULT '',
    series_id BLOB REFERENCES activity(id), occurrence_at TEXT,
    place TEXT NOT NULL DEFAULT '', wanted TEXT NOT NULL DEFAULT '', offered TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
    responsible_id BLOB REFERENCES colleague(id), moved_from BLOB REFERENCES activity(id),
    uid TEXT NOT NULL DEFAULT '', ical TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL DEFAULT '');
INSERT INTO activity_new(rid, id, rev, deleted, client_id, kind, direction, planned_at, held_at, all_day, minutes,
    place, wanted, offered, result, outcome, responsible_id, moved_from, uid, created_at)
    SELECT rid, id, rev, deleted, client_id, kind, direction, planned_at, held_at, all_day, minutes,
        place, wanted, offered, result, outcome, responsible_id, moved_from, uid, created_at FROM activity ORDER BY rid;
DROP TABLE activity;
ALTER TABLE activity_new RENAME TO activity;
CREATE INDEX activity_of_client ON activity(client_id, COALESCE(held_at, planned_at));
CREATE INDEX activity_moved_from ON activity(moved_from) WHERE moved_from IS NOT NULL;
CREATE INDEX activity_open ON activity(planned_at) WHERE held_at IS NULL AND deleted = 0 AND rule = '';
CREATE INDEX activity_rule ON activity(planned_at) WHERE rule <> '';
CREATE INDEX activity_series ON activity(series_id, occurrence_at) WHERE series_id IS NOT NULL;
CREATE INDEX activity_uid ON activity(uid) WHERE uid <> '';

CREATE TABLE activity_client (@SYNCED,
    activity_id BLOB NOT NULL REFERENCES activity(id), client_id BLOB NOT NULL REFERENCES client(id));
CREATE INDEX activity_client_activity ON activity_client(activity_id);
CREATE INDEX activity_client_client ON activity_client(client_id)
"""
