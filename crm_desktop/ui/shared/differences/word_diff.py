"""Two long texts beside each other: which words of each are not in the other. Pure."""

from __future__ import annotations

import html
import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST = 4_000
"""Words of a text that are compared: beyond that comparing takes longer than a window may wait."""

Piece = tuple[str, bool]
"""Some of a text, and whether the other text lacks it."""


def compare(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces. Texts that have nothing to do with each other, or are very long, are not marked."""
    words, others = _WORDS.findall(one), _WORDS.findall(other)
    if max(len(words), len(others)) > _MOST:
        return [(one, False)], [(other, False)]
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    same = sum(size for _, _, size in matcher.get_matching_blocks())
    if 3 * same < max(len(words), len(others)):
        return [(one, False)], [(other, False)]
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        _add(left, "".join(words[i1:i2]), lacks=tag != "equal")
        _add(right, "".join(others[j1:j2]), lacks=tag != "equal")
    return left, right


def _add(pieces: list[Piece], text: str, *, lacks: bool) -> None:
    if text:
        pieces.append((text, lacks))


def marked(pieces: list[Piece], ground: str) -> str:
    """Rich text with a coloured ground under what the other text lacks."""
    return "".join(
        f'<span style="background-color:{ground}">{_escaped(text)}</span>' if lacks else _escaped(text)
        for text, lacks in pieces
    )


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
