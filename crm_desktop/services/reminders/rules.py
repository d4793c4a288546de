"""What reminds how long before: the rules all who share the base have in common.

They are one common setting (``services.common``); what is missing in it, or cannot be, is as ``DEFAULT`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import ActivityKind, RequestKind
from crm_desktop.services.common import set_setting, setting

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

NAME = "reminders"
"""Of the common setting."""

LONGEST_LEAD = 366 * 24 * 60
"""Minutes; the greatest distance of a reminder from what it reminds of."""
MOST_DAYS_AHEAD = 60
MOST_WAITING_DAYS = 366
NEVER = "-"
"""``activity.reminders`` of a contact that reminds not at all."""

_LEADS: Mapping[str, tuple[int, ...]] = {
    ActivityKind.CALL.value: (5,),
    ActivityKind.MEETING.value: (15,),
    ActivityKind.VISIT.value: (60,),
    ActivityKind.CHAT.value: (5,),
    ActivityKind.TASK.value: (0,),
    ActivityKind.EMAIL.value: (0,),
    ActivityKind.LETTER.value: (0,),
    ActivityKind.SMS.value: (0,),
    ActivityKind.NOTE.value: (0,),
}
_WAITING: Mapping[str, int | None] = {
    RequestKind.COMPLAINT.value: 1,
    RequestKind.INQUIRY.value: 1,
    RequestKind.WISH.value: None,
}


@dataclass(frozen=True, slots=True)
class Rules:
    """When to remind where nobody said otherwise.

    Attributes:
        leads: minutes before a contact, by its kind.
        all_day: minutes before ``morning`` of the day of an all-day contact.
        days_ahead: how many days before a birthday or named date, each at ``morning``; 0 is the day itself.
        waiting_days: after how many days a request that waits reminds, by its kind, at ``morning``; None: never.
        morning: the local time of day of whatever has none of its own.
    """

    leads: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: _LEADS)
    all_day: tuple[int, ...] = (0,)
    days_ahead: tuple[int, ...] = (1, 0)
    waiting_days: Mapping[str, int | None] = field(default_factory=lambda: _WAITING)
    morning: time = time(9)

    @property
    def morning_minutes(self) -> int:
        """The morning, in minutes after midnight."""
        return self.morning.hour * 60 + self.morning.minute

    def leads_of(self, kind: str, reminders: str, *, all_day: bool) -> tuple[int, ...]:
        """The minutes before a contact of ``kind``: its own where it has some, none where it wants none."""
        if reminders.strip() == NEVER:
            return ()
        own = tuple(
            minutes
            for word in reminders.split()
            if word.isascii() and word.isdecimal() and (minutes := int(word[:9])) <= LONGEST_LEAD
        )
        return own or (self.all_day if all_day else self.leads.get(kind, (0,)))


DEFAULT = Rules()


def rules(store: Store) -> Rules:
    """The rules of this base."""
    stored = setting(store, NAME, {})
    leads, waiting = _mapping(stored.get("leads")), _mapping(stored.get("waiting_days"))
    return Rules(
        {kind: _numbers(leads.get(kind), default, LONGEST_LEAD) for kind, default in DEFAULT.leads.items()},
        _numbers(stored.get("all_day"), DEFAULT.all_day, LONGEST_LEAD),
        _numbers(stored.get("days_ahead"), DEFAULT.days_ahead, MOST_DAYS_AHEAD),
        {
            kind: _days(waiting[kind], default) if kind in waiting else default
            for kind, default in DEFAULT.waiting_days.items()
        },
        _morning(stored.get("morning")),
    )


def set_rules(store: Store, new: Rules) -> None:
    """Make these the rules of the base.

    Raises:
        NumberRefused: minutes beyond a year, more than 60 days ahead or 366 of waiting, or less than none.
    """
    for minutes in (*new.all_day, *(lead for leads in new.leads.values() for lead in leads)):
        _check("leads", minutes, LONGEST_LEAD)
    for ahead in new.days_ahead:
        _check("days_ahead", ahead, MOST_DAYS_AHEAD)
    for waiting in new.waiting_days.values():
        _check("waiting_days", waiting or 0, MOST_WAITING_DAYS)
    set_setting(
        store,
        NAME,
        {
            "leads": {kind: list(leads) for kind, leads in new.leads.items()},
            "all_day": list(new.all_day),
            "days_ahead": list(new.days_ahead),
            "waiting_days": dict(new.waiting_days),
            "morning": f"{new.morning:%H:%M}",
        },
    )


def _check(field_name: str, number: int, most: int) -> None:
    if not 0 <= number <= most:
        raise NumberRefused(field=field_name, value=number, least=0, most=most)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _numbers(value: object, default: tuple[int, ...], most: int) -> tuple[int, ...]:
    """Whole numbers from 0 to ``most``, the greatest first; an empty list is a rule too: not at all."""
    if not isinstance(value, list):
        return default
    kept = {number for number in value if type(number) is int and 0 <= number <= most}
    return tuple(sorted(kept, reverse=True))


def _days(value: object, default: int | None) -> int | None:
    if value is None:
        return None
    return value if type(value) is int and 0 <= value <= MOST_WAITING_DAYS else default


def _morning(value: object) -> time:
    try:
        return time.fromisoformat(value) if isinstance(value, str) else DEFAULT.morning
    except ValueError:
        return DEFAULT.morning
