"""What the forms of a word have in common: голубую and голубые, vazą and vazų, vases and vase.

Light stemming, as search engines call it: the endings of nouns and adjectives are taken off, without a dictionary.
Cyrillic words lose Russian endings; Latin ones English and Lithuanian endings, since people mix the two languages and
write Lithuanian without its marks. The rest need not be a word: it is the same for all forms of one, that is all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crm_desktop.folding import words

VERSION = 1
"""Raise it when the rules change: what older rules made is made anew."""


def _endings(texts: str, least: int) -> re.Pattern[str]:
    """The longest of these endings that leaves ``least`` letters."""
    return re.compile(f"(?<=.{{{least}}})(?:{'|'.join(texts.split())})$")


# As folding leaves them: ё is е, й is и, and Lithuanian letters have lost their marks.
_RUSSIAN = _endings(
    "а я о е у ю ы и ь ая яя ую юю ое ее ые ие ыи ии ои еи ых их ым им ом ем ою ею ами ями ыми ими ого его ому ему"
    " ам ям ах ях ов ев ия ию ием иям иях иями иеи ья ьи ью ье ьев ьям ьях ьями ьем",
    2,
)
_LATIN = _endings(
    "a e i o u y as is ys us es os ai ei ui ia ie io iu am iai iui iam ias ies ios ius iaus aus eis ais iais ams ems"
    " ims oms ums iams iems ioms ame iame oje eje yje uje iuje ose ese yse uose iuose omis iomis emis imis umis",
    3,
)
_PLURAL = re.compile(r"(?<=..[b-df-hj-np-rtv-z])s$")
"""English; ``glass`` is none."""
_FLEETING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ое](?=[кнцлр]$)")
"""A vowel that comes and goes: чашка, чашек; окно, окон."""
_SOFT = re.compile("[ьъ]")
_SOFTENED_T, _SOFTENED_D = re.compile("(?<=...)c$"), re.compile("(?<=..)dz$")


def stems(text: str) -> list[str]:
    """The stem of each word of a text, in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """What a folded word has in common with its other forms; of numbers and codes the whole."""
    if not word.isalpha():
        return word
    return _latin(word) if word.isascii() else _cyrillic(word)


def _cyrillic(word: str) -> str:
    return _FLEETING.sub("", _SOFT.sub("", _RUSSIAN.sub("", word))) or word


def _latin(word: str) -> str:
    while (ending := _LATIN.search(word) or _PLURAL.search(word)) is not None:
        word = word[: ending.start()]
        if ending[0].startswith("i"):
            # Before i a Lithuanian t is č, a d is dž: puokštė, puokščių.
            word = _SOFTENED_D.sub("d", _SOFTENED_T.sub("t", word))
    return word
