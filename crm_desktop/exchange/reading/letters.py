"""How much a text looks like Russian, Lithuanian, Polish, ...: by its letters outside ASCII and their company.

Letter frequencies are rounded shares among the non-ASCII letters of ordinary prose in each language.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

_ALPHABETS: Mapping[str, str] = {
    # Most frequent first: the share of a letter falls with its place (Zipf), which is all the precision needed.
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "uk": "оаніиеврткслудмпяьзгбчйхжїєцющшфґ",
    "lt": "ėšųžąįūčę",
    "lv": "āīēšņļūžģčķ",
    "et": "äõüöšž",
    "pl": "ąęłóżśćńź",
    "cs": "íáéěřýžčšůúóťďňĺľŕäô",
    "hu": "áéöóőüíúű",
    "ro": "ăîâşţ",
    "hr": "šćžčđ",
    "west": "éèáíüäößóãçàñåøæêôâúœîìòùõëïûýðþÿ",
    "tr": "ıüşğöçİâîû",
    "el": "αοιτεσνηυρπκμλςωάίόέήύώθγδχφβξζψ",
    "he": "יוהלאתרמבשנדחקפעצגכסזטםןךףץ",
    "ja": "",
}
CODE_PAGES: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "cp1252": (0.0, ("west",)),
    "cp1251": (0.0, ("ru", "uk")),
    "cp1257": (0.0, ("lt", "lv", "et")),
    "cp1250": (-3.0, ("pl", "cs", "hu", "ro", "hr", "west")),
    "cp1253": (-3.0, ("el",)),
    "cp1254": (-3.0, ("tr",)),
    "cp1255": (-3.0, ("he",)),
    "cp866": (-1.0, ("ru", "uk")),
    "koi8-r": (-1.0, ("ru",)),
    "cp775": (-2.0, ("lt", "lv", "et")),
    "cp852": (-4.0, ("pl", "cs", "hu", "hr")),
    "cp850": (-2.0, ("west",)),
    "mac-cyrillic": (-2.0, ("ru",)),
    "shift_jis": (-1.0, ("ja",)),
}
"""Encodings of files that people in the region really have: how likely before looking (natural log, against the
likeliest), and the languages written in them. The former decides where the letters leave a doubt: é is the same byte in
four of them."""

_TYPOGRAPHIC = frozenset("„“”«»–—’‘…№°§€®©·•\xa0")
_RARE_SIGN = frozenset("º±²³½¼×µ£¢ª¹´¿¡‹›†‡™")
_P_TYPOGRAPHIC, _P_RARE_SIGN, _P_ALIEN, _P_BROKEN = 5e-3, 1e-3, 2e-5, 1e-7
_P_KANA, _P_KANJI, _P_HALF_KANA = 1e-2, 1e-3, 1e-5
_MIXED_SCRIPT, _CAPITAL_INSIDE, _CAPITAL = math.log(1e-3), math.log(0.02), math.log(0.25)
_MARKED = math.log(0.1)
_MARKED_RUN = re.compile("[\u0080-\u02ff]{3,}")
# Spanish has ñ before vowels only; before a consonant the byte is the Polish ń of cp1250 ('Iksiński').
_ENYE_BEFORE_CONSONANT = re.compile("[ñÑ](?=[bcdfghjklmnpqrstvwxz])", re.I)
_MISPLACED = math.log(0.02)
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000


def log_likelihood(text: str, language: str) -> float:
    """Natural log of how likely the non-ASCII characters of ``text`` are in ``language`` (0 is certain)."""
    text = text[:_SAMPLE]
    shares = _shares(language)
    counts = Counter(char for char in text if char > "\x7f")
    total = sum(count * math.log(_share(char, shares)) for char, count in counts.items())
    return total + sum(_oddness(word) for word in _WORD.findall(text) if not word.isascii())


@cache
def _shares(language: str) -> Mapping[str, float]:
    letters = _ALPHABETS[language]
    weights = [1 / (place + 3) for place in range(len(letters))]
    return {letter: weight / sum(weights) for letter, weight in zip(letters, weights, strict=True)}


def _share(char: str, shares: Mapping[str, float]) -> float:
    """Probability of one non-ASCII character."""
    # Turkish İ has no single small letter and stands in its alphabet as it is.
    known = shares.get(char.lower()) or shares.get(char)
    if known is not None:
        return known
    if not shares and char >= "\u3000":
        return _japanese(char)
    if char in _TYPOGRAPHIC:
        return _P_TYPOGRAPHIC
    if char in _RARE_SIGN:
        return _P_RARE_SIGN
    # Replacement and C1 control characters: these bytes mean nothing in this code page.
    return _P_BROKEN if char == "\ufffd" or char <= "\x9f" else _P_ALIEN


def _japanese(char: str) -> float:
    if "\u3040" <= char <= "\u30ff" or char in "、。「」　":
        return _P_KANA
    if "\u4e00" <= char <= "\u9fff":
        return _P_KANJI
    # Half-width katakana is what the bytes of any European code page turn into.
    return _P_HALF_KANA


def _oddness(word: str) -> float:
    """Log penalty for what no word has: two alphabets in one word, capitals in the middle of a small-letter word."""
    penalty = 0.0
    other_script = sum("\u0370" <= char <= "\u05ff" for char in word)
    if 0 < other_script < len(word):
        penalty += _MIXED_SCRIPT
    if not other_script:
        # Latin words have one or two letters with a mark side by side; Cyrillic bytes read as Latin have nothing else.
        penalty += sum(len(run) - 2 for run in _MARKED_RUN.findall(word)) * _MARKED
    penalty += len(_ENYE_BEFORE_CONSONANT.findall(word)) * _MISPLACED
    capitals = sum(char.isupper() for char in word)
    if not capitals or word.isupper():
        return penalty + (_CAPITAL if capitals else 0.0)
    inside = sum(char.isupper() for char in word[1:])
    return penalty + _CAPITAL + inside * _CAPITAL_INSIDE
