"""What a header says: normalised words, synonyms in three languages, numbered headers, other people's columns.

The words are data: ``resources/presets/synonyms.toml``. A header is looked up whole, then without its number, then
without words that only name the client ('Телефон партнера', 'Your-Email'), then with its words run together as
databases name columns (POSTALCODE), never by its position.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.fields import Target
from crm_desktop.folding import fold
from crm_desktop.paths import resource

if TYPE_CHECKING:
    from crm_desktop.exchange.columns.mapping import Why

_CAMEL = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^\w#%/]+|_+")
_NUMBER = re.compile(r"(?:^|(?<=\D))\d{1,2}$|\b\d{1,2}\b")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_LEAST_GLUED = 6
"""Letters; shorter headings run together are too much like other words."""
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeaderMeaning:
    """The target a header names, and how surely (0 to 1)."""

    target: Target
    confidence: float
    why: Why


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The words of ``synonyms.toml``, normalised."""

    targets: dict[str, str]
    glued: dict[str, str]
    noise: frozenset[str]
    others: frozenset[str]  # words for relatives and other persons in a client's row
    sensitive: frozenset[str]


def normal_header(text: str) -> str:
    """A header for comparing: CamelCase parted, case and marks and punctuation dropped, spaces squeezed."""
    text = _CAMEL.sub(" ", _POSSESSIVE.sub("", text))
    words = _NOT_WORD.sub(" ", fold(text))
    words = re.sub(r"(?<=[^\W\d])(?=\d{1,2}\b)", " ", words)  # 'phone2'
    return " ".join(words.replace("e mail", "email").replace("el pasto", "el pastas").split())


@cache
def synonyms() -> Synonyms:
    """The shipped synonyms (read once: they are data of the program)."""
    with resource("presets/synonyms.toml").open("rb") as file:
        data = tomllib.load(file)
    targets = {
        normal_header(header): target for target, headers in data["columns"].items() for header in headers
    }
    word_lists = (data[name]["words"] for name in ("noise", "others", "sensitive"))
    noise, others, sensitive = (frozenset(normal_header(word) for word in words) for words in word_lists)
    return Synonyms(targets, run_together(targets), noise, others, sensitive)


def header_meaning(header: str) -> HeaderMeaning | None:
    """What the header says by itself, or nothing."""
    known = synonyms()
    name = normal_header(header)
    words = name.split()
    if not words:
        return None
    if name in known.sensitive or any(phrase in known.sensitive for phrase in _phrases(words)):
        return HeaderMeaning(Target("sensitive", header.strip()), 1.0, "sensitive_header")
    if name in known.targets:
        return HeaderMeaning(Target.parse(known.targets[name]), 1.0, "header")
    if known.others.intersection(words):
        return HeaderMeaning(Target("own", header.strip()), 0.9, "other_person")
    bare = normal_header(_BRACKETS.sub(" ", header)).split()
    if found := _reduced(header, words, known) or _reduced(header, bare, known):
        return found
    target = glued(header, known.glued)
    return HeaderMeaning(Target.parse(target), 0.9, "header") if target else None


def run_together(meanings: Mapping[str, str]) -> dict[str, str]:
    """The meanings of normalised headings by the headings without their spaces, for ``glued``."""
    return {heading.replace(" ", ""): meaning for heading, meaning in meanings.items()}


def glued(header: str, meanings: Mapping[str, str]) -> str | None:
    """What a heading of one word means whose words were run together ('ORDERNUMBER'); by ``run_together``."""
    name = normal_header(header).replace(" ", "")
    return meanings.get(name) if len(name) >= _LEAST_GLUED and len(header.split()) == 1 else None


def _reduced(header: str, words: list[str], known: Synonyms) -> HeaderMeaning | None:
    """The header without its number, and without words that only name the client."""
    plain = [word for word in words if not _NUMBER.fullmatch(word)]
    for confidence, kept in ((0.9, plain), (0.8, [word for word in plain if word not in known.noise])):
        if target := known.targets.get(" ".join(kept)):
            return HeaderMeaning(Target.parse(target), confidence, "header")
    return None


def _phrases(words: list[str]) -> list[str]:
    """Every run of one to three words."""
    return [
        " ".join(words[start : start + size]) for size in (1, 2, 3) for start in range(len(words) - size + 1)
    ]


def known_header(text: str) -> bool:
    """Whether the text is a heading people use for a column: a vote for the finder of the header row."""
    return header_meaning(text) is not None
