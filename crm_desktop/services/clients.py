"""Clients: add, edit, to the bin and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import ChangedMeanwhile, OwnReference
from crm_desktop.ids import uuid7
from crm_desktop.kinds import Channel, ClientKind, Gender, Op, PointKind
from crm_desktop.services import fields, numbers, stage_history, writing
from crm_desktop.services.bulk import in_bulk
from crm_desktop.services.client_drafts import distinct_names, normalised, renamed
from crm_desktop.services.client_rows import (
    CLIENT_COLUMNS,
    client_values,
    present_rows,
    rows_of,
    write_difference,
)
from crm_desktop.services.drafts import ClientDraft, DateDraft, EmploymentDraft, PointDraft, PriceDraft
from crm_desktop.services.facts import region
from crm_desktop.services.meanwhile import merged

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


def add(store: Store, draft: ClientDraft) -> bytes:
    """Add a client and all that hangs on it; returns its id.

    Raises:
        ClientEmpty: neither a name nor a contact point.
        ValueRefused: a value no field can take (which one, it says).
        NumberTaken: the number wished for belongs to another.
    """
    draft = fields.canonical_values(store, normalised(draft, region(store)))
    client_id = uuid7()
    with store.change(Op.ADD_CLIENT):
        if draft.number is None:
            number = numbers.reserve(store)
        else:
            numbers.claim(store, draft.number, client_id)
            number = draft.number
        values = client_values(draft) | {"number": number, "created_at": utc_text(store.clock.now())}
        writing.insert(store, "client", values, client_id)
        stage_history.note(store, client_id, None, draft.stage_id)
        nothing = present_rows(store, client_id)
        write_difference(store, client_id, nothing, rows_of(store, client_id, draft, nothing))
    return client_id


def edit(store: Store, client_id: bytes, draft: ClientDraft, *, seen: ClientDraft | None = None) -> bool:
    """Make a client what the draft says; whether anything differed. Only what differs is written.

    ``seen`` is the draft the form was opened with (``draft_of``): changes made elsewhere since are then kept, field by
    field. Without it the draft is the whole truth. A draft without a number keeps the client's.

    Raises:
        ChangedMeanwhile: both sides changed the same field to different values; nothing was written.
        RecordNotFound: there is no such client.
        ClientEmpty, ValueRefused, NumberTaken, OwnReference: as ``add``.
    """
    with store.change(Op.EDIT_CLIENT) as change:
        before = change.rows
        now = draft_of(store, client_id)
        if draft.number is None:
            draft = replace(draft, number=(seen or now).number)
        draft = normalised(renamed(draft, seen or now), region(store))
        draft = fields.canonical_values(store, draft, now.fields)
        if seen is not None:
            draft, conflicts = merged(seen, draft, now)
            if conflicts:
                raise ChangedMeanwhile(client_id=client_id, conflicts=conflicts, now=now)
        if draft.referrer_id == client_id:
            raise OwnReference(field="referrer_id")
        if draft.number != now.number and draft.number is not None:
            numbers.claim(store, draft.number, client_id)
        writing.update(store, "client", client_id, client_values(draft) | {"number": draft.number})
        stage_history.note(store, client_id, now.stage_id, draft.stage_id)
        present = present_rows(store, client_id)
        write_difference(store, client_id, present, rows_of(store, client_id, draft, present))
        return change.rows > before


def draft_of(store: Store, client_id: bytes) -> ClientDraft:
    """The client as a draft, for its form. Raises RecordNotFound."""
    row = writing.row(store, "client", client_id)
    values: dict[str, Any] = {column: row[column] for column in (*CLIENT_COLUMNS, "number")}
    return ClientDraft(
        **values
        | {
            "kind": ClientKind(row["kind"]),
            "gender": Gender(row["gender"]),
            "preferred_channel": Channel(row["preferred_channel"]),
            "do_not_contact": bool(row["do_not_contact"]),
            "vip": bool(row["vip"]),
            "points": _points(store, client_id),
            "employments": _employments(store, client_id),
            "dates": _dates(store, client_id),
            "prices": _prices(store, client_id),
            "tags": _names(store, "client_tag", "tag", client_id),
            "groups": _names(store, "group_member", "client_group", client_id),
            "fields": dict(
                store.read(
                    "SELECT v.field_id, v.value FROM field_value v JOIN field f ON f.id = v.field_id"
                    " WHERE v.client_id = ? AND v.deleted = 0 AND f.deleted = 0 ORDER BY f.rank, f.rid",
                    (client_id,),
                )
            ),
        }
    )


def delete(store: Store, client_ids: Sequence[bytes]) -> None:
    """Move clients to the bin with all that hangs on them."""
    _set_deleted(store, Op.DELETE_CLIENTS, client_ids, deleted=1)


def restore(store: Store, client_ids: Sequence[bytes]) -> None:
    """Bring clients back from the bin."""
    _set_deleted(store, Op.RESTORE_CLIENTS, client_ids, deleted=0)


def _set_deleted(store: Store, op: Op, client_ids: Iterable[bytes], *, deleted: int) -> None:
    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany(
            "UPDATE client SET deleted = ? WHERE id = ? AND deleted <> ?",
            ((deleted, id_, deleted) for id_ in ids),
        )

    in_bulk(store, op, client_ids, write)


def _points(store: Store, client_id: bytes) -> tuple[PointDraft, ...]:
    found = store.read(
        "SELECT kind, value, label, ext, service, note, street, city, region, postal_code, country, id"
        " FROM contact_point WHERE client_id = ? AND deleted = 0 ORDER BY rank, rid",
        (client_id,),
    )
    return tuple(PointDraft(PointKind(kind), *rest) for kind, *rest in found)


def _employments(store: Store, client_id: bytes) -> tuple[EmploymentDraft, ...]:
    found = store.read(
        "SELECT e.company_id, COALESCE(c.name, ''), e.job_title, e.department FROM employment e"
        " LEFT JOIN client c ON c.id = e.company_id WHERE e.person_id = ? AND e.deleted = 0 ORDER BY e.rank, e.rid",
        (client_id,),
    )
    return tuple(EmploymentDraft(*row) for row in found)


def _dates(store: Store, client_id: bytes) -> tuple[DateDraft, ...]:
    found = store.read(
        "SELECT label, date, id FROM named_date WHERE client_id = ? AND deleted = 0 ORDER BY rid",
        (client_id,),
    )
    return tuple(DateDraft(*row) for row in found)


def _prices(store: Store, client_id: bytes) -> tuple[PriceDraft, ...]:
    found = store.read(
        "SELECT item, amount, currency, note, id FROM personal_price WHERE client_id = ? AND deleted = 0"
        " ORDER BY rank, rid",
        (client_id,),
    )
    return tuple(PriceDraft(*row) for row in found)


def _names(store: Store, links: str, entries: str, client_id: bytes) -> tuple[str, ...]:
    """Names of the tags or groups of a client, in the order ``normalised`` gives them."""
    column = "tag_id" if entries == "tag" else "group_id"
    found = store.read(
        f"SELECT e.name FROM {links} l JOIN {entries} e ON e.id = l.{column}"
        " WHERE l.client_id = ? AND l.deleted = 0 AND e.deleted = 0",
        (client_id,),
    )
    return distinct_names(name for (name,) in found)
