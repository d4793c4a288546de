"""How a contact repeats, as a form offers it: read from the lines of RFC 5545 that stand in the base, and written.

A form offers what people mean by "every second Tuesday"; calendars bring rules that say more. Those are not read here
(None): they stay as they came until the user chooses another repetition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from crm_desktop.errors import NumberRefused, RuleRefused
from crm_desktop.models.rules import WEEKDAYS, Rule, parse_repetition

WORK_DAYS = (0, 1, 2, 3, 4)
"""Monday to Friday."""
LAST = -1
"""Counted from the end: the last day of a month, the last Friday."""
MOST = 999
"""The largest interval and count that a form takes; contacts of one person need no more."""


class Unit(StrEnum):
    """What an interval is counted in; the values are frequencies of RFC 5545."""

    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"
    YEAR = "YEARLY"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every ``interval`` units, on the day of its beginning unless one of the next three says another.

    Attributes:
        unit: days, weeks, months or years.
        interval: how many of them lie between.
        weekdays: of weeks: on these days (0: Monday).
        nth: of months: the weekday, and the first to fourth or ``LAST`` of them.
        month_day: of months: the day's number, or ``LAST``.
        until: the last day on which it may take place.
        count: how often, the first time included; not together with ``until``.
    """

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, int] | None = None
    month_day: int = 0
    until: date | None = None
    count: int | None = None


def read_repeat(rule: str, start: date) -> Repeat | None:
    """What ``Activity.rule`` says of a contact whose first day is ``start``; None where a form has no words for it."""
    try:
        repetition = parse_repetition(rule) if rule else None
    except RuleRefused:
        return None
    if repetition is None or len(repetition.rules) != 1 or repetition.dates:
        return None
    found = repetition.rules[0]
    if found.frequency not in set(Unit) or (found.until is not None and found.count is not None):
        return None
    placed = _placed(found, start)
    if placed is None:
        return None
    weekdays, nth, month_day = placed
    unit = Unit.WEEK if weekdays else Unit(found.frequency)
    return Repeat(unit, found.interval, weekdays, nth, month_day, _until(found), found.count)


def written(repeat: Repeat, before: str = "") -> str:
    """The lines for ``Activity.rule``; dates left out of the rule that stood there ``before`` stay left out.

    Raises:
        NumberRefused: an interval or a count below 1 or above ``MOST``.
    """
    for value in (repeat.interval, 1 if repeat.count is None else repeat.count):
        if not 1 <= value <= MOST:
            raise NumberRefused(field="rule", value=value, least=1, most=MOST)
    parts = [f"FREQ={repeat.unit.value}"]
    if repeat.interval > 1:
        parts.append(f"INTERVAL={repeat.interval}")
    if repeat.weekdays:
        parts.append(f"BYDAY={','.join(WEEKDAYS[day] for day in sorted(repeat.weekdays))}")
    if repeat.nth is not None:
        parts.append(f"BYDAY={repeat.nth[1]}{WEEKDAYS[repeat.nth[0]]}")
    if repeat.month_day:
        parts.append(f"BYMONTHDAY={repeat.month_day}")
    if repeat.until is not None:
        parts.append(f"UNTIL={repeat.until:%Y%m%d}")
    if repeat.count is not None:
        parts.append(f"COUNT={repeat.count}")
    kept = [line for line in before.split("\n") if line.startswith("EXDATE")]
    return "\n".join([f"RRULE:{';'.join(parts)}", *kept])


def nth_of(day: date) -> tuple[int, int]:
    """Which weekday of its month a day is, as ``Repeat.nth``: the fifth is the last."""
    number = (day.day - 1) // 7 + 1
    return day.weekday(), number if number < 5 else LAST


_Placed = tuple[tuple[int, ...], tuple[int, int] | None, int]


def _placed(rule: Rule, start: date) -> _Placed | None:
    """``weekdays``, ``nth`` and ``month_day`` of a rule; None where it says more."""
    placers = {"DAILY": _of_days, "WEEKLY": _of_weeks, "MONTHLY": _of_months, "YEARLY": _of_years}
    return placers[rule.frequency](rule, start)


def _of_days(rule: Rule, start: date) -> _Placed | None:
    if not rule.weekdays:
        return ((), None, 0) if not rule.by else None
    # "Daily on Monday to Friday" is how some programs say "weekly on" these days.
    return _of_weeks(rule, start) if rule.interval == 1 else None


def _of_weeks(rule: Rule, start: date) -> _Placed | None:
    days = tuple(sorted(day for day, _ in rule.weekdays))
    if rule.by or (rule.interval > 1 and len(days) > 1 and rule.week_start):
        return None  # weeks that begin on another day than Monday pair the days otherwise
    if rule.frequency == "WEEKLY" and days == (start.weekday(),):
        days = ()
    return days, None, 0


def _of_months(rule: Rule, start: date) -> _Placed | None:
    if rule.weekdays:
        return _of_nth(rule)
    if not set(rule.by) <= {"BYMONTHDAY"} or len(rule.by.get("BYMONTHDAY", (1,))) > 1:
        return None
    (number,) = rule.by.get("BYMONTHDAY", (0,))
    if number < LAST:
        return None
    return (), None, 0 if number == start.day else number


def _of_nth(rule: Rule) -> _Placed | None:
    """``BYDAY=2TU``, or ``BYDAY=TU;BYSETPOS=2`` as Outlook writes it."""
    if len(rule.weekdays) > 1 or not set(rule.by) <= {"BYSETPOS"}:
        return None
    ((day, number),) = rule.weekdays
    places = rule.by.get("BYSETPOS", ())
    if len(places) > 1 or (places and number):
        return None
    number = places[0] if places else number
    return ((), (day, number), 0) if number in {1, 2, 3, 4, LAST} else None


def _of_years(rule: Rule, start: date) -> _Placed | None:
    same = {"BYMONTH": (start.month,), "BYMONTHDAY": (start.day,)}
    fits = all(same.get(name) == values for name, values in rule.by.items())
    # A day of the month without its month would be twelve days of the year.
    complete = "BYMONTHDAY" not in rule.by or "BYMONTH" in rule.by
    return ((), None, 0) if fits and complete and not rule.weekdays else None


def _until(rule: Rule) -> date | None:
    if rule.until is None:
        return None
    if not rule.until_utc:
        return rule.until.date()
    return _here(rule.until)


def _here(until: datetime) -> date:
    try:
        return until.replace(tzinfo=UTC).astimezone().date()
    except OverflowError:  # a day from an end of the calendar
        return until.date()
