"""Why a row was found, worked out anew for the rows of a window only.

The queries say that a row matches, not where; a window has some sixty rows, and their texts are at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_desktop.services.finding.spans import (
    Finder,
    Highlight,
    Span,
    beginning,
    excerpt,
    find_digits,
    find_spans,
    inside,
    spelt,
)
from crm_desktop.services.finding.terms import Term, Terms, parse
from crm_desktop.services.finding.tiers import MatchKind, list_words, readings
from crm_desktop.services.finding.vocabulary import similar_beginnings

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True, slots=True)
class Match:
    """Why a row was found: in ``field``, whose ``text`` (a piece of it, when long) has ``spans`` to paint bright.

    Fields: name, number, company, job_title, phone, email, notes, likes, address, own field, ... (``_SOURCES``).
    ``also``: the same for other fields, when several words were typed.
    """

    kind: MatchKind
    field: str
    text: str
    spans: tuple[Span, ...]
    also: tuple[Highlight, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A client to be explained: what a list shows of it, and its folded ``main`` texts (``EXPLAINED``)."""

    pos: int
    client_id: bytes
    name: str
    number: int | None
    company: str | None
    phone: str | None
    email: str | None
    main: str
    deeper: list[tuple[str, str, str]] = field(default_factory=list)
    """Its other texts, once they were wanted: the rest, the history, and the skeleton of the words."""
    sources: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


EXPLAINED = "t.main || ' ' || t.company"
"""What ``Found.main`` is in SQL on ``client_text t``."""

# Apart: a history is long and lies on pages of its own, and most rows are explained without it.
_DEEPER = "SELECT job || ' ' || notes || ' ' || other, history, skeleton FROM client_text WHERE pos = ?"
_POINT = "FROM contact_point WHERE client_id = ?1 AND deleted = 0"
_WAYS = (
    "SELECT 'company', c.name FROM employment e JOIN client c ON c.id = e.company_id"
    " WHERE e.person_id = ?1 AND e.deleted = 0 AND c.deleted = 0"
    f" UNION ALL SELECT kind, value {_POINT} AND kind IN ('phone', 'email')"
    # Typed without its country code, found by it.
    f" UNION ALL SELECT kind, key {_POINT} AND kind = 'phone'"
)
_CLIENT = "FROM client c WHERE c.id = ?1"
_SOURCES = (
    f"SELECT 'notes', notes {_CLIENT} UNION ALL SELECT 'likes', likes {_CLIENT}"
    " UNION ALL SELECT 'job_title', job_title || ' ' || department FROM employment WHERE person_id = ?1 AND deleted = 0"
    " UNION ALL SELECT 'tag', g.name FROM client_tag t JOIN tag g ON g.id = t.tag_id"
    " WHERE t.client_id = ?1 AND t.deleted = 0 AND g.deleted = 0"
    " UNION ALL SELECT 'group', g.name FROM group_member t JOIN client_group g ON g.id = t.group_id"
    " WHERE t.client_id = ?1 AND t.deleted = 0 AND g.deleted = 0"
    f" UNION ALL SELECT 'stage', (SELECT name FROM stage WHERE id = c.stage_id) {_CLIENT}"
    f" UNION ALL SELECT 'source', (SELECT name FROM source WHERE id = c.source_id) {_CLIENT}"
    f" UNION ALL SELECT 'responsible', (SELECT name FROM colleague WHERE id = c.responsible_id) {_CLIENT}"
    f" UNION ALL SELECT kind, value {_POINT} AND kind NOT IN ('phone', 'email', 'address')"
    " UNION ALL"
    f" SELECT 'address', street || ' ' || city || ' ' || region || ' ' || postal_code || ' ' || country {_POINT}"
    f" UNION ALL SELECT 'address', value {_POINT} AND kind = 'address'"
    f" UNION ALL SELECT 'contact_note', note || ' ' || ext {_POINT}"
    " UNION ALL SELECT 'field:' || hex(field_id), value FROM field_value WHERE client_id = ?1 AND deleted = 0"
    f" UNION ALL SELECT 'nickname', nickname {_CLIENT} UNION ALL SELECT 'salutation', salutation {_CLIENT}"
    f" UNION ALL SELECT 'source_detail', source_detail {_CLIENT}"
    f" UNION ALL SELECT 'preferred_hours', preferred_hours {_CLIENT}"
    f" UNION ALL SELECT 'price_terms', price_terms {_CLIENT} UNION ALL SELECT 'loyalty_card', loyalty_card {_CLIENT}"
    " UNION ALL SELECT 'named_date', label FROM named_date WHERE client_id = ?1 AND deleted = 0"
    " UNION ALL SELECT 'external_id', value FROM external_id WHERE client_id = ?1 AND deleted = 0"
)
_HISTORY = (
    "SELECT 'history', text FROM (SELECT COALESCE(held_at, planned_at) AS at,"
    " wanted || char(10) || offered || char(10) || result || char(10) || place AS text"
    " FROM activity WHERE deleted = 0 AND (client_id = ?1"
    " OR id IN (SELECT activity_id FROM activity_client WHERE client_id = ?1 AND deleted = 0))"
    " UNION ALL SELECT received_at, text || char(10) || resolution FROM request WHERE client_id = ?1 AND deleted = 0"
    " UNION ALL SELECT created_at, title || char(10) || notes FROM deal WHERE client_id = ?1 AND deleted = 0)"
    " ORDER BY at DESC"
)
_SHOWN = frozenset({"name", "number", "company", "phone", "email"})
_LONG = frozenset({"notes", "likes", "history", "address", "contact_note"})


class Explainer:
    """Explains the rows found for one text."""

    def __init__(self, store: Store, text: str) -> None:
        self._store = store
        self._terms = parse(text)
        self._readings = readings(text) if self._terms.words else []
        self._marked: dict[str, frozenset[str]] = {}

    def match(self, row: Found) -> Match | None:
        """Why the text found this client; None where nothing of it does, or the text asks for nothing."""
        if not self._terms:
            return None
        if self._terms.number is not None:
            return Match(MatchKind.DIRECT, "number", str(row.number), ((0, len(str(self._terms.number))),))
        for attempt in self._attempts(row):
            if attempt is not None:
                return attempt
        return None

    def _attempts(self, row: Found) -> Iterator[Match | None]:
        """In the order of the tiers."""
        yield self._in_main(row, self._terms, MatchKind.DIRECT, beginning)
        yield self._in_script(row, self._terms, MatchKind.SCRIPT)
        yield self._in_main(row, self._terms, MatchKind.INFIX, inside)
        for _, meant in self._readings:
            yield self._in_main(row, meant, MatchKind.LAYOUT, beginning)
            yield self._in_script(row, meant, MatchKind.LAYOUT)
        yield self._anywhere(row, self._terms)
        for _, meant in self._readings:
            yield self._in_main(row, meant, MatchKind.LAYOUT, inside)
            yield self._anywhere(row, meant, MatchKind.LAYOUT)
        for meant in (self._terms, *(meant for _, meant in self._readings)):
            yield self._mistyped(row, meant)

    def _in_main(self, row: Found, terms: Terms, kind: MatchKind, finder: Finder) -> Match | None:
        mark = " " if finder is beginning else ""
        text = f" {row.main}"
        if not all(any(mark + word in text for word in (t.digits or (t.word,))) for t in terms.words):
            return None
        return self._in_texts(row, terms, kind, [_WAYS] * len(terms.words), finder)

    def _in_script(self, row: Found, terms: Terms, kind: MatchKind) -> Match | None:
        spellable = [t.word for t in terms.words if not t.digits]
        if not spellable:
            return None
        _, _, skeleton = self._deeper(row)
        written = skeleton.split()
        if not all(any(spelt(word, asked) for word in written) for asked in spellable):
            return None
        if not all(any(f" {key}" in f" {row.main}" for key in t.digits) for t in terms.words if t.digits):
            return None
        return self._in_texts(row, terms, kind, [_WAYS] * len(terms.words), spelt)

    def _anywhere(self, row: Found, terms: Terms, kind: MatchKind | None = None) -> Match | None:
        """In any text of the client. The folded texts say at once whether, and where it is worth reading on."""
        reads = [self._reads(row, term) for term in terms.words]
        if not all(reads):
            return None
        by_depth = MatchKind.HISTORY if _HISTORY in reads else MatchKind.TEXT
        return self._in_texts(row, terms, kind or by_depth, reads)

    def _reads(self, row: Found, term: Term) -> str:
        asked = [f" {word}" for word in (term.digits or (term.word,))]
        rest, history, _ = self._deeper(row)
        for text, sql in ((row.main, _WAYS), (rest, _SOURCES), (history, _HISTORY)):
            if any(word in f" {text}" for word in asked):
                return sql
        marks = self._marks(term.word)
        return _SOURCES if marks and not marks.isdisjoint(rest.split()) else ""

    def _deeper(self, row: Found) -> tuple[str, str, str]:
        if not row.deeper:
            row.deeper.extend(self._store.read(_DEEPER, (row.pos,)) or [("", "", "")])
        return row.deeper[0]

    def _marks(self, word: str) -> frozenset[str]:
        """The marks of lists' rows (tags, stages, ...) whose names have a word that begins so."""
        if word not in self._marked:
            named = list_words(self._store)
            self._marked[word] = frozenset(
                mark for mark, names in named if any(name.startswith(word) for name in names)
            )
        return self._marked[word]

    def _in_texts(
        self, row: Found, terms: Terms, kind: MatchKind, reads: Sequence[str], finder: Finder = beginning
    ) -> Match | None:
        """Find each term in what the list shows, then in what its ``reads`` gives; None unless all are found."""
        highlights: dict[str, Highlight] = {}
        for term, sql in zip(terms.words, reads, strict=True):
            asked = term.digits or (term.word,)
            found = next(
                (h for name, text in self._texts(row, sql) if (h := _highlight(name, text, asked, finder))),
                None,
            )
            if found is None:
                return None
            before = highlights.get(found.field)
            if before is not None and before.text == found.text:
                found = Highlight(found.field, found.text, tuple(sorted({*before.spans, *found.spans})))
            highlights[found.field] = found
        # What is not in the list anyway is the more telling one.
        ranked = sorted(highlights.values(), key=lambda h: h.field in _SHOWN)
        first, *others = [excerpt(h) if h.field in _LONG else h for h in ranked]
        return Match(kind, first.field, first.text, first.spans, tuple(others))

    def _mistyped(self, row: Found, terms: Terms) -> Match | None:
        meant = []
        written = row.main.split()
        for term in terms.words:
            candidates = (term.word, *similar_beginnings(self._store, term.word, wait=False))
            near = next((c for c in candidates if any(word.startswith(c) for word in written)), None)
            if near is None:
                return None
            meant.append(Term(near, term.digits))
        return self._in_texts(row, Terms(tuple(meant)), MatchKind.TYPO, [_WAYS] * len(meant))

    def _texts(self, row: Found, sql: str) -> Iterator[tuple[str, str]]:
        """Field and text: first what is at hand, then what has to be read, once for each row."""
        yield "name", row.name
        for name, at_hand in (("company", row.company), ("phone", row.phone), ("email", row.email)):
            if at_hand:
                yield name, at_hand
        if row.number:
            yield "number", str(row.number)
        if sql not in row.sources:
            row.sources[sql] = self._store.read(sql, (row.client_id,))
        for name, text in row.sources[sql]:
            if text:
                # A list shows it on one line.
                yield name, " ".join(text.split()) if name in _LONG else text


def _highlight(name: str, text: str, asked: Sequence[str], finder: Finder) -> Highlight | None:
    spans = (
        find_digits(text, asked)
        if name == "phone" and asked[0].isdigit()
        else find_spans(text, asked, finder)
    )
    return Highlight(name, text, spans) if spans else None
