"""A question to the diary, taken apart: which kinds of contact, with whom, in which days, and whether they are counted.

"On which day was the meeting with S. Ivanov?", "когда встреча с Ивановым", "kiek susitikimų kitą mėnesį".
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from crm_desktop.folding import words
from crm_desktop.keyboards import other_layouts
from crm_desktop.services.finding.diary_words import (
    AHEAD,
    ASKS_COUNT,
    ASKS_WHEN,
    DAYS,
    KINDS,
    MONTHS,
    NOISE,
    STEPS,
    UNITS,
    WITH,
)

if TYPE_CHECKING:
    from crm_desktop.kinds import ActivityKind

_LONGEST = 200
"""Letters of a question; a longer text was pasted, not asked."""
_PAST_WORDS = frozenset(
    {"was", "were", "did", "had", "held", "met", "был", "была", "было", "были", "buvo", "ivyko", "vyko"}
)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``kinds`` (none: all), ``names`` (folded words), ``period``; ``ahead``: only what is to come.

    ``sure``: it can be nothing but a question; else it may be a name, such as "Call Center".
    """

    kinds: tuple[ActivityKind, ...]
    names: tuple[str, ...]
    period: Period | None
    ahead: bool
    sure: bool


def read_question(text: str, now: datetime) -> Question | None:
    """The question that a text asks, also one typed in another keyboard layout; None for any other text.

    A client's name alone asks nothing.
    """
    if len(text) > _LONGEST or len(text.split()) < 2:
        return None
    for reading in (text, *(other for other, _ in other_layouts(text))):
        found = _read(reading, now)
        if found is not None:
            return found
    return None


def _read(text: str, now: datetime) -> Question | None:
    said = words(text)
    asked = [KINDS.get(word) for word in said]
    when = any(ASKS_WHEN.get(word) for word in said)
    sure = when or any(ASKS_COUNT.get(word) or WITH.get(word) for word in said)
    if not (when or any(ASKS_COUNT.get(word) for word in said) or any(kinds is not None for kinds in asked)):
        return None
    kinds = tuple(dict.fromkeys(kind for each in asked if each is not None for kind in each))
    if any(each == () for each in asked):
        kinds = ()  # "contacts" beside a kind asks for all
    period, rest = _without_period(said, now.astimezone().date())
    names = _names(rest)
    if not names and period is None:
        return None
    ahead = any(AHEAD.get(word) for word in rest)
    return Question(kinds, names, period, ahead, sure or period is not None)


def _names(said: list[str]) -> tuple[str, ...]:
    """What is left are names; a letter behind "with" is an initial: "с С. Ивановым"."""
    return tuple(
        word
        for before, word in zip(["", *said], said, strict=False)
        if not _is_filler(word) or (len(word) == 1 and WITH.get(before))
    )


def _is_filler(word: str) -> bool:
    tables = (KINDS, ASKS_WHEN, ASKS_COUNT, AHEAD, WITH, NOISE)
    return any(table.get(word) is not None for table in tables)


def _without_period(said: list[str], today: date) -> tuple[Period | None, list[str]]:
    """The days that are named, and the words that name something else. A word behind "with" is a name."""
    before = ""
    for place, word in enumerate(said):
        following = said[place + 1] if place + 1 < len(said) else ""
        if not WITH.get(before):
            found, length = _period_at(word, following, said, today)
            if found is not None:
                return found, said[:place] + said[place + length :]
        before = word
    return None, said


def _period_at(word: str, following: str, said: list[str], today: date) -> tuple[Period | None, int]:
    """The period that begins with this word, and how many words name it."""
    day = DAYS.get(word)
    if day is not None:
        at = _shifted(today, day)
        return Period(at, at), 1
    step, unit = STEPS.get(word), UNITS.get(following)
    if step is not None and unit is not None:
        return _whole(today, unit, step), 2
    month = MONTHS.get(word)
    if month is None:
        return None, 0
    if len(following) == 4 and following.isdecimal() and int(following):
        return _month(int(following), month), 2
    return _month(_year_of(month, today, past=not _PAST_WORDS.isdisjoint(said)), month), 1


def _whole(today: date, unit: str, step: int) -> Period:
    """The week (from Monday), month or year so many away from the present one."""
    if unit == "week":
        monday = _shifted(today, 7 * step - today.weekday())
        return Period(monday, _shifted(monday, 6))
    if unit == "year":
        year = min(max(today.year + step, 1), 9999)
        return Period(date(year, 1, 1), date(year, 12, 31))
    years, month = divmod(today.month - 1 + step, 12)
    return _month(today.year + years, month + 1)


def _month(year: int, month: int) -> Period:
    year = min(max(year, 1), 9999)
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _year_of(month: int, today: date, *, past: bool) -> int:
    """The year of a month that was named alone: the last such for what was, else the next."""
    if past:
        return today.year if month <= today.month else today.year - 1
    return today.year if month >= today.month else today.year + 1


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day
