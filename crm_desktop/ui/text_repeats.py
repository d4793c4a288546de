"""How a contact repeats, in words: "every 2 weeks on Mondays, Thursdays, until 24 Dec". Free of Qt.

What a language bends by gender stands here in full, as one would say it; everything else goes through the catalogues.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.repeating import LAST, WORK_DAYS, Repeat, Unit, read_repeat
from crm_desktop.ui import formats
from crm_desktop.ui.text import language, ntr, tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_ON_DAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
    "ru": ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям"),
    "lt": (
        "pirmadieniais",
        "antradieniais",
        "trečiadieniais",
        "ketvirtadieniais",
        "penktadieniais",
        "šeštadieniais",
        "sekmadieniais",
    ),
}
"""As they stand in "every week on …"."""

_THE_DAY: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ru": ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"),
    "lt": (
        "pirmadienį",
        "antradienį",
        "trečiadienį",
        "ketvirtadienį",
        "penktadienį",
        "šeštadienį",
        "sekmadienį",
    ),
}
"""As they stand after "on the second"."""

_ORDINALS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"": ("on the first", "on the second", "on the third", "on the fourth", "on the last")},
    "ru": {
        "": ("в первый", "во второй", "в третий", "в четвёртый", "в последний"),
        "f": ("в первую", "во вторую", "в третью", "в четвёртую", "в последнюю"),
        "n": ("в первое", "во второе", "в третье", "в четвёртое", "в последнее"),
    },
    "lt": {"": ("pirmąjį", "antrąjį", "trečiąjį", "ketvirtąjį", "paskutinį")},
}
_GENDER = {"ru": {2: "f", 4: "f", 5: "f", 6: "n"}}


def rule_words(rule: str, start: date) -> str:
    """``Activity.rule`` of a contact that begins on ``start``; nothing for one that does not repeat."""
    if not rule:
        return ""
    repeat = read_repeat(rule, start)
    return tr("by a rule of its own") if repeat is None else repeat_words(repeat, start)


def repeat_words(repeat: Repeat, start: date) -> str:
    """A repetition, with its end where it has one."""
    return ", ".join(filter(None, (_often(repeat, start), _end(repeat))))


def weekdays(days: Iterable[int]) -> str:
    """Several weekdays as in "on …": ``Mondays, Thursdays``."""
    return ", ".join(_ON_DAYS[language()][day] for day in days)


def weekday_letters() -> tuple[str, ...]:
    """The days of the week as chips show them, Monday first."""
    from crm_desktop.ui.formats_words import WORDS

    return WORDS[language()].days


def nth_words(nth: tuple[int, int]) -> str:
    """Which weekday of the month: ``on the second Tuesday``."""
    day, number = nth
    code = language()
    place = 4 if number == LAST else number - 1
    ordinal = _ORDINALS[code][_GENDER.get(code, {}).get(day, "")][place]
    return f"{ordinal} {_THE_DAY[code][day]}"


def _often(repeat: Repeat, start: date) -> str:
    n = repeat.interval
    if repeat.unit is Unit.DAY:
        return tr("every day") if n == 1 else ntr("every {n} day", "every {n} days", n)
    if repeat.unit is Unit.WEEK:
        return _weekly(repeat, start)
    if repeat.unit is Unit.YEAR:
        on = formats.birthday(f"--{start:%m-%d}")
        if n == 1:
            return tr("every year on {day}", day=on)
        return ntr("every {n} year on {day}", "every {n} years on {day}", n, day=on)
    often = tr("every month") if n == 1 else ntr("every {n} month", "every {n} months", n)
    return f"{often} {_month_place(repeat, start)}"


def _weekly(repeat: Repeat, start: date) -> str:
    n, days = repeat.interval, repeat.weekdays or (start.weekday(),)
    if n == 1 and tuple(days) == WORK_DAYS:
        return tr("every working day")
    if n == 1:
        return tr("every week on {days}", days=weekdays(days))
    return ntr("every {n} week on {days}", "every {n} weeks on {days}", n, days=weekdays(days))


def _month_place(repeat: Repeat, start: date) -> str:
    if repeat.nth is not None:
        return nth_words(repeat.nth)
    if repeat.month_day == LAST:
        return tr("on the last day")
    return tr("on day {day}", day=repeat.month_day or start.day)


def _end(repeat: Repeat) -> str:
    if repeat.until is not None:
        return tr("until {day}", day=formats.day(repeat.until.isoformat()))
    if repeat.count is not None:
        return ntr("{n} time in all", "{n} times in all", repeat.count)
    return ""
