"""When a repeating contact takes place: RFC 5545 rules, expanded in local time and only within a window.

The wall clock repeats, not the instant: a meeting at nine stays at nine when the clocks change (``models.zones``).
Endless rules are safe: whatever the rule, a window costs at most a few tenths of a second (``_expand`` says why).

Moments are texts as they stand in the base: UTC instants (``clock.utc_text``), or days ``YYYY-MM-DD`` of what is
all-day. So windows are texts too, and compare as such.
"""

from __future__ import annotations

import heapq
from calendar import isleap, monthrange
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.models.rules import Repetition, Rule, parse_repetition
from crm_desktop.models.zones import instant_at, local_time, zone_named

if TYPE_CHECKING:
    from dateutil.rrule import rrule

_Choice = Callable[[datetime], bool]

MOST_IN_WINDOW = 10_000
"""Occurrences given for one window: a quarter of an hour apart, some three months."""

_STEPS = 100_000
"""Occurrences looked at for one window; only rules with a count begin at their start, and none has more."""
_CYCLE_YEARS = 400
"""After so many years the Gregorian calendar repeats, weekdays included."""
_LAST_YEAR = 9990
"""Rules give nothing after it: dateutil looks a little ahead, and the calendar ends."""
_FIRST, _LAST = "0001-01-01", "9999-12-31T23:59:59.999Z"
_EARLIEST, _LATEST = datetime.min, datetime.max  # noqa: DTZ901  times on a wall, of no zone
_SLACK = timedelta(days=2)
"""More than any zone is away from UTC."""
_DAYS_OF = {"HOURLY": 1, "DAILY": 1, "WEEKLY": 7, "MONTHLY": 32, "YEARLY": 367}
_AHEAD_DAYS = (40, 400, 4_000, 40_000, 150_000)
"""How far the next occurrence is looked for, step by step; no rule pauses longer than the calendar repeats."""


@dataclass(frozen=True, slots=True)
class Series:
    """A repeating contact: when it first takes place, in which zone its clock runs, and its rule.

    ``start`` is a UTC instant, or a day where ``all_day``. A ``zone`` that nobody knows is read as UTC.
    """

    start: str
    zone: str
    rule: str
    all_day: bool = False


def occurrences(series: Series, first: str, last: str, without: Collection[str] = ()) -> Iterator[str]:
    """The occurrences from ``first`` (included) to ``last`` (not), in order, each once; ``without`` are left out.

    The start counts as one even where the rule would not meet it; it is the first of a COUNT. At most
    ``MOST_IN_WINDOW`` are given.

    Raises:
        RuleRefused: the rule is none.
        ValueError: the start is no instant, or no day.
    """
    return islice(_within(series, first, last, without), MOST_IN_WINDOW)


def _within(series: Series, first: str, last: str, without: Collection[str]) -> Iterator[str]:
    repetition, zone = parse_repetition(series.rule), zone_of(series)
    window = (wall_time(first, zone, -_SLACK), wall_time(last, zone, _SLACK))
    start = wall_time(series.start, zone)
    found = (stored_moment(moment, zone) for moment in _merged(repetition, start, zone, window))
    before = ""
    for moment in found:
        # The missing hour of an hourly rule falls together with the next one.
        if moment is not None and moment != before and first <= moment < last and moment not in without:
            before = moment
            yield moment


def next_occurrence(series: Series, after: str, without: Collection[str] = ()) -> str | None:
    """The first occurrence at or after ``after``; None where there is none. Raises as ``occurrences``."""
    zone = None if series.all_day else UTC
    for days in _AHEAD_DAYS:
        last = stored_moment(wall_time(max(after, series.start), zone, timedelta(days=days)), zone)
        for moment in occurrences(series, after, last or _LAST, without):
            return moment
    return None


def last_occurrence(series: Series, before: str, without: Collection[str] = ()) -> str | None:
    """The last occurrence before ``before``; None where there is none. Raises as ``occurrences``."""
    zone = None if series.all_day else UTC
    for days in _AHEAD_DAYS:
        first = stored_moment(wall_time(before, zone, -timedelta(days=days)), zone) or _FIRST
        found = deque(_within(series, first, before, without), maxlen=1)
        if found:
            return found[0]
    return None


def zone_of(series: Series) -> tzinfo | None:
    """The zone of its clock, None of all-day ones; UTC for one unknown, and where it leads out of the calendar."""
    if series.all_day:
        return None
    zone = zone_named(series.zone) or UTC
    try:
        local_time(series.start, zone)
    except ValueError:
        return UTC
    return zone


def _whole(moment: str) -> str:
    """A day as a bound of a window is its first instant."""
    return moment if "T" in moment else f"{moment}T00:00:00Z"


def wall_time(moment: str, zone: tzinfo | None, shift: timedelta = timedelta()) -> datetime:
    """The wall time of a stored moment, moved by ``shift`` as far as the calendar reaches."""
    if zone is None:
        found = datetime.fromisoformat(moment[:10])
    else:
        try:
            found = local_time(_whole(moment), zone)
        except ValueError:
            # Within a day of an end of the calendar the zone leads out of it; anything else is no moment.
            found = local_time(_whole(moment), UTC)
    try:
        return found + shift
    except OverflowError:
        return _EARLIEST if shift < timedelta() else _LATEST


def stored_moment(moment: datetime, zone: tzinfo | None) -> str | None:
    """The wall time as the base keeps it; None beyond the ends of the calendar."""
    if zone is None:
        return moment.date().isoformat()
    try:
        return instant_at(moment, zone)
    except ValueError:
        return None


Window = tuple[datetime, datetime]


def _merged(
    repetition: Repetition, start: datetime, zone: tzinfo | None, window: Window
) -> Iterator[datetime]:
    """The wall times of all rules and dates in order, without those left out; the start among them."""
    # An exception may say the day alone, of a contact that has a time.
    without = repetition.without
    days = {
        moment.date() for moment in without if moment == datetime.combine(moment.date(), datetime.min.time())
    }
    ranges = [_expand(rule, start, zone, window) for rule in repetition.rules]
    dates = sorted(moment for moment in (start, *repetition.dates) if window[0] <= moment <= window[1])
    before: datetime | None = None
    for moment in heapq.merge(dates, *ranges):
        if moment != before and moment not in without and moment.date() not in days:
            yield moment
        before = moment


def _expand(rule: Rule, start: datetime, zone: tzinfo | None, window: Window) -> Iterator[datetime]:
    """The wall times of one rule from ``start`` to the end of the window.

    dateutil looks on until the year 9999 where a rule meets nothing (30 February). So: parts that only leave out days
    of an hourly, daily or weekly rule are looked at here, and such a rule always meets something; all years are moved
    by whole cycles of the calendar until the window ends in the last of them; and without a count the expansion
    begins at the window, in step with the start.
    """
    until = _until(rule, zone)
    end = min(window[1], until or window[1], _LATEST.replace(year=_LAST_YEAR))
    if end < start:
        return
    cycles = _cycles(end)
    begin, inner, chosen = _begin(rule, start, window[0]), _inner(rule), _chosen(rule)
    made = _rrule(rule, start, _moved(begin, cycles), inner)
    left = rule.count if rule.count is not None else _STEPS
    if rule.count is not None and not _meets_start(rule, start, inner, chosen):
        left -= 1
    for moment in islice(made, _STEPS):
        there = _moved(moment, -cycles)
        if there > end or left <= 0:
            return
        if there >= start and all(choice(there) for choice in chosen):
            left -= 1
            yield there


def _until(rule: Rule, zone: tzinfo | None) -> datetime | None:
    if rule.until is None or not rule.until_utc or zone is None:
        return rule.until
    try:
        return rule.until.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return rule.until


def _cycles(end: datetime) -> int:
    """The years by which all may be moved on, so that little of the calendar lies behind ``end``."""
    return max(0, (_LAST_YEAR - end.year) // _CYCLE_YEARS * _CYCLE_YEARS)


def _moved(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years) if years else moment


def _meets_start(rule: Rule, start: datetime, inner: frozenset[str], chosen: Iterable[_Choice]) -> bool:
    """Whether the rule itself gives the start, which counts in any case."""
    cycles = _cycles(start)
    first = next(iter(_rrule(rule, start, _moved(start, cycles), inner)), None)
    return first == _moved(start, cycles) and all(choice(start) for choice in chosen)


def _inner(rule: Rule) -> frozenset[str]:
    """The parts that only leave out days, which are looked at here and not in dateutil."""
    if "BYSETPOS" in rule.by or rule.frequency in {"MONTHLY", "YEARLY"}:
        return frozenset()
    if rule.frequency == "WEEKLY":
        return frozenset({"BYMONTH"})
    days = {"BYMONTH", "BYMONTHDAY", "BYDAY"}
    return frozenset(days | {"BYYEARDAY", "BYHOUR"} if rule.frequency == "HOURLY" else days)


def _chosen(rule: Rule) -> list[_Choice]:
    """What a moment must be, for each of the parts in ``_inner`` that the rule has."""
    inner = _inner(rule)
    choices = [_choice(_PLACES[name], rule.by[name]) for name in _PLACES if name in inner and name in rule.by]
    if "BYDAY" in inner and rule.weekdays:
        choices.append(_choice(lambda moment: {moment.weekday()}, [day for day, _ in rule.weekdays]))
    return choices


def _choice(places: Callable[[datetime], set[int]], wanted: Collection[int]) -> _Choice:
    return lambda moment: not places(moment).isdisjoint(wanted)


def _month_days(moment: datetime) -> set[int]:
    """The day's number in its month, from the beginning and from the end."""
    length = monthrange(moment.year, moment.month)[1]
    return {moment.day, moment.day - length - 1}


def _year_days(moment: datetime) -> set[int]:
    number = moment.timetuple().tm_yday
    return {number, number - (366 if isleap(moment.year) else 365) - 1}


_PLACES: Mapping[str, Callable[[datetime], set[int]]] = {
    "BYMONTH": lambda moment: {moment.month},
    "BYMONTHDAY": _month_days,
    "BYYEARDAY": _year_days,
    "BYHOUR": lambda moment: {moment.hour},
}


def _begin(rule: Rule, start: datetime, first: datetime) -> datetime:
    """Where to begin: at the start for a rule with a count, else shortly before the window, in step with the start."""
    days = (first - start).days - 2 * _DAYS_OF[rule.frequency] * rule.interval
    if rule.count is not None or days <= 0:
        return start
    step = rule.interval
    if rule.frequency in {"MONTHLY", "YEARLY"}:
        months = step * (12 if rule.frequency == "YEARLY" else 1)
        gone = (first.year - start.year) * 12 + first.month - start.month
        month = start.month - 1 + max(0, gone // months - 1) * months
        return start.replace(year=start.year + month // 12, month=month % 12 + 1, day=1)
    if rule.frequency == "HOURLY":
        return start + timedelta(hours=days * 24 // step * step)
    step *= 7 if rule.frequency == "WEEKLY" else 1
    return start + timedelta(days=days // step * step)


def _rrule(rule: Rule, start: datetime, begin: datetime, inner: frozenset[str]) -> rrule:
    """The rule for dateutil. What it would read off its beginning is read off the start, which may lie before."""
    from dateutil import rrule as dateutil_rrule  # 20 ms that no start of the program spends

    parts: dict[str, Any] = {name.lower(): values for name, values in rule.by.items() if name not in inner}
    if rule.weekdays and "BYDAY" not in inner:
        parts["byweekday"] = [dateutil_rrule.weekday(day, number or None) for day, number in rule.weekdays]
    if not {"bymonthday", "byyearday", "byweekno", "byweekday"} & parts.keys():
        if rule.frequency == "YEARLY":
            parts.setdefault("bymonth", (start.month,))
        if rule.frequency in {"MONTHLY", "YEARLY"}:
            parts["bymonthday"] = (start.day,)
        elif rule.frequency == "WEEKLY":
            parts["byweekday"] = [start.weekday()]
    return dateutil_rrule.rrule(
        getattr(dateutil_rrule, rule.frequency),
        dtstart=begin.replace(microsecond=0),
        interval=rule.interval,
        wkst=rule.week_start,
        **parts,
    )
