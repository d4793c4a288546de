"""What the words of an event tell: which kind of contact it is, and whose birthday or anniversary.

English, Russian and Lithuanian; texts are compared folded (``crm_desktop.folding``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind

if TYPE_CHECKING:
    from datetime import date

_KINDS: tuple[tuple[ActivityKind, str], ...] = (
    (
        ActivityKind.CALL,
        "call|phone|ring|zoom|teams|звон|созвон|перезвон|позвон|обзвон|телефон|skamb|paskamb|perskamb",
    ),
    (ActivityKind.MEETING, "meet|appointment|встреч|совещан|переговор|прием|susitik|posed|deryb|pasitar"),
    (ActivityKind.VISIT, "visit|визит|заехат|выезд|посещ|apsilank|vizit|apsil|aplank"),
    (ActivityKind.EMAIL, "e-?mail|mail to|e-?pasta|el pasta|электронн|емейл|имейл|мейл|laisk"),
    (ActivityKind.LETTER, "letter|письм"),
    (ActivityKind.SMS, "sms|смс"),
    (ActivityKind.CHAT, "chat|whatsapp|telegram|viber|чат|вайбер|ватсап|телеграм"),
    (ActivityKind.TASK, "task|todo|to do|deadline|задач|сделат|купит|отправ|uzduot|nupirk|issiusti"),
    (ActivityKind.NOTE, "note|замет|pastab"),
)
_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?:{fold(words)})")) for kind, words in _KINDS)

_YEAR = r"\s*(?:\(?\s*(?P<year>(?:19|20)\d\d)\s*\)?)?\s*[!.]*$"
_BIRTHDAY = (
    re.compile(r"^(?P<name>.+?)(?:['’]s|['’])\s+(?:\d+(?:st|nd|rd|th)\s+)?birthday" + _YEAR, re.I),
    re.compile(r"^(?:birthday(?:\s+of|\s*[:\-–—])|b-?day\s*[:\-–—])\s*(?P<name>.+?)" + _YEAR, re.I),
    re.compile(r"^(?:день\s+рождения|др|д\.?\s?р\.?)\s*(?:у\s|[:\-–—,]|\s)\s*(?P<name>.+?)" + _YEAR, re.I),
    re.compile(r"^(?P<name>.+?)\s*(?:[:\-–—,]\s*|\()(?:день\s+рождения|др)\)?" + _YEAR, re.I),
    re.compile(r"^(?:gimtadienis|gimimo\s+diena)\s*[:\-–—,]\s*(?P<name>.+?)" + _YEAR, re.I),
    re.compile(r"^(?P<name>.+?)(?:\s*[:\-–—,]\s*|\s+)(?:gimtadienis|gimimo\s+diena)" + _YEAR, re.I),
)
_ANNIVERSARY = (
    re.compile(r"^(?P<name>.+?)(?:['’]s|['’])\s+(?:\d+(?:st|nd|rd|th)\s+)?anniversary" + _YEAR, re.I),
    re.compile(r"^(?:anniversary(?:\s+of|\s*:)|годовщина\s*:|metin[eė]s\s*:)\s*(?P<name>.+?)" + _YEAR, re.I),
)
_AROUND_NAME = re.compile(r"^[^\w(«\"]+|[^\w)»\".]+$")
_OLDEST_YEAR, _LEAST_AGE = 1905, 14


@dataclass(frozen=True, slots=True)
class YearlyDay:
    """Whose birthday (``label`` is empty) or anniversary a feed tells; ``day`` is ``--MM-DD`` without a year."""

    name: str
    day: str
    label: str = ""


def kind_of_words(*texts: str) -> ActivityKind | None:
    """The kind that the first telling word names; None where no text names one."""
    for text in texts:
        folded = fold(text)
        found = [(match.start(), kind) for kind, pattern in _PATTERNS if (match := pattern.search(folded))]
        if found:
            return min(found)[1]
    return None


def yearly_day(title: str, on: date, *, yearly: bool, today: date) -> YearlyDay | None:
    """Whose day an all-day event is, by its title; None for any other event.

    The year is the one written beside the name, or that of a yearly event that began long ago: programs without a
    year of birth write the present one, or 1604.
    """
    for label, patterns in (("", _BIRTHDAY), ("anniversary", _ANNIVERSARY)):
        for pattern in patterns:
            if (match := pattern.match(title.strip())) and (name := _AROUND_NAME.sub("", match["name"])):
                return YearlyDay(name, _dated(on, match["year"], yearly=yearly, today=today), label)
    return None


def _dated(on: date, written: str | None, *, yearly: bool, today: date) -> str:
    if written:
        return f"{written}-{on:%m-%d}" if _exists(int(written), on) else f"--{on:%m-%d}"
    born = yearly and _OLDEST_YEAR <= on.year <= today.year - _LEAST_AGE
    return on.isoformat() if born else f"--{on:%m-%d}"


def _exists(year: int, on: date) -> bool:
    try:
        on.replace(year=year)
    except ValueError:
        return False
    return True
