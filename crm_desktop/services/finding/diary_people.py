"""Whom a question to the diary means: clients by a name as people write it in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.finding.diary_words import LEAST_STEM, NAME_ENDS
from crm_desktop.services.finding.places import LIVE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.services.finding.tiers import Tier
    from crm_desktop.storage.store import Store

_MOST = 200
"""Clients of one name who are looked through."""
_OF_NAMES = frozenset({"direct", "script", "layout"})
"""The kinds of tiers that find somebody by what is typed of a name."""


def people(store: Store, names: Sequence[str], *, wait: bool) -> tuple[str, list[bytes]]:
    """The clients so named, and the text that finds them; '' and none where there are none.

    Looked for as typed, else without the ends of cases ("с Ивановым"), else with a letter mistyped.
    """
    from crm_desktop.services.finding.tiers import last_tiers, sure_tiers

    stems = " ".join(_stem(word) for word in names)
    for text in dict.fromkeys((" ".join(names), stems)):
        tiers = (tier for tier in sure_tiers(store, text) if tier.kind in _OF_NAMES and not tier.heads)
        found = list(dict.fromkeys(client for tier in tiers for client in _clients(store, tier)))[:_MOST]
        if found:
            return text, found
    for tier in last_tiers(store, stems, wait=wait):
        if tier.kind == "typo" and (mistyped := _clients(store, tier)):
            return stems, mistyped
    return "", []


def is_name(store: Store, text: str) -> bool:
    """Whether all of the text stands on one client, as it was typed: then it was no question."""
    from crm_desktop.services.finding.tiers import sure_tiers

    return any(tier.kind == "direct" and _clients(store, tier) for tier in sure_tiers(store, text))


def _stem(word: str) -> str:
    """The word without the longest end that a case may have given it."""
    for end in NAME_ENDS:
        if word.endswith(end) and len(word) - len(end) >= LEAST_STEM:
            return word[: -len(end)]
    return word


def _clients(store: Store, tier: Tier) -> list[bytes]:
    found = store.read(
        f"SELECT l.client_id FROM {tier.table} f CROSS JOIN client_list l ON l.pos = f.rowid"
        f" WHERE f.rowid BETWEEN {LIVE.low} AND {LIVE.high} AND {tier.where} LIMIT {_MOST}",
        tier.values,
    )
    return [client_id for (client_id,) in found]
