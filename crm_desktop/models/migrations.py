"""How a base comes to the present schema, step by step.

Each step is plain SQL inside one transaction (sqlite-utils ``Migrations``), never imports models and is never edited
after a release. Every user table has the four columns that sync needs from the first day (``docs/adr``): ``rid`` (local
row number), ``id`` (UUIDv7, 16 bytes), ``rev`` (0 = no server has seen the row) and ``deleted`` (lies in the bin).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.models.derived import create_derived_tables
from crm_desktop.models.stale import TRIGGERS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

_SYNCED = (
    "rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, rev INTEGER NOT NULL DEFAULT 0,"
    " deleted INTEGER NOT NULL DEFAULT 0"
)


def _m0001_clients(db: Database) -> None:
    """Clients and everything that hangs on them, the lists people keep, own fields, views, imports."""
    db.conn.execute("PRAGMA defer_foreign_keys = 1")
    for statement in _TABLES_0001.replace("@SYNCED", _SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES_0001 = """
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


def _m0002_finding(db: Database) -> None:
    """The lists and the search index, worked out from the tables above and rebuilt at will."""
    create_derived_tables(db)


def _m0003_photos(db: Database) -> None:
    """Pictures of clients. A table of its own, read one client at a time: lists never carry pictures along."""
    for statement in _TABLES_0003.replace("@SYNCED", _SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES_0003 = """
CREATE TABLE photo (@SYNCED,
    client_id BLOB NOT NULL REFERENCES client(id), mime TEXT NOT NULL, data BLOB NOT NULL,
    rank INTEGER NOT NULL DEFAULT 0);
CREATE INDEX photo_client ON photo(client_id)
"""


def _m0004_not_duplicates(db: Database) -> None:
    """Pairs of clients that somebody has said to be two, so that nobody is asked again."""
    for statement in _TABLES_0004.replace("@SYNCED", _SYNCED).split(";"):
        db.conn.execute(statement)


# The id is made from both ids in their order (ids.link_id): two laptops that say so make one row.
_TABLES_0004 = """
CREATE TABLE not_duplicate (@SYNCED,
    one_id BLOB NOT NULL REFERENCES client(id), other_id BLOB NOT NULL REFERENCES client(id));
CREATE INDEX not_duplicate_one ON not_duplicate(one_id);
CREATE INDEX not_duplicate_other ON not_duplicate(other_id)
"""


def _m0005_diary(db: Database) -> None:
    """Contacts with nobody and with several, repeating ones, and what a calendar file said of them (ADR 0008).

    SQLite cannot take a NOT NULL away: the table is made anew and filled in the order of its rows. The references to
    it are not looked at meanwhile (``models.schema.migrate``).
    """
    for statement in _TABLES_0005.replace("@SYNCED", _SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES_0005 = """
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


def _m0006_deal_stages(db: Database) -> None:
    """Stages of deals by pipeline, and what a deal's report needs: costs, who has it, where it came from, why lost.

    ``uid`` is the number of an outside program, "system:number": a second export of the same deals finds them by it.
    ``state`` stays beside the stage: a deal may be won or lost without anybody keeping stages.
    """
    for statement in _TABLES_0006.replace("@SYNCED", _SYNCED).split(";"):
        db.conn.execute(statement)


_TABLES_0006 = """
CREATE TABLE deal_stage (@SYNCED,
    name TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT 'open', pipeline TEXT NOT NULL DEFAULT '',
    rank INTEGER NOT NULL DEFAULT 0);
ALTER TABLE deal ADD COLUMN stage_id BLOB REFERENCES deal_stage(id);
ALTER TABLE deal ADD COLUMN uid TEXT NOT NULL DEFAULT '';
ALTER TABLE deal ADD COLUMN cost INTEGER;
ALTER TABLE deal ADD COLUMN lost_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE deal ADD COLUMN responsible_id BLOB REFERENCES colleague(id);
ALTER TABLE deal ADD COLUMN source_id BLOB REFERENCES source(id);
CREATE INDEX deal_uid ON deal(uid) WHERE uid <> ''
"""


def _m0007_imported(db: Database) -> None:
    """Which clients an import met, by the verdict on their rows, and the files of a watched folder that were handled.

    Both are of this base and this laptop; nobody takes them back or is sent them.
    """
    for statement in _TABLES_0007.split(";"):
        db.conn.execute(statement)


_TABLES_0007 = """
CREATE TABLE import_client (operation INTEGER NOT NULL, verdict TEXT NOT NULL, client_id BLOB NOT NULL,
    PRIMARY KEY (operation, verdict, client_id)) WITHOUT ROWID;
CREATE TABLE inbox_file (rid INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL,
    at TEXT NOT NULL, state TEXT NOT NULL, UNIQUE (name, size, digest))
"""


def _m0008_planning(db: Database) -> None:
    """Moves, reminders, plans, and for how long a client may be silent (ADR 0011)."""
    for statement in _TABLES_0008.replace("@SYNCED", _SYNCED).split(";\n"):
        db.conn.execute(statement)
    for trigger in TRIGGERS:
        db.conn.execute(trigger)


# The journal's triggers name the column that goes; they are made anew after the steps, as all of them are.
# `reminder` is derived from the others and of this laptop: `reminder_stale` names the activities whose rows must be
# worked out anew, and triggers write it, so that no writer can move a contact without its reminder. What people
# answered is `reminder_answer`, whose id is made from what it answers: said on one laptop, said everywhere.
_TABLES_0008 = """
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


STEPS: tuple[Callable[[Database], None], ...] = (
    _m0001_clients,
    _m0002_finding,
    _m0003_photos,
    _m0004_not_duplicates,
    _m0005_diary,
    _m0006_deal_stages,
    _m0007_imported,
    _m0008_planning,
)
"""All steps in order; their number is the schema version (``PRAGMA user_version``)."""


def migrations() -> Migrations:
    """The steps as a sqlite-utils set. Imported late: a base that is up to date needs none of it at start."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("crm")
    for step in STEPS:
        steps(name=step.__name__.lstrip("_"))(step)
    return steps
