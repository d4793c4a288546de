"""When a contact that is put off may take place instead: the times that are offered. Free of widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crm_desktop.services.moves import local_day
from crm_desktop.services.typed_time import When
from crm_desktop.ui.text import trc

_QUARTER = 15


@dataclass(frozen=True, slots=True)
class Offer:
    """A time, and how far it lies from where the contact stood, in words (nothing where the time itself says it)."""

    when: When
    words: str = ""


def offers(planned_at: str, now: datetime) -> list[Offer]:
    """What is offered for a contact planned for ``planned_at`` (a UTC instant, or a day), from near to far.

    Counted from its own day, from today where that has passed: whoever puts off does not mean the past.
    """
    here = now.astimezone().replace(
        tzinfo=None
    )  # the wall, not the instant: people put off by what the clock shows
    at = datetime.fromisoformat(planned_at).astimezone().time() if "T" in planned_at else None
    planned_day = local_day(planned_at)
    late = planned_day < here.date()
    day = here.date() if late else planned_day
    found = [Offer(When(day))] if late and at is None else []
    if at is not None:
        found += _same_day(datetime.combine(day, at), here, late=late)
    for count, words in _days():
        try:
            found.append(Offer(When(day + timedelta(days=count), at), "" if late else words))
        except OverflowError:  # the calendar ends
            break
    return found


def _same_day(start: datetime, here: datetime, *, late: bool) -> list[Offer]:
    """Later on the day of ``start``: what was missed keeps its time of day, unless that has passed as well."""
    if late and start > here:
        return [Offer(When(start.date(), start.time()))]
    words = trc("moved", "an hour later")
    if start <= here:
        words = trc("moved", "in an hour")
        start = here.replace(second=0, microsecond=0) + timedelta(minutes=-here.minute % _QUARTER)
    later = start + timedelta(hours=1)
    return [Offer(When(start.date(), later.time()), words)] if later.date() == start.date() else []


def _days() -> tuple[tuple[int, str], ...]:
    return (
        (1, trc("moved", "the next day")),
        (2, trc("moved", "two days later")),
        (7, trc("moved", "a week later")),
    )
