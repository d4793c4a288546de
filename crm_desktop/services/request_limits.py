"""How long a request may wait: hours until somebody answers, days until it is resolved, by its kind.

A common setting of all who share the base; what is missing in it, or cannot be, is as ``DEFAULT`` says. Hours and days
are those of the clock (a day is 24 hours), nights and Sundays included: so the client counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import parse_utc_text, utc_text
from crm_desktop.errors import NumberRefused
from crm_desktop.kinds import RequestKind
from crm_desktop.services.common import set_setting, setting

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

NAME = "request_limits"
"""Of the common setting."""

MOST_DAYS = 366
MOST_HOURS = 24 * MOST_DAYS


@dataclass(frozen=True, slots=True)
class Limit:
    """Hours until the first answer, and days until it is resolved; None: as long as it likes."""

    answer_hours: int | None = None
    resolve_days: int | None = None


Limits = Mapping[RequestKind, Limit]

DEFAULT: Limits = {
    RequestKind.COMPLAINT: Limit(24, 3),
    RequestKind.INQUIRY: Limit(24, 7),
    # A wish waits for the thing, not for us.
    RequestKind.WISH: Limit(),
}


def limits(store: Store) -> Limits:
    """The limits of this base, one for each kind."""
    stored = setting(store, NAME, {})
    return {kind: _limit(stored.get(kind.value), default) for kind, default in DEFAULT.items()}


def set_limits(store: Store, new: Limits) -> None:
    """Make these the limits of the base.

    Raises:
        NumberRefused: less than an hour or a day, or more than a year.
    """
    for limit in new.values():
        _check("answer_hours", limit.answer_hours, MOST_HOURS)
        _check("resolve_days", limit.resolve_days, MOST_DAYS)
    set_setting(
        store, NAME, {kind.value: [limit.answer_hours, limit.resolve_days] for kind, limit in new.items()}
    )


def due_at(
    known: Limits, kind: RequestKind, received_at: str, answered_at: str | None, resolved_at: str | None
) -> str | None:
    """Until when (UTC instant) the next thing is to be done: the answer, else the resolution; None: any time."""
    if resolved_at is not None:
        return None
    received, limit = parse_utc_text(received_at), known[kind]
    steps = [] if limit.resolve_days is None else [timedelta(days=limit.resolve_days)]
    if answered_at is None and limit.answer_hours is not None:
        steps.append(timedelta(hours=limit.answer_hours))
    try:
        return min((utc_text(received + step) for step in steps), default=None)
    except OverflowError:  # received at the end of the calendar
        return None


def overdue_sql(known: Limits, now: datetime, alias: str = "q") -> tuple[str, dict[str, str]]:
    """A condition on rows of ``request``, and its named values: open, and later than ``due_at`` says."""
    late: list[str] = []
    values: dict[str, str] = {}
    for kind, limit in known.items():
        for name, step, further in (
            ("answer", _hours(limit.answer_hours), f" AND {alias}.answered_at IS NULL"),
            ("resolve", _hours(limit.resolve_days, 24), ""),
        ):
            if step is not None:
                values[f"{kind.value}_{name}"] = utc_text(now - step)
                late.append(
                    f"{alias}.kind = '{kind.value}' AND {alias}.received_at < :{kind.value}_{name}{further}"
                )
    condition = " OR ".join(f"({each})" for each in late) or "0"
    return f"({alias}.resolved_at IS NULL AND ({condition}))", values


def _hours(number: int | None, unit: int = 1) -> timedelta | None:
    return None if number is None else timedelta(hours=number * unit)


def _check(field: str, number: int | None, most: int) -> None:
    if number is not None and not 1 <= number <= most:
        raise NumberRefused(field=field, value=number, least=1, most=most)


def _limit(value: Any, default: Limit) -> Limit:
    if not isinstance(value, list) or len(value) != 2:
        return default
    hours, days = value
    return Limit(
        _number(hours, MOST_HOURS, default.answer_hours), _number(days, MOST_DAYS, default.resolve_days)
    )


def _number(value: Any, most: int, default: int | None) -> int | None:
    if value is None:
        return None
    return value if type(value) is int and 1 <= value <= most else default
