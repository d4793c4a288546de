"""What was typed into the search, taken apart: words, telephone numbers, a client's number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm_desktop.folding import fold, words

_NUMBER = re.compile(r"(?:no|nr|n|#)\s*[.:]?\s*(\d{1,15})")
# What a phone may be written with. A lone word of digits is a phone, too, as far as it goes.
_PHONE = re.compile(r"(?<!\w)(?:\+|\b00)?[(\d](?:[\s().\-/]*\d)+\)?")
_LEAST_PHONE = 3
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: a folded word, or the digits of a phone in the notations they may be stored in."""

    word: str
    digits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """All that must be found. ``number`` is a client's number asked for as such (№ 857389)."""

    words: tuple[Term, ...] = ()
    number: int | None = None

    def __bool__(self) -> bool:
        return bool(self.words) or self.number is not None

    @property
    def letters(self) -> int:
        """How many characters all words have together."""
        return sum(len(term.word) for term in self.words)


def parse(text: str) -> Terms:
    """The terms of a text as typed so far. Signs alone are no terms."""
    folded = fold(text)
    asked = _NUMBER.fullmatch(folded)
    if asked:
        return Terms(number=int(asked.group(1)))
    terms: list[Term] = []
    end = 0
    for match in _PHONE.finditer(folded):
        digits = _phone(match.group())
        # Letters right before or after belong to the same word: "b12", "3000gr".
        if not digits or folded[match.end() : match.end() + 1].isalpha():
            continue
        terms += [Term(word) for word in words(folded[end : match.start()])]
        terms.append(digits)
        end = match.end()
    terms += [Term(word) for word in words(folded[end:])]
    return Terms(tuple(dict.fromkeys(terms))[:_MOST_WORDS])


def _phone(text: str) -> Term | None:
    from crm_desktop.models.phones import phone_query_keys

    digits = "".join(character for character in text if character.isdigit())
    if len(digits) < _LEAST_PHONE:
        return None
    return Term(digits, phone_query_keys(text))
