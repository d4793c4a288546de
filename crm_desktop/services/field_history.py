"""The history of every field of a client: who, when, from what to what, in readable values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.services import deal_stages, writing
from crm_desktop.services.client_rows import owner_column
from crm_desktop.storage.history import FieldChange, history

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


class What(StrEnum):
    """What happened to a field or to a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FieldChangeRow:
    """One change. ``at`` is UTC text, ``op`` a ``kinds.Op``, ``operation`` its number (None: a tool outside).

    ``table`` and ``row_id`` name the row. ``field`` is the column that changed, None where the whole row came, went or
    came back. ``subject`` tells rows of one table apart: the kind of a contact point ("phone"), the label of a date,
    the name of an own field, the thing of a personal price. ``old`` and ``new`` are readable: names of stages and tags
    instead of ids. ``currency`` is that of a row with money. ``why`` (``kinds.StageWhy``) tells what changed a stage
    where nobody did.
    """

    at: str
    who: str
    op: str
    operation: int | None
    table: str
    row_id: bytes
    what: What
    field: str | None
    subject: str
    old: Any
    new: Any
    currency: str = ""
    why: str = ""


_NAMED_BY = {
    "stage_id": "stage",
    "source_id": "source",
    "responsible_id": "colleague",
    "referrer_id": "client",
    "merged_into": "client",
    "company_id": "client",
    "client_id": "client",
    "person_id": "client",
    "tag_id": "tag",
    "group_id": "client_group",
    "field_id": "field",
}
"""Columns that hold an id -> the table whose names say what it means."""

_SILENT = frozenset({"rank", "key", "created_at", "uid", "moved_at"})
"""What the program sets by itself: no news to a person."""

_CONTENT = {
    "client": ("name",),
    "contact_point": ("value", "street", "postal_code", "city", "region", "country"),
    "employment": ("company_id", "job_title", "department"),
    "named_date": ("date",),
    "personal_price": ("amount",),
    "client_tag": ("tag_id",),
    "group_member": ("group_id",),
    "field_value": ("value",),
    "external_id": ("value",),
}
"""The columns that together say what a row holds."""

_SUBJECT = {
    "contact_point": "kind",
    "named_date": "label",
    "personal_price": "item",
    "field_value": "field_id",
    "external_id": "system",
}

_NAMES = {
    "employments": "employment",
    "dates": "named_date",
    "prices": "personal_price",
    "tags": "client_tag",
    "groups": "group_member",
    "external_ids": "external_id",
    "photos": "photo",
}
"""Fields of a draft that are rows of their own -> their table."""


def of(store: Store, client_id: bytes, field: str | bytes | None = None) -> list[FieldChangeRow]:
    """All changes of a client's card, newest first; or of one field.

    ``field`` is a field of ``ClientDraft`` ("name", "stage_id", "tags", "employments", ...), a kind of contact point
    ("phone", "email", ...), or the id of an own field. Activities, requests and money have histories of their own
    (``of_row``).

    Raises:
        RecordNotFound: there is no such client.
    """
    with store.snapshot():
        writing.row(store, "client", client_id)
        placed = [
            place
            for table, row_id, column in _rows(store, client_id, field)
            for place in _placed(_changes(store, table, row_id, column))
        ]
    return [change for _, change in sorted(placed, key=lambda place: place[0], reverse=True)]


def _placed(changes: list[FieldChangeRow]) -> list[tuple[int, FieldChangeRow]]:
    """The changes of one row, newest first, each with the operation it stands by among those of other rows.

    What a tool outside wrote has no operation: it stands by the one before it.
    """
    latest = 0
    placed: list[tuple[int, FieldChangeRow]] = []
    for change in reversed(changes):
        latest = change.operation or latest
        placed.append((latest, change))
    return placed[::-1]


def of_row(store: Store, table: str, row_id: bytes) -> list[FieldChangeRow]:
    """All changes of one row, newest first: of an activity, a request, a deal, a payment."""
    with store.snapshot():
        return _changes(store, table, row_id, None)


def _rows(
    store: Store, client_id: bytes, field: str | bytes | None
) -> Iterator[tuple[str, bytes, str | None]]:
    """The rows whose history is asked for, with the column where only one is."""
    if isinstance(field, bytes):
        yield from _children(store, "field_value", client_id, "field_id = ?", field)
    elif field in _NAMES:
        yield from _children(store, _NAMES[field], client_id)
    elif field in ("phone", "email", "messenger", "site", "address"):
        yield from _children(store, "contact_point", client_id, "kind = ?", field)
    else:
        yield "client", client_id, field
        if field is None:
            for table in ("contact_point", "field_value", *_NAMES.values()):
                yield from _children(store, table, client_id)


def _children(
    store: Store, table: str, client_id: bytes, where: str = "1", *params: str | bytes
) -> Iterator[tuple[str, bytes, None]]:
    found = store.read(
        f"SELECT id FROM {table} WHERE {owner_column(table)} = ? AND {where}", (client_id, *params)
    )
    for (row_id,) in found:
        yield table, row_id, None


def _changes(store: Store, table: str, row_id: bytes, column: str | None) -> list[FieldChangeRow]:
    row = writing.row(store, table, row_id)
    subject = str(readable(store, _SUBJECT[table], row[_SUBJECT[table]])) if table in _SUBJECT else ""
    reasons = _reasons(store, row_id) if table == "client" and column in (None, "stage_id") else {}
    rows: list[FieldChangeRow] = []
    for change in history(store, table, row_id, column):
        what, field = _what(change)
        if field in _SILENT:
            continue
        if field is None:
            content = _content(store, table, row)
            old, new = (content, None) if what is What.REMOVED else (None, content)
        else:
            old, new = (readable(store, field, value) for value in (change.old, change.new))
        rows.append(
            FieldChangeRow(
                change.at,
                change.who,
                change.op,
                change.operation,
                table,
                row_id,
                what,
                field,
                subject,
                old,
                new,
                str(row.get("currency", "")),
                reasons.get(change.operation, "") if field == "stage_id" else "",
            )
        )
        if change.action == "update" and change.field is not None:
            row = row | {change.field: change.old}
    return rows


def _reasons(store: Store, client_id: bytes) -> dict[int | None, str]:
    """Why the stage of a client changed, by operation, where it was not somebody's own doing."""
    found = store.read(
        "SELECT j.operation, s.why FROM stage_change s JOIN journal j ON j.id = s.id AND j.tbl = 'stage_change'"
        " WHERE s.client_id = ? AND s.why <> '' AND j.action = 'insert'",
        (client_id,),
    )
    return dict(found)


def _what(change: FieldChange) -> tuple[What, str | None]:
    """What a change means to a person: the flag of the bin is the row going and coming back."""
    if change.action == "insert":
        return What.ADDED, change.field
    if change.action == "delete":
        return What.REMOVED, None
    if change.field == "deleted":
        return (What.REMOVED if change.new else What.RESTORED), None
    return What.CHANGED, change.field


def _content(store: Store, table: str, row: dict[str, Any]) -> str:
    values = (readable(store, column, row[column]) for column in _CONTENT.get(table, ()))
    return ", ".join(str(value) for value in values if value)


def readable(store: Store, column: str, value: Any) -> Any:
    """The name behind an id; any other value as it is. A stage without a name is told by its role, one of deals by
    ``deal_stages.word_of``.
    """
    if value is None or column not in _NAMED_BY:
        return value
    table = _NAMED_BY[column]
    name = "COALESCE(NULLIF(name, ''), role)" if table == "stage" else "name"
    sql, values = f"SELECT {name} FROM {table} WHERE id = ?", [value]
    if table == "stage":  # deals have stages of their own; an id is in one of the tables only
        sql, values = f"{sql} UNION ALL SELECT name FROM deal_stage WHERE id = ?", [value, value]
    found = store.read(sql, values)
    if table == "stage" and found == [("",)]:
        return deal_stages.word_of(store, value)
    return found[0][0] if found else ""
