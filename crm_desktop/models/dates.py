"""Calendar dates as people and spreadsheets write them.

A date is kept as text: 'YYYY-MM-DD' (ISO 8601), or '--MM-DD' where the year is unknown (vCard 4, RFC 6350 4.3.1).
Whether 03/04 is March or April is decided by the whole column (``DateReader.for_column``), never by one cell.

29 February in common years is kept on 28 February: the greeting must not come a day late, and 28 February is what
libraries of recurrence-by-year clamp to. ``day_in_year`` is the only place that knows it.
"""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Literal

from crm_desktop.models.date_words import month_number

if TYPE_CHECKING:
    from collections.abc import Iterable

DayMonthOrder = Literal["dmy", "mdy"]
Problem = Literal["", "unreadable", "impossible", "no_day"]

# Serial numbers of spreadsheets that are surely dates: 1927-05-18 to 2119-01-10. Four digits are a year, a day and a
# month without their dot (3001), or a count far more often than somebody born before 1927.
_FIRST_SERIAL, _LAST_SERIAL = 10000.0, 80000.0
_OLDEST_YEAR = 1800
_OMITTED_YEAR = 1604  # what iPhones write for 'no year'
_TIME = re.compile(
    r"[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-./ ])\s?(\d{1,2})[-./ ]\s?(\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?([-./ ])\s?(\d{1,2})(?:\s?[-./ ]\s?(\d{4}|\d{2}))?\.?")
_YEAR_AND_MONTH = re.compile(r"(?:1[89]|20)\d\d[-./]\d{1,2}|\d{1,2}[-./](?:1[89]|20)\d\d")
_SERIAL = re.compile(r"\d{4,5}(?:[.,]\d+)?")
_EMPTY = re.compile(r"[\s0./:-]*|n/?a|null|none|nan|нет|nėra|не указан[оа]?", re.IGNORECASE)
# Words for year and day beside the figures, and English ordinals.
_NOISE = re.compile(
    r"\b(?:г|года?|год|m|d|metų|metai|diena|dienos)\b\.?|(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a cell says: ``day`` as text ('' when empty or unreadable), ``at`` when a time of day stands with it.

    ``at`` is without zone unless the cell names one. ``problem`` is '' for a date or an empty cell.
    """

    day: str = ""
    at: datetime | None = None
    problem: Problem = ""


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the cells of one column. ``today`` bounds birthdays, so that '75' is 1975 and '05' is 2005."""

    order: DayMonthOrder = "dmy"
    date_1904: bool = False
    today: date | None = None

    @classmethod
    def for_column(
        cls,
        values: Iterable[object],
        *,
        default: DayMonthOrder = "dmy",
        date_1904: bool = False,
        today: date | None = None,
    ) -> DateReader:
        """A reader whose order of day and month fits most cells; ``default`` where none tells."""
        votes = {"dmy": 0, "mdy": 0}
        for value in values:
            if isinstance(value, str) and (match := _NUMBERS.match(value.strip())) and match.group(2) != ".":
                first, second = int(match.group(1)), int(match.group(3))
                votes["dmy"] += 12 < first <= 31 and second <= 12
                votes["mdy"] += 12 < second <= 31 and first <= 12
        if votes["dmy"] == votes["mdy"]:
            return cls(default, date_1904, today)
        return cls("dmy" if votes["dmy"] > votes["mdy"] else "mdy", date_1904, today)

    def read(self, value: object) -> ReadDate:
        """The date of one cell: text, number (serial of a spreadsheet), date or datetime."""
        if value is None or isinstance(value, bool):
            return ReadDate()
        if isinstance(value, datetime):
            midnight = value.time() == time() and value.tzinfo is None
            return ReadDate(_iso(value.year, value.month, value.day), None if midnight else value)
        if isinstance(value, date):
            return ReadDate(_iso(value.year, value.month, value.day))
        if isinstance(value, int | float):
            return self._serial(float(value))
        return self._text(value) if isinstance(value, str) else ReadDate(problem="unreadable")

    def _serial(self, number: float) -> ReadDate:
        if number == 0:
            return ReadDate()
        if _OLDEST_YEAR <= number < 2200 and number == int(number):
            return ReadDate(problem="no_day")
        if number >= 10_000_000 and math.isfinite(number) and number == int(number):
            return self._text(str(int(number)))  # 20080901 as a number
        if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return ReadDate(problem="unreadable")
        # 1900 and 1904 are the two date systems of spreadsheets (ECMA-376 18.17.4.1).
        epoch = datetime(1904, 1, 1) if self.date_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - calendar, no zone
        at = epoch + timedelta(seconds=round(number * 86400))
        return ReadDate(at.date().isoformat(), at if at.time() != time() else None)

    def _text(self, text: str) -> ReadDate:
        text = " ".join(text.replace("\u00a0", " ").strip("'\"` \t\r\n").split())
        if _EMPTY.fullmatch(text):
            return ReadDate()
        clock = _TIME.search(text)
        found = self._day(text[: clock.start()] if clock else text)
        if not clock or not found.day or found.day.startswith("-"):
            return found
        at = _clock(date.fromisoformat(found.day), clock)
        if at is None:
            return ReadDate(problem="impossible")
        return ReadDate(found.day, at if at.time() != time() or at.tzinfo else None)

    def _day(self, text: str) -> ReadDate:
        if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            parts = [int(part) for part in match.groups() if part.isdigit()]
            return _checked(*parts)
        if match := _NO_YEAR.fullmatch(text):
            return _checked(None, int(match.group(1)), int(match.group(2)))
        if match := _NUMBERS.fullmatch(text):
            return self._numbers(match)
        if _YEAR_AND_MONTH.fullmatch(text):
            return ReadDate(problem="no_day")
        if _SERIAL.fullmatch(text):
            return self._serial(float(text.replace(",", ".")))
        return self._words(text)

    def _numbers(self, match: re.Match[str]) -> ReadDate:
        first, separator, second, year = match.groups()
        day, month = int(first), int(second)
        if day > 31 and year and len(year) == 2:  # '75.12.31': Lithuanians begin with the year
            return _checked(self._year(first), month, int(year))
        # Points mean day.month everywhere; else the column decides, but a cell possible one way only is read that way.
        if (separator != "." and self.order == "mdy" and day <= 12) or month > 12 >= day:
            day, month = month, day
        return _checked(self._year(year) if year else None, month, day)

    def _year(self, text: str) -> int:
        """Two digits: the last such year that is not in the future, or 1930-2029 (the rule of spreadsheets)."""
        year = int(text)
        if len(text) == 4:
            return year
        if self.today is None:
            return year + (2000 if year < 30 else 1900)
        century = self.today.year // 100 * 100
        return century + year if century + year <= self.today.year else century - 100 + year

    def _words(self, text: str) -> ReadDate:
        """A date with the month in letters: '5 января 1980 г.', 'Dec-27 2020', '1975 m. gruodžio 12 d.'."""
        plain = _NOISE.sub(" ", text).strip()
        if plain != text:  # "12.03.1975 г.", "1980.05.06 d."
            return self._day(plain)
        words = _WORDS.findall(plain)
        months = [month for word in words if (month := month_number(word))]
        numbers = [word for word in words if word.isdigit()]
        others = [word for word in words if not word.isdigit() and not month_number(word)]
        if len(months) != 1 or not 1 <= len(numbers) <= 2 or len(others) > 1:
            return ReadDate(problem="unreadable")
        if len(numbers) == 1:
            return (
                _checked(None, months[0], int(numbers[0]))
                if len(numbers[0]) <= 2
                else ReadDate(problem="no_day")
            )
        year, day = (
            sorted(numbers, key=len, reverse=True) if len(numbers[0]) != len(numbers[1]) else numbers[::-1]
        )
        if len(year) not in {2, 4}:
            return ReadDate(problem="unreadable")
        return _checked(self._year(year), months[0], int(day))


def _clock(day: date, match: re.Match[str]) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    half = (match.group(5) or "").replace(".", "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    micro = int((match.group(4) or "0").ljust(6, "0"))
    return datetime(
        day.year, day.month, day.day, hour, minute, second, micro, tzinfo=_zone(match.group(6) or "")
    )


def _zone(text: str) -> timezone | None:
    if not text:
        return None
    if text.upper() == "Z":
        return timezone.utc  # noqa: UP017 - one type for both branches
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=min(hours, 23), minutes=min(minutes, 59))
    return timezone(-offset if text[0] == "-" else offset)


def _checked(year: int | None, month: int, day: int) -> ReadDate:
    if year == _OMITTED_YEAR:
        year = None
    if year is not None and year < _OLDEST_YEAR:
        return ReadDate(problem="impossible")
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return ReadDate(problem="impossible")
    return ReadDate(_iso(year, month, day))


def _iso(year: int | None, month: int, day: int) -> str:
    return f"--{month:02}-{day:02}" if year is None else f"{year:04}-{month:02}-{day:02}"


def from_parts(year: object, month: object, day: object) -> ReadDate:
    """A date given in three cells (Thunderbird); the year may be missing."""
    texts = [str(part if part is not None else "").strip().removesuffix(".0") for part in (year, month, day)]
    if not any(texts):
        return ReadDate()
    number = int(texts[1]) if texts[1].isdecimal() else month_number(texts[1])
    if not number or not texts[2].isdecimal() or (texts[0] and not texts[0].isdecimal()):
        return ReadDate(problem="no_day" if texts[0].isdecimal() and not texts[2] else "unreadable")
    return _checked(int(texts[0]) or None if texts[0] else None, number, int(texts[2]))


def is_plausible_birthday(day: str, today: date) -> bool:
    """Whether a person alive may be born then: not in the future, not more than 120 years ago."""
    if day.startswith("--"):
        return True
    return day <= today.isoformat() and int(day[:4]) >= today.year - 120


def day_in_year(day: str, year: int) -> date:
    """When a yearly date ('1980-02-29' or '--02-29') is kept in ``year``: 29 February falls on the 28th if need be."""
    month, number = int(day[-5:-3]), int(day[-2:])
    return date(year, month, min(number, calendar.monthrange(year, month)[1]))


def age_on(day: str, on: date) -> int | None:
    """Full years between a birthday and ``on``; nothing where the year is unknown or the birthday lies ahead."""
    if day.startswith("--"):
        return None
    age = on.year - int(day[:4]) - (on < day_in_year(day, on.year))
    return age if age >= 0 else None
