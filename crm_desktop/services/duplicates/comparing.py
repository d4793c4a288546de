"""Clients side by side, line by line: what is to be chosen, and what is kept from all of them anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind, FieldKind, PointKind
from crm_desktop.services import clients, field_history, writing
from crm_desktop.services.duplicates.choosing import (
    JOINED,
    SINGLE,
    Field,
    full_name,
    is_empty,
    preferred,
    same_value,
)
from crm_desktop.services.point_keys import point_key

if TYPE_CHECKING:
    from crm_desktop.services.drafts import ClientDraft, PointDraft
    from crm_desktop.storage.store import Store

COUNTED = ("activity", "request", "deal", "payment", "photo")
"""Tables of which a comparison shows only how many rows each client has."""


@dataclass(frozen=True, slots=True)
class ComparedClient:
    """One of the clients: the head of its column."""

    id: bytes
    number: int | None
    name: str
    kind: ClientKind
    created_at: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One field of all the clients, in their order.

    ``field`` is a column, the id of an own field (then ``name`` is its name), or the name of what there may be several
    of ("phone", "tags", "activity"). ``values`` are readable texts, several ones a line each; numbers of rows as
    digits. ``is_choice``: one of them stays, ``chosen`` unless the user says otherwise; else all are kept.
    """

    field: Field
    name: str
    values: tuple[str, ...]
    is_choice: bool
    chosen: int
    differs: bool
    kind: FieldKind | None = None
    """The type of an own field; its values are in their canonical form."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several clients and every field that any of them has."""

    clients: tuple[ComparedClient, ...]
    lines: tuple[ComparedLine, ...]


def compare(store: Store, client_ids: Sequence[bytes]) -> Comparison:
    """These live clients side by side; the first is the one to keep. Raises RecordNotFound."""
    with store.snapshot():
        rows = [writing.live_row(store, "client", client_id) for client_id in client_ids]
        drafts = [clients.draft_of(store, client_id) for client_id in client_ids]
        lines = [
            *_single(store, rows),
            *_own_fields(store, drafts),
            *_several(store, drafts),
            *_counts(store, client_ids),
        ]
    heads = (
        ComparedClient(row["id"], row["number"], row["name"], ClientKind(row["kind"]), row["created_at"])
        for row in rows
    )
    return Comparison(tuple(heads), tuple(lines))


def oldest_first(store: Store, client_ids: Sequence[bytes]) -> list[bytes]:
    """Clients in the order in which they came into the base: the oldest card is the one to keep."""
    rids = {
        client_id: rid
        for client_id in client_ids
        for (rid,) in store.read("SELECT rid FROM client WHERE id = ?", (client_id,))
    }
    return sorted(rids, key=lambda client_id: rids[client_id])


def _single(store: Store, rows: Sequence[dict[str, Any]]) -> Iterator[ComparedLine]:
    for column in SINGLE:
        raw = [full_name(row) if column == "name" else row[column] for row in rows]
        if all(is_empty(column, value) for value in raw):
            continue
        shown = tuple(
            "" if is_empty(column, value) else str(field_history.readable(store, column, value))
            for value in raw
        )
        yield ComparedLine(column, "", shown, True, preferred(column, raw), _differ(column, raw))


def _own_fields(store: Store, drafts: Sequence[ClientDraft]) -> Iterator[ComparedLine]:
    known = store.read("SELECT id, name, kind FROM field ORDER BY rank, rid")
    used = {field_id for draft in drafts for field_id in draft.fields}
    for field_id, name, kind in (each for each in known if each[0] in used):
        values = [draft.fields.get(field_id, "") for draft in drafts]
        chosen, differs = preferred(field_id, values), _differ(field_id, values)
        yield ComparedLine(field_id, name, tuple(values), True, chosen, differs, FieldKind(kind))


def _several(store: Store, drafts: Sequence[ClientDraft]) -> Iterator[ComparedLine]:
    """What a client may have several of: everything is kept. Two notations of one phone are no difference."""
    for field, told in _LISTS:
        values = tuple("\n".join(told(draft)) for draft in drafts)
        if any(values):
            is_point = field in set(PointKind)
            same = [_keys(store, draft, PointKind(field)) for draft in drafts] if is_point else values
            yield ComparedLine(field, "", values, False, 0, _differ(field, [each for each in same if each]))


def _keys(store: Store, draft: ClientDraft, kind: PointKind) -> frozenset[str]:
    return frozenset(
        point_key(store, kind, point.value) or fold(_point(point))
        for point in draft.points
        if point.kind == kind
    )


def _counts(store: Store, client_ids: Sequence[bytes]) -> Iterator[ComparedLine]:
    for table in COUNTED:
        counts = [
            store.read(f"SELECT COUNT(*) FROM {table} WHERE client_id = ? AND deleted = 0", (client_id,))[0][
                0
            ]
            for client_id in client_ids
        ]
        if any(counts):
            yield ComparedLine(table, "", tuple(str(count or "") for count in counts), False, 0, False)


def _differ(field: Field, values: Sequence[Any]) -> bool:
    """Whether two of the values that say anything say different things."""
    said = [value for value in values if not is_empty(field, value)]
    return any(not same_value(field, said[0], value) for value in said[1:])


def _points(kind: str) -> Callable[[ClientDraft], list[str]]:
    return lambda draft: [_point(point) for point in draft.points if point.kind == kind]


def _point(point: PointDraft) -> str:
    parts = (point.street, point.city, point.postal_code, point.country)
    text = point.value or ", ".join(part for part in parts if part)
    return f"{point.service}: {text}" if point.service else f"{text} #{point.ext}" if point.ext else text


def _jobs(draft: ClientDraft) -> list[str]:
    return [
        ", ".join(text for text in (job.job_title, job.department, job.company_name) if text)
        for job in draft.employments
    ]


_LISTS: tuple[tuple[str, Callable[[ClientDraft], Sequence[str]]], ...] = (
    ("phone", _points("phone")),
    ("email", _points("email")),
    ("messenger", _points("messenger")),
    ("site", _points("site")),
    ("address", _points("address")),
    ("employments", _jobs),
    (
        "dates",
        lambda draft: [f"{date.label}: {date.date}" if date.label else date.date for date in draft.dates],
    ),
    ("tags", lambda draft: draft.tags),
    ("groups", lambda draft: draft.groups),
    *(
        (name, lambda draft, name=name: [getattr(draft, name)] if getattr(draft, name) else [])
        for name in JOINED
    ),
)
