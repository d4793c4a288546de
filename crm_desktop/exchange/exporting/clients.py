"""All clients with everything on their cards: one row each, several phones (e-mails, prices) in numbered columns.

Importing such a file gives the same clients back: its headers are known to the import in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_desktop.exchange.columns.own_titles import title
from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table, Value
from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.record import Entity, Point, Price
from crm_desktop.kinds import ClientKind, FieldKind, PointKind
from crm_desktop.models.money import minor_digits

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_CHUNK = 500
_PARTING = re.compile(r"[,;|\n]")

_FIRST = (
    "number", "company.flag", "name.any", "name.prefix", "name.family", "name.given", "name.middle", "name.suffix",
    "name.nickname", "salutation", "gender", "birthday", "company.parent", "position", "department",
)  # fmt: skip
_LAST = (
    "stage", "group", "tags", "source", "source.detail", "referrer", "responsible", "channel", "hours", "language",
    "do_not_contact", "likes", "note", "discount", "price_terms", "loyalty_card", "vip", "created_at",
)  # fmt: skip
_POINT_PARTS = {
    PointKind.PHONE: ("phone", "phone.ext", "phone.label"),
    PointKind.EMAIL: ("email", "email.label"),
    PointKind.MESSENGER: ("messenger", "messenger.label"),
    PointKind.SITE: ("site", "site.label"),
    PointKind.ADDRESS: (
        "address.full", "address.label", "address.street", "address.city", "address.region", "address.postal_code",
        "address.country",
    ),
}  # fmt: skip
_PRICE_PARTS = ("price.item", "price", "price.currency", "price.note")
_KINDS = {
    "number": ColumnKind.NUMBER,
    "price": ColumnKind.NUMBER,
    "birthday": ColumnKind.DATE,
    "created_at": ColumnKind.INSTANT,
}
_WIDTHS = {"name.any": 28, "company.parent": 24, "note": 40, "likes": 30, "address.full": 34, "email": 26}
_OWN_KINDS = {FieldKind.NUMBER: ColumnKind.NUMBER, FieldKind.DATE: ColumnKind.DATE}


def clients_table(store: Store, ids: Sequence[bytes], name: str, language: str) -> Table:
    """The table of these clients in this order; ``name`` is the sheet's, headers are in ``language``."""
    shape = _Shape(store, language)
    return Table(name, shape.columns, _rows(store, ids, shape))


class _Shape:
    """Which columns the table needs: as many of a kind as the client with the most has."""

    def __init__(self, store: Store, language: str) -> None:
        self.counts = {kind: _most(store, "contact_point", kind) for kind in PointKind}
        self.dates = _most(store, "named_date")
        self.prices = _most(store, "personal_price")
        self.fields = [
            (name, FieldKind(kind))
            for name, kind in store.read("SELECT name, kind FROM field WHERE deleted = 0 ORDER BY rank, rid")
        ]
        self.systems = [
            system
            for (system,) in store.read(
                "SELECT DISTINCT system FROM external_id WHERE deleted = 0 ORDER BY system"
            )
        ]
        self.columns = [_column(field, language) for field in _FIRST]
        for kind, parts in _POINT_PARTS.items():
            numbered = range(1, self.counts[kind] + 1)
            self.columns += [_column(part, language, n=number) for number in numbered for part in parts]
        for number in range(1, self.dates + 1):
            self.columns += [
                Column(title("date", language, n=number), ColumnKind.DATE),
                _column("date.label", language, n=number),
            ]
        for number in range(1, self.prices + 1):
            self.columns += [_column(part, language, n=number) for part in _PRICE_PARTS]
        self.columns += [_column(field, language) for field in _LAST]
        self.columns += [Column(name, _OWN_KINDS.get(kind, ColumnKind.TEXT)) for name, kind in self.fields]
        self.columns += [Column(title("external_id", language, name=system)) for system in self.systems]

    def row(self, entity: Entity) -> list[Value]:
        """The cells of one client."""
        values = entity.values
        row: list[Value] = [
            values.get("number", ""), "1" if entity.kind == ClientKind.COMPANY else "0", entity.name, entity.prefix,
            entity.family, entity.given, entity.middle, entity.suffix, entity.nickname, values.get("salutation", ""),
            values.get("gender", ""), entity.birthday, entity.employer, entity.job_title, entity.department,
        ]  # fmt: skip
        for kind in _POINT_PARTS:
            points = [point for point in entity.points if point.kind == kind]
            for place in range(self.counts[kind]):
                row += _cells(points[place] if place < len(points) else Point(kind, "", ""))
        for place in range(self.dates):
            label, day = entity.dates[place] if place < len(entity.dates) else ("", "")
            row += [day, label]
        for place in range(self.prices):
            row += (
                _price_cells(entity.prices[place]) if place < len(entity.prices) else [""] * len(_PRICE_PARTS)
            )
        discount = values.get("discount_bp", "")
        row += [
            entity.lists.get("stage", ""), _joined(entity.groups), _joined(entity.tags),
            entity.lists.get("source", ""), values.get("source_detail", ""), entity.lists.get("referrer", ""),
            entity.lists.get("responsible", ""), values.get("preferred_channel", ""),
            values.get("preferred_hours", ""), values.get("language", ""), values.get("do_not_contact", ""),
            values.get("likes", ""), values.get("notes", ""), f"{int(discount) / 100:g}" if discount else "",
            values.get("price_terms", ""), values.get("loyalty_card", ""), values.get("vip", ""),
            values.get("created_at", ""),
        ]  # fmt: skip
        externals: dict[str, list[str]] = {}
        for system, value in entity.externals:
            externals.setdefault(system, []).append(value)
        row += [entity.fields.get(name, "") for name, _ in self.fields]
        row += [" ::: ".join(externals.get(system, ())) for system in self.systems]
        return row


def _joined(names: Sequence[str]) -> str:
    """Names with commas; where a name has a sign that parts names, with the three colons that nothing else has."""
    if any(_PARTING.search(name) for name in names):
        return "".join(f"{name} ::: " for name in names).rstrip()
    return ", ".join(names)


def _cells(point: Point) -> list[Value]:
    if point.kind == PointKind.ADDRESS:
        parts = (point.street, point.city, point.region, point.postal_code, point.country)
        return [point.value, point.label, *parts]
    if point.kind == PointKind.PHONE:
        return [point.value, point.ext, point.label]
    return [point.value, point.service if point.kind == PointKind.MESSENGER else point.label]


def _price_cells(price: Price) -> list[Value]:
    amount = Decimal(price.amount).scaleb(-minor_digits(price.currency))
    return [price.item, f"{amount:f}", price.currency, price.note]


def _column(field: str, language: str, *, n: int = 0) -> Column:
    return Column(title(field, language, n=n), _KINDS.get(field, ColumnKind.TEXT), _WIDTHS.get(field, 16))


def _most(store: Store, table: str, kind: str | None = None) -> int:
    """The most rows of a table (and kind) that one client has."""
    where = "AND kind = ?" if kind else ""
    sql = (
        f"SELECT COALESCE(MAX(n), 0) FROM (SELECT COUNT(*) AS n FROM {table}"
        f" WHERE deleted = 0 {where} GROUP BY client_id)"
    )
    return int(store.read(sql, (kind,) if kind else ())[0][0])


def _rows(store: Store, ids: Sequence[bytes], shape: _Shape) -> Iterator[list[Value]]:
    existing = Existing(store)
    for start in range(0, len(ids), _CHUNK):
        portion = ids[start : start + _CHUNK]
        entities = existing.entities(portion)
        yield from (shape.row(entities[identifier]) for identifier in portion if identifier in entities)
