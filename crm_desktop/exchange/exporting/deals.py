"""Deals on their way into a file: one row each, with all that is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table, Value
from crm_desktop.kinds import DealState
from crm_desktop.models.money import minor_digits
from crm_desktop.services import deal_items, deal_stages

if TYPE_CHECKING:
    from crm_desktop.services.deal_stages import DealStage
    from crm_desktop.services.drafts import ItemDraft
    from crm_desktop.storage.store import Store

_CHUNK = 500

_READ = (
    "SELECT d.id, c.number, c.name, d.title, d.stage_id, d.state, d.amount, d.cost, d.currency, d.created_at,"
    " d.expected_on, d.closed_on, d.lost_reason, (SELECT name FROM colleague WHERE id = d.responsible_id),"
    " (SELECT name FROM source WHERE id = d.source_id), d.notes, d.uid, d.rid"
    " FROM deal d JOIN client c ON c.id = d.client_id WHERE d.deleted = 0 AND d.rid IN ({})"
)
_KINDS: Mapping[str, tuple[ColumnKind, int]] = {
    **dict.fromkeys(("amount", "cost", "profit"), (ColumnKind.NUMBER, 14)),
    **dict.fromkeys(("expected", "closed"), (ColumnKind.DATE, 12)),
    "created": (ColumnKind.INSTANT, 16),
    **dict.fromkeys(("client", "title", "items", "notes"), (ColumnKind.TEXT, 30)),
}


@dataclass(frozen=True, slots=True)
class DealWords:
    """``titles`` by id of column, in their order, and what stages, pipelines and states are called."""

    titles: Mapping[str, str]
    stage: Callable[[DealStage], str]
    pipeline: Callable[[str], str]
    state: Callable[[DealState], str]


def deals_table(store: Store, places: Sequence[int], words: DealWords, name: str) -> Table:
    """The table of the deals at these places (``services.deal_list``), in their order; ``name`` is the sheet's.

    Sums are numbers in whole units of their currency; the profit is empty where nobody knows the cost.
    """
    columns = [Column(title, *_KINDS.get(id_, ())) for id_, title in words.titles.items()]
    return Table(name, columns, _rows(store, places, words))


def _rows(store: Store, places: Sequence[int], words: DealWords) -> Iterator[list[Value]]:
    stages = {stage.id: stage for stage in deal_stages.stages(store)}
    for start in range(0, len(places), _CHUNK):
        chunk = tuple(places[start : start + _CHUNK])
        found = {row[-1]: row for row in store.read(_READ.format(",".join("?" * len(chunk))), chunk)}
        items = deal_items.of(store, [row[0] for row in found.values()])
        for rid in chunk:
            if rid in found:
                row = found[rid]
                cells = _cells(row, stages.get(row[4]), items.get(row[0], ()), words)
                yield [cells[id_] for id_ in words.titles]


def _cells(
    row: tuple[Any, ...], stage: DealStage | None, items: Sequence[ItemDraft], words: DealWords
) -> dict[str, Value]:
    deal_id, number, client, title, _, state, amount, cost, currency, created = row[:10]
    expected, closed, reason, responsible, source, notes, uid, _ = row[10:]
    return {
        "id": uid.partition(":")[2] or deal_id.hex(),
        "number": "" if number is None else str(number),
        "client": client,
        "title": title,
        "pipeline": words.pipeline(stage.pipeline) if stage else "",
        "stage": words.stage(stage) if stage else "",
        "state": words.state(DealState(state)),
        "amount": _units(amount, currency) if currency else "",
        "cost": "" if cost is None else _units(cost, currency),
        "profit": "" if cost is None else _units(amount - cost, currency),
        "currency": currency,
        "created": created,
        "expected": expected,
        "closed": closed,
        "lost_reason": reason,
        "responsible": responsible,
        "source": source,
        "items": "; ".join(_item(item) for item in items),
        "notes": notes,
    }


def _item(item: ItemDraft) -> str:
    """``2.5 × Roses``; one of a thing is told by its name alone."""
    if item.quantity == deal_items.WHOLE:
        return item.name
    return f"{(Decimal(item.quantity) / deal_items.WHOLE).normalize():f} × {item.name}"


def _units(minor: int, currency: str) -> str:
    """Minor units as a plain decimal number of whole ones."""
    return f"{Decimal(minor).scaleb(-minor_digits(currency)):f}"
