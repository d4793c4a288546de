"""When two cards mean the same client.

Never by a name alone and never by an e-mail alone: families share phones, offices share e-mails, and of 200,000 names
a third repeats. A shared phone or e-mail counts where the names agree, a name where a birthday or an employer agrees.
The words returned are the reasons shown to the user. The import asks these rules of two rows, the search for
duplicates of two clients of the base (``evidence``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.models.companies import company_core

MERGED_NUMBER = "merged"
"""The "outside program" of client numbers that went with a merge: whoever had the number is still found by it."""

_WORD = re.compile(r"[^\W_]+")


class Place(Protocol):
    """A contact point, as far as it says in which city the client is."""

    @property
    def city(self) -> str:
        """The city of an address, else empty."""
        ...


class Known(Protocol):
    """What is known of one client, by a row of a list or by the base; empty means that nobody said."""

    @property
    def kind(self) -> str:
        """``kinds.ClientKind``."""
        ...

    @property
    def name(self) -> str:
        """The name as written; empty for one that is shown by a phone or an e-mail."""
        ...

    @property
    def family(self) -> str:
        """The family name."""
        ...

    @property
    def given(self) -> str:
        """The given name, or its initial."""
        ...

    @property
    def middle(self) -> str:
        """The patronymic or middle name."""
        ...

    @property
    def birthday(self) -> str:
        """``YYYY-MM-DD`` or ``--MM-DD``."""
        ...

    @property
    def values(self) -> Mapping[str, str]:
        """Other columns of ``client`` by name; among them "number"."""
        ...

    @property
    def fields(self) -> Mapping[str, str]:
        """Own fields by name."""
        ...

    @property
    def externals(self) -> Sequence[tuple[str, str]]:
        """(system, id) in other programs."""
        ...

    @property
    def employer(self) -> str:
        """The company a person works for."""
        ...

    @property
    def job_title(self) -> str:
        """The person's job."""
        ...

    @property
    def points(self) -> Sequence[Place]:
        """All contact points."""
        ...

    def keys(self, kind: str) -> Sequence[str]:
        """The normalised keys of the contact points of a kind."""
        ...


# Every comparison asks for the keys again, and a list names the same companies over and over.
@lru_cache(maxsize=1 << 15)
def company_key(name: str) -> str:
    """A company's name without its legal form, quotes and punctuation; empty if no letter is left.

    >>> company_key("ООО «Ромашка»") == company_key("Ромашка, ООО")
    True
    """
    key = " ".join(_WORD.findall(fold(company_core(name))))
    return key if any(character.isalpha() for character in key) else ""


def person_key(entity: Known) -> str:
    """Family and given name in one order; empty where only one word is known."""
    return _words_key(f"{entity.family} {entity.given}" if entity.family and entity.given else entity.name)


@lru_cache(maxsize=1 << 12)
def _words_key(name: str) -> str:
    words = _WORD.findall(fold(name))
    return " ".join(sorted(words)) if len(words) > 1 else ""


def names_agree(one: Known, other: Known) -> bool:
    """Whether the names can be those of one client: equal in what both say, initials and missing parts allowed."""
    if one.kind != other.kind:
        return False
    if not one.name or not other.name:
        return True
    if one.kind == ClientKind.COMPANY:
        return company_key(one.name) == company_key(other.name)
    if one.family and other.family and one.given and other.given:
        pairs = ((one.family, other.family), (one.given, other.given), (one.middle, other.middle))
        # Initials alone are nobody's name: at least one word must be whole, and the same.
        straight = all(word_agrees(mine, theirs) for mine, theirs in pairs) and any(
            len(mine) > 1 and _equal(mine, theirs) for mine, theirs in pairs
        )
        return straight or (_equal(one.family, other.given) and _equal(one.given, other.family))
    mine, theirs = set(_WORD.findall(fold(one.name))), set(_WORD.findall(fold(other.name)))
    return bool(mine & theirs) and (mine <= theirs or theirs <= mine)


def same_client(one: Known, other: Known) -> str:
    """Why the two are the same client, or an empty word if nothing proves it."""
    if conflicting_ids(one, other):
        return ""
    if share(one.externals, other.externals):
        return "external_id"
    if names_agree(one, other) and (reason := _shared_key(one, other)):
        return reason
    if one.kind == other.kind == ClientKind.COMPANY:
        return "company_name" if same_company(one, other) else ""
    if one.kind != other.kind or not same_person_name(one, other):
        return ""
    if one.birthday and other.birthday:
        return "name_birthday" if days_agree(one.birthday, other.birthday) else ""
    if one.employer and company_key(one.employer) == company_key(other.employer) and not rivals(one, other):
        return "name_company"
    return ""


def _shared_key(one: Known, other: Known) -> str:
    """What two clients whose names agree have in common; a number of ours proves nothing about the nameless."""
    if one.name and other.name and share(_number(one), _number(other)):
        return "number"
    for kind in (PointKind.PHONE, PointKind.EMAIL):
        if share(one.keys(kind), other.keys(kind)):
            return kind.value
    return ""


def complement(one: Known, other: Known) -> bool:
    """Whether two rows of one list look like halves of one person: same name, and nothing said twice differently.

    Weaker than ``same_client``: the pair is merged only inside one file, and shown to the user for a look.
    """
    if conflicting_ids(one, other) or not same_person_name(one, other) or rivals(one, other):
        return False
    says_more = _facts(one).keys() ^ _facts(other).keys()
    return bool(says_more) and not contradict(one, other) and bool(one.points or other.points)


def contradict(one: Known, other: Known) -> bool:
    """Whether both say something different about the same thing."""
    mine, theirs = _facts(one), _facts(other)
    if days_agree(one.birthday, other.birthday):
        mine.pop("birthday", None)  # one of them may leave out the year
    return any(mine[name] != theirs[name] for name in mine.keys() & theirs.keys())


def conflicting_ids(one: Known, other: Known) -> bool:
    """Whether one outside system knows them as two; a merged client may have several ids there."""
    mine, theirs = _ids_by_system(one), _ids_by_system(other)
    return any(mine[system].isdisjoint(theirs[system]) for system in mine.keys() & theirs.keys())


def _ids_by_system(entity: Known) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for system, value in entity.externals:
        if system != MERGED_NUMBER:
            found.setdefault(system, set()).add(value)
    return found


def _facts(entity: Known) -> dict[str, str]:
    facts = {
        "birthday": entity.birthday,
        "employer": company_key(entity.employer),
        "job_title": fold(entity.job_title),
    }
    facts |= {
        name: fold(value) for name, value in entity.values.items() if name not in ("notes", "created_at")
    }
    facts |= {f"own:{name}": fold(value) for name, value in entity.fields.items()}
    return {name: value for name, value in facts.items() if value}


def rivals(one: Known, other: Known) -> bool:
    """Whether both have a phone, or both an e-mail, and none in common."""
    for kind in (PointKind.PHONE, PointKind.EMAIL):
        mine, theirs = one.keys(kind), other.keys(kind)
        if mine and theirs and not share(mine, theirs):
            return True
    return False


def same_person_name(one: Known, other: Known) -> bool:
    """Whether two people are called the same in full, in whichever order."""
    key = person_key(one)
    if not key or one.kind != ClientKind.PERSON or other.kind != ClientKind.PERSON:
        return False
    if one.middle and other.middle and not word_agrees(one.middle, other.middle):
        return False
    return key == person_key(other)


def same_company(one: Known, other: Known) -> bool:
    """Whether two companies of one name are one: not if they sit in different cities and share no way to reach them."""
    key = company_key(one.name)
    if not key or key != company_key(other.name):
        return False
    return not (apart(one, other) and rivals(one, other))


def apart(one: Known, other: Known) -> bool:
    """Whether both have a city, and none in common."""
    mine, theirs = cities(one), cities(other)
    return bool(mine) and bool(theirs) and not mine & theirs


def cities(entity: Known) -> set[str]:
    """The cities of a client's addresses, folded."""
    return {fold(point.city) for point in entity.points if point.city}


def _number(entity: Known) -> tuple[str, ...]:
    number = entity.values.get("number")
    return (number,) if number else ()


def days_agree(one: str, other: str) -> bool:
    """Whether two birthdays can be one: equal, or equal but for a year that one of them lacks."""
    return one == other or ((one.startswith("--") or other.startswith("--")) and one[-5:] == other[-5:])


def word_agrees(one: str, other: str) -> bool:
    """Equal, or one of them missing, or one the initial of the other."""
    mine, theirs = fold(one).rstrip("."), fold(other).rstrip(".")
    short, long = sorted((mine, theirs), key=len)
    return not short or mine == theirs or (len(short) == 1 and long.startswith(short))


def _equal(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def share(one: Iterable[object], other: Iterable[object]) -> bool:
    """Whether the two have a member in common."""
    return bool(set(one) & set(other))
