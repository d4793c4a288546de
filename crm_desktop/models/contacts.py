"""What counts as a contact with a client, and until when it may be the last one: rules of a single entry.

The grandmother rule: whoever was not spoken to for too long slips away. So only what reached the other side counts. A
note or a task is none, nor a call that nobody answered, nor a meeting that was cancelled; a letter, an e-mail or an SMS
of ours is none until its outcome tells of an answer, for a mailing to all would make every silence look ended. What
comes from the client always counts, and so does writing of which nobody said who began it.

A company speaks through its people: a contact with one of those who work there, and are not in the bin, is a contact
with the company, held or planned. Not the other way round: a call to the office ends no silence of its director.
"""

from __future__ import annotations

from datetime import timedelta

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.kinds import ActivityKind, Direction, Outcome

LONGEST_SILENCE_DAYS = 3650
"""No silence is allowed for longer: ten years."""

_OWN_WORK = frozenset({ActivityKind.NOTE.value, ActivityKind.TASK.value})
_ONE_WAY = frozenset({ActivityKind.EMAIL.value, ActivityKind.LETTER.value, ActivityKind.SMS.value})
_IN_VAIN = frozenset({Outcome.NO_ANSWER.value, Outcome.CANCELLED.value})


def is_contact(kind: str, direction: str, outcome: str) -> bool:
    """Whether an activity that was held reached the client; the words are those of ``kinds``."""
    if kind in _OWN_WORK or outcome in _IN_VAIN:
        return False
    return not (kind in _ONE_WAY and direction == Direction.OUT.value and outcome == Outcome.NONE.value)


def allowed_days(own: int | None, of_groups: int | None) -> int | None:
    """For how many days a client may be silent: as said of it alone, else by the strictest of its groups.

    An own 0 says "never mind"; None where nobody minds.
    """
    return (own or None) if own is not None else of_groups


def silent_until(last: str | None, days: int | None) -> str | None:
    """The instant (UTC text) until which ``days`` of silence after ``last`` (an instant or a day) last.

    Nothing where nobody minds, where there is no beginning, and beyond the ends of the calendar.
    """
    if not last or not days:
        return None
    # Noon, for a day is the same day at noon of Greenwich nearly everywhere.
    moment = last if "T" in last else f"{last}T12:00:00.000Z"
    try:
        return utc_text(parse_utc_text(moment) + timedelta(days=days))
    except (ValueError, OverflowError):
        return None
