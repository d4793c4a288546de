"""Names of people with the endings that sex and marriage ask for in Russian and Lithuanian."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.kinds import Gender
from crm_desktop.services.demo.chance import pick

if TYPE_CHECKING:
    from random import Random

    from crm_desktop.services.demo.packs import Pack

_DAUGHTERS = (("ius", "iūtė"), ("as", "aitė"), ("is", "ytė"), ("ys", "ytė"), ("us", "utė"), ("a", "aitė"))
_VOCATIVES = (("ius", "iau"), ("as", "ai"), ("is", "i"), ("ys", "y"), ("us", "au"), ("ė", "e"))
"""Lithuanian vocative endings of family names, the longer first; other endings stay."""


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in its parts, how to address the person, and the name as written in lists."""

    family: str
    given: str
    middle: str
    gender: Gender
    salutation: str
    written: str


def make_name(rng: Random, pack: Pack) -> Name:
    """A person; three in five are women, as among the clients of a flower shop."""
    gender = Gender.FEMALE if rng.random() < 0.6 else Gender.MALE
    given = pick(rng, pack[gender.value])
    family = pick(rng, pack["families"])
    middle = ""
    if pack.language == "ru":
        family = russian_family(family, gender)
        middle = russian_patronymic(pick(rng, pack["patronymics"]), gender) if rng.random() < 0.8 else ""
    elif pack.language == "lt":
        family = lithuanian_family(family, gender, married=rng.random() < 0.6)
    salutation = _salutation(pack, family, given, middle, gender)
    return Name(family, given, middle, gender, salutation, _written(pack.language, family, given, middle))


def _written(language: str, family: str, given: str, middle: str) -> str:
    if language == "ru":
        return f"{family} {given} {middle}" if middle else f"{family} {given}"
    return f"{given} {family}"


def _salutation(pack: Pack, family: str, given: str, middle: str, gender: Gender) -> str:
    """Empty where the usual form would need a patronymic that nobody told us."""
    if pack.language == "ru" and not middle:
        return ""
    pattern: str = pack["salutation"][gender.value]
    return pattern.format(
        family=family, given=given, middle=middle, family_vocative=lithuanian_vocative(family)
    )


@cache
def russian_family(family: str, gender: Gender) -> str:
    """The family name, given in its male form, for that gender; names that do not decline stay."""
    if gender is Gender.MALE:
        return family
    if family.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return family + "а"
    if family.endswith(("ий", "ой", "ый")):
        return family[:-2] + "ая"
    return family


def russian_patronymic(stem: str, gender: Gender) -> str:
    """The father's name in the form for a son or a daughter: ``Петров`` -> Петрович, Петровна."""
    return stem + ("ич" if gender is Gender.MALE else "на")


@cache
def lithuanian_family(family: str, gender: Gender, *, married: bool) -> str:
    """The family name, given in its male form, for a man, a wife (-ienė) or a daughter (-aitė, -ytė, -utė, -iūtė)."""
    if gender is Gender.MALE or family.endswith("ė"):
        return family
    for ending, daughter in _DAUGHTERS:
        if family.endswith(ending):
            return family[: -len(ending)] + ("ienė" if married else daughter)
    return family


@cache
def lithuanian_vocative(family: str) -> str:
    """The form by which a person is addressed: Kazlauskas -> Kazlauskai, Butkienė -> Butkiene."""
    for ending, vocative in _VOCATIVES:
        if family.endswith(ending):
            return family[: -len(ending)] + vocative
    return family


def make_company(rng: Random, pack: Pack) -> str:
    """The name of a company with its legal form as the language writes it."""
    pattern: str = pick(rng, pack["company_patterns"])
    parts = {letter: pick(rng, pack[f"company_{letter}"]) for letter in "abcd"}
    if "{sole}" in pattern:
        owner = make_name(rng, pack)
        parts["sole"] = f"{owner.family} {owner.given[0]}. {owner.middle[:1] or 'А'}."
    return pattern.format_map(parts)
