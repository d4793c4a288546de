"""``merge3`` with what is known of single tables: which differences nobody needs to be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.difference_fields import SILENT
from crm_desktop.sync.merge import Merged, merge3
from crm_desktop.sync.tables import synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.merge import Row

_AS_FOUND = {"resolved_at": None, "resolved_by": "", "answer": ""}

_UNANSWERED = {"snoozed_until": None, "handled_at": None}
"""Before two people answered one reminder nobody had: whoever dealt with it is heard, though the other put it off."""

_UNTOLD = frozenset({"conflict", "reminder_answer"})
"""A conflict about a conflict helps nobody, and that two people dismissed one reminder is what both wanted."""


def meet(table: str, base: Row | None, mine: Row, theirs: Row | None) -> Merged:
    """What becomes of a row of ``table``; as ``merge3``.

    A conflict found on two laptops is one row made twice: it began as it was found, and who decided it is heard. A base
    that an older program noted had in newer columns what every row had then.
    """
    if base is None and table == "conflict":
        base = {**mine, **_AS_FOUND}
    elif base is None and table == "reminder_answer":
        base = {**mine, **_UNANSWERED}
    elif base is not None and len(base) < len(mine):
        base = synced_table(table).whole(base)
    merged = merge3(base, mine, theirs)
    if not merged.conflicts:
        return merged
    told = () if table in _UNTOLD else tuple(each for each in merged.conflicts if each.field not in SILENT)
    return Merged(merged.row, told)
