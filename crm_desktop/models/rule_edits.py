"""A rule of repetition ended, parted, or moved together with the contact that it belongs to.

Rules are the lines of ``Activity.rule`` (``models.rules``). Times are those of the wall in the contact's zone; a zone
of None means that it takes whole days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from crm_desktop.errors import SeriesNotMoved
from crm_desktop.models.rules import WEEKDAYS, Rule, moment_text, parse_repetition, parse_rule
from crm_desktop.models.zones import instant_at

_MONTHLY = frozenset({"MONTHLY", "YEARLY"})
_CLOCK_PARTS = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_DAY_PARTS = frozenset({"BYSETPOS", "BYYEARDAY", "BYWEEKNO"})
_LONGEST_SEARCH = 4 * 366 + 1
"""Days within which a day of every month and year comes, 29 February too (but for 1900 and its like)."""

Parts = dict[str, str]


def ended(rule: str, cut: datetime, zone: tzinfo | None) -> str:
    """The rule of what takes place before ``cut``: UNTIL instead of COUNT (RFC 5545, 3.3.10: never both)."""

    def end(value: str) -> str:
        parts, read = _parts(value), parse_rule(value)
        parts.pop("COUNT", None)
        if read.until is None or _until(read, zone) >= cut:
            parts["UNTIL"] = _until_text(cut - timedelta(seconds=1), zone)
        return _joined(parts)

    return _edited(rule, end, lambda moment: moment if moment < cut else None, is_day=zone is None)


def rest(rule: str, cut: datetime, made: Sequence[int], zone: tzinfo | None) -> str:
    """The rule of what takes place from ``cut`` on; ``made``: how often each RRULE took place before."""
    before = iter(made)

    def leave(value: str) -> str:
        parts, times = _parts(value), next(before)
        if "COUNT" in parts:
            left = int(parts["COUNT"]) - times
            if left <= 0:
                return ""
            parts["COUNT"] = str(left)
        return _joined(parts)

    return _edited(rule, leave, lambda moment: moment if moment >= cut else None, is_day=zone is None)


def shifted(rule: str, before: datetime, after: datetime, zones: tuple[tzinfo | None, tzinfo | None]) -> str:
    """The rule after an occurrence went from ``before`` to ``after`` and all others with it.

    ``zones`` are those of both; one of None takes whole days. What the rule says of days follows where it says of them
    just what the occurrence is: its weekday, its day of the month, "the second Tuesday".

    Raises:
        SeriesNotMoved: the rule names several weekdays, or days of a kind that one move does not tell
            (``why``: "weekdays" or "pattern"), or times of the day.
    """
    old, new = zones
    delta = after - before

    def move(value: str) -> str:
        parts, read = _parts(value), parse_rule(value)
        if (before.time() != after.time() or old is not new) and _has_clock(read):
            raise SeriesNotMoved(field="planned_at", why="pattern")
        if before.date() != after.date():
            _move_days(parts, read, before, after)
        if read.until is not None:
            parts["UNTIL"] = _until_text(_until(read, old) + delta, new)
        return _joined(parts)

    return _edited(rule, move, lambda moment: moment + delta, is_day=new is None)


def start_near(rule: str, guess: datetime) -> datetime:
    """The day nearest to ``guess`` on which the rule takes place, by the weekdays and days of months it names."""
    rules = parse_repetition(rule).rules
    if len(rules) != 1 or not (_DAY_PARTS | _CLOCK_PARTS).isdisjoint(rules[0].by):
        return guess
    for days in range(_LONGEST_SEARCH):
        for away in (timedelta(days=days), timedelta(days=-days)):
            try:
                if _meets(rules[0], guess + away):
                    return guess + away
            except OverflowError:
                continue
    return guess


def _edited(
    rule: str,
    each_rule: Callable[[str], str],
    each_moment: Callable[[datetime], datetime | None],
    *,
    is_day: bool,
) -> str:
    """The lines with every RRULE and every date edited; what becomes nothing is left out."""
    lines = []
    for line in filter(None, rule.split("\n")):
        name, _, value = line.partition(":")
        if name == "RRULE":
            value = each_rule(value)
        else:
            read = parse_repetition(line)
            moments = map(each_moment, sorted(read.dates or read.without))
            value = ",".join(moment_text(moment, is_day=is_day) for moment in moments if moment is not None)
        if value:
            lines.append(f"{name}:{value}")
    return "\n".join(lines)


def _parts(value: str) -> Parts:
    found = (part.partition("=") for part in value.strip().rstrip(";").split(";"))
    return {name.strip().upper(): text.strip().upper() for name, _, text in found}


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={text}" for name, text in parts.items())


def _until(rule: Rule, zone: tzinfo | None) -> datetime:
    """The end of the rule on the wall."""
    assert rule.until is not None
    if not rule.until_utc or zone is None:
        return rule.until
    try:
        return rule.until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return rule.until


def _until_text(wall: datetime, zone: tzinfo | None) -> str:
    """As RFC 5545, 3.3.10 wants it: a day for days, an instant for what has a time."""
    if zone is None:
        return moment_text(wall, is_day=True)
    instant = datetime.fromisoformat(instant_at(wall, zone))
    return f"{moment_text(instant, is_day=False)}Z"


def _has_clock(rule: Rule) -> bool:
    return rule.frequency == "HOURLY" or not _CLOCK_PARTS.isdisjoint(rule.by)


def _move_days(parts: Parts, rule: Rule, before: datetime, after: datetime) -> None:
    """Have the parts that name days name those of ``after``. Raises SeriesNotMoved."""
    if not _DAY_PARTS.isdisjoint(rule.by):
        raise SeriesNotMoved(field="planned_at", why="pattern")
    if rule.frequency in _MONTHLY:
        _move_in_month(parts, rule, before, after)
    elif len(rule.weekdays) > 1:
        raise SeriesNotMoved(field="planned_at", why="weekdays")
    elif rule.frequency != "WEEKLY" and (rule.weekdays or "BYMONTHDAY" in rule.by):
        raise SeriesNotMoved(field="planned_at", why="pattern")
    elif rule.weekdays:
        if rule.weekdays[0][0] != before.weekday():
            raise SeriesNotMoved(field="planned_at", why="pattern")
        parts["BYDAY"] = WEEKDAYS[after.weekday()]


def _move_in_month(parts: Parts, rule: Rule, before: datetime, after: datetime) -> None:
    """For rules by the month or year. A day that only the start told is then told by the rule: starts may be moved."""
    if len(rule.weekdays) + len(rule.by.get("BYMONTHDAY", ())) > 1 or not _meets(rule, before):
        raise SeriesNotMoved(field="planned_at", why="pattern")
    months = rule.by.get("BYMONTH", ())
    by_month = rule.frequency == "MONTHLY" or bool(months)
    if not by_month and (
        rule.weekdays or "BYMONTHDAY" in rule.by
    ):  # numbers that count in the year, or every month
        raise SeriesNotMoved(field="planned_at", why="pattern")
    if months and after.month != before.month:
        if rule.frequency == "MONTHLY" or len(months) > 1:
            raise SeriesNotMoved(field="planned_at", why="pattern")
        parts["BYMONTH"] = str(after.month)
    if rule.weekdays:
        if not rule.weekdays[0][1]:
            raise SeriesNotMoved(field="planned_at", why="pattern")
        parts["BYDAY"] = f"{_number_in_month(after, rule.weekdays[0][1])}{WEEKDAYS[after.weekday()]}"
        return
    last = rule.by.get("BYMONTHDAY") == (-1,) and _is_last_week(after, 1)
    parts["BYMONTHDAY"] = "-1" if last else str(after.day)
    if rule.frequency == "YEARLY" and not months:
        parts["BYMONTH"] = str(after.month)


def _number_in_month(day: datetime, before: int) -> int:
    """Which of its weekday in the month the day is; what was counted from the end stays so where it can."""
    return -1 if before == -1 and _is_last_week(day, 7) else (day.day - 1) // 7 + 1


def _is_last_week(day: datetime, days: int) -> bool:
    """Whether the month ends within so many days."""
    return (day + timedelta(days=days)).month != day.month


def _meets(rule: Rule, day: datetime) -> bool:
    """Whether the rule's weekdays, days of the month and months allow the day."""
    months, numbers = rule.by.get("BYMONTH"), rule.by.get("BYMONTHDAY")
    if months and day.month not in months:
        return False
    if numbers and not _month_days(day) & set(numbers):
        return False
    if not rule.weekdays:
        return True
    if rule.frequency == "YEARLY" and not months:  # numbers there count in the year
        return day.weekday() in {weekday for weekday, _ in rule.weekdays}
    places = {0, (day.day - 1) // 7 + 1, -((_length(day) - day.day) // 7 + 1)}
    return any(weekday == day.weekday() and number in places for weekday, number in rule.weekdays)


def _month_days(day: datetime) -> set[int]:
    return {day.day, day.day - _length(day) - 1}


def _length(day: datetime) -> int:
    """The days of its month."""
    return monthrange(day.year, day.month)[1]
