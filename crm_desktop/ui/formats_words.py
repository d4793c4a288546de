"""Month and day names and the patterns of relative days in the three languages, as CLDR gives them.

A list paints dates before anything else is needed, and loading them from Babel costs a start 60 ms: hence this small
copy of what the list needs. A test compares every entry with Babel.
Plural categories are those of CLDR: one, few, many, other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Attributes:
        locale: CLDR's name of the locale that Babel is asked for. English is the European one: day first, 24 hours.
        months: abbreviated names in the form that stands beside a day, January first.
        days: abbreviated names, Monday first.
        full_months, full_days: the same written out.
        near: yesterday, today, tomorrow.
        ago: per unit (day, week, month, year) the patterns by plural category.
        ahead: the same for the time to come.
        plural: the plural category of a whole number.
    """

    locale: str
    months: tuple[str, ...]
    days: tuple[str, ...]
    full_months: tuple[str, ...]
    full_days: tuple[str, ...]
    near: tuple[str, str, str]
    ago: Mapping[str, Mapping[str, str]]
    ahead: Mapping[str, Mapping[str, str]]
    plural: Callable[[int], str]


def _plural_en(n: int) -> str:
    return "one" if n == 1 else "other"


def _plural_ru(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14:
        return "few"
    return "many"


def _plural_lt(n: int) -> str:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return "other"
    return "one" if n % 10 == 1 else "few"


def _forms(**patterns: str) -> Mapping[str, str]:
    return patterns


_EN = Words(
    locale="en_GB",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    full_months=tuple(
        "January February March April May June July August September October November December".split()
    ),
    full_days=tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
    near=("yesterday", "today", "tomorrow"),
    ago={
        "day": _forms(one="{0} day ago", other="{0} days ago"),
        "week": _forms(one="{0} week ago", other="{0} weeks ago"),
        "month": _forms(one="{0} month ago", other="{0} months ago"),
        "year": _forms(one="{0} year ago", other="{0} years ago"),
    },
    ahead={
        "day": _forms(one="in {0} day", other="in {0} days"),
        "week": _forms(one="in {0} week", other="in {0} weeks"),
        "month": _forms(one="in {0} month", other="in {0} months"),
        "year": _forms(one="in {0} year", other="in {0} years"),
    },
    plural=_plural_en,
)

_RU = Words(
    locale="ru",
    months=(
        "янв.",
        "февр.",
        "мар.",
        "апр.",
        "мая",
        "июн.",
        "июл.",
        "авг.",
        "сент.",
        "окт.",
        "нояб.",
        "дек.",
    ),
    days=("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    full_months=tuple(
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
    ),
    full_days=tuple("понедельник вторник среда четверг пятница суббота воскресенье".split()),
    near=("вчера", "сегодня", "завтра"),
    ago={
        "day": _forms(one="{0} день назад", few="{0} дня назад", many="{0} дней назад"),
        "week": _forms(one="{0} неделю назад", few="{0} недели назад", many="{0} недель назад"),
        "month": _forms(one="{0} месяц назад", few="{0} месяца назад", many="{0} месяцев назад"),
        "year": _forms(one="{0} год назад", few="{0} года назад", many="{0} лет назад"),
    },
    ahead={
        "day": _forms(one="через {0} день", few="через {0} дня", many="через {0} дней"),
        "week": _forms(one="через {0} неделю", few="через {0} недели", many="через {0} недель"),
        "month": _forms(one="через {0} месяц", few="через {0} месяца", many="через {0} месяцев"),
        "year": _forms(one="через {0} год", few="через {0} года", many="через {0} лет"),
    },
    plural=_plural_ru,
)

_LT = Words(
    locale="lt",
    months=(
        "saus.",
        "vas.",
        "kov.",
        "bal.",
        "geg.",
        "birž.",
        "liep.",
        "rugp.",
        "rugs.",
        "spal.",
        "lapkr.",
        "gruod.",
    ),
    days=("pr", "an", "tr", "kt", "pn", "št", "sk"),
    full_months=tuple(
        "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio".split()
    ),
    full_days=tuple(
        "pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis".split()
    ),
    near=("vakar", "šiandien", "rytoj"),
    ago={
        "day": _forms(one="prieš {0} dieną", few="prieš {0} dienas", other="prieš {0} dienų"),
        "week": _forms(one="prieš {0} savaitę", few="prieš {0} savaites", other="prieš {0} savaičių"),
        "month": _forms(one="prieš {0} mėnesį", few="prieš {0} mėnesius", other="prieš {0} mėnesių"),
        "year": _forms(one="prieš {0} metus", few="prieš {0} metus", other="prieš {0} metų"),
    },
    ahead={
        "day": _forms(one="po {0} dienos", few="po {0} dienų", other="po {0} dienų"),
        "week": _forms(one="po {0} savaitės", few="po {0} savaičių", other="po {0} savaičių"),
        "month": _forms(one="po {0} mėnesio", few="po {0} mėnesių", other="po {0} mėnesių"),
        "year": _forms(one="po {0} metų", few="po {0} metų", other="po {0} metų"),
    },
    plural=_plural_lt,
)

WORDS: Mapping[str, Words] = {"en": _EN, "ru": _RU, "lt": _LT}
"""The words by the code of the language."""
