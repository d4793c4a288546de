"""Deals of the base as the importer sees them: found by their number in another program, else by all that is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.importing.deal_entry import DealEntry
from crm_desktop.exchange.importing.fitting import cut
from crm_desktop.folding import fold
from crm_desktop.kinds import DealState
from crm_desktop.models.limits import LONGEST_TEXT

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_VARIABLES = 900
_SAID = ("title", "lost_reason", "expected_on", "closed_on", "state")
_NAMED = ("responsible", "source")


class KnownDeal(NamedTuple):
    """A live deal of a live client; names instead of ids."""

    id: bytes
    client_id: bytes
    entry: DealEntry


class KnownDeals:
    """Look-ups of deals for one rehearsal or import."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_uids(self, uids: Iterable[str]) -> dict[str, KnownDeal]:
        """The deals with these numbers of other programs; the oldest of several."""
        wanted = sorted(filter(None, set(uids)))
        found: dict[str, KnownDeal] = {}
        for start in range(0, len(wanted), _VARIABLES):
            portion = wanted[start : start + _VARIABLES]
            # The index holds only rows with a uid, and SQLite takes it only where the query says so, too.
            for deal in self._read(f"d.uid <> '' AND d.uid IN ({','.join('?' * len(portion))})", portion):
                found.setdefault(deal.entry.uid, deal)
        return found

    def alike(self, client_id: bytes, entry: DealEntry) -> bool:
        """Whether the client has a deal that says the same, for rows without a number."""
        where = "d.client_id = ? AND d.title = ? AND d.amount = ?"
        values: list[object] = [client_id, entry.title, entry.amount or 0]
        for column, value in (
            ("currency", entry.currency),
            ("created_at", entry.created_at),
            ("expected_on", entry.expected_on),
            ("closed_on", entry.closed_on),
        ):
            if value:
                where += f" AND d.{column} = ?"
                values.append(value)
        return any(_same_text(deal.entry.notes, entry.notes) for deal in self._read(where, values))

    def _read(self, where: str, values: list[object] | list[str]) -> list[KnownDeal]:
        rows = self._store.read(
            "SELECT d.id, d.client_id, d.uid, d.title, d.amount, d.currency, d.cost, d.state, COALESCE(s.name, ''),"
            " COALESCE(s.pipeline, ''), d.created_at, COALESCE(d.expected_on, ''), COALESCE(d.closed_on, ''),"
            " d.lost_reason, d.notes, COALESCE(w.name, ''), COALESCE(o.name, '')"
            " FROM deal d JOIN client c ON c.id = d.client_id AND c.deleted = 0"
            " LEFT JOIN deal_stage s ON s.id = d.stage_id LEFT JOIN colleague w ON w.id = d.responsible_id"
            f" LEFT JOIN source o ON o.id = d.source_id WHERE d.deleted = 0 AND {where} ORDER BY d.rid",
            values,
        )
        return [KnownDeal(row[0], row[1], DealEntry(*row[2:])) for row in rows]


def deal_changes(old: DealEntry, new: DealEntry, *, update: bool) -> dict[str, object]:
    """What a row adds to a known deal, and with ``update`` also changes, by the fields of ``DealEntry``.

    A deal that the file does not mark as won or lost is left in the state it has, unless its stage has changed.
    """
    changed: dict[str, object] = {}
    for name in (*_SAID, *_NAMED):
        was, says = getattr(old, name), getattr(new, name)
        if says and says != was and (update or not was):
            changed[name] = says
    if new.stage and (update or not old.stage) and (new.stage, new.pipeline) != (old.stage, old.pipeline):
        changed |= {"stage": new.stage, "pipeline": new.pipeline}
        if not new.state and old.state != DealState.OPEN:
            changed["state"] = DealState.OPEN.value  # it has gone back to a stage on the way
    worth = new.amount, new.currency
    if new.amount is not None and worth != (old.amount, old.currency) and (update or not old.amount):
        changed |= {"amount": new.amount, "currency": new.currency}
    if new.cost is not None and new.cost != old.cost and (update or old.cost is None):
        changed["cost"] = new.cost
    notes = _joined_notes(old.notes, new.notes, update=update)
    if notes != old.notes:
        changed["notes"] = notes
    return changed


def _joined_notes(old: str, new: str, *, update: bool) -> str:
    """The old lines with those that are new; on update "Header: text" replaces the line of the same header."""
    lines = old.split("\n") if old else []
    for line in filter(None, new.split("\n")):
        if line in lines:
            continue
        label, colon, _ = line.partition(": ")
        place = next(
            (place for place, known in enumerate(lines) if colon and known.startswith(f"{label}: ")), None
        )
        if place is None:
            lines.append(line)
        elif update:
            lines[place] = line
    return cut("\n".join(lines), LONGEST_TEXT)


def _same_text(one: str, other: str) -> bool:
    return fold(other) in fold(one)
