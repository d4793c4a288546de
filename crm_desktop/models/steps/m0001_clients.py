"""Step 1: clients and everything that hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.steps.columns import SYNCED

if TYPE_CHECKING:
    from sqlite_utils import Database


def m0001_clients(db: Database) -> None:
    """Clients and everything that hangs on them, the lists people keep, own fields, views, imports."""
    db.conn.execute("PRAGMA defer_foreign_keys = 1")
    for statement in _TABLES.replace("@SYNCED", SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES = """
CREATE TABLE colleague (@SYNCED,
    name TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1);

CREATE TABLE stage (@SYNCED,
    name TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', colour TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE source (@SYNCED,
    name TEXT NOT NULL, rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE tag (@SYNCED,
    name TEXT NOT NULL, colour TEXT NOT NULL DEFAULT '');

CREATE TABLE client_group (@SYNCED,
    name TEXT NOT NULL, longest_silence_days INTEGER, rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE field (@SYNCED,
    name TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'text', choices TEXT NOT NULL DEFAULT '[]',
    rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE client (@SYNCED,
    kind TEXT NOT NULL DEFAULT 'person', number INTEGER,
    name TEXT NOT NULL DEFAULT '', prefix TEXT NOT NULL DEFAULT '', family TEXT NOT NULL DEFAULT '',
    given TEXT NOT NULL DEFAULT '', middle TEXT NOT NULL DEFAULT '', suffix TEXT NOT NULL DEFAULT '',
    nickname TEXT NOT NULL DEFAULT '', salutation TEXT NOT NULL DEFAULT '', gender TEXT NOT NULL DEFAULT '',
    birthday TEXT NOT NULL DEFAULT '',
    stage_id BLOB REFERENCES stage(id), source_id BLOB REFERENCES source(id),
    source_detail TEXT NOT NULL DEFAULT '', referrer_id BLOB REFERENCES client(id),
    responsible_id BLOB REFERENCES colleague(id),
    preferred_channel TEXT NOT NULL DEFAULT '', preferred_hours TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '', do_not_contact INTEGER NOT NULL DEFAULT 0,
    likes TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '',
    discount_bp INTEGER, price_terms TEXT NOT NULL DEFAULT '', loyalty_card TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL DEFAULT '', merged_into BLOB REFERENCES client(id));
CREATE INDEX client_number ON client(number);
CREATE INDEX client_referrer ON client(referrer_id) WHERE referrer_id IS NOT NULL;
CREATE INDEX client_merged_into ON client(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX client_birthday ON client(substr(birthday, -5)) WHERE birthday <> '';

CREATE TABLE employment (@SYNCED,
    person_id BLOB NOT NULL REFERENCES client(id), company_id BLOB REFERENCES client(id),
    job_title TEXT NOT NULL DEFAULT '', department TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX employment_person ON employment(person_id);
CREATE INDEX employment_company ON employment(company_id);

CREATE TABLE contact_point (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), kind TEXT NOT NULL, label TEXT NOT NULL DEFAULT '',
    value TEXT NOT NULL DEFAULT '', key TEXT NOT NULL DEFAULT '', ext TEXT NOT NULL DEFAULT '',
    service TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '', city TEXT NOT NULL DEFAULT '', region TEXT NOT NULL DEFAULT '',
    postal_code TEXT NOT NULL DEFAULT '', country TEXT NOT NULL DEFAULT '', rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX contact_point_client ON contact_point(client_id);
CREATE INDEX contact_point_key ON contact_point(key) WHERE key <> '';

CREATE TABLE named_date (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), label TEXT NOT NULL DEFAULT '', date TEXT NOT NULL);
CREATE INDEX named_date_client ON named_date(client_id);
CREATE INDEX named_date_day ON named_date(substr(date, -5));

CREATE TABLE client_tag (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), tag_id BLOB NOT NULL REFERENCES tag(id));
CREATE INDEX client_tag_client ON client_tag(client_id);
CREATE INDEX client_tag_tag ON client_tag(tag_id);

CREATE TABLE group_member (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), group_id BLOB NOT NULL REFERENCES client_group(id));
CREATE INDEX group_member_client ON group_member(client_id);
CREATE INDEX group_member_group ON group_member(group_id);

CREATE TABLE field_value (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), field_id BLOB NOT NULL REFERENCES field(id),
    value TEXT NOT NULL);
CREATE INDEX field_value_client ON field_value(client_id);
CREATE INDEX field_value_field ON field_value(field_id, value);

CREATE TABLE external_id (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), system TEXT NOT NULL, value TEXT NOT NULL);
CREATE INDEX external_id_client ON external_id(client_id);
CREATE INDEX external_id_value ON external_id(value, system);

CREATE TABLE activity (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), kind TEXT NOT NULL, direction TEXT NOT NULL DEFAULT '',
    planned_at TEXT, held_at TEXT, all_day INTEGER NOT NULL DEFAULT 0, minutes INTEGER,
    place TEXT NOT NULL DEFAULT '', wanted TEXT NOT NULL DEFAULT '', offered TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',
    responsible_id BLOB REFERENCES colleague(id), moved_from BLOB REFERENCES activity(id),
    uid TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL DEFAULT '');
CREATE INDEX activity_client ON activity(client_id, COALESCE(held_at, planned_at));
CREATE INDEX activity_moved_from ON activity(moved_from) WHERE moved_from IS NOT NULL;
CREATE INDEX activity_open ON activity(planned_at) WHERE held_at IS NULL AND deleted = 0;

CREATE TABLE request (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), kind TEXT NOT NULL, text TEXT NOT NULL DEFAULT '',
    received_at TEXT NOT NULL, answered_at TEXT, resolved_at TEXT, resolution TEXT NOT NULL DEFAULT '',
    responsible_id BLOB REFERENCES colleague(id));
CREATE INDEX request_client ON request(client_id);
CREATE INDEX request_open ON request(received_at) WHERE resolved_at IS NULL AND deleted = 0;

CREATE TABLE deal (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), title TEXT NOT NULL DEFAULT '',
    amount INTEGER NOT NULL DEFAULT 0, currency TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open',
    expected_on TEXT, closed_on TEXT, notes TEXT NOT NULL DEFAULT '', created_at TEXT NOT NULL DEFAULT '');
CREATE INDEX deal_client ON deal(client_id);

CREATE TABLE payment (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), deal_id BLOB REFERENCES deal(id),
    amount INTEGER NOT NULL, currency TEXT NOT NULL, due_on TEXT, paid_on TEXT, note TEXT NOT NULL DEFAULT '');
CREATE INDEX payment_client ON payment(client_id);
CREATE INDEX payment_deal ON payment(deal_id) WHERE deal_id IS NOT NULL;
CREATE INDEX payment_due ON payment(due_on) WHERE paid_on IS NULL AND deleted = 0;

CREATE TABLE view (@SYNCED,
    name TEXT NOT NULL, query TEXT NOT NULL DEFAULT '{}', columns TEXT NOT NULL DEFAULT '[]',
    shared INTEGER NOT NULL DEFAULT 0, rank INTEGER NOT NULL DEFAULT 0);

CREATE TABLE import_run (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, operation INTEGER, at TEXT NOT NULL,
    files TEXT NOT NULL DEFAULT '[]', counts TEXT NOT NULL DEFAULT '{}');
CREATE TABLE import_reject (rid INTEGER PRIMARY KEY, import_id BLOB NOT NULL REFERENCES import_run(id),
    file TEXT NOT NULL, sheet TEXT NOT NULL, row INTEGER NOT NULL, reason TEXT NOT NULL, cells TEXT NOT NULL);
CREATE INDEX import_reject_run ON import_reject(import_id);
CREATE TABLE import_row (fingerprint BLOB PRIMARY KEY, client_id BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE import_mapping (signature TEXT PRIMARY KEY, mapping TEXT NOT NULL, at TEXT NOT NULL)
"""
