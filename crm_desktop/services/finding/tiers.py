"""The search as a sequence of queries, best first: each gives places (row numbers) in the order of names.

All words must be found, in any field. What is found by an earlier tier is not repeated by a later one (``lists`` sees
to that); a tier is only asked when the page is not full yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from crm_desktop.folding import words
from crm_desktop.keyboards import other_layouts
from crm_desktop.services.finding.documents import MARK, head
from crm_desktop.services.finding.terms import Term, Terms, parse
from crm_desktop.services.finding.vocabulary import similar_beginnings
from crm_desktop.translit import stems

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


class MatchKind(StrEnum):
    """Why a client was found."""

    DIRECT = "direct"
    SCRIPT = "script"
    LAYOUT = "layout"
    INFIX = "infix"
    TEXT = "text"
    HISTORY = "history"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Tier:
    """``table f`` gives ``f.rowid`` under ``where``. ``terms`` is what it looks for.

    ``heads``: it gives some of what the tier after it gives, those whose family or company name begins so. They come
    first where names are the order; under an order that the user asked for they are nothing apart.
    """

    kind: MatchKind
    table: str
    where: str
    values: tuple[Any, ...]
    terms: Terms
    understood: str | None = None
    heads: bool = False


# With the plus SQLite looks each find up in this set; without, it would search the index anew for each of the set.
_AMONG = "+f.rowid IN (SELECT rowid FROM find_words WHERE find_words MATCH ?)"
_LEAST_TRIGRAM = 3
_LEAST_TYPO = 4
_LISTS: Mapping[str, str] = {
    "s": "SELECT rid, name FROM stage WHERE deleted = 0",
    "o": "SELECT rid, name FROM source WHERE deleted = 0",
    "c": "SELECT rid, name FROM colleague WHERE deleted = 0",
    "t": "SELECT rid, name FROM tag WHERE deleted = 0",
    "g": "SELECT rid, name FROM client_group WHERE deleted = 0",
}


def sure_tiers(store: Store, text: str) -> Iterator[Tier]:
    """The tiers that are always asked; ``text`` has terms."""
    terms = parse(text)
    if terms.number is not None:
        yield _numbered(terms)
        return
    yield from _direct(terms, MatchKind.DIRECT)
    if terms.letters < 2:
        return
    yield from _other_script(terms, MatchKind.SCRIPT)
    yield from _infix(terms)
    if terms.letters >= _LEAST_TRIGRAM:
        for other, meant in readings(text):
            yield from _direct(meant, MatchKind.LAYOUT, other)
            yield from _other_script(meant, MatchKind.LAYOUT, other)
    yield _everywhere(store, terms, MatchKind.TEXT, "find_rest")
    if terms.letters >= _LEAST_TRIGRAM:
        yield _everywhere(store, terms, MatchKind.HISTORY, "find_history")


def last_tiers(store: Store, text: str, *, wait: bool) -> Iterator[Tier]:
    """The tiers for a text that nothing else was found for: misread in all texts, then mistyped.

    ``wait``: load the list of words the base has, if need be; it takes a tenth of a second.
    """
    terms = parse(text)
    if terms.number is not None:
        return
    for other, meant in readings(text):
        if terms.letters < _LEAST_TRIGRAM:
            yield from _direct(meant, MatchKind.LAYOUT, other)
        else:
            yield from _infix(meant, MatchKind.LAYOUT, other)
            yield _everywhere(store, meant, MatchKind.LAYOUT, "find_history", other)
    yield from _mistyped(store, terms, None, wait=wait)
    for other, meant in readings(text):
        yield from _mistyped(store, meant, other, wait=wait)


def readings(text: str) -> list[tuple[str, Terms]]:
    """What the text is in other keyboard layouts. Mere digits are meant as digits."""
    if not any(character.isalpha() for character in text):
        return []
    return [(other, terms) for other, _ in other_layouts(text) if (terms := parse(other)).words]


def _prefix(word: str) -> str:
    return f'"{word}"*'


def _any(parts: Sequence[str]) -> str:
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]


def _beginning(term: Term) -> str:
    return _any([_prefix(word) for word in (term.digits or (term.word,))])


def _all(terms: Sequence[Term]) -> str:
    return " AND ".join(map(_beginning, terms))


def _direct(terms: Terms, kind: MatchKind, understood: str | None = None) -> Iterator[Tier]:
    match = _all(terms.words)
    tier = Tier(kind, "find_words", "find_words MATCH ?", (match,), terms, understood)
    named = [term.word for term in terms.words if not term.digits]
    if named:
        yield replace(
            tier, values=(_headed(match, len(terms.words), [[word] for word in named]),), heads=True
        )
    yield tier


def _headed(match: str, count: int, named: Sequence[Sequence[str]]) -> str:
    """What matches with at least one of its words, each in all spellings given, in what a client is filed under."""
    heads = _any([_prefix(head(word)) for spellings in named for word in spellings])
    return heads if count == 1 else f"{match} AND {heads}"


def _numbered(terms: Terms) -> Tier:
    """A client's number: itself, and the longer ones that begin so while it is being typed."""
    number = terms.number or 0
    ranges = [(number * 10**more, (number + 1) * 10**more) for more in range(6)]
    where = " OR ".join("(number >= ? AND number < ?)" for _ in ranges)
    sql = f"f.rowid IN (SELECT pos FROM client_list WHERE number IS NOT NULL AND ({where}))"
    return Tier(MatchKind.DIRECT, "client_list", sql, tuple(end for both in ranges for end in both), terms)


def _other_script(terms: Terms, kind: MatchKind, understood: str | None = None) -> Iterator[Tier]:
    lettered = [term for term in terms.words if not term.digits and any(c.isalpha() for c in term.word)]
    spelt = [[stem for stem in stems(term.word) if stem] for term in lettered]
    if not spelt or not all(spelt):
        return
    match = " AND ".join(_any([_prefix(stem) for stem in alternatives]) for alternatives in spelt)
    where, others = "find_script MATCH ?", []
    rest = [term for term in terms.words if term not in lettered]
    if rest:
        where += f" AND {_AMONG}"
        others.append(_all(rest))
    headed = _headed(match, len(lettered), spelt)
    yield Tier(kind, "find_script", where, (headed, *others), terms, understood, heads=True)
    yield Tier(kind, "find_script", where, (match, *others), terms, understood)


def _infix(terms: Terms, kind: MatchKind = MatchKind.INFIX, understood: str | None = None) -> Iterator[Tier]:
    matches: list[str] = []
    rechecks: list[str] = []
    values: list[str] = []
    short: list[Term] = []
    for term in terms.words:
        fragments = [word for word in (term.digits or (term.word,)) if len(word) >= _LEAST_TRIGRAM]
        if not fragments:
            short.append(term)
            continue
        matches.append(_any([f"({_trigrams(fragment)})" for fragment in fragments]))
        # The index knows which trigrams a text has, not in which order.
        rechecks.append(" OR ".join(["instr(f.main, ?) OR instr(f.company, ?)"] * len(fragments)))
        values += [fragment for fragment in fragments for _ in range(2)]
    if not matches:
        return
    where = " AND ".join(["find_infix MATCH ?", *(f"({recheck})" for recheck in rechecks)])
    values = [" AND ".join(matches), *values]
    if short:
        where += f" AND {_AMONG}"
        values.append(_all(short))
    yield Tier(kind, "find_infix", where, tuple(values), terms, understood)


def _trigrams(text: str) -> str:
    # With detail=none a longer string would be a phrase, which such an index cannot answer.
    return " AND ".join(dict.fromkeys(f'"{text[i : i + 3]}"' for i in range(len(text) - 2)))


def _everywhere(
    store: Store, terms: Terms, kind: MatchKind, table: str, understood: str | None = None
) -> Tier:
    """In all texts of the table, and in the names of tags, stages and other lists, which stand there as marks."""
    marks = list_words(store)
    parts = []
    for term in terms.words:
        meant = [f'"{mark}"' for mark, names in marks if any(name.startswith(term.word) for name in names)]
        parts.append(_any([*(_prefix(word) for word in (term.digits or (term.word,))), *meant]))
    return Tier(kind, table, f"{table} MATCH ?", (" AND ".join(parts),), terms, understood)


def list_words(store: Store) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of all lists people keep: the mark each has in the texts, and the words of its name."""
    return [
        (f"{MARK}{letter}{rid}", _words_of(name))
        for letter, sql in _LISTS.items()
        for rid, name in store.cursor(sql)
        if name
    ]


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def _mistyped(store: Store, terms: Terms, understood: str | None, *, wait: bool) -> Iterator[Tier]:
    """Words the base has that differ from the typed ones by one letter missing, added, wrong or swapped."""
    if not any(_doubtful(term) for term in terms.words):
        return
    parts = []
    for term in terms.words:
        meant = similar_beginnings(store, term.word, wait=wait) if _doubtful(term) else ()
        parts.append(_any([_beginning(term), *map(_prefix, meant)]))
    match = " AND ".join(parts)
    yield Tier(MatchKind.TYPO, "find_words", "find_words MATCH ?", (match,), terms, understood)


def _doubtful(term: Term) -> bool:
    return not term.digits and len(term.word) >= _LEAST_TYPO
