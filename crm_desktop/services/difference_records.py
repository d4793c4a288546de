"""Which record a row belongs to as people see it, and what that record is called: a phone belongs to its client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import RecordNotFound
from crm_desktop.services import field_history, writing
from crm_desktop.services.card_rows import ClientLink
from crm_desktop.services.client_rows import owner_column
from crm_desktop.services.difference_fields import CARD_TABLES, PARENTS

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_NAMED_BY = {
    "deal_id": ("deal", "title"),
    "request_id": ("request", "text"),
    "template_id": ("plan_template", "name"),
    "campaign_id": ("campaign", "name"),
    "from_id": ("stage", "name"),
    "to_id": ("stage", "name"),
    "one_id": ("client", "name"),
    "other_id": ("client", "name"),
    "shared_by": ("colleague", "name"),
}
_SUBJECTS = {
    "contact_point": "kind",
    "named_date": "label",
    "personal_price": "item",
    "field_value": "field_id",
    "external_id": "system",
    "client_tag": "tag_id",
    "group_member": "group_id",
    "deal_item": "name",
}


@dataclass(frozen=True, slots=True)
class Record:
    """What a difference is about.

    ``table`` and ``id`` are those of the record itself; ``client`` is whose it is, None for what is nobody's (a tag).
    ``name``: what it is called beside its client: the title of a deal, the kind of an activity or a request; '' for a
    client. ``at`` is its moment where it has one, ``amount`` its money in minor units of ``currency``. ``gone``: there
    is no such row any more; ``deleted``: it lies in the bin.
    """

    table: str
    id: bytes
    client: ClientLink | None
    name: str = ""
    at: str = ""
    amount: int | None = None
    currency: str = ""
    deleted: bool = False
    gone: bool = False


Row = dict[str, Any]


def row_of(store: Store, table: str, row_id: bytes) -> Row | None:
    """The row by column names; None where there is none."""
    try:
        return writing.row(store, table, row_id)
    except RecordNotFound:
        return None


def survivor(store: Store, table: str, row_id: bytes) -> tuple[bytes, Row | None]:
    """The row that stands for this one: itself, or what it was merged into in the end."""
    seen: set[bytes] = set()
    row = row_of(store, table, row_id)
    while row is not None and row["deleted"] and row.get("merged_into") and row_id not in seen:
        seen.add(row_id)
        row_id = row["merged_into"]
        row = row_of(store, table, row_id)
    return row_id, row


def record_of(store: Store, table: str, row_id: bytes, row: Row | None) -> Record:
    """The record that a row is part of; ``row`` is what stands in the table."""
    if row is None:
        return Record(table, row_id, None, gone=True)
    parent = _parent(table)
    if parent is not None:
        over, column = parent
        id_, held = survivor(store, over, row[column])
        return record_of(store, over, id_, held)
    if table == "client":
        return Record(
            table,
            row_id,
            ClientLink(row_id, row["name"]),
            str(row["number"] or ""),
            deleted=bool(row["deleted"]),
        )
    client = row.get("client_id")
    found = [] if client is None else store.read("SELECT id, name FROM client WHERE id = ?", (client,))
    return Record(
        table,
        row_id,
        ClientLink(*found[0]) if found else None,
        _name(store, table, row),
        next((str(row[column]) for column in _MOMENTS if row.get(column)), ""),
        row.get("amount"),
        str(row.get("currency", "")),
        bool(row["deleted"]),
    )


_MOMENTS = ("held_at", "planned_at", "received_at", "paid_on", "due_on", "at", "on_day", "since")


def _parent(table: str) -> tuple[str, str] | None:
    return ("client", owner_column(table)) if table in CARD_TABLES else PARENTS.get(table)


def _name(store: Store, table: str, row: Row) -> str:
    if table == "deal":
        return str(row["title"])
    if table in ("activity", "request"):
        return str(row["kind"])
    if table in ("stage", "deal_stage"):
        return str(field_history.readable(store, "stage_id", row["id"]))
    if table == "currency_rate":
        return f"{row['currency']} / {row['per']}"
    if table == "source_cost":
        return str(field_history.readable(store, "source_id", row["source_id"]))
    return str(row.get("name", ""))


def subject_of(store: Store, table: str, row: Row | None) -> str:
    """What tells rows of one table apart: the kind of a contact point, the name of an own field, the tag of a link."""
    column = _SUBJECTS.get(table)
    return "" if row is None or column is None else str(field_history.readable(store, column, row[column]))


def readable(store: Store, table: str, column: str, value: Any) -> Any:
    """The name behind an id, as ``field_history.readable``, for the columns of all tables."""
    if not isinstance(value, bytes):
        return value
    if column in ("activity_id", "part_of"):
        return ""  # rows without a name
    named = (table, "name") if column == "merged_into" and table != "client" else _NAMED_BY.get(column)
    if named is None:
        return field_history.readable(store, column, value)
    found = store.read(f"SELECT {named[1]} FROM {named[0]} WHERE id = ?", (value,))
    return found[0][0] if found else ""


def currency_of(store: Store, table: str, row: Row | None) -> str:
    """The currency of the money in a row; a row of a deal has that of its deal."""
    if row is None:
        return ""
    if table == "deal_item":
        found = store.read("SELECT currency FROM deal WHERE id = ?", (row["deal_id"],))
        return str(found[0][0]) if found else ""
    return str(row.get("currency", ""))
