"""What speaks for two clients being one, and against: reasons that can be told, and a score.

The score adds up points, as clerks who merge registers do: names alone never suffice, nor does a phone alone. A phone
that many share is an office's and counts for little; different names on one phone are a family. Two who are known as
two by one outside program are two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.duplicates.likeness import (
    apart,
    cities,
    company_key,
    conflicting_ids,
    days_agree,
    rivals,
)
from crm_desktop.services.duplicates.names import NameLikeness, compare_names, middles_match

if TYPE_CHECKING:
    from crm_desktop.services.duplicates.subjects import Subject, Way

POSSIBLE, LIKELY, CERTAIN = 60, 75, 90
"""Scores from which a pair is shown at all, is likely, and may be merged without a look."""


class Why(StrEnum):
    """A reason that two clients may be one; the last three speak against it and are told beside the others."""

    EXTERNAL_ID = "external_id"
    PHONE = "phone"
    EMAIL = "email"
    LOYALTY_CARD = "loyalty_card"
    NAME_SAME = "name_same"
    NAME_ORDER = "name_order"
    NAME_SCRIPT = "name_script"
    NAME_TYPO = "name_typo"
    NAME_INITIALS = "name_initials"
    NAME_PART = "name_part"
    NAME_GIVEN = "name_given"
    NAMELESS = "name_nameless"
    BIRTHDAY = "birthday"
    EMPLOYER = "employer"
    CITY = "city"
    OTHER_BIRTHDAY = "other_birthday"
    OTHER_CITY = "other_city"
    OTHER_WAYS = "other_ways"

    @property
    def against(self) -> bool:
        """Whether it speaks against the two being one."""
        return self.value.startswith("other_")


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with what it is about: the phone, the day, the city; for names empty. ``points`` is its weight."""

    why: Why
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """The reasons, the weightiest first, and their sum (at most 100)."""

    reasons: tuple[Reason, ...]
    score: int


_NAMES = {
    NameLikeness.SAME: 50,
    NameLikeness.ORDER: 45,
    NameLikeness.SCRIPT: 45,
    NameLikeness.TYPO: 35,
    NameLikeness.INITIALS: 30,
    NameLikeness.PART: 20,
    NameLikeness.GIVEN: 10,
    NameLikeness.NAMELESS: 20,
}
_FULL_NAMES = (NameLikeness.SAME, NameLikeness.ORDER, NameLikeness.SCRIPT)
_MIDDLE = 8
_RARE = 10
"""Nobody else in the base is called so."""
_EXTERNAL_ID = 60
_LOYALTY_CARD = 42
_BY_CROWD = ((2, 42), (3, 34), (5, 22), (10, 12))
"""A phone or e-mail by how many have it: two, three, a family, a small office."""
_OF_A_CROWD = 5
_ONE_MORE_KEY = 8
_BIRTHDAY, _BIRTHDAY_WITHOUT_YEAR, _OTHER_BIRTHDAY = 32, 20, -35
_MISREAD_BIRTHDAY = -8
_EMPLOYER = 12
_COMPANY_ALONE = 12
"""A company of the same name that is not known to sit elsewhere, nor to be reached otherwise."""
_CITY, _OTHER_CITY = 6, -6
_OTHER_WAYS = -12


def judge(
    one: Subject, other: Subject, *, crowd: Callable[[str], int] = lambda _key: 2, rare: bool = False
) -> Judgement | None:
    """Weigh two clients; None where nothing but the name, or not even that, speaks for one.

    ``crowd`` tells how many live clients have a phone or e-mail, by its key; ``rare``: only these two have the name.
    """
    if one.kind != other.kind or conflicting_ids(one, other):
        return None
    alike = compare_names(one, other)
    if alike is None:
        return None
    keys = list(_shared_keys(one, other, crowd))
    facts = list(_facts(one, other))
    hard = [reason for reason in [*keys, *facts] if reason.points > 0 and reason.why is not Why.CITY]
    reasons = [*keys, *facts, *_contradictions(one, other, shared=bool(keys))]
    name = _NAMES[alike] + (_MIDDLE if middles_match(one, other) else 0)
    if alike in _FULL_NAMES:
        name += _RARE if rare and one.kind == ClientKind.PERSON else 0
        reasons += _work(one, other)
    elif not keys and alike not in (NameLikeness.TYPO, NameLikeness.INITIALS):
        return None
    if not hard and not _stands_alone(one, other, alike, reasons, rare=rare):
        return None
    if one.kind == ClientKind.COMPANY and not hard:
        name += _COMPANY_ALONE
    reasons.append(Reason(Why(f"name_{alike}"), "", name))
    reasons.sort(key=lambda reason: -reason.points)
    return Judgement(tuple(reasons), max(0, min(100, sum(reason.points for reason in reasons))))


def _shared_keys(one: Subject, other: Subject, crowd: Callable[[str], int]) -> Iterator[Reason]:
    """Outside ids, phones and e-mails in common; the second and further ones add little."""
    for system, value in one.externals:
        if (system, value) in other.externals:
            yield Reason(Why.EXTERNAL_ID, value, _EXTERNAL_ID)
            break
    if one.loyalty_card and fold(one.loyalty_card) == fold(other.loyalty_card):
        yield Reason(Why.LOYALTY_CARD, one.loyalty_card, _LOYALTY_CARD)
    theirs = {*other.keys(PointKind.PHONE), *other.keys(PointKind.EMAIL)}
    shared: dict[str, Way] = {}
    for way in one.points:
        if way.key and way.key in theirs:
            shared.setdefault(way.key, way)
    weighed = sorted(((_key_points(crowd(key)), key) for key in shared), key=lambda pair: -pair[0])
    for place, (points, key) in enumerate(weighed):
        way = shared[key]
        why = Why.EMAIL if way.kind == PointKind.EMAIL else Why.PHONE
        yield Reason(why, way.value, points if place == 0 else min(points, _ONE_MORE_KEY))


def _key_points(crowd: int) -> int:
    return next((points for most, points in _BY_CROWD if crowd <= most), _OF_A_CROWD)


def _facts(one: Subject, other: Subject) -> Iterator[Reason]:
    """Birthday and city, for or against."""
    if one.birthday and other.birthday:
        if days_agree(one.birthday, other.birthday):
            full = not (one.birthday.startswith("--") or other.birthday.startswith("--"))
            longest = max(one.birthday, other.birthday, key=len)
            yield Reason(Why.BIRTHDAY, longest, _BIRTHDAY if full else _BIRTHDAY_WITHOUT_YEAR)
        else:
            misread = _misread_day(one.birthday, other.birthday)
            yield Reason(Why.OTHER_BIRTHDAY, "", _MISREAD_BIRTHDAY if misread else _OTHER_BIRTHDAY)
    if cities(one) & cities(other):
        city = next(way.city for way in one.points if fold(way.city) in cities(other))
        yield Reason(Why.CITY, city, _CITY)
    elif apart(one, other):
        yield Reason(Why.OTHER_CITY, "", _OTHER_CITY)


def _contradictions(one: Subject, other: Subject, *, shared: bool) -> Iterator[Reason]:
    if not shared and rivals(one, other):
        yield Reason(Why.OTHER_WAYS, "", _OTHER_WAYS)


def _work(one: Subject, other: Subject) -> Iterator[Reason]:
    if one.employer and company_key(one.employer) == company_key(other.employer):
        yield Reason(Why.EMPLOYER, one.employer, _EMPLOYER)


def _stands_alone(
    one: Subject, other: Subject, alike: NameLikeness, reasons: list[Reason], *, rare: bool
) -> bool:
    """Whether a name in full suffices with something soft beside it, where no key and no birthday speaks."""
    if alike not in _FULL_NAMES or rivals(one, other):
        return False
    whys = {reason.why for reason in reasons}
    if one.kind == ClientKind.COMPANY:
        return Why.OTHER_CITY not in whys
    return Why.EMPLOYER in whys or (rare and Why.CITY in whys)


def _misread_day(one: str, other: str) -> bool:
    """One digit off, or day and month in the other order: more likely a slip than another person's birthday."""
    if len(one) != len(other):
        return False
    if sum(mine != theirs for mine, theirs in zip(one, other, strict=True)) == 1:
        return True
    year, month, day = one[:-6], one[-5:-3], one[-2:]
    return other == f"{year}-{day}-{month}" or (one.startswith("--") and other == f"--{day}-{month}")
