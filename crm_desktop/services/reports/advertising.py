"""To which source or campaign clients, sales and costs are put down, and who recommended whom.

A client belongs to the source on its card; without one, to "recommended" where somebody recommended it, else to "no
source". By campaigns, it belongs to the campaign of its source that ran on the local day on which it was written down,
of several to the one begun last; where none ran, to the source outside campaigns.

A client who was recommended counts for the one with whom the chain of recommendations began, once however long the
chain is; in a ring for the last one before it comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.services import campaigns, rates
from crm_desktop.services.reports import who
from crm_desktop.services.reports.options import Attribution

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import Span
    from crm_desktop.storage.store import Store

NO_SOURCE, RECOMMENDED = "no_source", "recommended"

Key = bytes | str
"""The id of a campaign or of a source, or one of the two words above."""

_SOURCE = f"COALESCE(c.source_id, IIF(c.referrer_id IS NULL, '{NO_SOURCE}', '{RECOMMENDED}'))"
_CAME_ON = "IIF(length(c.created_at) = 10, c.created_at, date(c.created_at, 'localtime'))"
_CAMPAIGN = (
    "(SELECT k.id FROM campaign k WHERE k.source_id = c.source_id AND k.deleted = 0"
    f" AND k.starts_on <= {_CAME_ON} AND COALESCE(k.ends_on, '9999') >= {_CAME_ON}"
    " ORDER BY k.starts_on DESC, k.id DESC LIMIT 1)"
)
_BATCH = 500


def key(options: Options) -> str:
    """SQL for the ``Key`` of ``client c``."""
    return f"COALESCE({_CAMPAIGN}, {_SOURCE})" if options.attribution is Attribution.CAMPAIGN else _SOURCE


def came(options: Options, span: Span) -> tuple[str, dict[str, Any]]:
    """SQL for "a client asked for that was written down in these days", over ``client c``, and its values."""
    condition, values = who.in_care(options)
    begin, beyond = span.instants()
    within = (
        "(length(c.created_at) > 10 AND c.created_at >= :begin AND c.created_at < :beyond"
        " OR length(c.created_at) = 10 AND c.created_at BETWEEN :first AND :last)"
    )
    days = {"first": span.first.isoformat(), "last": span.last.isoformat(), "begin": begin, "beyond": beyond}
    return f"{condition} AND {within}", values | days


def spent(store: Store, options: Options, span: Span) -> dict[Key, dict[str, int]]:
    """What was spent in these days, by key and currency; in the currency asked for where the user has a rate."""
    periods = rates.rate_periods(store, options.currency) if options.currency else []
    by_currency: dict[str, list[rates.RatePeriod]] = {}
    for period in periods:
        by_currency.setdefault(period.currency, []).append(period)
    parts: dict[Key, dict[str, list[tuple[int, rates.RatePeriod | None]]]] = {}
    for each in campaigns.spent(store, span.first, span.last, [period.since for period in periods]):
        if options.source not in {None, each.source_id}:
            continue
        by_campaign = options.attribution is Attribution.CAMPAIGN
        name = (by_campaign and each.campaign_id) or each.source_id
        rate = next((p for p in by_currency.get(each.currency, ()) if p.since <= each.first < p.until), None)
        target = each.currency if rate is None else options.currency
        parts.setdefault(name, {}).setdefault(target, []).append((each.amount, rate))
    return {
        name: {currency: _sum(found, currency) for currency, found in by.items()}
        for name, by in parts.items()
    }


def keys_of_referred(store: Store, options: Options, span: Span) -> dict[bytes, Key]:
    """To which key the recommendation of each client counts that came in these days and was recommended."""
    condition, values = came(options, span)
    referred = store.read(
        f"SELECT c.id FROM client c WHERE c.referrer_id IS NOT NULL AND {condition}", values
    )
    merged = dict(store.read("SELECT id, merged_into FROM client WHERE merged_into IS NOT NULL"))
    by = dict(store.read("SELECT id, referrer_id FROM client WHERE referrer_id IS NOT NULL"))
    began = {client_id: _beginner(client_id, by, merged) for (client_id,) in referred}
    keys = _keys_of(store, options, set(began.values()))
    # Whoever stands on the own card as the one who recommended it, was recommended by nobody.
    return {client_id: keys[first] for client_id, first in began.items() if first != client_id}


def _beginner(client_id: bytes, by: dict[bytes, bytes], merged: dict[bytes, bytes]) -> bytes:
    seen = {client_id}
    while (above := _survivor(by.get(client_id), merged)) is not None and above not in seen:
        seen.add(above)
        client_id = above
    return client_id


def _survivor(client_id: bytes | None, merged: dict[bytes, bytes]) -> bytes | None:
    """The card into which a card was merged, as far as that went."""
    seen = set()
    while client_id in merged and client_id not in seen:
        seen.add(client_id)
        client_id = merged[client_id]
    return client_id


def _keys_of(store: Store, options: Options, ids: Iterable[bytes]) -> dict[bytes, Key]:
    """The keys of these clients, whether they lie in the bin or not."""
    found: dict[bytes, Key] = {}
    every = list(ids)
    for start in range(0, len(every), _BATCH):
        batch = every[start : start + _BATCH]
        slots = ", ".join("?" * len(batch))
        found.update(store.read(f"SELECT c.id, {key(options)} FROM client c WHERE c.id IN ({slots})", batch))
    return found


def _sum(parts: list[tuple[int, rates.RatePeriod | None]], currency: str) -> int:
    apart = sum(amount for amount, rate in parts if rate is None)
    rated = [(amount, rate) for amount, rate in parts if rate is not None]
    numbered = dict(enumerate(rate for _, rate in rated))
    return apart + rates.converted([(amount, n) for n, (amount, _) in enumerate(rated)], numbered, currency)
