"""How the contacts of a week ended, day by day, beside those of the week before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.kinds import ActivityKind, Outcome
from crm_desktop.services.wall import midnight
from crm_desktop.services.whose import EVERYBODY, Others, but_theirs, of_client

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_OWN = (ActivityKind.NOTE.value, ActivityKind.TASK.value)
"""What is no contact with anybody."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """Contacts held on a day: all, those that went well, those that failed (the others: no answer, nothing said)."""

    on: date
    held: int
    well: int
    failed: int


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday on, and the same of the week before."""

    days: tuple[DayCount, ...]
    before: tuple[DayCount, ...]

    def so_far(self, today: date) -> tuple[DayCount, DayCount]:
        """The sums up to and with ``today``, and up to the same weekday a week before: only such two compare."""
        passed = sum(1 for day in self.days if day.on <= today)
        return _sum(self.days[:passed]), _sum(self.before[:passed])


def week(store: Store, today: date, others: Others = EVERYBODY) -> Week:
    """The week that ``today`` is in, by the local days of the computer; without what ``others`` held."""
    monday = today - timedelta(days=today.weekday())
    mine = but_theirs(others, "a.responsible_id", of_client("a.client_id"))
    days = tuple(_count(store, monday + timedelta(days=n), mine) for n in range(-7, 7))
    return Week(days[7:], days[:7])


def begins(day: date) -> str:
    """The instant at which a local day begins, as text."""
    return utc_text(midnight(day))


def _count(store: Store, on: date, mine: str) -> DayCount:
    following = on + timedelta(days=1)
    found = store.read(
        "SELECT COUNT(*), SUM(a.outcome = ?), SUM(a.outcome = ?) FROM activity a"
        # The first pair of bounds is for the index of what was held, the others for the day: also of all-day contacts.
        " WHERE a.held_at >= ? AND a.held_at < ? AND a.held_at >= IIF(a.all_day, ?, ?)"
        " AND a.held_at < IIF(a.all_day, ?, ?) AND a.held_at IS NOT NULL AND a.deleted = 0"
        f" AND a.outcome <> ? AND a.kind NOT IN (?, ?){mine}",
        (
            Outcome.SUCCESSFUL.value,
            Outcome.FAILED.value,
            min(on.isoformat(), begins(on)),
            max(following.isoformat(), begins(following)),
            on.isoformat(),
            begins(on),
            following.isoformat(),
            begins(following),
            Outcome.CANCELLED.value,
            *_OWN,
        ),
    )
    held, well, failed = found[0]
    return DayCount(on, held, well or 0, failed or 0)


def _sum(days: tuple[DayCount, ...]) -> DayCount:
    return DayCount(
        days[-1].on,
        sum(day.held for day in days),
        sum(day.well for day in days),
        sum(day.failed for day in days),
    )
