"""How a contact repeats: the lines RRULE, RDATE and EXDATE of RFC 5545, checked once and kept as text.

``Activity.rule`` holds them one to a line (``RRULE:FREQ=WEEKLY;BYDAY=MO``). Dates of RDATE and EXDATE stand in the
local time of the contact's zone (``20260105T100000``), of all-day contacts as days (``20260105``).

Refused is what no diary needs and a hostile file may hold: rules by the minute or the second, more than 96 times a
day, and parts that RFC 5545 forbids for their frequency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crm_desktop.errors import RuleRefused

Frequency = Literal["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

MOST_TIMES_A_DAY = 96
"""A quarter of an hour apart: closer than any contacts of one person."""

_LARGEST_INTERVAL = 10_000
_LARGEST_COUNT = 10_000
_NUMBERS: Mapping[str, tuple[int, int, bool]] = {
    "BYSECOND": (0, 60, False),
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
"""Least, most, and whether it may be counted from the end (negative)."""
_FORBIDDEN = {
    "BYWEEKNO": ("HOURLY", "DAILY", "WEEKLY", "MONTHLY"),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYMONTHDAY": ("WEEKLY",),
}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?(Z?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """One RRULE. ``until`` is a local time, or a UTC one where ``until_utc``; a mere day counts to its end."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_utc: bool = False
    week_start: int = 0
    by: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Numbers by the name of their part (BYMONTH, BYSETPOS ...)."""
    weekdays: tuple[tuple[int, int], ...] = ()
    """Weekday (0: Monday) and its number in the month or year (0: each)."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """All lines of a contact's rule: rules, further dates and dates left out, in local time."""

    rules: tuple[Rule, ...] = ()
    dates: tuple[datetime, ...] = ()
    without: frozenset[datetime] = frozenset()


def parse_repetition(text: str) -> Repetition:
    """The lines of ``Activity.rule``. Raises RuleRefused."""
    rules: list[Rule] = []
    dates: list[datetime] = []
    without: set[datetime] = set()
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        if name == "RRULE":
            rules.append(parse_rule(value))
        elif name == "RDATE":
            dates += _moments(value)
        elif name == "EXDATE":
            without |= set(_moments(value))
        else:
            raise RuleRefused(field="rule", value=line, why="unknown")
    return Repetition(tuple(rules), tuple(dates), frozenset(without))


def parse_rule(text: str) -> Rule:
    """One RRULE value such as ``FREQ=WEEKLY;BYDAY=MO,WE``. Raises RuleRefused."""
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency in {"SECONDLY", "MINUTELY"}:
        raise RuleRefused(field="rule", value=text, why="too_often")
    if frequency not in {"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise RuleRefused(field="rule", value=text, why="frequency")
    until = _until(text, parts.pop("UNTIL", ""))
    rule = Rule(
        frequency,  # type: ignore[arg-type]  # one of them, as was just seen
        _number(text, parts.pop("INTERVAL", "1"), 1, _LARGEST_INTERVAL),
        _number(text, parts.pop("COUNT"), 1, _LARGEST_COUNT) if "COUNT" in parts else None,
        *until,
        _week_start(text, parts.pop("WKST", "MO")),
        weekdays=_weekdays(text, parts.pop("BYDAY", ""), frequency),
        by={name: _numbers(text, name, parts.pop(name)) for name in _NUMBERS if name in parts},
    )
    if any(not name.startswith("X-") for name in parts):
        raise RuleRefused(field="rule", value=text, why="unknown")
    _check_together(text, rule)
    return rule


def moment_text(moment: datetime, *, is_day: bool) -> str:
    """A date as RDATE and EXDATE hold it."""
    return f"{moment:%Y%m%d}".zfill(8) if is_day else f"{moment:%Y%m%dT%H%M%S}".zfill(15)


def repetition_text(rules: Iterable[str], dates: Iterable[str], without: Iterable[str]) -> str:
    """The lines of ``Activity.rule``, in one order, so that equal rules are equal texts."""
    lines = [f"RRULE:{rule}" for rule in rules]
    for name, moments in (("RDATE", dates), ("EXDATE", without)):
        if listed := sorted(set(moments)):
            lines.append(f"{name}:{','.join(listed)}")
    return "\n".join(lines)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or name.upper() in parts:
            raise RuleRefused(field="rule", value=text, why="form")
        parts[name.strip().upper()] = value.strip().upper()
    parts.pop("SKIP", None)
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise RuleRefused(field="rule", value=text, why="unknown")
    return parts


def _number(text: str, number: str, least: int, most: int) -> int:
    if not re.fullmatch(r"\+?\d{1,9}", number, re.ASCII) or not least <= int(number) <= most:
        raise RuleRefused(field="rule", value=text, why="number")
    return int(number)


def _numbers(text: str, name: str, values: str) -> tuple[int, ...]:
    least, most, may_be_negative = _NUMBERS[name]
    found = set()
    for value in values.split(","):
        sign = -1 if may_be_negative and value.startswith("-") else 1
        found.add(sign * _number(text, value[1:] if sign < 0 else value, least, most))
    if name == "BYSECOND":
        found = {min(second, 59) for second in found}  # a leap second, which no clock here knows
    return tuple(sorted(found))


def _weekdays(text: str, values: str, frequency: str) -> tuple[tuple[int, int], ...]:
    found = []
    for value in filter(None, values.split(",")):
        match = _WEEKDAY.fullmatch(value.strip())
        number = int(match[1] or 0) if match else 99
        if match is None or abs(number) > 53:
            raise RuleRefused(field="rule", value=text, why="weekday")
        counted = number if frequency in {"MONTHLY", "YEARLY"} else 0
        found.append((WEEKDAYS.index(match[2]), counted))
    return tuple(dict.fromkeys(found))


def _week_start(text: str, value: str) -> int:
    if value not in WEEKDAYS:
        raise RuleRefused(field="rule", value=text, why="weekday")
    return WEEKDAYS.index(value)


def _until(text: str, value: str) -> tuple[datetime | None, bool]:
    if not value:
        return None, False
    moment, is_utc = _moment(text, value)
    if "T" not in value:
        return moment.replace(hour=23, minute=59, second=59), False
    return moment, is_utc


def _moments(values: str) -> list[datetime]:
    return [_moment(values, value)[0] for value in values.split(",")]


def _moment(text: str, value: str) -> tuple[datetime, bool]:
    match = _MOMENT.fullmatch(value)
    if match is None:
        raise RuleRefused(field="rule", value=text, why="date")
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        # The time on a wall: its zone is the contact's.
        return datetime(year, month, day, hour, minute, min(second, 59)), match[7] == "Z"  # noqa: DTZ001
    except ValueError:
        raise RuleRefused(field="rule", value=text, why="date") from None


def _check_together(text: str, rule: Rule) -> None:
    times = 1 if rule.frequency != "HOURLY" else 24 // min(rule.interval, 24)
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        if not (rule.frequency == "HOURLY" and name == "BYHOUR"):  # there it only picks some of the hours
            times *= max(1, len(rule.by.get(name, ())))
    if times > MOST_TIMES_A_DAY:
        raise RuleRefused(field="rule", value=text, why="too_often")
    for name, frequencies in _FORBIDDEN.items():
        if name in rule.by and rule.frequency in frequencies:
            raise RuleRefused(field="rule", value=text, why="together")
    if "BYSETPOS" in rule.by and len(rule.by) == 1 and not rule.weekdays:
        raise RuleRefused(field="rule", value=text, why="together")
