"""People's names: one written name parted into its pieces, in the orders of three languages.

Russian lists write 'Фамилия Имя Отчество' or 'Имя Отчество Фамилия', Lithuanian and English ones 'First Last' or
'Last, First'. Which order a column has is decided by all its names (``name_order``), then each name is parted by what
is certain in it: patronymics, initials, known given names, endings of family names. Nothing typed is dropped: what
fits nowhere stays in ``suffix`` or ``nickname``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from crm_desktop.folding import fold
from crm_desktop.kinds import Gender
from crm_desktop.models.given_names import is_given_name, is_never_family

if TYPE_CHECKING:
    from collections.abc import Iterable

NameOrder = Literal["family_first", "given_first"]

_PREFIXES_TEXT = (
    "mr mrs ms miss dr prof sir madam mme mlle herr frau г-н г-жа гн гжа господин госпожа д-р др проф тов "
    "уваж p ponas ponia panele pone gerb ип пбоюл фоп чп"
)
_PREFIXES = frozenset(_PREFIXES_TEXT.split())
_SUFFIXES_TEXT = "jr sr ii iii iv phd md esq мл ст jn младший старший mba dds cpa ип пбоюл фоп"
_SUFFIXES = frozenset(_SUFFIXES_TEXT.split())
_PARTICLES_TEXT = (
    "van von de der den da di del della la le du dos das el al bin ibn ter ten фон ван де да ла эль аль"
)
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_PATRONYMIC = re.compile(
    r"\w{2,}(?:ович|евич|ёвич|овна|евна|ёвна|ична|инична)|(?:иль|фом|лук|ник|кузьм|сав|яковл)ич",
    re.IGNORECASE,
)
_TURKIC = frozenset({"оглы", "кызы", "оглу", "кизи", "улы", "гызы"})
_INITIAL = re.compile(r"[^\W\d_]\.?")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}[^\W\d_]?\.?")
_FAMILY_RU = re.compile(
    r"\w{2,}(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|ской|ный|ная|енко|чук|ых|их|швили|дзе|ян|ко)",
    re.IGNORECASE,
)
_FAMILY_LT = re.compile(
    r"\w+(?:[ai]itė|ytė|utė|ūtė|ienė|auskas|inskas|[ae]vičius|aitis|ėnas|ūnas|onis|eikis|aite|iene|[ae]vicius)",
    re.IGNORECASE,
)
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_BRACKET_SIGNS = frozenset('([«„“"')
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*|\s+[«„“\"]([^»“”\"]+)[»“”\"](?=\s|$)")


@dataclass(frozen=True, slots=True)
class Name:
    """The pieces of a person's name as typed; ``middle`` is the patronymic in Russian names."""

    prefix: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    nickname: str = ""


def split_name(text: str, hint: NameOrder | None = None) -> Name:
    """The pieces of one full name; ``hint`` is the order of its column, used where the name itself does not tell."""
    nicknames: list[str] = []
    if _BRACKET_SIGNS.intersection(text):
        nicknames = [first or second for first, second in _BRACKETS.findall(text)]
        text = _BRACKETS.sub(" ", text)
    prefix, words, suffix = _titles(text.split())
    left, comma, right = " ".join(words).partition(",")
    if comma and not (left.strip() and right.strip(" ,")):
        left, comma = f"{left}{comma}{right}".strip(" ,"), ""
    if comma and (len(left.split()) == 1 or not _tells(left.split())):
        given, _, rest = right.strip().partition(",")
        words = _words(given.split())
        name = (
            Name(given=words[0], middle=" ".join(words[1:]), family=left.strip())
            if words
            else Name(family=left.strip())
        )
        suffix = " ".join(part for part in (rest.strip(), suffix) if part)
    else:
        if comma:
            suffix = " ".join(part for part in (right.strip(), suffix) if part)
        name = _ordered(_words(left.split()), hint)
    if prefix and name.given and not (name.middle or name.family or is_given_name(name.given)):
        name = Name(family=name.given)  # 'Mr Smith'
    if not (prefix or suffix or nicknames):
        return name
    return replace(name, prefix=prefix, suffix=suffix, nickname=", ".join(nick for nick in nicknames if nick))


# Words of names repeat: a list of 200,000 people holds a few thousand different ones.
@lru_cache(maxsize=1 << 15)
def _bare(word: str) -> str:
    """The word folded, without points and commas: 'Jr.' and 'jr', 'Ph.D.' and 'phd'."""
    return fold(word).replace(".", "").strip(",")


def _titles(words: list[str]) -> tuple[str, list[str], str]:
    """Titles before and suffixes after the name, taken off."""
    start, end = 0, len(words)
    while start < end - 1 and _bare(words[start]) in _PREFIXES:
        start += 1
    while end > start + 1 and _bare(words[end - 1]) in _SUFFIXES:
        end -= 1
    middle = words[start:end]
    if end < len(words) and middle:
        middle[-1] = middle[-1].rstrip(",")
    return " ".join(words[:start]), middle, " ".join(words[end:])


def _words(words: list[str]) -> list[str]:
    """Initials written together parted ('И.И.'), particles and 'оглы' joined to the word they belong to."""
    parted: list[str] = []
    for word in words:
        many = (
            _INITIALS.fullmatch(word) if word.count(".") > 1 or (len(word) == 3 and word[1] == ".") else None
        )
        parted.extend(re.findall(r"-?[^\W\d_]\.?", word) if many else [word])
    joined: list[str] = []
    for word in parted:
        before = joined[-1].split()[-1] if joined else ""
        if joined and (
            _bare(word) in _TURKIC or (_bare(before) in _PARTICLES and not _INITIAL.fullmatch(before))
        ):
            joined[-1] += f" {word}"
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=1 << 15)
def is_patronymic(word: str) -> bool:
    """Whether the word is formed as a Russian patronymic ('Ивановна') or ends in 'оглы', 'кызы'."""
    last = word.split()[-1]
    return _PATRONYMIC.fullmatch(last) is not None or (" " in word and _bare(last) in _TURKIC)


@lru_cache(maxsize=1 << 15)
def _is_family(word: str) -> bool:
    """Whether the word has the ending of a family name and is no given name."""
    ending = _FAMILY_RU.fullmatch(word) or _FAMILY_LT.fullmatch(word)
    return ending is not None and not is_given_name(word)


def _tells(words: list[str]) -> NameOrder | None:
    """The order a name shows by itself, or nothing."""
    if len(words) < 2:
        return None
    if (order := _order_by_patronymic(words)) is not None:
        return order
    first, last = words[0], words[-1]
    initials = [_INITIAL.fullmatch(word) is not None for word in words]
    if initials[0] != initials[-1]:
        return "given_first" if initials[0] else "family_first"
    if is_given_name(first) != is_given_name(last) and (is_given_name(first) or is_never_family(last)):
        return "given_first" if is_given_name(first) else "family_first"
    if len(words) > 2 and is_never_family(words[1]) and not is_given_name(first):
        return "family_first"
    shouted = [len(word) > 2 and word.isupper() for word in words]
    if shouted[0] != shouted[-1]:
        return "family_first" if shouted[0] else "given_first"
    if _is_family(first) != _is_family(last):
        return "family_first" if _is_family(first) else "given_first"
    return None


def _order_by_patronymic(words: list[str]) -> NameOrder | None:
    """'Ф И О' has the patronymic last, 'И О Ф' in the middle; 'Абрамович Роман Аркадьевич' has two such words."""
    if len(words) == 2:
        return "given_first" if is_patronymic(words[1]) and is_given_name(words[0]) else None
    if is_patronymic(words[-1]) and not (is_patronymic(words[1]) and is_given_name(words[0])):
        return "family_first"
    return "given_first" if is_patronymic(words[1]) else None


def _ordered(words: list[str], hint: NameOrder | None) -> Name:
    if not words:
        return Name()
    if len(words) == 1:
        return _single(words[0], hint)
    order = _tells(words) or hint or "given_first"
    if (
        len(words) == 2
        and is_patronymic(words[1])
        and not is_patronymic(words[0])
        and _is_given_and_middle(words)
    ):
        return Name(given=words[0], middle=words[1])
    if order == "family_first":
        return Name(given=words[1], middle=" ".join(words[2:]), family=words[0])
    if len(words) > 3 and is_patronymic(words[1]):
        return Name(given=words[0], middle=words[1], family=" ".join(words[2:]))
    return Name(given=words[0], middle=" ".join(words[1:-1]), family=words[-1])


def _is_given_and_middle(words: list[str]) -> bool:
    return is_given_name(words[0]) or not _is_family(words[0])


def _single(word: str, hint: NameOrder | None) -> Name:
    """A lone word is a given name unless its form or the column says it is the family's."""
    if is_patronymic(word):
        return Name(middle=word) if not _is_family(word) and hint is None else Name(family=word)
    if is_given_name(word):
        return Name(given=word)
    return Name(family=word) if _is_family(word) or hint == "family_first" else Name(given=word)


def name_evidence(text: str) -> bool:
    """Whether the words are surely a person's full name: given name, patronymic, initials or family ending in them."""
    words = _words(_titles(text.replace(",", " ").split())[1])
    return len(words) > 1 and (
        _tells(words) is not None or any(is_given_name(word) or is_patronymic(word) for word in words)
    )


def is_title(text: str) -> bool:
    """Whether the text is nothing but titles of courtesy: 'Mr.', 'г-жа', 'Prof. Dr.'."""
    words = text.split()
    return bool(words) and all(_bare(word) in _PREFIXES for word in words)


def name_order(texts: Iterable[str]) -> NameOrder | None:
    """The order most names of a column show, or nothing where none or as many show either."""
    votes = {"family_first": 0, "given_first": 0}
    for text in texts:
        left, comma, _ = text.partition(",")
        order = _tells(_words(_titles(left.split())[1])) if not comma else None
        if order:
            votes[order] += 1
    if votes["family_first"] == votes["given_first"]:
        return None
    return "family_first" if votes["family_first"] > votes["given_first"] else "given_first"


def name_from_parts(name: Name, hint: NameOrder | None = "family_first") -> Name:
    """A name given in several cells, where one cell may hold more than its heading says.

    'Усольцев Олег Валентинович' alone under the family name is parted; so are 'Лукина Ольга' beside 'Владимировна'
    and 'Вячеслав Рифхатович' under the given name; 'Van Dyke' beside 'Dick' stays whole.
    """
    parts = (name.prefix, name.given, name.middle, name.family, name.suffix, name.nickname)
    name = Name(*(" ".join(part.split()) for part in parts))
    family, given = name.family.split(), name.given.split()
    if len(family) > 1 and not given:
        whole = split_name(f"{name.family} {name.middle}".strip(), "family_first" if hint is None else hint)
    elif len(given) > 1 and not family and not name.middle:
        whole = split_name(name.given, _tells(given) or "given_first")
    elif len(given) == 2 and not name.middle and is_patronymic(given[1]):
        whole = Name(given=given[0], middle=given[1], family=name.family)
    else:
        return name
    return replace(
        whole,
        prefix=" ".join(part for part in (name.prefix, whole.prefix) if part),
        suffix=" ".join(part for part in (whole.suffix, name.suffix) if part),
        nickname=", ".join(part for part in (whole.nickname, name.nickname) if part),
    )


def display_name(name: Name, order: NameOrder = "given_first") -> str:
    """The name in one line without prefix: 'Ona Petraitė', or family first: 'Иванов Иван Иванович'."""
    given = [name.given, name.middle]
    parts = [name.family, *given] if order == "family_first" else [*given, name.family]
    shown = " ".join(part for part in (*parts, name.suffix) if part)
    return shown or name.nickname or name.prefix


def natural_order(name: Name) -> NameOrder:
    """The order in which people of the name's script call somebody in full: family first in Cyrillic."""
    return "family_first" if _CYRILLIC.search(name.family or name.given) else "given_first"


def initials(name: Name) -> str:
    """One or two capital letters for the round sign beside the name; '' where the name has no letter."""
    parts = (
        [name.given, name.family]
        if name.given and name.family
        else [name.given or name.family or name.nickname]
    )
    letters = (next((sign for sign in part if sign.isalnum()), "") for part in parts)
    return "".join(letters).upper()


def gender_hint(name: Name) -> Gender:
    """A guess for the salutation from patronymic and endings; never stored as a fact."""
    middle, family, given = name.middle.casefold(), name.family.casefold(), fold(name.given)
    if middle.endswith(("вич", "ьич", "оглы", "мич", "кич")):
        return Gender.MALE
    if middle.endswith(("вна", "чна", "шна", "кызы")):
        return Gender.FEMALE
    if family.endswith(
        ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "aitė", "ytė", "utė", "ūtė", "ienė")
    ):
        return Gender.FEMALE
    if family.endswith(
        ("ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "auskas", "ičius", "aitis", "ėnas", "ūnas")
    ):
        return Gender.MALE
    return _gender_of_given(given) if is_given_name(given) else Gender.UNKNOWN


def _gender_of_given(given: str) -> Gender:
    """Russian and Lithuanian given names: men's end in a consonant or -s, women's in -а/-я/-ė; English ones vary."""
    if given in {"никита", "илья", "данила", "фома", "лука", "кузьма", "савва", "саша"}:
        return Gender.UNKNOWN if given == "саша" else Gender.MALE
    if given[-1] in "ая" or given == "любовь":
        return Gender.FEMALE
    if "а" <= given[0] <= "я":
        return Gender.MALE
    if given.endswith(("as", "is", "us", "ys")) and given not in {"alexis", "doris", "iris"}:
        return Gender.MALE
    return Gender.UNKNOWN
