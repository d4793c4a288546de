"""Which pairs of clients are worth a comparison: 200,000 clients make 20 thousand million pairs, some 50,000 are.

Blocking, as record linkage calls it: two clients are compared only if they meet under a phone, an e-mail, an outside
id, a loyalty card, a birthday, a work place, or a name that hardly anybody else has. The keys come off their indexes;
of the clients only row numbers and the skeletons of their names are kept in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.kinds import ClientKind
from crm_desktop.services.duplicates.likeness import company_key
from crm_desktop.services.duplicates.names import Words, may_be_one, share_a_word, words_of

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Pair = tuple[int, int]
Progress = Callable[[int, int], None]

_CROWD = 12
"""More clients than this under one key are an office or a fallback number: only those of like names are compared."""
_NAMESAKES = 3
"""So many clients of one name, and it is no rare name any more."""
_BRANCHES = 30
"""More companies of one name are a chain; they are compared only where they share more than the name."""
_STEP = 5_000

_LIVE_KEYS = (
    "SELECT p.key, c.rid FROM contact_point p JOIN client c ON c.id = p.client_id"
    " WHERE p.key IN (SELECT key FROM contact_point WHERE key <> '' GROUP BY key HAVING COUNT(*) > 1)"
    " AND p.deleted = 0 AND c.deleted = 0 ORDER BY p.key"
)
_LIVE_EXTERNALS = (
    "SELECT x.value || ' ' || x.system, c.rid FROM external_id x JOIN client c ON c.id = x.client_id"
    " WHERE x.value IN (SELECT value FROM external_id GROUP BY value HAVING COUNT(*) > 1)"
    " AND x.deleted = 0 AND c.deleted = 0 ORDER BY x.value, x.system"
)
_LIVE_JOBS = (
    "SELECT w.name, c.rid FROM employment e JOIN client c ON c.id = e.person_id JOIN client w ON w.id = e.company_id"
    " WHERE e.deleted = 0 AND c.deleted = 0 AND w.deleted = 0"
)


class Blocks:
    """The clients of a base by what they may have in common. ``read`` first, then ``pairs``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words: dict[int, Words] = {}
        self._companies: set[int] = set()
        self._names: Counter[Words] = Counter()
        self._days: defaultdict[str, list[int]] = defaultdict(list)
        self._cards: defaultdict[str, list[int]] = defaultdict(list)
        self._by_company: defaultdict[str, list[int]] = defaultdict(list)
        self.crowds: dict[str, int] = {}
        """How many live clients have a phone or e-mail, by its key; keys that one client has are left out."""

    def read(self, progress: Progress) -> None:
        """Take in every live client; ``progress`` (done, total) may cancel by raising."""
        (total,) = self._store.read("SELECT COUNT(*) FROM client WHERE deleted = 0")[0]
        rows = self._store.cursor(
            "SELECT rid, kind, name, family, given, birthday, loyalty_card FROM client WHERE deleted = 0"
        )
        for place, (rid, kind, name, family, given, birthday, card) in enumerate(rows):
            if place % _STEP == 0:
                progress(place, total)
            words = self._words[rid] = words_of(kind, name, family, given)
            if kind == ClientKind.COMPANY:
                self._companies.add(rid)
                self._by_company[company_key(name)].append(rid)
            elif words[1]:
                self._names[_unordered(words)] += 1
            if birthday:
                self._days[birthday[-5:]].append(rid)
            if card:
                self._cards[fold(card)].append(rid)

    def is_rare(self, rid: int) -> bool:
        """Whether hardly anybody else is called as this person is."""
        return self._names[_unordered(self._words[rid])] < _NAMESAKES

    def pairs(self) -> set[Pair]:
        """Pairs of row numbers, the smaller first, that may turn out to be one client."""
        found: set[Pair] = set()
        for pairs in (
            self._under_keys(),
            self._together(_grouped(self._store.cursor(_LIVE_EXTERNALS))),
            self._together(self._cards.items()),
            self._together(((key, rids) for key, rids in self._by_company.items() if key), most=_BRANCHES),
            self._by_birthday(),
            self._at_work(),
            self._rare_names(),
        ):
            found.update(pairs)
        return found

    def _under_keys(self) -> Iterator[Pair]:
        for key, rids in _grouped(self._store.cursor(_LIVE_KEYS)):
            if len(rids) < 2:
                continue
            self.crowds[key] = len(rids)
            if len(rids) > _CROWD:
                yield from self._of_like_names(rids)
                continue
            for one, other in combinations(sorted(rids), 2):
                if self._same_kind(one, other) and self._may_share(one, other):
                    yield one, other

    def _may_share(self, one: int, other: int) -> bool:
        """Under a common key a shared word is enough to look: people marry and take another name."""
        mine, theirs = self._words[one], self._words[other]
        return may_be_one(mine, theirs) or share_a_word(mine, theirs)

    def _together(self, groups: Iterable[tuple[str, list[int]]], most: int = _CROWD) -> Iterator[Pair]:
        """Everybody with everybody, in groups that are no crowd."""
        for _, rids in groups:
            if 1 < len(rids) <= most:
                for one, other in combinations(sorted(rids), 2):
                    if self._same_kind(one, other):
                        yield one, other

    def _by_birthday(self) -> Iterator[Pair]:
        for rids in self._days.values():
            yield from self._of_like_names(rids)

    def _at_work(self) -> Iterator[Pair]:
        colleagues: defaultdict[str, list[int]] = defaultdict(list)
        for company, rid in self._store.cursor(_LIVE_JOBS):
            colleagues[company_key(company)].append(rid)
        for rids in colleagues.values():
            yield from self._of_like_names(rids)

    def _rare_names(self) -> Iterator[Pair]:
        rare: defaultdict[Words, list[int]] = defaultdict(list)
        for rid, words in self._words.items():
            if words[1] and rid not in self._companies and 1 < self._names[_unordered(words)] < _NAMESAKES:
                rare[_unordered(words)].append(rid)
        for rids in rare.values():
            yield from combinations(sorted(rids), 2)

    def _of_like_names(self, rids: Iterable[int]) -> Iterator[Pair]:
        """Pairs with a word of their names in common and nothing that parts them; nameless ones are left out."""
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        for rid in sorted(set(rids)):
            for word in {*self._words.get(rid, ("", ""))} - {""}:
                by_word[word].append(rid)
        for alike in by_word.values():
            for one, other in combinations(alike, 2):
                if self._same_kind(one, other) and may_be_one(self._words[one], self._words[other]):
                    yield one, other

    def _same_kind(self, one: int, other: int) -> bool:
        """Neither a company and a person, nor somebody who came while the base was read."""
        known = one in self._words and other in self._words
        return known and (one in self._companies) == (other in self._companies)


def _unordered(words: Words) -> Words:
    return words if words[0] <= words[1] else (words[1], words[0])


def _grouped(rows: Iterable[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    """The row numbers of each key, each once; the rows come ordered by key."""
    key, rids = "", list[int]()
    for row_key, rid in rows:
        if row_key != key:
            if rids:
                yield key, rids
            key, rids = row_key, []
        if rid not in rids:
            rids.append(rid)
    if rids:
        yield key, rids
