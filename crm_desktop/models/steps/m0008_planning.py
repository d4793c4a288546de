"""Step 8: moves, reminders, plans, silences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.stale import TRIGGERS
from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0008_planning(db: Database) -> None:
    """Moves, reminders, plans, and for how long a client may be silent (ADR 0011)."""
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";\n"):
        db.conn.execute(statement)
    for trigger in TRIGGERS:
        db.conn.execute(trigger)


# The journal's triggers name the column that goes; they are made anew after the steps, as all of them are.
# `reminder` is derived from the others and of this laptop: `reminder_stale` names the activities whose rows must be
# worked out anew, and triggers write it, so that no writer can move a contact without its reminder. What people
# answered is `reminder_answer`, whose id is made from what it answers: said on one laptop, said everywhere.
_TABLES = """
CREATE TABLE activity_move (@SYNCED,
    activity_id BLOB NOT NULL REFERENCES activity(id), from_at TEXT NOT NULL, to_at TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT '');
CREATE INDEX activity_move_activity ON activity_move(activity_id);
CREATE INDEX activity_move_from ON activity_move(from_at);
DROP INDEX activity_moved_from;
DROP TRIGGER IF EXISTS journal_activity_update;
DROP TRIGGER IF EXISTS journal_activity_delete;
ALTER TABLE activity DROP COLUMN moved_from;
ALTER TABLE activity ADD COLUMN reminders TEXT NOT NULL DEFAULT '';
CREATE INDEX activity_held ON activity(held_at, all_day, kind, outcome)
    WHERE held_at IS NOT NULL AND deleted = 0;
CREATE INDEX client_bin ON client(id) WHERE deleted = 1;
CREATE INDEX activity_cancelled ON activity(planned_at) WHERE outcome = 'cancelled' AND deleted = 0;
CREATE INDEX activity_long
    ON activity(IIF(outcome = 'cancelled', COALESCE(planned_at, held_at), COALESCE(held_at, planned_at)))
    WHERE minutes > 1440 AND deleted = 0;

ALTER TABLE client_group ADD COLUMN ideal_silence_days INTEGER;
ALTER TABLE client ADD COLUMN ideal_silence_days INTEGER;
ALTER TABLE client ADD COLUMN longest_silence_days INTEGER;
ALTER TABLE client_list ADD COLUMN soon_at TEXT;
ALTER TABLE client_list ADD COLUMN slips_at TEXT;
CREATE INDEX client_list_soon ON client_list(soon_at, next_contact) WHERE soon_at IS NOT NULL;
CREATE INDEX client_list_slips ON client_list(slips_at, next_contact) WHERE slips_at IS NOT NULL;

CREATE TABLE setting (@SYNCED,
    name TEXT NOT NULL, value TEXT NOT NULL DEFAULT '');

CREATE TABLE plan_template (@SYNCED,
    name TEXT NOT NULL, starts TEXT NOT NULL DEFAULT '', kind TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0);
CREATE TABLE plan_step (@SYNCED,
    template_id BLOB NOT NULL REFERENCES plan_template(id), kind TEXT NOT NULL,
    after INTEGER NOT NULL DEFAULT 0, unit TEXT NOT NULL DEFAULT 'day', at_time TEXT NOT NULL DEFAULT '',
    minutes INTEGER, wanted TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX plan_step_template ON plan_step(template_id);

CREATE TABLE reminder_answer (@SYNCED,
    subject_id BLOB NOT NULL, kind TEXT NOT NULL, moment TEXT NOT NULL,
    snoozed_until TEXT, handled_at TEXT, answered_at TEXT NOT NULL DEFAULT '');
CREATE INDEX reminder_answer_subject ON reminder_answer(subject_id);
CREATE INDEX reminder_answer_snoozed ON reminder_answer(kind, snoozed_until) WHERE snoozed_until IS NOT NULL;

CREATE TABLE reminder (rid INTEGER PRIMARY KEY, subject_id BLOB NOT NULL, kind TEXT NOT NULL, moment TEXT NOT NULL,
    client_id BLOB, responsible_id BLOB, fire_at TEXT NOT NULL, announce_at TEXT, announced_at TEXT,
    how TEXT NOT NULL DEFAULT '', UNIQUE (subject_id, kind, moment));
CREATE INDEX reminder_fire ON reminder(fire_at);
CREATE INDEX reminder_announce ON reminder(announce_at) WHERE announce_at IS NOT NULL;
CREATE INDEX reminder_announced ON reminder(announced_at) WHERE announced_at IS NOT NULL;
CREATE INDEX reminder_kind ON reminder(kind);
CREATE TABLE reminder_stale (activity_id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE reminder_kind_stale (kind TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE remote_event (rid INTEGER PRIMARY KEY, activity_id BLOB NOT NULL, calendar TEXT NOT NULL,
    href TEXT NOT NULL, etag TEXT NOT NULL DEFAULT '', component TEXT NOT NULL DEFAULT '', UNIQUE (calendar, href));
CREATE INDEX remote_event_activity ON remote_event(activity_id)
"""
