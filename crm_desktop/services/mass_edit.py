"""One change to many clients at once: a stage, a tag, a group, any one field. One operation, one undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.errors import NumberRefused
from crm_desktop.ids import link_id
from crm_desktop.kinds import Channel, Gender, Op
from crm_desktop.models.limits import check_row
from crm_desktop.models.own_fields import canonical
from crm_desktop.services import fields, links, stage_history, writing
from crm_desktop.services.bulk import Progress, in_bulk
from crm_desktop.services.client_drafts import WHOLE_DISCOUNT_BP
from crm_desktop.services.dictionaries import Dictionary

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

Value = str | int | bytes | None

_REFERENCES = {
    "stage_id": Dictionary.STAGE.value,
    "source_id": Dictionary.SOURCE.value,
    "responsible_id": Dictionary.COLLEAGUE.value,
    "referrer_id": "client",
}
_TEXTS = frozenset(
    {"source_detail", "preferred_hours", "language", "price_terms", "salutation", "likes", "notes"}
)
_KINDS = {"preferred_channel": Channel, "gender": Gender}


def set_field(
    store: Store, client_ids: Iterable[bytes], field: str, value: Value, *, progress: Progress | None = None
) -> int:
    """Set one field of clients, named as ``ClientDraft`` names it; how many clients there were.

    Fields: stage_id, source_id, responsible_id, referrer_id (None: nobody), preferred_channel, gender,
    do_not_contact, vip, discount_bp (None: none), and the texts source_detail, preferred_hours, language, price_terms,
    salutation, likes, notes. A client is never made its own referrer.

    Raises:
        RecordNotFound: the stage, source, colleague or referrer is not there.
        ValueRefused: a value the field cannot take.
        KeyError, TypeError, ValueError: no such field, or not a value of its type (the caller's fault).
    """
    stored = _checked(store, field, value)
    own = " AND id <> ?3" if field == "referrer_id" and stored is not None else ""

    def write(change: Change, ids: Sequence[bytes]) -> None:
        if field == "stage_id":
            stage = stored if isinstance(stored, bytes) else None
            stage_history.note_before(change, ids, stage, utc_text(store.clock.now()))
        rows = ((stored, id_, *((stored,) if own else ())) for id_ in ids)
        change.executemany(f"UPDATE client SET {field} = ?1 WHERE id = ?2{own}", rows)

    return in_bulk(store, Op.CHANGE_CLIENTS, client_ids, write, progress=progress)


def set_own_field(
    store: Store,
    client_ids: Iterable[bytes],
    field_id: bytes,
    value: str,
    *,
    progress: Progress | None = None,
) -> int:
    """Set an own field of clients; an empty value takes it off.

    Raises:
        RecordNotFound: there is no such field.
        FieldValueRefused: the value does not fit its kind.
    """
    field = fields.field_of(store, field_id)
    check_row({"value": value})
    stored = canonical(field.name, field.kind, field.choices, value)

    def write(change: Change, ids: Sequence[bytes]) -> None:
        if stored == "":
            change.executemany(
                "UPDATE field_value SET deleted = 1 WHERE client_id = ? AND field_id = ?",
                ((id_, field_id) for id_ in ids),
            )
            return
        change.executemany(
            "INSERT INTO field_value(id, client_id, field_id, value) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET value = excluded.value, deleted = 0",
            ((link_id(id_, field_id), id_, field_id, stored) for id_ in ids),
        )

    return in_bulk(store, Op.CHANGE_CLIENTS, client_ids, write, progress=progress)


def add_mark(
    store: Store,
    client_ids: Iterable[bytes],
    which: Dictionary,
    entry_id: bytes,
    *,
    progress: Progress | None = None,
) -> int:
    """Put a tag on clients, or clients into a group; those that have it stay untouched. Raises RecordNotFound."""
    writing.live_row(store, which, entry_id)

    def write(change: Change, ids: Sequence[bytes]) -> None:
        links.add(change, which.value, ids, entry_id)

    return in_bulk(store, Op.CHANGE_CLIENTS, client_ids, write, progress=progress)


def remove_mark(
    store: Store,
    client_ids: Iterable[bytes],
    which: Dictionary,
    entry_id: bytes,
    *,
    progress: Progress | None = None,
) -> int:
    """Take a tag off clients, or clients out of a group."""

    def write(change: Change, ids: Sequence[bytes]) -> None:
        links.remove(change, which.value, ids, entry_id)

    return in_bulk(store, Op.CHANGE_CLIENTS, client_ids, write, progress=progress)


def _checked(store: Store, field: str, value: Value) -> Value:
    """The value as the column keeps it."""
    if field in _REFERENCES:
        if value is not None:
            if not isinstance(value, bytes):
                raise TypeError(field)
            writing.live_row(store, _REFERENCES[field], value)
        return value
    if field in ("do_not_contact", "vip"):
        return int(bool(value))
    if field == "discount_bp":
        return _discount(value)
    if not isinstance(value, str):
        raise TypeError(field)
    if field in _KINDS:
        return _KINDS[field](value).value
    if field not in _TEXTS:
        raise KeyError(field)
    check_row({field: value})
    return value


def _discount(value: Value) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int):
        raise TypeError("discount_bp")
    if not 0 <= value <= WHOLE_DISCOUNT_BP:
        raise NumberRefused(field="discount_bp", value=value, least=0, most=WHOLE_DISCOUNT_BP)
    return value
