"""How satisfied clients were: a mark from 1 (not at all) to 5 (very) and a few words, after a service.

A low mark wants somebody to act. It stands on Today until it was made a complaint or seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import NumberRefused, TimeAhead
from crm_desktop.kinds import Op, RequestKind
from crm_desktop.models.days import instant
from crm_desktop.services import requests, writing
from crm_desktop.services.attention import Listed
from crm_desktop.services.drafts import FeedbackDraft, RequestDraft
from crm_desktop.services.living import living_client
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

LEAST, MOST = 1, 5
LOW = 2
"""Marks up to this one want somebody to act."""

_COLUMNS = "client_id mark comment at request_id deal_id activity_id responsible_id".split()
_LOW = (
    "FROM feedback f JOIN client c ON c.id = f.client_id"
    f" WHERE f.mark <= {LOW} AND f.handled_at IS NULL AND f.deleted = 0 AND c.deleted = 0"
)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What a client thinks: the last mark with its words and time, the average of all, and of how many.

    ``low_id``: the newest low mark that nobody acted on yet.
    """

    last: int
    comment: str
    at: str
    average: float
    count: int
    low_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class LowMark:
    """A low mark that waits for somebody to act; ``about`` is the text of the request or deal it was given for."""

    id: bytes
    client_id: bytes
    client: str
    mark: int
    comment: str
    at: str
    about: str


def add(store: Store, draft: FeedbackDraft) -> bytes:
    """Write a mark down, given now unless the draft says when; returns its id.

    A client that was merged into another stands for that one.

    Raises:
        NumberRefused: a mark that is none.
        DateRefused, TimeAhead: a time that is none, or is yet to come.
        ClientInBin, RecordNotFound: as ``requests.add``; also where the request, deal or contact is not there.
    """
    with store.change(Op.ADD_FEEDBACK):
        values = _values(store, draft, "") | {"client_id": living_client(store, draft.client_id)}
        return writing.insert(store, "feedback", values)


def edit(store: Store, feedback_id: bytes, draft: FeedbackDraft) -> None:
    """Make a mark what the draft says; writes only what differs. One that is low now wants somebody to act.

    Raises as ``add``.
    """
    with store.change(Op.EDIT_FEEDBACK):
        before = writing.live_row(store, "feedback", feedback_id)
        values = _values(store, draft, before["at"])
        if draft.mark < before["mark"]:
            values["handled_at"] = None
        writing.update(store, "feedback", feedback_id, values)


def delete(store: Store, feedback_id: bytes) -> None:
    """Move a mark to the bin. Raises RecordNotFound."""
    with store.change(Op.DELETE_FEEDBACK):
        writing.delete(store, "feedback", feedback_id)


def seen(store: Store, feedback_id: bytes) -> None:
    """Note that somebody acted on a low mark: it stands on Today no more. Raises RecordNotFound."""
    with store.change(Op.EDIT_FEEDBACK):
        writing.live_row(store, "feedback", feedback_id)
        writing.update(store, "feedback", feedback_id, {"handled_at": utc_text(store.clock.now())})


def make_complaint(store: Store, feedback_id: bytes, text: str) -> bytes:
    """Make a low mark an open complaint, received when the mark was given; returns the id of the complaint.

    ``text`` is what it is about where the client gave no words. Raises RecordNotFound, and as ``requests.add``.
    """
    with store.change(Op.ADD_REQUEST):
        row = writing.live_row(store, "feedback", feedback_id)
        made = requests.add(
            store,
            RequestDraft(
                row["client_id"],
                RequestKind.COMPLAINT,
                row["comment"] or text,
                received_at=min(row["at"], utc_text(store.clock.now())),
                responsible_id=row["responsible_id"],
            ),
        )
        writing.update(store, "feedback", feedback_id, {"handled_at": utc_text(store.clock.now())})
        return made


def of(store: Store, client_id: bytes) -> list[tuple[bytes, FeedbackDraft]]:
    """All marks of a client with their ids, the newest first."""
    found = store.read(
        f"SELECT id, {', '.join(_COLUMNS)} FROM feedback WHERE client_id = ? AND deleted = 0"
        " ORDER BY at DESC, rid DESC",
        (client_id,),
    )
    return [(id_, FeedbackDraft(*rest)) for id_, *rest in found]


def draft_of(store: Store, feedback_id: bytes) -> FeedbackDraft:
    """The mark as a draft, for its form. Raises RecordNotFound."""
    row = writing.live_row(store, "feedback", feedback_id)
    return FeedbackDraft(**{name: row[name] for name in _COLUMNS})


def of_request(store: Store, request_id: bytes) -> tuple[bytes, FeedbackDraft] | None:
    """The newest mark that was given for a request, with its id."""
    found = store.read(
        f"SELECT id, {', '.join(_COLUMNS)} FROM feedback WHERE client_id ="
        " (SELECT client_id FROM request WHERE id = ?1) AND request_id = ?1 AND deleted = 0"
        " ORDER BY at DESC, rid DESC LIMIT 1",
        (request_id,),
    )
    return (found[0][0], FeedbackDraft(*found[0][1:])) if found else None


def is_marked(store: Store, activity_id: bytes) -> bool:
    """Whether the client gave a mark for a contact."""
    return bool(
        store.read(
            "SELECT 1 FROM feedback WHERE client_id = (SELECT client_id FROM activity WHERE id = ?1)"
            " AND activity_id = ?1 AND deleted = 0 LIMIT 1",
            (activity_id,),
        )
    )


def satisfaction(store: Store, client_id: bytes) -> Satisfaction | None:
    """What a client thinks of us; None where nobody asked yet."""
    found = store.read(
        "SELECT mark, comment, at, AVG(mark) OVER (), COUNT(*) OVER (),"
        f" MAX(IIF(mark <= {LOW} AND handled_at IS NULL, at, '')) OVER ()"
        " FROM feedback WHERE client_id = ? AND deleted = 0 ORDER BY at DESC, rid DESC LIMIT 1",
        (client_id,),
    )
    if not found:
        return None
    mark, comment, at, average, count, low_at = found[0]
    low = low_at and store.read(
        f"SELECT id FROM feedback WHERE client_id = ? AND at = ? AND mark <= {LOW} AND handled_at IS NULL"
        " AND deleted = 0 ORDER BY rid DESC LIMIT 1",
        (client_id, low_at),
    )
    return Satisfaction(mark, comment, at, average, count, low[0][0] if low else None)


def low_marks(store: Store, limit: int, others: Others = EVERYBODY) -> Listed[LowMark]:
    """The low marks that nobody acted on yet, the newest first; without those of ``others`` or their clients."""
    low = _LOW + but_theirs(others, "f.responsible_id", "c.responsible_id")
    found = store.read(
        "SELECT f.id, c.id, c.name, f.mark, f.comment, f.at, COALESCE((SELECT q.text FROM request q"
        " WHERE q.id = f.request_id), (SELECT d.title FROM deal d WHERE d.id = f.deal_id), '')"
        f" {low} ORDER BY f.at DESC, f.rid DESC LIMIT ?",
        (limit,),
    )
    rows = tuple(LowMark(*row) for row in found)
    return Listed(rows, len(rows) if len(rows) < limit else store.read(f"SELECT COUNT(*) {low}")[0][0])


def _values(store: Store, draft: FeedbackDraft, before: str) -> dict[str, Any]:
    if not LEAST <= draft.mark <= MOST:
        raise NumberRefused(field="mark", value=draft.mark, least=LEAST, most=MOST)
    now = utc_text(store.clock.now())
    at = instant("at", draft.at) or now
    if at > now and at != before:
        raise TimeAhead(field="at", value=at)
    values = {name: getattr(draft, name) for name in _COLUMNS}
    return values | {"comment": draft.comment.strip(), "at": at}
