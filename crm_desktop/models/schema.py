"""What the storage layer must know of the CRM's base: its mark, its version, its journaled tables.

Cheap to import: the migrations and sqlite-utils are loaded only when a step is pending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.derived import FUNCTIONS
from crm_desktop.models.migrations import STEPS, migrations
from crm_desktop.storage.schema import Schema, TableSpec

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID = 0x43524D44
"""``CRMD`` in ASCII: tells a base of this program from any other SQLite file (PRAGMA application_id)."""


def _table(name: str, columns: str, root: str | None = None) -> TableSpec:
    return TableSpec(name, (*columns.split(), "deleted"), root)


TABLES: tuple[TableSpec, ...] = (
    _table("colleague", "name active merged_into login"),
    _table("stage", "name role colour rank merged_into"),
    _table("source", "name rank merged_into"),
    _table("tag", "name colour merged_into"),
    _table("client_group", "name longest_silence_days rank ideal_silence_days merged_into"),
    _table("field", "name kind choices rank merged_into"),
    _table("deal_stage", "name role pipeline rank colour chance merged_into"),
    _table(
        "client",
        "kind number name prefix family given middle suffix nickname salutation gender birthday stage_id source_id"
        " source_detail referrer_id responsible_id preferred_channel preferred_hours language do_not_contact likes"
        " notes discount_bp price_terms loyalty_card created_at merged_into ideal_silence_days longest_silence_days"
        " vip",
    ),
    _table("employment", "person_id company_id job_title department rank", "person_id"),
    _table(
        "contact_point",
        "client_id kind label value key ext service note street city region postal_code country rank",
        "client_id",
    ),
    _table("named_date", "client_id label date", "client_id"),
    _table("client_tag", "client_id tag_id", "client_id"),
    _table("group_member", "client_id group_id", "client_id"),
    _table("field_value", "client_id field_id value", "client_id"),
    _table("external_id", "client_id system value", "client_id"),
    _table(
        "deal",
        "client_id title amount currency state expected_on closed_on notes created_at stage_id uid cost lost_reason"
        " responsible_id source_id moved_at",
        "client_id",
    ),
    _table("deal_item", "deal_id name quantity price cost rank"),
    _table(
        "activity",
        "client_id kind direction planned_at held_at all_day minutes zone rule series_id occurrence_at place wanted"
        " offered result outcome responsible_id uid ical created_at reminders deal_id",
        "client_id",
    ),
    _table("activity_client", "activity_id client_id", "client_id"),
    _table("activity_move", "activity_id from_at to_at at"),
    _table(
        "request",
        "client_id kind text received_at answered_at resolved_at resolution responsible_id channel",
        "client_id",
    ),
    _table("payment", "client_id deal_id amount currency due_on paid_on note part_of", "client_id"),
    _table("personal_price", "client_id item amount currency note rank", "client_id"),
    _table("currency_rate", "currency per since rate"),
    _table(
        "feedback",
        "client_id mark comment at request_id deal_id activity_id responsible_id handled_at",
        "client_id",
    ),
    _table("campaign", "name source_id starts_on ends_on note"),
    _table("source_cost", "source_id campaign_id on_day until_day amount currency note"),
    _table("stage_change", "client_id from_id to_id at why", "client_id"),
    _table("photo", "client_id mime data rank", "client_id"),
    _table("not_duplicate", "one_id other_id"),
    _table("setting", "name value"),
    _table("plan_template", "name starts kind outcome rank"),
    _table("plan_step", "template_id kind after unit at_time minutes wanted rank"),
    _table("reminder_answer", "subject_id kind moment snoozed_until handled_at answered_at"),
    _table("report", "name kind options rank"),
    _table("view", "name query columns shared rank shared_by"),
    _table(
        "conflict",
        "tbl row_id field kind base winner loser winner_by winner_at loser_by loser_at found_at resolved_at resolved_by"
        " answer",
    ),
)
"""Every table the user's data stands in, with the columns the journal watches and the column of the owning client."""

CHILD_TABLES: tuple[str, ...] = tuple(spec.name for spec in TABLES if spec.root is not None)
"""Tables whose rows belong to one client."""


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the pending steps, each in a transaction of its own.

    References are not looked at meanwhile: a step that makes a table anew drops the old one, and with the references
    on SQLite would delete its rows one by one. Steps therefore must leave every reference whole; tests look.
    """
    from sqlite_utils import Database

    ((enforced,),) = connection.execute("PRAGMA foreign_keys").fetchall()
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        migrations().apply(Database(connection, recursive_triggers=False, execute_plugins=False))
    finally:
        connection.execute(f"PRAGMA foreign_keys = {enforced}")


SCHEMA = Schema(APPLICATION_ID, len(STEPS), migrate, TABLES, FUNCTIONS)
"""The base of this version of the program."""
