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

    A span of the clock has a colon on one side at least, or words: "11-12" alone is a date.
    """
    words = " ".join(text.lower().split())
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


def _minute(hour: str, minute: str | None) -> int | None:
    found = int(hour) * 60 + int(minute or 0)
    return found if found <= _DAY and int(minute or 0) < 60 else None
