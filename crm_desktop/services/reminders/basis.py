"""What all reminders here follow from beside the data: the moment, the day and the zone, the rules, who I am.

When any of it changes - a new day, another zone, other rules, a colleague who left - all are worked out anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text
from crm_desktop.services import colleagues
from crm_desktop.services.reminders.rules import Rules, rules
from crm_desktop.services.request_limits import DEFAULT, Limits, limits
from crm_desktop.services.wall import midnight
from crm_desktop.storage import meta

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

KEPT_DAYS = 31
"""How long after its day a birthday, a named date, a silence is still told of."""

_BEGUN = "reminders_begun"
_WORKED_BY = "reminders_worked_by"
_FORTNIGHTS = 27


@dataclass(frozen=True, slots=True)
class Basis:
    """One look at the clock. ``begun`` is the day since which reminders are kept here: what was before is not missed.

    ``others`` are the colleagues who are told themselves (``colleagues.others``).
    """

    now: datetime
    today: date
    rules: Rules
    others: frozenset[bytes]
    begun: date
    limits: Limits = field(default_factory=lambda: DEFAULT)

    @property
    def first_day(self) -> date:
        """The earliest day whose birthdays and silences are still told of."""
        return max(self.today - timedelta(days=KEPT_DAYS), min(self.begun, self.today))

    def mine(self, responsible_id: bytes | None) -> bool:
        """Whether this laptop tells of what that colleague (None: nobody) is responsible for."""
        return responsible_id not in self.others

    def morning_of(self, day: date, minutes_before: int = 0) -> str | None:
        """The instant of the local morning of a day; None at the ends of the calendar."""
        try:
            local = datetime.combine(day, self.rules.morning) - timedelta(minutes=minutes_before)
            return utc_text(local.astimezone(UTC))
        except (OverflowError, ValueError):
            return None


def basis(store: Store, now: datetime) -> Basis:
    """What reminders follow from now."""
    today = now.astimezone().date()
    begun = meta.get(store, _BEGUN)
    since = date.fromisoformat(begun) if begun else today
    return Basis(now, today, rules(store), colleagues.others(store), since, limits(store))


def is_new(store: Store, present: Basis) -> bool:
    """Whether the reminders of the base were worked out from something else."""
    return meta.get(store, _WORKED_BY) != _signature(present)


def note(store: Store, present: Basis) -> None:
    """Remember what the reminders are worked out from; inside a transaction."""
    meta.put(store, _WORKED_BY, _signature(present))
    # A clock that ran ahead when the base was made must not hide what comes before its day.
    meta.put(store, _BEGUN, min(present.begun, present.today).isoformat())


def _signature(present: Basis) -> str:
    year = datetime(present.today.year, 1, 1)  # noqa: DTZ001  a time on the wall
    zone = [
        str((year + timedelta(days=14 * number)).astimezone().utcoffset()) for number in range(_FORTNIGHTS)
    ]
    parts = [
        present.today.isoformat(), zone, repr(present.rules), sorted(each.hex() for each in present.others),
        repr(sorted(present.limits.items())),
    ]  # fmt: skip
    return json.dumps(parts)


def midnight_of(day: date) -> str:
    """The instant at which a local day begins."""
    return utc_text(midnight(day))
