"""A time with its end, a time of the day, a length, as people type them: "пт 15:30-16:15", "from 11 to 12", "1:30"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from crm_desktop.services.typed_time import When, read_when

if TYPE_CHECKING:
    from datetime import datetime
    from re import Match

_DAY = 24 * 60
_LONGEST = 366 * _DAY
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"(?<![\d.:-]){_CLOCK}\s*[-–—]\s*{_CLOCK}(?![\d.:-])")
_BARE = re.compile(rf"(?:(?:^|(?<=\s))(?:at|from|в|с|nuo)\s+)?{_SPAN.pattern}")
_WORDED = re.compile(rf"(?:^|\s)(?:from|с|nuo)\s+{_CLOCK}\s+(?:to|till|до|по|iki)\s+{_CLOCK}(?=\s|$)")
_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hours?|ч|час\w*|val|valand\w*)\.?")
_MINUTES = re.compile(r"(\d{1,6})\s*(?:m|min\w*|мин\w*)?\.?")
_POINTED = re.compile(r"(\d{1,4}):([0-5]\d)")
_DAYS = re.compile(r"(\d{1,3})\s*(?:d|days?|д|дн\w*|день|dien\w*)\.?")


@dataclass(frozen=True, slots=True)
class Span:
    """When it begins and, where an end was named, how many minutes it takes."""

    when: When
    minutes: int | None = None


def read_span(text: str, now: datetime, *, ahead: bool) -> Span | None:
    """What the text means, read as ``typed_time.read_when`` reads it; an end before its beginning is on the next day.

    A span of the clock has a colon on one side at least, or words, or a day beside it: "11-12" alone is a date, and
    "mon 11-12" an hour of Monday.
    """
    words = " ".join(text.lower().split())
    if (beside := _beside_a_day(words, now, ahead=ahead)) is not None:
        return beside
    found = _WORDED.search(words) or _colon_span(words)
    if found is not None:
        first, last = _minute(found[1], found[2]), _minute(found[3], found[4])
        begin = f"{words[: found.start()]} {found[1]}:{found[2] or '00'} {words[found.end() :]}"
        when = read_when(begin, now, ahead=ahead)
        if when is not None and when.time is not None and None not in (first, last):
            assert first is not None
            assert last is not None
            return Span(when, (last - first) % _DAY or None)
    when = read_when(text, now, ahead=ahead)
    return None if when is None else Span(when)


def read_hours(text: str) -> tuple[time, int] | None:
    """Hours from and to with nothing else, "9-10", "9.30–11", "в 14-15": when they begin, and how many minutes.

    None for what is none, and for what does not end on the same day after it began: "24-11" is a date at most.
    """
    match = _BARE.fullmatch(" ".join(text.lower().split()))
    return _hours(match) if match else None


def read_length(text: str) -> int | None:
    """Minutes: "45", "45 min", "1:30", "2 h", "1,5 ч", "2 d"; None for what is no length or beyond a year."""
    words = " ".join(text.lower().split())
    found = _length(words)
    return found if found is not None and 0 < found <= _LONGEST else None


def read_clock(text: str) -> time | None:
    """A time of the day: "9", "9:30", "15.45"; None for what is none."""
    match = re.fullmatch(_CLOCK, text.strip())
    minute = _minute(match[1], match[2]) if match else None
    return None if minute is None or minute == _DAY else time(minute // 60, minute % 60)


def _length(words: str) -> int | None:
    if match := _POINTED.fullmatch(words):
        return int(match[1]) * 60 + int(match[2])
    if match := _MINUTES.fullmatch(words):
        return int(match[1])
    if match := _HOURS.fullmatch(words):
        return round(float(match[1].replace(",", ".")) * 60)
    if match := _DAYS.fullmatch(words):
        return int(match[1]) * _DAY
    return None


def _colon_span(words: str) -> Match[str] | None:
    for found in _SPAN.finditer(words):
        if ":" in found[0]:
            return found
    return None


def _hours(match: Match[str]) -> tuple[time, int] | None:
    first, last = _minute(match[1], match[2]), _minute(match[3], match[4])
    if first is None or last is None or first >= last:
        return None
    return time(first // 60, first % 60), last - first


def _beside_a_day(words: str, now: datetime, *, ahead: bool) -> Span | None:
    """Bare hours where all the rest of the words is a day."""
    for match in _BARE.finditer(words):
        hours = _hours(match)
        rest = f"{words[: match.start()]} {words[match.end() :]}".strip()
        when = read_when(rest, now, ahead=ahead) if hours and rest else None
        if hours and when is not None and when.time is None:
            return Span(When(when.day, hours[0]), hours[1])
    return None


def _minute(hour: str, minute: str | None) -> int | None:
    found = int(hour) * 60 + int(minute or 0)
    return found if found <= _DAY and int(minute or 0) < 60 else None
