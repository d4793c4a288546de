"""Why a client was found, in words and marked letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.ui import text_kinds
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from crm_desktop.services.finding.explain import Match

_SHOWN_WITH_NAME = frozenset({"name"})


def marked(match: Match | None, column: str, words: str) -> Sequence[tuple[int, int]]:
    """The spans to mark in the cell of a column: those of the match if it was found there."""
    if match is None:
        return ()
    # Plainly: this is asked for every cell that is painted.
    if match.field == column and match.text == words:
        return match.spans
    for found in match.also:
        if found.field == column and found.text == words:
            return found.spans
    return ()


def reason(match: Match | None, shown: Set[str]) -> tuple[str, Sequence[tuple[int, int]]]:
    """What to say behind the name, and the spans to mark in it; nothing where the marked letters say it all.

    Args:
        match: how the client was found.
        shown: ids of the columns on the screen; what was found in one of them is marked there.
    """
    if match is None:
        return "", ()
    # How another keyboard layout was understood stands in the search box, once for all rows.
    words = ""
    if match.kind == "script":
        words = tr("other script")
    elif match.kind == "typo":
        words = tr("looks alike")
    if match.field in shown | _SHOWN_WITH_NAME or not match.text:
        return words, ()
    before = text_kinds.field(match.field)
    if match.kind == "history":
        before = tr("History")
    found = f"{before}: {match.text}"
    offset = len(before) + 2
    spans = [(first + offset, last + offset) for first, last in match.spans]
    return (f"{found} · {words}" if words else found), spans
