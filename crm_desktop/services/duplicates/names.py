"""How much two names are alike: in another order, another script, with a typo, an initial, a part left out.

Compared by skeletons (``translit``), in which Иванов and Ivanov are one. A typo is one letter in five, two in nine
(optimal string alignment); but Марина is no typo of Дарина, both being names people have, and Иванова none of Иванов.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from crm_desktop.folding import fold, words
from crm_desktop.kinds import ClientKind, Gender
from crm_desktop.models.given_names import is_given_name
from crm_desktop.models.names import Name, gender_hint
from crm_desktop.services.duplicates.likeness import Known, company_key, word_agrees
from crm_desktop.translit import skeleton

if TYPE_CHECKING:
    from crm_desktop.services.duplicates.subjects import Subject

_ONE_TYPO_FROM = 5
_TWO_TYPOS_FROM = 9


class NameLikeness(StrEnum):
    """How two names are alike, the surest first."""

    SAME = "same"
    ORDER = "order"
    SCRIPT = "script"
    TYPO = "typo"
    INITIALS = "initials"
    PART = "part"
    GIVEN = "given"
    NAMELESS = "nameless"


Words = tuple[str, str]
"""Skeletons of family and given name; of a company the one of all its words, and nothing."""


@lru_cache(maxsize=1 << 16)
def words_of(kind: str, name: str, family: str, given: str) -> Words:
    """What names are grouped by: the two parts of a person's name, or all words of a company's in one order."""
    if kind == ClientKind.COMPANY:
        return " ".join(sorted(map(skeleton, company_key(name).split()))), ""
    if "@" in name or not any(map(str.isalpha, name)):
        return "", ""  # a card that is named by its e-mail or phone
    if family and given:
        return _skeletons(family), _skeletons(given)
    parts = [skeleton(word) for word in words(name)]
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def compare_names(one: Subject, other: Subject) -> NameLikeness | None:
    """How the names of two clients of one kind are alike; None where they are two names."""
    if not one.name or not other.name:
        return NameLikeness.NAMELESS
    if one.kind == ClientKind.COMPANY:
        return _compare_companies(one.name, other.name)
    if fold(one.suffix) != fold(other.suffix) and one.suffix and other.suffix:
        return None  # senior and junior
    if not (one.family and one.given and other.family and other.given):
        return _compare_parts(one, other)
    alike = _compare_people(one, other)
    return None if alike not in (None, NameLikeness.SAME) and _of_two_genders(one, other) else alike


def middles_match(one: Known, other: Known) -> bool:
    """Whether both have a middle name in full, and the same."""
    mine, theirs = _skeletons(one.middle), _skeletons(other.middle)
    return len(mine) > 1 and mine == theirs


def close(one: str, other: str) -> bool:
    """Whether two skeletons may be one word: equal, missing, an initial, or a typo."""
    if one == other or not one or not other:
        return True
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return (len(short) == 1 and long.startswith(short)) or is_typo(short, long)


def may_be_one(one: Words, other: Words) -> bool:
    """A first, cheap look: whether two names of one kind may turn out alike."""
    if one == other or not one[0] or not other[0]:
        return True
    if close(one[0], other[0]) and close(one[1], other[1]):
        return True
    if close(one[0], other[1]) and close(one[1], other[0]):
        return True
    return not (one[1] and other[1]) and share_a_word(one, other)


def share_a_word(one: Words, other: Words) -> bool:
    """Whether any word stands in both names."""
    mine, theirs = {*one[0].split(), *one[1].split()}, {*other[0].split(), *other[1].split()}
    return not mine.isdisjoint(theirs)


@lru_cache(maxsize=1 << 14)
def is_typo(one: str, other: str) -> bool:
    """Whether two different words may be one, mistyped."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < _ONE_TYPO_FROM or long in (
        short + "a",
        short + "а",
    ):  # Иванов and Иванова are husband and wife
        return False
    # Imported here: 30 ms that neither a start nor a key may cost.
    from rapidfuzz.distance import OSA

    most = 2 if len(short) >= _TWO_TYPOS_FROM else 1
    return OSA.distance(short, long, score_cutoff=most) <= most


def _compare_people(one: Subject, other: Subject) -> NameLikeness | None:
    """Both have a family and a given name."""
    if not _middles_agree(one.middle, other.middle):
        return None
    as_written = (fold(one.family), fold(one.given))
    if as_written == (fold(other.family), fold(other.given)):
        return NameLikeness.SAME
    if as_written == (fold(other.given), fold(other.family)):
        return NameLikeness.ORDER
    mine = _skeletons(one.family), _skeletons(one.given)
    theirs = _skeletons(other.family), _skeletons(other.given)
    if theirs in (mine, mine[::-1]):
        return NameLikeness.SCRIPT
    if mine[0] == theirs[0]:
        return _compare_given(one.given, other.given)
    return _compare_families(one.family, other.family) if mine[1] == theirs[1] else None


def _compare_given(one: str, other: str) -> NameLikeness | None:
    """Two given names of people of one family name."""
    if _is_initial(fold(one).rstrip("."), fold(other).rstrip(".")) or _is_initial(
        _skeletons(one), _skeletons(other)
    ):
        return NameLikeness.INITIALS
    # Two names that people have are two people's, however alike: Марина and Дарина.
    both_known = is_given_name(one) and is_given_name(other)
    return NameLikeness.TYPO if not both_known and _mistyped(one, other) else None


def _is_initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)


def _compare_families(one: str, other: str) -> NameLikeness:
    """Two family names of people of one given name: Petraitytė may have become Petraitytė-Jonaitienė."""
    if _mistyped(one, other):
        return NameLikeness.TYPO
    mine, theirs = {*_skeletons(one).split()}, {*_skeletons(other).split()}
    return NameLikeness.PART if mine <= theirs or theirs <= mine else NameLikeness.GIVEN


def _compare_parts(one: Subject, other: Subject) -> NameLikeness | None:
    """One of them has a single word, or words that nobody could part."""
    mine, theirs = (
        {skeleton(word) for word in words(one.name)},
        {skeleton(word) for word in words(other.name)},
    )
    if mine == theirs and len(mine) > 1:
        return NameLikeness.SAME if fold(one.name) == fold(other.name) else NameLikeness.SCRIPT
    short, long = sorted((mine, theirs), key=len)
    return NameLikeness.PART if short and short <= long else None


def _compare_companies(one: str, other: str) -> NameLikeness | None:
    mine, theirs = company_key(one), company_key(other)
    if mine == theirs:
        return NameLikeness.SAME if mine else None
    one_words, other_words = ({skeleton(word) for word in key.split()} for key in (mine, theirs))
    if not one_words or not other_words:
        return None
    if one_words == other_words:
        return NameLikeness.ORDER if sorted(mine.split()) == sorted(theirs.split()) else NameLikeness.SCRIPT
    if is_typo(" ".join(sorted(one_words)), " ".join(sorted(other_words))):
        return NameLikeness.TYPO
    short, long = sorted((one_words, other_words), key=len)
    return NameLikeness.PART if short < long and max(map(len, short)) >= _ONE_TYPO_FROM else None


def _mistyped(one: str, other: str) -> bool:
    """In letters or in sounds: two letters that changed places may sound like another word."""
    return is_typo(fold(one), fold(other)) or is_typo(_skeletons(one), _skeletons(other))


def _middles_agree(one: str, other: str) -> bool:
    return word_agrees(one, other) or close(_skeletons(one), _skeletons(other))


def _of_two_genders(one: Subject, other: Subject) -> bool:
    mine, theirs = _gender(one), _gender(other)
    return mine != Gender.UNKNOWN and theirs != Gender.UNKNOWN and mine != theirs


def _gender(subject: Subject) -> str:
    return subject.gender or gender_hint(
        Name(family=subject.family, given=subject.given, middle=subject.middle)
    )


@lru_cache(maxsize=1 << 16)
def _skeletons(text: str) -> str:
    return " ".join(map(skeleton, words(text)))
