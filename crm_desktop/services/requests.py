"""Requests: complaints, inquiries and unmet wishes, with their clock from received to resolved.

A request is received, answered, resolved, in this order and not in the future. What a colleague's clock wrote is left
alone: times are looked at when they are changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import RecordEmpty, RecordNotFound, TimeAhead, TimesOutOfOrder
from crm_desktop.kinds import Channel, Op, RequestKind
from crm_desktop.models.days import instant
from crm_desktop.models.limits import check_text
from crm_desktop.services import writing
from crm_desktop.services.bulk import in_bulk
from crm_desktop.services.drafts import RequestDraft
from crm_desktop.services.living import living_client

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_COLUMNS = (
    "client_id text received_at answered_at resolved_at resolution responsible_id channel".split()  # and kind
)
_TIMES = ("received_at", "answered_at", "resolved_at")


def add(store: Store, draft: RequestDraft) -> bytes:
    """Write a request down; received now unless the draft says when. Returns its id.

    One that is resolved was answered by then. A client that was merged into another stands for that one.

    Raises:
        RecordEmpty: it says nothing.
        DateRefused: a time that is none.
        TimesOutOfOrder: answered before it was received, resolved before it was answered.
        TimeAhead: a time in the future.
        ClientInBin: the client lies in the bin.
        RecordNotFound: the client is not in the base.
    """
    with store.change(Op.ADD_REQUEST):
        values = _values(store, draft, {})
        return writing.insert(store, "request", values | {"client_id": living_client(store, draft.client_id)})


def edit(store: Store, request_id: bytes, draft: RequestDraft) -> None:
    """Make a request what the draft says; writes only what differs. Marks given for it go along to another client.

    Raises as ``add``.
    """
    with store.change(Op.EDIT_REQUEST) as change:
        before = writing.live_row(store, "request", request_id)
        values = _values(store, draft, before)
        if draft.client_id != before["client_id"]:
            values["client_id"] = living_client(store, draft.client_id)
            change.execute(
                "UPDATE feedback SET client_id = ?1 WHERE request_id = ?2 AND client_id <> ?1",
                (values["client_id"], request_id),
            )
        writing.update(store, "request", request_id, values)


def answer(store: Store, request_id: bytes) -> None:
    """Note the first answer, now; a later answer changes nothing. Raises RecordNotFound."""
    writing.live_row(store, "request", request_id)
    answer_all(store, [request_id])


def answer_all(store: Store, request_ids: Sequence[bytes]) -> int:
    """Note the first answer to all of these, now, as one operation; to how many: answered ones stay as they are."""
    waiting = _which(store, request_ids, "answered_at IS NULL AND resolved_at IS NULL")
    return in_bulk(
        store, Op.EDIT_REQUEST, waiting, lambda change, ids: note_answers(change, ids, _now(store))
    )


def note_answers(change: Change, request_ids: Sequence[bytes], now: str) -> None:
    """Inside an open change: note the first answer to those of these requests that had none; ``now`` as UTC text."""
    # Received by a clock that runs ahead of this one, it was answered when it came.
    change.executemany(
        "UPDATE request SET answered_at = MAX(?, received_at)"
        " WHERE id = ? AND answered_at IS NULL AND resolved_at IS NULL AND deleted = 0",
        [(now, each) for each in request_ids],
    )


def resolve(store: Store, request_id: bytes, resolution: str = "") -> None:
    """End the waiting, now. Who resolves has answered. Raises RecordNotFound, TextTooLong."""
    with store.change(Op.EDIT_REQUEST) as change:
        row = writing.live_row(store, "request", request_id)
        _resolve(change, [request_id], resolution.strip() or row["resolution"], _now(store))


def resolve_all(store: Store, request_ids: Sequence[bytes], resolution: str = "") -> int:
    """End the waiting of all of these, now and with the same words, as one operation; of how many.

    Those that are resolved stay as they are, and without words each keeps its own. Raises TextTooLong.
    """
    open_ = _which(store, request_ids, "resolved_at IS NULL")
    return in_bulk(
        store,
        Op.EDIT_REQUEST,
        open_,
        lambda change, ids: _resolve(change, ids, resolution.strip(), _now(store)),
    )


def reopen_all(store: Store, request_ids: Sequence[bytes]) -> int:
    """Take their resolutions back, as one operation: the clients wait on, since the same days; of how many.

    Raises RecordNotFound: none of them is there.
    """
    resolved = _which(store, request_ids, "resolved_at IS NOT NULL")

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany("UPDATE request SET resolved_at = NULL WHERE id = ?", [(each,) for each in ids])

    return in_bulk(store, Op.EDIT_REQUEST, resolved, write)


def reopen(store: Store, request_id: bytes) -> None:
    """Take one resolution back. Raises RecordNotFound."""
    reopen_all(store, [request_id])


def hand_over(store: Store, request_ids: Sequence[bytes], colleague_id: bytes | None) -> int:
    """Have a colleague (None: nobody yet) take care of these, as one operation; how many changed hands.

    The history of each says who had it before. Raises RecordNotFound: there is no such colleague.
    """
    writing.check(store, "request", {"responsible_id": colleague_id})
    others = _which(store, request_ids, "responsible_id IS NOT ?", colleague_id)

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany(
            "UPDATE request SET responsible_id = ? WHERE id = ?", [(colleague_id, each) for each in ids]
        )

    return in_bulk(store, Op.HAND_OVER_REQUEST, others, write)


def delete_all(store: Store, request_ids: Sequence[bytes]) -> int:
    """Move these to the bin, as one operation; how many. Raises RecordNotFound: none of them is there."""

    def write(change: Change, ids: Sequence[bytes]) -> None:
        change.executemany("UPDATE request SET deleted = 1 WHERE id = ?", [(each,) for each in ids])

    return in_bulk(store, Op.DELETE_REQUEST, _which(store, request_ids, "1"), write)


def delete(store: Store, request_id: bytes) -> None:
    """Move a request to the bin. Raises RecordNotFound."""
    delete_all(store, [request_id])


def of(store: Store, client_id: bytes) -> list[tuple[bytes, RequestDraft]]:
    """All requests of a client with their ids: the open ones first, then the newest."""
    found = store.read(
        f"SELECT id, kind, {', '.join(_COLUMNS)} FROM request WHERE client_id = ? AND deleted = 0"
        " ORDER BY resolved_at IS NOT NULL, received_at DESC, rid DESC",
        (client_id,),
    )
    return [(id_, _draft(kind, dict(zip(_COLUMNS, rest, strict=True)))) for id_, kind, *rest in found]


def draft_of(store: Store, request_id: bytes) -> RequestDraft:
    """The request as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "request", request_id)
    return _draft(row["kind"], {name: row[name] for name in _COLUMNS})


def _draft(kind: str, values: dict[str, Any]) -> RequestDraft:
    return RequestDraft(kind=RequestKind(kind), **values | {"channel": Channel(values["channel"])})


def _now(store: Store) -> str:
    return utc_text(store.clock.now())


def _resolve(change: Change, request_ids: Sequence[bytes], resolution: str, now: str) -> None:
    check_text("resolution", resolution)
    change.executemany(
        "UPDATE request SET answered_at = COALESCE(answered_at, MAX(?1, received_at)),"
        " resolved_at = COALESCE(resolved_at, MAX(?1, received_at, COALESCE(answered_at, ''))),"
        " resolution = IIF(?2 = '', resolution, ?2) WHERE id = ?3 AND deleted = 0",
        [(now, resolution, each) for each in request_ids],
    )


def _which(store: Store, request_ids: Sequence[bytes], condition: str, *params: Any) -> list[bytes]:
    """Those of these that are there and for which the condition holds. Raises RecordNotFound where none is there."""
    found: list[bytes] = []
    there = 0
    for each in dict.fromkeys(request_ids):
        rows = store.read(f"SELECT ({condition}) FROM request WHERE id = ? AND deleted = 0", (*params, each))
        there += len(rows)
        found += [each] if rows and rows[0][0] else []
    if request_ids and not there:
        raise RecordNotFound(table="request", id=request_ids[0])
    return found


def _values(store: Store, draft: RequestDraft, before: dict[str, Any]) -> dict[str, Any]:
    text = draft.text.strip()
    if not text:
        raise RecordEmpty(table="request", field="text")
    return {
        "client_id": draft.client_id,
        "kind": draft.kind.value,
        "text": text,
        "resolution": draft.resolution.strip(),
        "responsible_id": draft.responsible_id,
        "channel": draft.channel.value,
        **_times(draft, before, _now(store)),
    }


def _times(draft: RequestDraft, before: dict[str, Any], now: str) -> dict[str, str | None]:
    times = {field: instant(field, getattr(draft, field)) for field in _TIMES}
    for field, at in times.items():
        if at is not None and at > now and at != before.get(field):
            raise TimeAhead(field=field, value=at)
    times["received_at"] = times["received_at"] or now
    times["answered_at"] = times["answered_at"] or times["resolved_at"]
    for earlier, field in pairwise(_TIMES):
        floor, at = times[earlier], times[field]
        if floor is not None and at is not None and at < floor:
            raise TimesOutOfOrder(field=field, value=at, earlier=earlier, floor=floor)
    return times
