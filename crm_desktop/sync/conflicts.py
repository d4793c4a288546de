"""Rows of the table ``conflict``: what a merge gave up, as all laptops are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.ids import link_id
from crm_desktop.kinds import ConflictKind
from crm_desktop.storage.row_json import encode_value

if TYPE_CHECKING:
    from crm_desktop.sync.merge import Conflict, Row
    from crm_desktop.sync.snapshot import Author


@dataclass(frozen=True, slots=True)
class Said:
    """Who gave the value that stands, and when (UTC instant); the same of the other; when the two met.

    Of what came from the server the instant is that at which it took it.
    """

    winner_by: str
    winner_at: str
    loser_by: str
    loser_at: str
    found_at: str


def who_said(found: Conflict, me: Author, other: Author, at: str) -> Said:
    """Who gave what, of this laptop's user and whoever's value it met at the instant ``at``.

    What the server has stands, except where an edit of this laptop beat a delete.
    """
    winner, loser = (me, other) if found.kind is ConflictKind.REVIVED else (other, me)
    return Said(winner.who, winner.at, loser.who, loser.at, at)


def conflict_row(table: str, row_id: bytes, rev: int, found: Conflict, said: Said) -> tuple[bytes, Row]:
    """The id and the columns of the row that tells ``found``, met at the revision ``rev`` of the server's row.

    The id is made from what was met: two laptops made from one copy, which bring the same edit, are told once; the
    same two values meeting again later are told again, for the server's row has another revision then.
    """
    base = None if found.base is None else encode_value(found.base)
    winner, loser = encode_value(found.winner), encode_value(found.loser)
    words = ("conflict", table, found.field, found.kind, base or "", winner, loser)
    id_ = link_id(*(word.encode() for word in words), row_id, rev.to_bytes(8, "big"))
    return id_, {
        "tbl": table,
        "row_id": row_id,
        "field": found.field,
        "kind": found.kind.value,
        "base": base,
        "winner": winner,
        "loser": loser,
        "winner_by": said.winner_by,
        "winner_at": said.winner_at,
        "loser_by": said.loser_by,
        "loser_at": said.loser_at,
        "found_at": said.found_at,
        "resolved_at": None,
        "resolved_by": "",
        "answer": "",
        "deleted": 0,
    }
