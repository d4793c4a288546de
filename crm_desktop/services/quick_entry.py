"""A line typed into the calendar: "15:30 meeting Ivanov about vases", in English, Russian, Lithuanian or all at once.

A time, a day, a length and the kind are taken out wherever they stand; what is left names the client, as the search
finds clients, and says what it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind, Op
from crm_desktop.services import activities, clients
from crm_desktop.services.drafts import ActivityDraft, ClientDraft
from crm_desktop.services.finding.diary_people import people
from crm_desktop.services.finding.diary_words import KINDS, MONTHS, WITH, Words
from crm_desktop.services.typed_span import read_hours, read_length, read_span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from crm_desktop.storage.store import Store

_ABOUT = Words({True: "about regarding re про о об насчет насчёт apie dėl"})
"""What follows one of these is no name."""
_MOST_WORDS = 5
"""A time and day have no more."""
_MOST_NAMES = 4
_CLOCK = re.compile(r"(?:at |в |nuo |с )?[\d:.\-–\s]+(?:am|pm|h|ч|val)?\.?", re.IGNORECASE)
_HAS_UNIT = re.compile(r"[^\W\d_]|:")
_BETWEEN = frozenset(
    "at on an from to till h am pm в во на с до по ч час часа часов nuo iki val d m"
    " feb apr jun jul aug sep sept oct nov dec янв фев апр июн июл авг сен окт ноя дек".split()
)
"""What may stand in a time beside figures and whole names; "Jan" and "Mar" are people."""
_LAST_HOUR = 23
_FIRST_HOUR = 6
"""Bare hours begin no earlier: "tomorrow 2-3 vases" is no appointment of the night."""
CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line says. ``at`` is None where it names no time of day, ``minutes`` where no length.

    ``words`` are what is left: names, and what it is about.
    """

    day: date
    at: time | None
    minutes: int | None
    kind: ActivityKind | None
    words: tuple[str, ...]

    @property
    def stored(self) -> str:
        """The day, or the day with its time as drafts keep it (``typed_time.When``)."""
        from crm_desktop.services.typed_time import When

        return When(self.day, self.at).stored


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the words of a line name, the likeliest first, and what is left of them: what it is about.

    ``name`` is the part that was taken for a name; with no clients it says nobody is called so.
    """

    clients: tuple[bytes, ...]
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A client to choose; ``beside`` tells apart those of one name: the company, else a phone or the city."""

    id: bytes
    name: str
    beside: str


def read_line(text: str, now: datetime, day: date) -> Typed:
    """What the line says at ``now`` (aware). A time without a day is of ``day``, the one it was typed on."""
    words = text.split()
    found = Typed(day, None, None, None, ())
    words, found = _take_hours(words, found, now)
    words, minutes = _take_length(words)
    words, kind = _take_kind(words)
    return replace(
        found, minutes=minutes if minutes is not None else found.minutes, kind=kind, words=tuple(words)
    )


def named(store: Store, words: Sequence[str]) -> Named:
    """Find the clients that the words begin with, the more words the better; the rest is what it is about."""
    names = list(words)
    while names and WITH.get(fold(names[0])):
        names.pop(0)
    border = next((place for place, word in enumerate(names) if _ABOUT.get(fold(word))), len(names))
    about = " ".join(names[border + 1 :])
    names = names[:border]
    for count in range(min(len(names), _MOST_NAMES), 0, -1):
        _, found = people(store, names[:count], wait=False)
        if found:
            rest = " ".join([*names[count:], *([about] if about else [])])
            return Named(tuple(found[:CANDIDATES]), " ".join(names[:count]), _sentence(rest))
    return Named((), " ".join(names), _sentence(about))


def candidates(store: Store, client_ids: Sequence[bytes]) -> list[Candidate]:
    """Clients as one chooses among them, in the order given."""
    slots = ", ".join("?" * len(client_ids))
    found = {
        client_id: Candidate(client_id, name, company or phone or city or "")
        for client_id, name, company, phone, city in store.read(
            f"SELECT client_id, name, company, phone, city FROM client_list WHERE client_id IN ({slots})",
            client_ids,
        )
    }
    return [found[client_id] for client_id in client_ids if client_id in found]


def add_with_client(store: Store, draft: ActivityDraft, name: str) -> bytes:
    """Add a contact with a client who is new too, in one operation; the id of the contact.

    Raises:
        ClientEmpty, ValueRefused, RecordEmpty: as ``clients.add`` and ``activities.add``; then neither is there.
    """
    with store.change(Op.ADD_ACTIVITY):
        client_id = clients.add(store, ClientDraft(name=name))
        return activities.add(store, replace(draft, client_id=client_id))


def _take_hours(words: list[str], found: Typed, now: datetime) -> tuple[list[str], Typed]:
    """Bare hours beside a kind, "9-10 call Petrov", of the day that the rest names; else a time as it stands.

    Bare hours elsewhere ("2-3 vases", "room 9-10") are no time: they stay with the words.
    """
    for count in (4, 3, 2, 1):
        for start in range(len(words) - count + 1):
            hours = read_hours(" ".join(words[start : start + count]))
            if hours is None or hours[0].hour < _FIRST_HOUR:
                continue
            rest = words[:start] + words[start + count :]
            if any(_is_kind(word) for word in (*words[:start][-1:], *words[start + count :][:1])):
                left, of_day = _take_time(rest, found, now)
                if of_day.at is None:
                    return left, replace(of_day, at=hours[0], minutes=hours[1])
    return _take_time(words, found, now)


def _take_time(words: list[str], found: Typed, now: datetime) -> tuple[list[str], Typed]:
    """The longest run of words that is a time, a day, or both; a clock with a colon is surer than all others."""
    for sure in (True, False):
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            for start in range(len(words) - count + 1):
                run = words[start : start + count]
                if (sure and not any(":" in word for word in run)) or not _may_be_time(run, now):
                    continue
                span = read_span(" ".join(run), _basis(" ".join(run), now, found.day), ahead=True)
                if span is not None:
                    rest = words[:start] + words[start + count :]
                    at = span.when.time
                    if at is None and (hour := _hour(rest[start : start + 2])) is not None:
                        at = hour
                        del rest[start]
                    return rest, replace(found, day=span.when.day, at=at, minutes=span.minutes)
    return words, found


def _may_be_time(run: Sequence[str], now: datetime) -> bool:
    """Whether each word of a run can belong to a time: figures, names of days and months, what stands between them."""
    if _has_quantity(run):
        return False
    lengths = sum(read_length(word) is not None and not word.isdecimal() and ":" not in word for word in run)
    if lengths and len(run) > 1 and any(":" in word for word in run):
        return False  # "1h 10:00" is a length and a time
    return all(
        any(map(str.isdigit, word))
        or MONTHS.get(fold(word.strip(".,"))) is not None
        or fold(word.strip(".,")) in _BETWEEN
        or read_span(word, now, ahead=True) is not None
        for word in run
    )


def _has_quantity(run: Sequence[str]) -> bool:
    """Whether bare hours stand in it that are none: by themselves, at night, or beside a clock ("10:00 2-3 vases")."""
    for first in range(len(run)):
        for end in range(first + 1, len(run) + 1):
            hours = read_hours(" ".join(run[first:end]))
            if hours is not None and ":" not in "".join(run[first:end]):
                rest = [*run[:first], *run[end:]]
                return not rest or hours[0].hour < _FIRST_HOUR or ":" in "".join(rest) or _has_quantity(rest)
    return False


def _hour(following: Sequence[str]) -> time | None:
    """An hour that stands alone behind a day: "tomorrow 11"; not where a unit follows it."""
    if (
        not following
        or not following[0].isdecimal()
        or int(following[0]) > _LAST_HOUR
        or len(following[0]) > 2
    ):
        return None
    if len(following) > 1 and read_length(" ".join(following)) is not None:
        return None
    return time(int(following[0]))


def _basis(run: str, now: datetime, day: date) -> datetime:
    """From when a run of words counts: a mere time is of the day it was typed on, "tomorrow" is tomorrow from now."""
    if _CLOCK.fullmatch(run):
        return datetime.combine(day, time.min).astimezone()
    return now


def _take_length(words: list[str]) -> tuple[list[str], int | None]:
    for count in (2, 1):
        for start in range(len(words) - count + 1):
            run = " ".join(words[start : start + count])
            minutes = read_length(run) if any(map(str.isdigit, run)) and _HAS_UNIT.search(run) else None
            if minutes is not None:
                return words[:start] + words[start + count :], minutes
    return words, None


def _is_kind(word: str) -> bool:
    return bool(KINDS.get(fold(word.strip(".,:;"))))


def _take_kind(words: list[str]) -> tuple[list[str], ActivityKind | None]:
    for place, word in enumerate(words):
        kinds = KINDS.get(fold(word.strip(".,:;")))
        if kinds:
            return words[:place] + words[place + 1 :], kinds[0]
    return words, None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
