"""Requests: complaints, inquiries and unmet wishes, with their clock from received to resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import DateRefused, RecordEmpty
from crm_desktop.kinds import Op, RequestKind
from crm_desktop.models.days import instant
from crm_desktop.services import writing
from crm_desktop.services.drafts import RequestDraft

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def add(store: Store, draft: RequestDraft) -> bytes:
    """Write a request down; received now unless the draft says when. Returns its id.

    Raises:
        RecordEmpty: it says nothing.
        DateRefused: a time that is none, or an answer before the receipt.
        RecordNotFound: the client is not in the base.
    """
    with store.change(Op.ADD_REQUEST):
        return writing.insert(store, "request", _values(store, draft))


def edit(store: Store, request_id: bytes, draft: RequestDraft) -> None:
    """Make a request what the draft says; writes only what differs. Raises as ``add``."""
    with store.change(Op.EDIT_REQUEST):
        writing.live_row(store, "request", request_id)
        writing.update(store, "request", request_id, _values(store, draft))


def answer(store: Store, request_id: bytes) -> None:
    """Note the first answer, now; a later answer changes nothing. Raises RecordNotFound."""
    with store.change(Op.EDIT_REQUEST):
        if not writing.live_row(store, "request", request_id)["answered_at"]:
            writing.update(store, "request", request_id, {"answered_at": utc_text(store.clock.now())})


def resolve(store: Store, request_id: bytes, resolution: str = "") -> None:
    """End the waiting, now. Who resolves has answered. Raises RecordNotFound, TextTooLong."""
    with store.change(Op.EDIT_REQUEST):
        row = writing.live_row(store, "request", request_id)
        now = utc_text(store.clock.now())
        values = {
            "answered_at": row["answered_at"] or now,
            "resolved_at": row["resolved_at"] or now,
            "resolution": resolution.strip() or row["resolution"],
        }
        writing.update(store, "request", request_id, values)


def reopen(store: Store, request_id: bytes) -> None:
    """Take a resolution back: the client waits on, since the same day. Raises RecordNotFound."""
    with store.change(Op.EDIT_REQUEST):
        writing.live_row(store, "request", request_id)
        writing.update(store, "request", request_id, {"resolved_at": None})


def delete(store: Store, request_id: bytes) -> None:
    """Move a request to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_REQUEST):
        writing.delete(store, "request", request_id)


def of(store: Store, client_id: bytes) -> list[tuple[bytes, RequestDraft]]:
    """All requests of a client with their ids: the open ones first, then the newest."""
    found = store.read(
        "SELECT id, client_id, kind, text, received_at, answered_at, resolved_at, resolution, responsible_id"
        " FROM request WHERE client_id = ? AND deleted = 0"
        " ORDER BY resolved_at IS NOT NULL, received_at DESC, rid DESC",
        (client_id,),
    )
    return [(id_, RequestDraft(client, RequestKind(kind), *rest)) for id_, client, kind, *rest in found]


def draft_of(store: Store, request_id: bytes) -> RequestDraft:
    """The request as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "request", request_id)
    names = ["client_id", "text", "received_at", "answered_at", "resolved_at", "resolution", "responsible_id"]
    return RequestDraft(kind=RequestKind(row["kind"]), **{name: row[name] for name in names})


def _values(store: Store, draft: RequestDraft) -> dict[str, Any]:
    text = draft.text.strip()
    if not text:
        raise RecordEmpty(table="request", field="text")
    received = instant("received_at", draft.received_at) or utc_text(store.clock.now())
    answered = instant("answered_at", draft.answered_at)
    resolved = instant("resolved_at", draft.resolved_at)
    for field, at in (("answered_at", answered), ("resolved_at", resolved)):
        if at is not None and at < received:
            raise DateRefused(field=field, value=at)
    return {
        "client_id": draft.client_id,
        "kind": draft.kind.value,
        "text": text,
        "received_at": received,
        "answered_at": answered,
        "resolved_at": resolved,
        "resolution": draft.resolution.strip(),
        "responsible_id": draft.responsible_id,
    }
