"""What became of a request, told from its history: received, answered, handed over, resolved, opened again.

The journal knows who and when; what it forgot, being trimmed, is told from the request itself, without a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.services import field_history, writing
from crm_desktop.services.field_history import FieldChangeRow, What

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


class Turn(StrEnum):
    """What can happen to a request."""

    RECEIVED = "received"
    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    ``at`` is when it happened (UTC text) and ``who`` wrote it down, empty where nobody knows. ``old`` and ``new``: who
    had it and who has it (handed over), the words of the resolution (``new``, resolved), else what was changed;
    ``field`` names what.
    """

    turn: Turn
    at: str
    who: str
    old: str = ""
    new: str = ""
    field: str = ""


_ORDER = list(Turn)


def story(store: Store, request_id: bytes) -> list[Event]:
    """What happened, from the receipt on. Raises RecordNotFound."""
    with store.snapshot():
        row = writing.live_row(store, "request", request_id)
        changes = field_history.of_row(store, "request", request_id)
    events = _told(changes)
    writer = next((each.who for each in changes if each.what is What.ADDED), "")
    events.append(Event(Turn.RECEIVED, row["received_at"], writer, new=row["channel"]))
    # What stood in it from the beginning, or is not in the journal any more.
    for turn, column in ((Turn.ANSWERED, "answered_at"), (Turn.RESOLVED, "resolved_at")):
        if row[column] and not any(each.turn is turn and each.at == row[column] for each in events):
            new = row["resolution"] if turn is Turn.RESOLVED else ""
            events.append(Event(turn, row[column], writer, new=new))
    return sorted(events, key=lambda event: (event.at, _ORDER.index(event.turn)))


def _told(changes: list[FieldChangeRow]) -> list[Event]:
    events: list[Event] = []
    for change in reversed(changes):  # as they came
        if change.what is not What.CHANGED or change.field in ("received_at", "resolution", None):
            continue
        if change.field == "answered_at" and not change.new:
            # An answer that was taken back was none; what was resolved and waits again was resolved all the same.
            events = [each for each in events if each.turn is not Turn.ANSWERED]
        else:
            events.append(_event(changes, change))
    return events


def _event(changes: list[FieldChangeRow], change: FieldChangeRow) -> Event:
    if change.field == "responsible_id":
        return Event(Turn.HANDED_OVER, change.at, change.who, _text(change.old), _text(change.new))
    if change.field == "answered_at":
        return Event(Turn.ANSWERED, _text(change.new), change.who)
    if change.field == "resolved_at":
        if change.new:
            return Event(Turn.RESOLVED, _text(change.new), change.who, new=_resolution(changes, change))
        return Event(Turn.REOPENED, change.at, change.who)
    return Event(
        Turn.CHANGED, change.at, change.who, _text(change.old), _text(change.new), _text(change.field)
    )


def _resolution(changes: list[FieldChangeRow], change: FieldChangeRow) -> str:
    """The words that were written with a resolution: in the same operation."""
    same = (each for each in changes if each.operation == change.operation and each.field == "resolution")
    return _text(next((each.new for each in same), ""))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
