"""What hangs on one client goes over to another, and what both have stands there once.

Rows that say something of their own (a phone, a contact held, a payment) go over as they are; what the other has
already goes to the bin where it stood. Rows whose id is made from what they link (a tag, a work place) are made anew:
a row must not bear the id of another link.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.folding import fold
from crm_desktop.ids import link_id, uuid7
from crm_desktop.models.ranks import STEP
from crm_desktop.services.client_rows import owner_column
from crm_desktop.services.duplicates.apart import mark

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change

Row = Mapping[str, Any]
Lose = Callable[[str, str, str], None]
"""Told what could not stand twice: which column, of what (the phone whose label it was), the value."""

Place = Callable[["Change", bytes, Row, Lose], bool]
"""Have a client say what a row of another says; whether the row is to go over, nothing like it being there yet."""

_ADDRESS = ("street", "city", "region", "postal_code", "country")


def rows_of(change: Change, table: str, where: str, *params: bytes | int) -> list[dict[str, Any]]:
    """Rows of a table by column names, in their order of making."""
    cursor = change.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY rid", params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def place_row(change: Change, table: str, client_id: bytes, row: Row, lose: Lose) -> None:
    """Have a client say what a row of another says; the row goes over, or goes to the bin where it is said already."""
    place = _PLACES.get(table)
    if place is None or place(change, client_id, row, lose):
        owner = owner_column(table)
        base = _highest_rank(change, table, client_id) if "rank" in row else None
        if base is None:
            change.execute(f"UPDATE {table} SET {owner} = ? WHERE id = ?", (client_id, row["id"]))
        else:
            change.execute(
                f"UPDATE {table} SET {owner} = ?, rank = ? WHERE id = ?", (client_id, base + STEP, row["id"])
            )
    else:
        change.execute(f"UPDATE {table} SET deleted = 1 WHERE id = ?", (row["id"],))


def place_copy(change: Change, table: str, client_id: bytes, row: Row) -> None:
    """Have a client say what a row of another says, where it does not yet; the row itself stays where it is."""
    if _PLACES[table](change, client_id, row, lambda *_lost: None):
        kept = {name: value for name, value in row.items() if name not in ("rid", "rev", "deleted")}
        copy = {**kept, "id": uuid7(), owner_column(table): client_id}
        change.execute(
            f"INSERT INTO {table}({', '.join(copy)}) VALUES ({', '.join('?' * len(copy))})",
            tuple(copy.values()),
        )


def place_people(change: Change, company_id: bytes, row: Row, lose: Lose) -> None:
    """Have somebody who works at another company work at this one."""
    change.execute("UPDATE employment SET deleted = 1 WHERE id = ?", (row["id"],))
    _job(change, row["person_id"], {**row, "company_id": company_id}, lose)


def place_pair(change: Change, client_id: bytes, row: Row, other_id: bytes) -> None:
    """What was known to be another than ``other_id`` is another than the client it became."""
    change.execute("UPDATE not_duplicate SET deleted = 1 WHERE id = ?", (row["id"],))
    third = row["one_id"] if row["other_id"] == other_id else row["other_id"]
    if third != client_id:
        mark(change, client_id, third)


def _highest_rank(change: Change, table: str, client_id: bytes) -> int:
    (rank,) = change.execute(
        f"SELECT COALESCE(MAX(rank), 0) FROM {table} WHERE {owner_column(table)} = ?", (client_id,)
    ).fetchone()
    return int(rank)


def _point(change: Change, client_id: bytes, row: Row, lose: Lose) -> bool:
    for mine in rows_of(change, "contact_point", "client_id = ? AND deleted = 0", client_id):
        if mine["id"] != row["id"] and _same_point(mine, row):
            for name in ("label", "service"):
                if mine[name] and row[name] and fold(mine[name]) != fold(row[name]):
                    lose(name, mine["value"], row[name])
            filled = {name: mine[name] or row[name] for name in ("label", "service")}
            _fill(change, "contact_point", mine, {**filled, "note": _joined(mine["note"], row["note"])})
            return False
    return True


def _same_point(mine: Row, theirs: Row) -> bool:
    """Whether two contact points are one, and the second says nothing that the first does not."""
    if mine["kind"] != theirs["kind"] or mine["ext"] != theirs["ext"]:
        return False
    if any(theirs[part] and fold(mine[part]) != fold(theirs[part]) for part in _ADDRESS):
        return False
    return bool(mine["key"] and mine["key"] == theirs["key"]) or fold(mine["value"]) == fold(theirs["value"])


def _joined(*texts: str) -> str:
    kept: list[str] = []
    for text in texts:
        if text and not any(fold(text) in fold(other) for other in kept):
            kept.append(text)
    return "; ".join(kept)


def _fill(change: Change, table: str, mine: Row, values: Row) -> None:
    changed = {name: value for name, value in values.items() if mine[name] != value}
    if changed:
        setting = ", ".join(f"{name} = ?" for name in changed)
        change.execute(f"UPDATE {table} SET {setting} WHERE id = ?", (*changed.values(), mine["id"]))


def _date(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    return not any(
        mine["id"] != row["id"] and mine["date"] == row["date"] and fold(mine["label"]) == fold(row["label"])
        for mine in rows_of(change, "named_date", "client_id = ? AND deleted = 0", client_id)
    )


def _price(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    """A price agreed for a thing; the same price of the same thing is said once, another price is one more."""
    return not any(
        mine["id"] != row["id"]
        and fold(mine["item"]) == fold(row["item"])
        and (mine["amount"], mine["currency"]) == (row["amount"], row["currency"])
        and (not row["note"] or fold(mine["note"]) == fold(row["note"]))
        for mine in rows_of(change, "personal_price", "client_id = ? AND deleted = 0", client_id)
    )


def _external(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    return not any(
        mine["id"] != row["id"] and (mine["system"], mine["value"]) == (row["system"], row["value"])
        for mine in rows_of(change, "external_id", "client_id = ? AND deleted = 0", client_id)
    )


def _tag(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    return _link(change, "client_tag", {"client_id": client_id, "tag_id": row["tag_id"]})


def _member(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    return _link(change, "group_member", {"client_id": client_id, "group_id": row["group_id"]})


def _participant(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    """A further client of a contact; whose contact it is needs no second mention."""
    if rows_of(change, "activity", "id = ? AND client_id = ?", row["activity_id"], client_id):
        return False
    return _link(change, "activity_client", {"activity_id": row["activity_id"], "client_id": client_id})


def _link(change: Change, table: str, columns: Mapping[str, bytes]) -> bool:
    """Make a row whose id follows from what it links, or take it out of the bin."""
    change.execute(
        f"INSERT INTO {table}(id, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})"
        " ON CONFLICT(id) DO UPDATE SET deleted = 0 WHERE deleted = 1",
        (link_id(*columns.values()), *columns.values()),
    )
    return False


def _own_field(change: Change, client_id: bytes, row: Row, _lose: Lose) -> bool:
    """An own field that the client has stays; which value that is was decided before."""
    mine = rows_of(
        change, "field_value", "client_id = ? AND field_id = ? AND deleted = 0", client_id, row["field_id"]
    )
    if not mine:
        change.execute(
            "INSERT INTO field_value(id, client_id, field_id, value) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET value = excluded.value, deleted = 0",
            (link_id(client_id, row["field_id"]), client_id, row["field_id"], row["value"]),
        )
    return False


def _job(change: Change, person_id: bytes, row: Row, _lose: Lose) -> bool:
    """A work place: one of the same company that says no less is the same; else it is one more."""
    jobs = rows_of(change, "employment", "person_id = ? AND company_id IS ?", person_id, row["company_id"])
    for mine in jobs:
        differs = any(row[name] and mine[name] and row[name] != mine[name] for name in _JOB)
        if mine["id"] != row["id"] and not mine["deleted"] and not differs:
            _fill(change, "employment", mine, {name: mine[name] or row[name] for name in _JOB})
            return False
    taken = {row["id"], *(mine["id"] for mine in jobs if not mine["deleted"])}
    job_id = next(made for made in _job_ids(person_id, row["company_id"]) if made not in taken)
    rank = _highest_rank(change, "employment", person_id) + STEP
    change.execute(
        "INSERT INTO employment(id, person_id, company_id, job_title, department, rank) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(id) DO UPDATE SET company_id = excluded.company_id, job_title = excluded.job_title,"
        " department = excluded.department, rank = excluded.rank, deleted = 0",
        (job_id, person_id, row["company_id"], row["job_title"], row["department"], rank),
    )
    return False


_JOB = ("job_title", "department")


def _job_ids(person_id: bytes, company_id: bytes | None) -> list[bytes]:
    """Ids of the first, second, … job in one company, as the client's form makes them."""
    first = (person_id, company_id or b"")
    return [link_id(*first), *(link_id(*first, bytes([place])) for place in range(1, 256))]


_PLACES: Mapping[str, Place] = {
    "contact_point": _point,
    "named_date": _date,
    "personal_price": _price,
    "external_id": _external,
    "client_tag": _tag,
    "group_member": _member,
    "activity_client": _participant,
    "field_value": _own_field,
    "employment": _job,
}
"""Tables in which the same may stand with both."""

SAID_TWICE = frozenset(_PLACES)
"""Tables whose rows go over one by one; those of all others go over as they are, all at once."""
