"""Deals of a list written into the base: new ones, and what a newer export changes in those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.known_deals import KnownDeal, KnownDeals, deal_changes
from crm_desktop.exchange.importing.staging import Action
from crm_desktop.folding import fold
from crm_desktop.ids import uuid7
from crm_desktop.kinds import DealState
from crm_desktop.models.ranks import STEP

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm_desktop.exchange.importing.deal_entry import DealEntry
    from crm_desktop.exchange.importing.names import Names
    from crm_desktop.exchange.importing.rows import Rows
    from crm_desktop.exchange.importing.staging import StagedRow
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


class DealWriter:
    """Writes the deals of one import; remembers the stages it has made."""

    def __init__(self, store: Store, names: Names, now: str) -> None:
        self._names = names
        self._now = now
        self._deals = KnownDeals(store)
        self._known: Mapping[str, KnownDeal] = {}
        self._stages: dict[tuple[str, str], bytes] = {
            (fold(pipeline), fold(name)): identifier
            for identifier, name, pipeline in store.read(
                "SELECT id, name, pipeline FROM deal_stage WHERE deleted = 0 ORDER BY rid DESC"
            )
        }

    def look_up(self, rows: Iterable[StagedRow]) -> None:
        """Find the deals of a chunk that are in the base."""
        deals = (row.record.deal for row in rows if row.record is not None)
        self._known = self._deals.of_uids(deal.uid for deal in deals if deal is not None)

    def write(self, change: Change, batch: Rows, client: bytes, entry: DealEntry, action: Action) -> None:
        """Add the deal to the client, or change the one that has its number."""
        known = self._known.get(entry.uid) if action is not Action.NEW else None
        if known is None:
            row = self._row(change, client, entry)
            batch.add_deal(row)
            batch.add_items(row[0], entry.items)
            return
        update = action in (Action.AUTO, Action.UPDATE)
        changes = deal_changes(known.entry, entry, update=update)
        columns = self._columns(change, entry, changes)
        if changes.get("state") == DealState.OPEN:
            columns["closed_on"] = None
        batch.change_deal(known.id, known.client_id, columns)
        if entry.items and "amount" in changes:
            present = change.execute(
                "SELECT id FROM deal_item WHERE deal_id = ? AND deleted = 0", (known.id,)
            )
            batch.add_items(known.id, entry.items, [row[0] for row in present])

    def _columns(self, change: Change, entry: DealEntry, changes: Mapping[str, object]) -> dict[str, Any]:
        """Changes by field as values of columns: names become ids."""
        columns = {name: value for name, value in changes.items() if name not in _BY_NAME}
        if "stage" in changes:
            columns["stage_id"] = self._stage(change, entry)
        for name, table in (("responsible", "colleague"), ("source", "source")):
            if name in changes:
                columns[f"{name}_id"] = self._named(change, table, str(changes[name]))
        return columns

    def _row(self, change: Change, client: bytes, entry: DealEntry) -> tuple[Any, ...]:
        """The new deal in the order of ``rows.COLUMNS``."""
        return (
            uuid7(), client, entry.title, entry.amount or 0, entry.currency, entry.role, entry.expected_on or None,
            entry.closed_on or None, entry.notes, entry.created_at or self._now, self._stage(change, entry), entry.uid,
            entry.cost, entry.lost_reason, self._named(change, "colleague", entry.responsible),
            self._named(change, "source", entry.source),
        )  # fmt: skip

    def _named(self, change: Change, table: str, name: str) -> bytes | None:
        if name:
            self._names.ensure(change, table, [name])
        return self._names.id(table, name)

    def _stage(self, change: Change, entry: DealEntry) -> bytes | None:
        """The stage of this name in this pipeline, made where missing; a pipeline alone is no stage."""
        if not entry.stage:
            return None
        key = (fold(entry.pipeline), fold(entry.stage))
        if key not in self._stages:
            self._stages[key] = uuid7()
            change.execute(
                "INSERT INTO deal_stage(id, name, role, pipeline, rank) VALUES (?, ?, ?, ?,"
                " (SELECT COALESCE(MAX(rank), 0) + ? FROM deal_stage))",
                (self._stages[key], entry.stage, entry.role, entry.pipeline, STEP),
            )
        return self._stages[key]


_BY_NAME = frozenset(("stage", "pipeline", "responsible", "source"))
