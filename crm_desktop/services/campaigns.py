"""Advertising: campaigns of a source, and what sources cost, on a day or spread evenly over days.

A cost belongs to a source, and to one of its campaigns where it names one. Spreading is done in whole minor units and
adds up: what falls on a stretch of days is what had fallen due at its end less what had at its beginning, so that
stretches side by side never lose or gain anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import NameEmpty, NumberRefused, PeriodRefused, RecordEmpty
from crm_desktop.kinds import Op
from crm_desktop.models.amounts import currency_code
from crm_desktop.models.days import check_day
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.services import writing

if TYPE_CHECKING:
    from crm_desktop.services.drafts import CampaignDraft, CostDraft
    from crm_desktop.storage.store import Store

LONGEST = timedelta(days=366 * 60)
"""No campaign runs for longer, and nothing is paid over more days: what is longer is a slip of the keyboard."""
_DAY = timedelta(days=1)
_UNTIL = "MAX(x.on_day, COALESCE(x.until_day, x.on_day))"
"""SQL: the last day of a cost; two laptops that changed both ends may have left it before the first."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign with the name of its source; ``ends_on`` None: it runs on."""

    id: bytes
    name: str
    source_id: bytes
    source: str
    starts_on: str
    ends_on: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost with the names of its source and campaign; ``amount`` in minor units of ``currency``."""

    id: bytes
    source_id: bytes
    source: str
    campaign_id: bytes | None
    campaign: str
    amount: int
    currency: str
    on_day: str
    until_day: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What of one cost falls on a stretch of days that begins with ``first``."""

    source_id: bytes
    campaign_id: bytes | None
    currency: str
    first: str
    amount: int


def campaigns(store: Store, source_id: bytes | None = None) -> list[Campaign]:
    """All campaigns, or those of a source; the one begun last first."""
    found = store.read(
        "SELECT k.id, k.name, k.source_id, s.name, k.starts_on, k.ends_on, k.note FROM campaign k"
        " JOIN source s ON s.id = k.source_id WHERE k.deleted = 0 AND (?1 IS NULL OR k.source_id = ?1)"
        " ORDER BY k.starts_on DESC, k.id DESC",
        (source_id,),
    )
    return [Campaign(*row) for row in found]


def add_campaign(store: Store, draft: CampaignDraft) -> bytes:
    """Add a campaign; its id.

    Raises:
        NameEmpty, RecordEmpty: no name, no first day.
        DateRefused, PeriodRefused: a day that is none, an end before the beginning.
        RecordNotFound: the source is not there.
    """
    values = _campaign_values(draft)
    with store.change(Op.EDIT_COSTS):
        return writing.insert(store, "campaign", values)


def edit_campaign(store: Store, campaign_id: bytes, draft: CampaignDraft) -> None:
    """Make a campaign what the draft says; its costs follow it to another source. Raises as ``add_campaign``."""
    values = _campaign_values(draft)
    with store.change(Op.EDIT_COSTS) as change:
        writing.live_row(store, "campaign", campaign_id)
        writing.update(store, "campaign", campaign_id, values)
        change.execute(
            "UPDATE source_cost SET source_id = ?1 WHERE campaign_id = ?2 AND source_id <> ?1",
            (draft.source_id, campaign_id),
        )


def delete_campaign(store: Store, campaign_id: bytes) -> None:
    """Move a campaign to the bin; what it cost stays with its source. Raises RecordNotFound."""
    with store.change(Op.EDIT_COSTS) as change:
        writing.live_row(store, "campaign", campaign_id)
        change.execute("UPDATE source_cost SET campaign_id = NULL WHERE campaign_id = ?", (campaign_id,))
        writing.delete(store, "campaign", campaign_id)


def costs(store: Store, source_id: bytes | None = None) -> list[Cost]:
    """All costs, or those of a source; the newest first."""
    found = store.read(
        "SELECT x.id, x.source_id, s.name, k.id, COALESCE(k.name, ''), x.amount, x.currency, x.on_day, x.until_day,"
        " x.note FROM source_cost x JOIN source s ON s.id = x.source_id"
        " LEFT JOIN campaign k ON k.id = x.campaign_id AND k.deleted = 0"
        " WHERE x.deleted = 0 AND (?1 IS NULL OR x.source_id = ?1) ORDER BY x.on_day DESC, x.rid DESC",
        (source_id,),
    )
    return [Cost(*row) for row in found]


def add_cost(store: Store, draft: CostDraft) -> bytes:
    """Add what a source cost; the id. A cost of a campaign is one of the campaign's source.

    Raises:
        NumberRefused: the amount is not positive.
        CurrencyRefused: no currency of ISO 4217.
        RecordEmpty, DateRefused, PeriodRefused: no day, a day that is none, an end before the beginning.
        RecordNotFound: the source or the campaign is not there.
    """
    with store.change(Op.EDIT_COSTS):
        return writing.insert(store, "source_cost", _cost_values(store, draft))


def edit_cost(store: Store, cost_id: bytes, draft: CostDraft) -> None:
    """Make a cost what the draft says. Raises as ``add_cost``."""
    with store.change(Op.EDIT_COSTS):
        writing.live_row(store, "source_cost", cost_id)
        writing.update(store, "source_cost", cost_id, _cost_values(store, draft))


def delete_cost(store: Store, cost_id: bytes) -> None:
    """Move a cost to the bin. Raises RecordNotFound."""
    with store.change(Op.EDIT_COSTS):
        writing.live_row(store, "source_cost", cost_id)
        writing.delete(store, "source_cost", cost_id)


def spent(store: Store, first_day: date, last_day: date, cuts: Sequence[str] = ()) -> Iterator[Spent]:
    """What of all costs falls on these days, both included, cost by cost, parted at ``cuts`` (days when rates change).

    A cost of a campaign in the bin is one of its source alone.
    """
    first, last = first_day.isoformat(), last_day.isoformat()
    for source_id, campaign_id, currency, on_day, until_day, amount in store.cursor(
        f"SELECT x.source_id, k.id, x.currency, x.on_day, {_UNTIL}, x.amount FROM source_cost x"
        " LEFT JOIN campaign k ON k.id = x.campaign_id AND k.deleted = 0"
        f" WHERE x.deleted = 0 AND x.on_day <= ? AND {_UNTIL} >= ?",
        (last, first),
    ):
        begin, end = max(on_day, first), min(until_day, last)
        turns = [begin, *sorted(cut for cut in set(cuts) if begin < cut <= end)]
        days = (date.fromisoformat(until_day) - date.fromisoformat(on_day)).days + 1
        ends = [*turns[1:], (date.fromisoformat(end) + _DAY).isoformat()]
        for since, before in zip(turns, ends, strict=True):
            start = date.fromisoformat(on_day)
            gone, then = (date.fromisoformat(since) - start).days, (date.fromisoformat(before) - start).days
            part = amount * then // days - amount * gone // days
            yield Spent(source_id, campaign_id, currency, since, part)


def totals(store: Store, first: date, last: date) -> dict[tuple[bytes, bytes | None], dict[str, int]]:
    """What was spent in these days, by source and campaign, and for each by currency."""
    found: dict[tuple[bytes, bytes | None], dict[str, int]] = {}
    for each in spent(store, first, last):
        sums = found.setdefault((each.source_id, each.campaign_id), {})
        sums[each.currency] = sums.get(each.currency, 0) + each.amount
    return found


def _campaign_values(draft: CampaignDraft) -> dict[str, Any]:
    name = " ".join(draft.name.split())
    if not name:
        raise NameEmpty(table="campaign")
    _check_days("campaign", "starts_on", draft.starts_on, "ends_on", draft.ends_on)
    return {
        "name": name,
        "source_id": draft.source_id,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on or None,
        "note": draft.note.strip(),
    }


def _cost_values(store: Store, draft: CostDraft) -> dict[str, Any]:
    if not 1 <= draft.amount <= LARGEST_INTEGER:
        raise NumberRefused(field="amount", value=draft.amount, least=1, most=LARGEST_INTEGER)
    _check_days("source_cost", "on_day", draft.on_day, "until_day", draft.until_day)
    source_id = draft.source_id
    if draft.campaign_id is not None:
        source_id = writing.live_row(store, "campaign", draft.campaign_id)["source_id"]
    return {
        "source_id": source_id,
        "campaign_id": draft.campaign_id,
        "amount": draft.amount,
        "currency": currency_code("currency", draft.currency, needed=True),
        "on_day": draft.on_day,
        "until_day": draft.until_day or None,
        "note": draft.note.strip(),
    }


def _check_days(table: str, first_field: str, first: str, last_field: str, last: str | None) -> None:
    if not first:
        raise RecordEmpty(table=table, field=first_field)
    check_day(first_field, first)
    check_day(last_field, last)
    if last and not timedelta() <= date.fromisoformat(last) - date.fromisoformat(first) <= LONGEST:
        raise PeriodRefused(field=last_field, first=first, last=last)
