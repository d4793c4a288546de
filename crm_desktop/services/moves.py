"""How often a planned contact was put off, or brought forward, and from when to when (ADR 0011)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.services import writing

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Move:
    """Both times as they stood in the plan (a UTC instant, or a day), and the instant at which it was moved."""

    from_at: str
    to_at: str
    at: str


def of(store: Store, activity_id: bytes) -> list[Move]:
    """The moves of a contact, the oldest first."""
    found = store.read(
        "SELECT from_at, to_at, at FROM activity_move WHERE activity_id = ? AND deleted = 0 ORDER BY at, rid",
        (activity_id,),
    )
    return [Move(*row) for row in found]


def record(store: Store, activity_id: bytes, from_at: str | None, to_at: str | None) -> bool:
    """Keep, inside the open change, that a plan moved; whether it did: another time of the same day is no move."""
    if not from_at or not to_at or local_day(from_at) == local_day(to_at):
        return False
    at = utc_text(store.clock.now())
    writing.insert(
        store, "activity_move", {"activity_id": activity_id, "from_at": from_at, "to_at": to_at, "at": at}
    )
    return True


def local_day(moment: str) -> date:
    """The day of a moment of the base: its own, or the one it is on this computer's calendar."""
    if "T" not in moment:
        return date.fromisoformat(moment)
    instant = parse_utc_text(moment)
    try:
        return instant.astimezone().date()
    except (ValueError, OverflowError):  # within a day of an end of the calendar
        return instant.date()
