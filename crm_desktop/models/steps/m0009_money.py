"""Step 9: sales, payments, sources, stages, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0009_money(db: Database) -> None:
    """What was sold and to whom it was owed, what brought it, how clients went on, what is reported (ADR 0015)."""
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";\n"):
        db.conn.execute(statement)


# `request_words` is derived; 0 as its rules says that the words of a request are to be made (services.request_words).
# `deal_closed` and `payment_paid` hold all that a sale consists of: sums over years read them and no table. They end
# with `deleted`, though their condition says it: SQLite (3.40) looks the row up for every column that a query names.
# `stage_change` is written by whoever changes the stage of a client (services.stage_history): a trigger would write it
# once more on every laptop that is sent the change, and again when it is taken back.
_TABLES = """
ALTER TABLE client ADD COLUMN vip INTEGER NOT NULL DEFAULT 0;
CREATE INDEX client_vip ON client(id) WHERE vip = 1;
ALTER TABLE activity ADD COLUMN deal_id BLOB REFERENCES deal(id);
CREATE INDEX activity_told ON activity(planned_at)
    WHERE held_at IS NOT NULL AND planned_at IS NOT NULL AND outcome <> 'cancelled' AND deleted = 0;
CREATE INDEX activity_deal ON activity(deal_id) WHERE deal_id IS NOT NULL;
ALTER TABLE request ADD COLUMN channel TEXT NOT NULL DEFAULT '';
CREATE INDEX request_done ON request(received_at) WHERE resolved_at IS NOT NULL AND deleted = 0;
CREATE TABLE request_words (request_rid INTEGER PRIMARY KEY, rules INTEGER NOT NULL, words TEXT NOT NULL);
CREATE INDEX request_words_rules ON request_words(rules);
INSERT INTO request_words SELECT rid, 0, '' FROM request;
CREATE TRIGGER request_words_new AFTER INSERT ON request
    BEGIN INSERT INTO request_words VALUES (NEW.rid, 0, ''); END;
CREATE TRIGGER request_words_changed AFTER UPDATE OF text, resolution ON request
    BEGIN UPDATE request_words SET rules = 0 WHERE request_rid = OLD.rid; END;
CREATE TRIGGER request_words_gone AFTER DELETE ON request
    BEGIN DELETE FROM request_words WHERE request_rid = OLD.rid; END;
ALTER TABLE deal_stage ADD COLUMN colour TEXT NOT NULL DEFAULT '';
ALTER TABLE deal_stage ADD COLUMN chance INTEGER;
ALTER TABLE deal ADD COLUMN moved_at TEXT;
CREATE INDEX deal_created ON deal(created_at) WHERE deleted = 0;
CREATE INDEX deal_open ON deal(stage_id, expected_on, client_id, currency, amount, state, deleted)
    WHERE state = 'open' AND deleted = 0;
CREATE INDEX deal_closed
    ON deal(closed_on, state, client_id, amount, currency, cost, source_id, responsible_id, id, stage_id, deleted)
    WHERE closed_on IS NOT NULL AND deleted = 0;
ALTER TABLE payment ADD COLUMN part_of BLOB REFERENCES payment(id);
CREATE INDEX payment_part ON payment(part_of) WHERE part_of IS NOT NULL;
CREATE INDEX payment_paid ON payment(paid_on, client_id, amount, currency, deal_id, id, deleted)
    WHERE paid_on IS NOT NULL AND deleted = 0;

CREATE TABLE deal_item (@SYNCED,
    deal_id BLOB NOT NULL REFERENCES deal(id), name TEXT NOT NULL, quantity INTEGER NOT NULL DEFAULT 1000,
    price INTEGER NOT NULL DEFAULT 0, cost INTEGER, rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX deal_item_deal ON deal_item(deal_id);
CREATE TABLE personal_price (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), item TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX personal_price_client ON personal_price(client_id);
CREATE TABLE currency_rate (@SYNCED,
    currency TEXT NOT NULL, per TEXT NOT NULL, since TEXT NOT NULL, rate TEXT NOT NULL);
CREATE TABLE feedback (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), mark INTEGER NOT NULL, comment TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL, request_id BLOB REFERENCES request(id), deal_id BLOB REFERENCES deal(id),
    activity_id BLOB REFERENCES activity(id), responsible_id BLOB REFERENCES colleague(id), handled_at TEXT);
CREATE INDEX feedback_client ON feedback(client_id);
CREATE INDEX feedback_at ON feedback(at) WHERE deleted = 0;
CREATE INDEX feedback_low ON feedback(at) WHERE mark <= 2 AND handled_at IS NULL AND deleted = 0;
CREATE TABLE campaign (@SYNCED,
    name TEXT NOT NULL, source_id BLOB NOT NULL REFERENCES source(id), starts_on TEXT NOT NULL, ends_on TEXT,
    note TEXT NOT NULL DEFAULT '');
CREATE INDEX campaign_source ON campaign(source_id);
CREATE TABLE source_cost (@SYNCED,
    source_id BLOB NOT NULL REFERENCES source(id), campaign_id BLOB REFERENCES campaign(id),
    on_day TEXT NOT NULL, until_day TEXT, amount INTEGER NOT NULL, currency TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '');
CREATE INDEX source_cost_source ON source_cost(source_id);
CREATE INDEX source_cost_campaign ON source_cost(campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX source_cost_day ON source_cost(on_day) WHERE deleted = 0;
CREATE TABLE stage_change (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), from_id BLOB REFERENCES stage(id),
    to_id BLOB REFERENCES stage(id), at TEXT NOT NULL, why TEXT NOT NULL DEFAULT '');
CREATE INDEX stage_change_client ON stage_change(client_id, at);
CREATE INDEX stage_change_at ON stage_change(at) WHERE deleted = 0;
CREATE TABLE report (@SYNCED,
    name TEXT NOT NULL, kind TEXT NOT NULL, options TEXT NOT NULL DEFAULT '{}', rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE report_file (report_id BLOB PRIMARY KEY, folder TEXT NOT NULL, form TEXT NOT NULL,
    weekday INTEGER NOT NULL, at_time TEXT NOT NULL, last_at TEXT, last_file TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '') WITHOUT ROWID;

CREATE TABLE client_segment (client_id BLOB PRIMARY KEY, segment TEXT NOT NULL, recency INTEGER NOT NULL,
    frequency INTEGER NOT NULL, money INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX client_segment_segment ON client_segment(segment)
"""
