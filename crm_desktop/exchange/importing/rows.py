"""Entities as rows of the base, gathered table by table for ``executemany``.

Bulk writing goes past the single-record commands on purpose: peewee costs ten times the plain insert, and the values
were checked when the rows were cleaned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id, uuid7
from crm_desktop.kinds import DealState, StageWhy
from crm_desktop.models.ranks import STEP
from crm_desktop.services import numbers, stage_history
from crm_desktop.services.photos import photo_id

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_entry import OrderItem
    from crm_desktop.exchange.importing.merging import Delta
    from crm_desktop.exchange.importing.names import Names
    from crm_desktop.exchange.importing.record import Entity, HistoryEntry, Point, Price
    from crm_desktop.exchange.reading.special_cells import Picture
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store

_NAME_AND_DAY = ("prefix", "family", "given", "middle", "suffix", "nickname", "birthday")
_name_and_day = attrgetter(*_NAME_AND_DAY)
_TEXTS = (
    *(
        "salutation",
        "gender",
        "source_detail",
        "preferred_channel",
        "preferred_hours",
        "language",
        "likes",
        "notes",
    ),
    *("price_terms", "loyalty_card"),
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "client": (
        *("id", "kind", "number", "name", *_NAME_AND_DAY, "stage_id", "source_id", "responsible_id", *_TEXTS),
        *("created_at", "do_not_contact", "discount_bp", "vip"),
    ),
    "contact_point": (
        "id", "client_id", "kind", "label", "value", "key", "ext", "service", "street", "city", "region",
        "postal_code", "country", "rank",
    ),
    "named_date": ("id", "client_id", "label", "date"),
    "personal_price": ("id", "client_id", "item", "amount", "currency", "note", "rank"),
    "client_tag": ("id", "client_id", "tag_id"),
    "group_member": ("id", "client_id", "group_id"),
    "field_value": ("id", "client_id", "field_id", "value"),
    "external_id": ("id", "client_id", "system", "value"),
    "employment": ("id", "person_id", "company_id", "job_title", "department", "rank"),
    "activity": ("id", "client_id", "kind", "planned_at", "held_at", "wanted", "result", "outcome", "created_at"),
    "deal": (
        "id", "client_id", "title", "amount", "currency", "state", "expected_on", "closed_on", "notes", "created_at",
        "stage_id", "uid", "cost", "lost_reason", "responsible_id", "source_id",
    ),
    "deal_item": ("id", "deal_id", "name", "quantity", "price", "rank"),
    "stage_change": ("id", "client_id", "to_id", "at", "why"),
    "photo": ("id", "client_id", "mime", "data", "rank"),
    "import_row": ("fingerprint", "client_id"),
}  # fmt: skip
"""The tables an import writes, parents before children, and the columns it gives."""

_NUMBER = COLUMNS["client"].index("number")
_STATE = COLUMNS["deal"].index("state")

_REVIVING = frozenset(("client_tag", "group_member", "field_value", "employment", "photo"))
"""Link rows have an id made of what they link: one may lie in the bin already and is taken out again."""

_OWNED = tuple(
    table
    for table, columns in COLUMNS.items()
    if columns[1] in ("client_id", "person_id") and table != "import_row"
)
"""Tables whose second column is the client that the row belongs to."""

_OVERWRITE = {"field_value": ("value",), "employment": ("job_title", "department"), "photo": ("rank",)}


class Rows:
    """Rows to be inserted, and updates to be made, in one transaction."""

    def __init__(self, names: Names, now: str) -> None:
        self._names = names
        self._now = now
        self._rows: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
        self._updates: list[tuple[str, bytes, dict[str, Any]]] = []
        self._moved: list[tuple[bytes, bytes]] = []
        self.changed: set[bytes] = set()
        """Clients that were there before this batch, and those whose people it tells of contacts with."""
        self.buyers: set[bytes] = set()
        """Clients of whom it says that a deal was won."""

    def add_client(self, entity: Entity) -> bytes:
        """A new client with all that hangs on it but its employer; its id. It has no number before ``number``."""
        values, identifier = entity.values, uuid7()
        name = entity.name or entity.nickname or next((point.value for point in entity.points), "")
        wanted = values.get("number", "")
        stage = self._names.id("stage", entity.lists.get("stage"))
        self._rows["client"].append(
            (
                identifier,
                str(entity.kind),
                int(wanted) if wanted.isdecimal() else None,
                name,
                *_name_and_day(entity),
                stage,
                self._names.id("source", entity.lists.get("source")),
                self._names.id("colleague", entity.lists.get("responsible")),
                *(values.get(column, "") for column in _TEXTS),
                values.get("created_at") or self._now,
                int(values.get("do_not_contact") or 0),
                int(values["discount_bp"]) if values.get("discount_bp") else None,
                int(values.get("vip") or 0),
            )
        )
        if stage is not None:
            came = (uuid7(), identifier, stage, self._now, StageWhy.IMPORT.value)
            self._rows["stage_change"].append(came)
        self._add_points(identifier, entity.points, 0)
        self._add_prices(identifier, entity.prices, 0)
        self._add_lists(identifier, entity.dates, entity.tags, entity.groups, entity.fields, entity.externals)
        return identifier

    def change_client(
        self,
        identifier: bytes,
        old: Entity,
        delta: Delta,
        point_ids: Sequence[bytes] = (),
        price_ids: Sequence[bytes] = (),
    ) -> None:
        """What an import adds to, or updates in, a client that is there.

        ``point_ids`` go with ``old.points``, ``price_ids`` with ``old.prices``; they are asked where one is replaced.
        """
        columns: dict[str, Any] = dict(delta.columns)
        for name, table in (("stage", "stage"), ("source", "source"), ("responsible", "colleague")):
            if name in delta.lists:
                columns[f"{name}_id"] = self._names.id(table, delta.lists[name])
        if stage := columns.get("stage_id"):
            self._moved.append((identifier, stage))
        if columns:
            self._updates.append(("client", identifier, columns))
        for index, point in delta.replaced:
            values = dict(zip(COLUMNS["contact_point"][2:-1], point, strict=True))
            self._updates.append(("contact_point", point_ids[index], values))
        for index, price in delta.repriced:
            self._updates.append(("personal_price", price_ids[index], price._asdict()))
        self._add_points(identifier, delta.points, len(old.points))
        self._add_prices(identifier, delta.prices, len(old.prices))
        self._add_lists(identifier, delta.dates, delta.tags, delta.groups, delta.fields, delta.externals)
        self.changed.add(identifier)

    def number(self, store: Store) -> None:
        """Give the new clients their numbers: the one the file says where it is free, else the next."""
        clients = self._rows["client"]
        wanted = [row[_NUMBER] for row in clients if row[_NUMBER] is not None]
        taken = numbers.in_use(store, wanted)
        missing = 0
        for place, row in enumerate(clients):
            if row[_NUMBER] is None or row[_NUMBER] in taken:
                clients[place] = (*row[:_NUMBER], None, *row[_NUMBER + 1 :])
                missing += 1
            else:
                taken.add(row[_NUMBER])
        if not missing:
            return
        number = numbers.reserve(store, missing, above=max(taken, default=0))
        for place, row in enumerate(clients):
            if row[_NUMBER] is None:
                clients[place] = (*row[:_NUMBER], number, *row[_NUMBER + 1 :])
                number += 1

    def employ(self, person: bytes, company: bytes, job_title: str, department: str) -> None:
        """A person works for a company."""
        self._rows["employment"].append(
            (link_id(person, company), person, company, job_title, department, STEP)
        )

    def add_photos(self, client: bytes, photos: Sequence[Picture], present: Iterable[bytes]) -> None:
        """The pictures of a client, in place of those it has; their bytes are read when they are written."""
        ids = [photo_id(client, each.digest) for each in photos]
        self._updates += [("photo", row_id, {"deleted": 1}) for row_id in present if row_id not in ids]
        self._rows["photo"].extend(
            (row_id, client, each.mime, each, place * STEP)
            for place, (row_id, each) in enumerate(zip(ids, photos, strict=True), start=1)
        )

    def add_activity(self, client: bytes, entry: HistoryEntry) -> None:
        """A contact the row tells of."""
        planned, held = (entry.at, None) if entry.planned else (None, entry.at)
        self._rows["activity"].append(
            (uuid7(), client, entry.kind, planned, held, entry.wanted, entry.result, "", self._now)
        )

    def add_deal(self, row: Sequence[Any]) -> None:
        """A new deal in the order of ``COLUMNS``; its client is composed from the base, deals and all."""
        self._rows["deal"].append(row)
        self.changed.add(row[1])
        if row[_STATE] == DealState.WON:
            self.buyers.add(row[1])

    def add_items(self, deal: bytes, items: Sequence[OrderItem], present: Iterable[bytes] = ()) -> None:
        """What a deal is about, in place of what stood there."""
        self._updates += [("deal_item", row_id, {"deleted": 1}) for row_id in present]
        self._rows["deal_item"].extend(
            (uuid7(), deal, item.name, item.quantity, item.price, place * STEP)
            for place, item in enumerate(items, start=1)
        )

    def change_deal(self, identifier: bytes, client: bytes, columns: dict[str, Any]) -> None:
        """What an import changes in a deal that is there."""
        if columns:
            self._updates.append(("deal", identifier, columns))
            self.changed.add(client)
            if columns.get("state") == DealState.WON:
                self.buyers.add(client)

    def remember(self, fingerprint: bytes, client: bytes) -> None:
        """Know the row again in the next import."""
        self._rows["import_row"].append((fingerprint, client))

    def of(self, table: str) -> Iterable[Sequence[Any]]:
        """The rows gathered for a table as they stand in the base: one that came twice stands there once."""
        rows = self._rows.get(table, ())
        return {row[0]: row for row in rows}.values() if table in _REVIVING else rows

    def write(self, change: Change) -> None:
        """Insert and update everything gathered; parents stand before children."""
        for table in COLUMNS:
            if rows := self._rows.get(table):
                change.executemany(_insert(table), _with_bytes(rows) if table == "photo" else rows)
        new = {row[0] for row in self._rows["client"]}
        for table in _OWNED:
            self.changed.update(row[1] for row in self._rows[table] if row[1] not in new)
        spoken_to = {row[1] for row in self._rows["activity"]}
        self.changed.update(row[2] for row in self._rows["employment"] if row[1] in spoken_to)
        for identifier, stage in self._moved:
            stage_history.note_before(change, [identifier], stage, self._now, StageWhy.IMPORT)
        for table, identifier, values in self._updates:
            pairs = ", ".join(f"{column} = ?" for column in values)
            change.execute(f"UPDATE {table} SET {pairs} WHERE id = ?", (*values.values(), identifier))

    def _add_points(self, client: bytes, points: Sequence[Point], before: int) -> None:
        self._rows["contact_point"].extend(
            (uuid7(), client, *point, (before + place) * STEP) for place, point in enumerate(points, start=1)
        )

    def _add_prices(self, client: bytes, prices: Sequence[Price], before: int) -> None:
        self._rows["personal_price"].extend(
            (uuid7(), client, *price, (before + place) * STEP) for place, price in enumerate(prices, start=1)
        )

    def _add_lists(
        self,
        client: bytes,
        dates: Sequence[tuple[str, str]],
        tags: Sequence[str],
        groups: Sequence[str],
        fields: Mapping[str, str],
        externals: Sequence[tuple[str, str]],
    ) -> None:
        if dates:
            self._rows["named_date"].extend((uuid7(), client, label, date) for label, date in dates)
        for table, kind, names in (("client_tag", "tag", tags), ("group_member", "client_group", groups)):
            if not names:
                continue
            ids = [self._names.known(kind, name) for name in dict.fromkeys(names)]
            self._rows[table].extend((link_id(client, identifier), client, identifier) for identifier in ids)
        for name, value in fields.items():
            field = self._names.known("field", name)
            self._rows["field_value"].append((link_id(client, field), client, field, value))
        self._rows["external_id"].extend((uuid7(), client, system, value) for system, value in externals)


def _with_bytes(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Rows of pictures, each read from its file as it is written: a chunk of them would fill the memory."""
    return ((row_id, client, mime, picture.read(), rank) for row_id, client, mime, picture, rank in rows)


def _insert(table: str) -> str:
    columns = COLUMNS[table]
    sql = f"INSERT INTO {table}({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    if table in _REVIVING:
        updates = ["deleted = 0", *(f"{column} = excluded.{column}" for column in _OVERWRITE.get(table, ()))]
        return f"{sql} ON CONFLICT(id) DO UPDATE SET {', '.join(updates)}"
    if table == "import_row":
        return f"{sql} ON CONFLICT(fingerprint) DO UPDATE SET client_id = excluded.client_id"
    return sql
