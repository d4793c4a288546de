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
    found = [(match.field, match.text, match.spans), *((h.field, h.text, h.spans) for h in match.also)]
    return next((spans for field, text, spans in found if field == column and text == words), ())


def reason(match: Match | None, shown: Set[str]) -> tuple[str, Sequence[tuple[int, int]]]:
    """What to say behind the name, and the spans to mark in it; nothing where the marked letters say it all.

    Args:
        match: how the client was found.
        shown: ids of the columns on the screen; what was found in one of them is marked there.
    """
    if match is None:
        return "", ()
    # How another keyboard layout was understood stands in the search box, once for all rows.
    by_kind = {
        "script": tr("other script"),
        "typo": tr("looks alike"),
    }
    words = by_kind.get(match.kind, "")
    if match.field in shown | _SHOWN_WITH_NAME or not match.text:
        return words, ()
    before = text_kinds.field(match.field)
    if match.kind == "history":
        before = tr("History")
    found = f"{before}: {match.text}"
    offset = len(before) + 2
    spans = [(first + offset, last + offset) for first, last in match.spans]
    return (f"{found} · {words}" if words else found), spans
