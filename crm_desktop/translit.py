"""One name in Latin and Cyrillic letters: Иванов, Ivanov; Юрий, Yuriy, Juri, Iurii; Щербаков, Shcherbakov, Ščerbakov.

There are a dozen ways to write Russian in Latin letters (ISO 9, GOST 7.79, the passports' ICAO 9303, BGN, the
Lithuanian and the German way), and people mix them. Listing all spellings of a name would take hundreds; instead both
sides are brought to one ``skeleton`` in which all of them fall together. It is coarse on purpose: ч, ц and х are one,
е, ё and ie are one, doubled letters are single. The search offers what it finds so after what matches as written.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crm_desktop.folding import fold

VERSION = 1
"""Raise it when the rules change: skeletons made by an older version are rebuilt."""

_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
        "и": "i", "і": "i", "ї": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i",
        "ь": "", "э": "e", "ю": "iu", "я": "ia", "ў": "u", "ј": "i", "ђ": "dz", "ћ": "ch", "љ": "l", "њ": "n",
        "џ": "dz",
    }
)  # fmt: skip

# In this order. Folding has made č, š, ž and щ's šč to c, s, z and sc before.
_RULES = (
    (r"shch|schtsch|stsch|shtsh|sch|sc", "s"),
    (r"sh", "s"),
    (r"zh", "z"),
    (r"ph", "f"),
    (r"tsch|tch|ch|kh|ts|tz|h", "c"),
    (r"c(?=[lrt])", "k"),
    (r"[yj]", "i"),
    (r"w", "v"),
    (r"x", "ks"),
    (r"qu|q", "k"),
    (r"ck", "k"),
    (r"i+", "i"),
    (r"ie|io", "e"),
    (r"(?<=[csz])o", "e"),
    (r"([a-z])\1+", r"\1"),
)
# Lithuanian endings of names: Ivanovas, Petrauskienė, Jurijus. Only in the query: there they would hide the stem.
_ENDINGS = r"(?<=.{3})(?:ius|ijus|us|as|is|ys|a|e|s)$"


def latin(text: str) -> str:
    """A text in plain small Latin letters, as a login wants them: "sarune" for Šarūnė, "iurii" for Юрий."""
    return fold(text).translate(_CYRILLIC)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """What all spellings of ``word`` in both scripts have in common; words written alike have it too.

    A beginning of a word has, but for a letter still missing of a sound written with several, a beginning of the
    word's skeleton, so that it can be looked up while it is being typed.
    """
    text = latin(word)
    for pattern, by in _rules():
        text = pattern.sub(by, text)
    return text


def stems(word: str) -> tuple[str, ...]:
    """The skeletons to look for when ``word`` is searched: its own, and without a Lithuanian ending of names."""
    whole = skeleton(word)
    stem = re.sub(_ENDINGS, "", whole)
    return (whole,) if stem == whole else (whole, stem)


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled for the first word: 3 ms that a start without a search need not spend."""
    return tuple((re.compile(pattern), by) for pattern, by in _RULES)
