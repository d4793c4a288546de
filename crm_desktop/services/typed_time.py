"""When something was or will be, as people type it: "15:30", "yesterday", "24.11 10:00", "через неделю", "rytoj 9:00".

English, Russian and Lithuanian are understood at once, whichever the window speaks: people mix them. All times are
those of the user's clock; a text that is not understood gives nothing, never a guess.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm_desktop.clock import utc_text
from crm_desktop.folding import fold
from crm_desktop.models.dates import DateReader

_DAYS_AWAY = {
    0: "today tod сегодня сег šiandien",
    1: "tomorrow tom завтра rytoj",
    2: "послезавтра poryt",
    -1: "yesterday вчера vakar",
    -2: "позавчера užvakar",
}
_WEEKDAYS = (
    "monday mon понедельник пон пн pirmadienis pirmadienį pirm pr",
    "tuesday tues tue вторник втор вт antradienis antradienį antr an",
    "wednesday weds wed среда среду ср trečiadienis trečiadienį treč tr",
    "thursday thurs thur thu четверг четв чт ketvirtadienis ketvirtadienį ketv kt",
    "friday fri пятница пятницу пятн пт penktadienis penktadienį penkt pn",
    "saturday sat суббота субботу субб сб šeštadienis šeštadienį šešt št",
    "sunday sun воскресенье воскр вс sekmadienis sekmadienį sekm sk",
)
_UNITS = {
    "minute": "min mins minute minutes мин минута минуту минуты минут minutė minutės minučių minutes",
    "hour": "h hour hours ч час часа часов val valanda valandos valandų valandą valandas",
    "day": "d day days день дня дней diena dienos dienų dieną dienas",
    "week": "w week weeks неделя неделю недели недель savaitė savaitės savaičių savaitę savaites",
    "month": "month months месяц месяца месяцев mėnuo mėnesio mėnesių mėnesį mėnesius",
    "year": "year years год года лет metai metų metus",
}
_NOW = "now сейчас dabar"
_AHEAD = "in through через спустя po už"
_BACK = "ago назад prieš"
_NOISE = "at on в во a an the val ч"


def _table(texts: dict[int, str] | dict[str, str]) -> dict[str, int | str]:
    return {fold(word): meaning for meaning, text in texts.items() for word in text.split()}


_DAY_WORDS = _table(_DAYS_AWAY)
_WEEKDAY_WORDS = _table(dict(enumerate(_WEEKDAYS)))
_UNIT_WORDS = _table(_UNITS)
_NOW_WORDS, _AHEAD_WORDS, _BACK_WORDS, _NOISE_WORDS = (
    frozenset(map(fold, text.split())) for text in (_NOW, _AHEAD, _BACK, _NOISE)
)

_CLOCK = re.compile(r"(?:^|\s)(\d{1,2})(?::(\d{2})\s*(am|pm)?|\s*(am|pm)|\s*(?:val|ч|h)\.?)(?=\s|$)")
_AT_HOUR = re.compile(r"(?:^|\s)(?:в|at)\s+(\d{1,2})()$")
_POINTED_CLOCK = re.compile(r"(?:^|\s)(\d{1,2})\.(\d{2})$")
_NOON = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59


@dataclass(frozen=True, slots=True)
class When:
    """A day of the user's calendar and, where one was named, the time of day."""

    day: date
    time: time | None = None

    @property
    def stored(self) -> str:
        """As drafts keep it: a UTC instant, or the day alone where no time was named."""
        if self.time is None:
            return self.day.isoformat()
        return utc_text(datetime.combine(self.day, self.time).astimezone())


def read_when(text: str, now: datetime, *, ahead: bool) -> When | None:
    """What the text means at ``now`` (aware); None where it is empty or not understood.

    ``ahead`` says which side an open word falls to: a weekday, a date without its year or a time already past are the
    next ones for a plan, the last ones for a report.
    """
    here = now.astimezone()
    words = " ".join(text.lower().replace(",", " ").split())
    if not words:
        return None
    if fold(words) in _NOW_WORDS:
        return When(here.date(), here.time().replace(second=0, microsecond=0))
    relative = _relative(words, here)
    if relative is not None:
        return relative
    words, at = _without_clock(words)
    if at is None and (found := _POINTED_CLOCK.search(words)) and _day(words, here, ahead=ahead) is None:
        at = _time_of(int(found[1]), int(found[2]), "")
        words = words[: found.start()].strip() if at is not None else words
    left, words = words, " ".join(word for word in words.split() if fold(word) not in _NOISE_WORDS)
    if not words and at is not None:
        # Beside a time "an" is no article but Tuesday (antradienis).
        words = next((word for word in left.split() if fold(word) in _WEEKDAY_WORDS), "")
        if not words:
            return _today_at(at, here, ahead=ahead)
    if not words:
        return None
    day = _day(words, here, ahead=ahead)
    return None if day is None else When(day, at)


def _without_clock(words: str) -> tuple[str, time | None]:
    found = _CLOCK.search(words) or _AT_HOUR.search(words)
    if found is None:
        return words, None
    half = "".join(part or "" for part in found.groups()[2:])
    at = _time_of(int(found[1]), int(found[2] or 0), half)
    if at is None:
        return words, None
    return f"{words[: found.start()]} {words[found.end() :]}".strip(), at


def _time_of(hour: int, minute: int, half: str) -> time | None:
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, minute) if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def _today_at(at: time, here: datetime, *, ahead: bool) -> When:
    """A bare time: of today; for a plan of tomorrow where today's has passed."""
    passed = ahead and at <= here.time()
    return When(here.date() + timedelta(days=1) if passed else here.date(), at)


def _relative(words: str, here: datetime) -> When | None:
    """A distance from now: "in 3 days", "неделю назад", "po 2 valandų", "+3"."""
    if re.fullmatch(r"[+-]\d{1,4}", words):
        return When(here.date() + timedelta(days=int(words)))
    parts = [fold(word).strip(".") for word in words.split()]
    back = any(part in _BACK_WORDS for part in parts)
    if not back and not any(part in _AHEAD_WORDS for part in parts):
        return None
    left = [
        part for part in parts if part not in _BACK_WORDS | _AHEAD_WORDS | (_NOISE_WORDS - set(_UNIT_WORDS))
    ]
    count = int(left.pop(0)) if left and left[0].isdecimal() and len(left[0]) <= 4 else 1
    if len(left) != 1 or left[0] not in _UNIT_WORDS:
        return None
    return _moved(here, str(_UNIT_WORDS[left[0]]), -count if back else count)


def _moved(here: datetime, unit: str, count: int) -> When:
    if unit in ("minute", "hour"):
        there = here + timedelta(minutes=count * (60 if unit == "hour" else 1))
        return When(there.date(), there.time().replace(second=0, microsecond=0))
    if unit in ("day", "week"):
        return When(here.date() + timedelta(days=count * (7 if unit == "week" else 1)))
    months = here.year * 12 + here.month - 1 + count * (12 if unit == "year" else 1)
    year, month = min(max(months // 12, 1), 9999), months % 12 + 1
    return When(date(year, month, min(here.day, calendar.monthrange(year, month)[1])))


def _day(words: str, here: datetime, *, ahead: bool) -> date | None:
    folded = fold(words)
    today = here.date()
    if folded in _DAY_WORDS:
        return today + timedelta(days=int(_DAY_WORDS[folded]))
    if folded.strip(".") in _WEEKDAY_WORDS:
        distance = (int(_WEEKDAY_WORDS[folded.strip(".")]) - today.weekday()) % 7
        # A weekday by its name is never today: that has a word of its own.
        return today + timedelta(days=(distance or 7) if ahead else distance - 7)
    read = DateReader().read(words)
    if read.problem or not read.day or read.at is not None:
        return None
    if not read.day.startswith("--"):
        return date.fromisoformat(read.day)
    return _nearest(int(read.day[2:4]), int(read.day[5:7]), today, ahead=ahead)


def _nearest(month: int, number: int, today: date, *, ahead: bool) -> date:
    """The next such day from today on, or the last one until today; 29 February waits for its leap year."""
    step = 1 if ahead else -1
    year = today.year
    while True:
        if number <= calendar.monthrange(year, month)[1]:
            found = date(year, month, number)
            if found == today or (found > today) == ahead:
                return found
        year += step
