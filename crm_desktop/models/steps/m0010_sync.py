"""Step 10: a shared database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.stale import TRIGGERS
from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0010_sync(db: Database) -> None:
    """What is on its way to the shared database, what was seen of it, where two people's values met (ADR 0018)."""
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";\n"):
        db.conn.execute(statement)
    db.conn.execute("DROP TRIGGER reminder_of_contact_changed")
    db.conn.execute(next(trigger for trigger in TRIGGERS if "reminder_of_contact_changed" in trigger))
    for table in (*_BEFORE.split(), "conflict"):
        db.conn.execute(f"CREATE INDEX {table}_unsent ON {table}(rev) WHERE rev <= 0")


_BEFORE = (
    "colleague stage source tag client_group field deal_stage client employment contact_point named_date client_tag"
    " group_member field_value external_id deal deal_item activity activity_client activity_move request payment"
    " personal_price currency_rate feedback campaign source_cost stage_change photo not_duplicate setting plan_template"
    " plan_step reminder_answer report view"
)
"""The tables of users' data that stood before this step."""

# Entries of lists have `merged_into` as clients do: two laptops that each made a tag of one name have one after a sync.
# `colleague.login` is who somebody is at the shared database: two people of one name are told apart by it.
# `conflict` is a table like the others, told to all; its values are JSON, for they are of any column. Its id is made
# from what it says, so that the same one found twice is one.
# The rest is of this laptop. `outbox` is what was sent and not answered yet: one push, whose id and content belong
# together for ever; of very many new rows `sync_meta` has the id alone (sync.seeding). `sync_refused` are rows that the
# server does not take, with their content then: they are tried again when they were edited. `sync_seen` are states of
# the server that were seen: the id of the push that made each.
# `derived_state.behind`: lists and search lack what the journal says after this entry (services.listing.leave_behind).
# `sync_meta` says which shared base this one belongs to, if any (`address`, JSON), what this device is called there, on
# which `machine` that was said, by how many seconds the server's clock is ahead of this one, when the base was compared
# with the server's last (by counting, by check sums), and how many rows that repaired.
# `client_list_slips` holds who is responsible as well: whoever has colleagues counts only his own clients who slip.
# The indexes *_unsent hold a number for each row, and of a new row they grow at their end.
_TABLES = """
ALTER TABLE colleague ADD COLUMN merged_into BLOB REFERENCES colleague(id);
ALTER TABLE colleague ADD COLUMN login TEXT NOT NULL DEFAULT '';
ALTER TABLE stage ADD COLUMN merged_into BLOB REFERENCES stage(id);
ALTER TABLE source ADD COLUMN merged_into BLOB REFERENCES source(id);
ALTER TABLE tag ADD COLUMN merged_into BLOB REFERENCES tag(id);
ALTER TABLE client_group ADD COLUMN merged_into BLOB REFERENCES client_group(id);
ALTER TABLE field ADD COLUMN merged_into BLOB REFERENCES field(id);
ALTER TABLE deal_stage ADD COLUMN merged_into BLOB REFERENCES deal_stage(id);

ALTER TABLE view ADD COLUMN shared_by BLOB REFERENCES colleague(id);

ALTER TABLE derived_state ADD COLUMN behind INTEGER;

DROP INDEX client_list_slips;
CREATE INDEX client_list_slips ON client_list(slips_at, next_contact, pos, responsible_id) WHERE slips_at IS NOT NULL;

CREATE TABLE conflict (@SYNCED,
    tbl TEXT NOT NULL, row_id BLOB NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL,
    base TEXT, winner TEXT NOT NULL DEFAULT 'null', loser TEXT NOT NULL DEFAULT 'null',
    winner_by TEXT NOT NULL DEFAULT '', winner_at TEXT NOT NULL DEFAULT '',
    loser_by TEXT NOT NULL DEFAULT '', loser_at TEXT NOT NULL DEFAULT '', found_at TEXT NOT NULL DEFAULT '',
    resolved_at TEXT, resolved_by TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '');
CREATE INDEX conflict_row ON conflict(row_id);
CREATE INDEX conflict_open ON conflict(found_at, row_id) WHERE resolved_at IS NULL AND deleted = 0;
CREATE INDEX conflict_answered ON conflict(resolved_at, row_id) WHERE resolved_at IS NOT NULL AND deleted = 0;

CREATE TABLE outbox (rid INTEGER PRIMARY KEY, push_id BLOB NOT NULL, tbl TEXT NOT NULL, id BLOB NOT NULL,
    base_rev INTEGER NOT NULL, base TEXT, mine TEXT NOT NULL, UNIQUE (tbl, id));
CREATE TABLE sync_refused (tbl TEXT NOT NULL, id BLOB NOT NULL, mine TEXT NOT NULL, reason TEXT NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE sync_meta (one INTEGER PRIMARY KEY CHECK (one = 1), device BLOB, epoch BLOB,
    cursor_rev INTEGER NOT NULL DEFAULT 0, high_rev INTEGER NOT NULL DEFAULT 0, high_push_id BLOB,
    frozen_entry INTEGER NOT NULL DEFAULT 0, seed_push_id BLOB, schema_seen INTEGER NOT NULL DEFAULT 0,
    last_ok_at TEXT, last_error TEXT, server_ahead INTEGER,
    address TEXT, device_name TEXT NOT NULL DEFAULT '', machine TEXT NOT NULL DEFAULT '',
    counted_at TEXT, summed_at TEXT, repaired INTEGER NOT NULL DEFAULT 0);
INSERT INTO sync_meta(one) VALUES (1);
CREATE TABLE sync_seen (rev INTEGER PRIMARY KEY, push_id BLOB NOT NULL)
"""
