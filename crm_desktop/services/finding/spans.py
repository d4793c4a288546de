"""Where in a text as it is written the words looked for stand: what the window paints bright."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from crm_desktop.folding import fold, span, words_map
from crm_desktop.translit import skeleton, stems

Span = tuple[int, int]
Finder = Callable[[str, str], Span | None]
"""Given a folded word and the word looked for: the part of the folded word that matches (start, end)."""

_EXCERPT = 48
_LEAST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Highlight:
    """A text of field ``field`` with the parts to paint bright, as (start, end) in it."""

    field: str
    text: str
    spans: tuple[Span, ...]


def beginning(word: str, asked: str) -> Span | None:
    """The word begins so."""
    return (0, len(asked)) if word.startswith(asked) else None


def inside(word: str, asked: str) -> Span | None:
    """It stands somewhere in the word."""
    start = word.find(asked)
    return (start, start + len(asked)) if start >= 0 else None


def spelt(word: str, asked: str) -> Span | None:
    """The word begins so when written in the other script."""
    for stem in stems(asked):
        if stem and skeleton(word).startswith(stem):
            length = next(n for n in range(1, len(word) + 1) if skeleton(word[:n]).startswith(stem))
            return 0, length
    return None


def find_spans(text: str, asked: Iterable[str], finder: Finder) -> tuple[Span, ...]:
    """All parts of ``text`` that match one of the words, joined where they overlap."""
    found = []
    asked = list(asked)
    # Most texts do not have it, and to know where each letter came from takes ten times as long as to fold.
    if finder is not spelt:
        folded_text = fold(text).replace("'", "")
        asked = [word for word in asked if word in folded_text]
    written = _written(text) if asked else ()
    for word in asked:
        for folded, origins in written:
            part = finder(folded, word)
            if part is not None:
                found.append(span(origins, *part))
    return _joined(found)


# With every further letter most of the rows stay, and their names with them.
@lru_cache(maxsize=1 << 11)
def _written(text: str) -> tuple[tuple[str, list[int]], ...]:
    return tuple(words_map(text))


def find_digits(text: str, keys: Iterable[str]) -> tuple[Span, ...]:
    """The part of a phone as written that stands for the digits looked for.

    The digits may be in another notation than the text (+370612... for 8 612...): then their end is looked for.
    """
    places = [index for index, character in enumerate(text) if character.isdecimal()]
    digits = "".join(text[index] for index in places)
    best: tuple[int, int] | None = None
    for key in keys:
        for cut in range(max(len(key) - _LEAST_DIGITS, 0) + 1):
            start = digits.find(key[cut:])
            if start >= 0:
                if best is None or len(key) - cut > best[1]:
                    best = start, len(key) - cut
                break
    return ((places[best[0]], places[best[0] + best[1] - 1] + 1),) if best else ()


def excerpt(highlight: Highlight) -> Highlight:
    """A piece of a long text around the first part found, cut at words, with … for what is left out."""
    text, (first, last) = highlight.text, highlight.spans[0]
    start = _cut_before(text, max(first - _EXCERPT, 0))
    end = _cut_after(text, min(last + _EXCERPT, len(text)))
    prefix = "… " if start else ""
    piece = prefix + text[start:end] + (" …" if end < len(text) else "")
    shift = len(prefix) - start
    spans = tuple((a + shift, b + shift) for a, b in highlight.spans if a >= start and b <= end)
    return Highlight(highlight.field, piece, spans)


def _cut_before(text: str, start: int) -> int:
    space = text.find(" ", start, start + _EXCERPT // 2) if start else -1
    return space + 1 if space >= 0 else start


def _cut_after(text: str, end: int) -> int:
    space = text.rfind(" ", end - _EXCERPT // 2, end) if end < len(text) else -1
    return space if space >= 0 else end


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
