"""What becomes of the deals of a list, and whose they are, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.presets import presets
from crm_desktop.exchange.importing.known_deals import KnownDeal, KnownDeals, deal_changes
from crm_desktop.exchange.importing.staging import Action

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity, Record
    from crm_desktop.storage.store import Store

Pair = tuple[str, str]

_NAMES = (
    "name", "prefix", "family", "given", "middle", "suffix", "nickname", "employer", "job_title", "department",
)  # fmt: skip


@cache
def _programs() -> frozenset[str]:
    """The programs whose ids are known by their layouts."""
    return frozenset(preset.source for preset in presets())


class DealJudge:
    """Judges the deals of one rehearsal; they come in the order of the files."""

    def __init__(self, store: Store) -> None:
        self._deals = KnownDeals(store)
        self._known: Mapping[str, KnownDeal] = {}
        self._seen: set[str] = set()

    def look_up(self, records: Sequence[Record]) -> set[bytes]:
        """Find the deals of a chunk in the base; the clients who have them. A deal named twice is read once."""
        uids = []
        for record in records:
            if record.deal is None or not (uid := record.deal.uid):
                continue
            if uid in self._seen:
                record.deal = None  # programs repeat a deal for each of its contacts
            else:
                self._seen.add(uid)
                uids.append(uid)
        known = self._deals.of_uids(uids)
        self._known = known | self._deals.of_uids(self._of_other_years(records, known))
        return {deal.client_id for deal in self._known.values()}

    @staticmethod
    def _of_other_years(records: Sequence[Record], known: Mapping[str, KnownDeal]) -> list[str]:
        """Tell sales apart from known ones of another year that have their number: many count anew each year; ids that
        a program gave are never given twice. The new numbers.
        """
        found = []
        for record in records:
            deal = record.deal
            other = known.get(deal.uid) if deal is not None else None
            if deal is None or other is None or deal.uid.partition(":")[0] in _programs():
                continue
            if deal.closed_on and other.entry.closed_on and deal.closed_on[:4] != other.entry.closed_on[:4]:
                record.deal = deal._replace(uid=f"{deal.uid}/{deal.closed_on}")
                found.append(record.deal.uid)
        return found

    def client_of(self, record: Record) -> bytes | None:
        """The client who has this very deal in the base."""
        known = self._known.get(record.deal.uid) if record.deal else None
        return known.client_id if known else None

    def is_news(self, record: Record, client: bytes | None, action: Action) -> bool:
        """Whether the row's deal is new to its ``client`` (None: a new client), or changes the one that is known."""
        deal = record.deal
        if deal is None or (client is not None and action is Action.SKIP):
            return False
        if action is Action.NEW or client is None:
            return True
        if known := self._known.get(deal.uid):
            return bool(deal_changes(known.entry, deal, update=action in (Action.AUTO, Action.UPDATE)))
        return bool(deal.uid) or not self._deals.alike(client, deal)


def place_by_reference(
    record: Record, in_file: Callable[[Pair], int | None], in_base: Mapping[Pair, Sequence[bytes]]
) -> tuple[int | None, bytes | None]:
    """The earlier row or the client of the base that has the deal, by its ids in the outside program.

    What the row calls the client by name is left out then: the id is known, and its card has the name.
    """
    for pair in record.references:
        number = in_file(pair)
        clients = in_base.get(pair, ())
        if number is None and not clients:
            continue
        _only_reference(record.main, pair)
        return (number, None) if number is not None else (None, clients[0])
    return None, None


def _only_reference(entity: Entity, pair: Pair) -> None:
    for name in _NAMES:
        setattr(entity, name, "")
    entity.externals = [pair]


def is_of_deals(record: Record) -> bool:
    """Whether the row tells of a deal, by itself or together with other rows."""
    return record.deal is not None or record.order_row is not None


def updates(action: Action, reason: str, record: Record) -> bool:
    """Whether the row overwrites what the base says of its client: as the user says, or as a newer export of the same
    record. A deal is no newer record of its client: it may have gone to another address.
    """
    if action is not Action.AUTO:
        return action is Action.UPDATE
    return reason == "external_id" and not is_of_deals(record)


def stand_in(record: Record) -> None:
    """Make a client of the number by which a list calls it, where nobody is known by that."""
    if record.stand_in and record.deal is not None:
        record.main.name, record.main.externals = record.stand_in, [record.references[0]]
