"""A base with something in every table and in every column that travels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id
from crm_desktop.sync.tables import Column, ColumnType, SyncedTable, synced_tables

if TYPE_CHECKING:
    from tests.sync.laptops import Laptop

PRIVATE = "what nobody else may read"

_ZONED = "2026-{month:02}-{day:02}T0{day}:15:00.000Z"
_KINDS = {
    "client": ("person", "company", "person"),
    "contact_point": ("phone", "email", "address"),
    "activity": ("call", "meeting", "visit"),
    "request": ("complaint", "inquiry", "wish"),
    "field": ("choice", "number", "text"),
    "report": ("funnel", "sources", "debts"),
    "plan_template": ("call", "meeting", "visit"),
    "plan_step": ("call", "meeting", "visit"),
    "reminder_answer": ("contact", "birthday", "date"),
    "conflict": ("field", "revived", "number"),
}
_SAID: dict[str, Any] = {
    "currency": "USD",
    "per": "EUR",
    "rate": "1.0857",
    "zone": "Europe/Vilnius",
    "rule": "FREQ=WEEKLY;BYDAY=MO",
    "uid": "a@b.example",
    "at_time": "09:45",
    "unit": "week",
    "outcome": "successful",
    "direction": "in",
    "state": "won",
    "role": "won",
    "language": "lt",
    "gender": "f",
    "country": "LT",
    "query": '{"text": "ė"}',
    "columns": '["name"]',
    "choices": '["a", "b"]',
    "options": '{"months": 3}',
    "reminders": "[30]",
    "base": '"a"',
    "winner": '"b"',
    "loser": '"c"',
    "mime": "image/png",
    "ical": "BEGIN:VEVENT\r\nEND:VEVENT",
}


def fill(laptop: Laptop, rounds: int = 3) -> dict[str, list[bytes]]:
    """Write ``rounds`` rows into every table: nothing in them has its default, the last of each lies in the bin.

    The ids by table. What is private is written, too, and must not travel.
    """
    made: dict[str, list[bytes]] = {}
    for table in synced_tables():
        for place in range(rounds):
            row = {column.name: _value(laptop, table, column, place, made) for column in table.columns}
            if "merged_into" in row:
                row["merged_into"] = made[table.name][0] if place == rounds - 1 else None
            row["deleted"] = int(place == rounds - 1)
            id_ = _id(laptop, table, row)
            laptop.insert(table.name, id_, **row)
            made.setdefault(table.name, []).append(id_)
    laptop.insert("view", name=PRIVATE, query=json.dumps({"text": PRIVATE}))
    return made


def change(laptop: Laptop, made: dict[str, list[bytes]]) -> None:
    """Give every column of the first row of every table another value, and bring the one in the bin back."""
    for table in synced_tables():
        values = {
            column.name: _value(laptop, table, column, 5, made)
            for column in table.columns
            if column.name not in ("deleted", "merged_into", "shared") and column.references is None
        }
        if values:
            laptop.update(table.name, made[table.name][0], **values)
        if not table.merges:
            laptop.update(table.name, made[table.name][-1], deleted=0)


def _id(laptop: Laptop, table: SyncedTable, row: dict[str, Any]) -> bytes:
    if table.linked:
        return link_id(*(row[name] for name in table.linked))
    if table.name == "setting":
        return link_id(b"setting", row["name"].encode())
    return laptop.new_id()


def _value(
    laptop: Laptop, table: SyncedTable, column: Column, place: int, made: dict[str, list[bytes]]
) -> Any:
    name = column.name
    if name in ("deleted", "merged_into"):
        return None
    if column.references is not None:
        known = made.get(column.references, [])
        # The last row of each lies in the bin: what hangs on a dead one would bring it back. Links are all different.
        chosen = 0 if place > 1 and name in table.linked[:1] else min(place, 1)
        return known[chosen] if len(known) > 1 else None
    if column.type is ColumnType.ID:
        return laptop.new_id()
    if column.type is ColumnType.BYTES:
        return bytes(range(256)) * (place + 1)
    if column.type is ColumnType.INTEGER:
        return {"shared": 1, "number": 9000 + place, "mark": place % 5 + 1}.get(name, place + 2)
    return _text(table.name, name, place)


def _text(table: str, name: str, place: int) -> str:
    if name == "kind" and table in _KINDS:
        return _KINDS[table][place % 3]
    if table == "conflict" and name == "tbl":
        return "client"
    if name.endswith("_on") or name in ("since", "birthday", "date"):
        return f"19{80 + place}-02-{10 + place}"
    if name in _SAID and table != "setting":
        said = _SAID[name]
        return f"{said}{place}" if name == "uid" else str(said)
    if name == "at" or name.endswith(("_at", "_until")) or name == "moment":
        return _ZONED.format(month=place + 1, day=place + 1)
    if table == "setting" and name == "value":
        return json.dumps({"n": place})
    return f"{table} {name} {place} ėŽ 😀"
