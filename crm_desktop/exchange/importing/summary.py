"""The numbers of a rehearsal or an import, as the result page and the command line show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.staging import StagedRow, Verdict
from crm_desktop.kinds import ClientKind, PointKind, PointLabel
from crm_desktop.services.duplicates.likeness import company_key

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity, Record


_LISTS = {
    "stage": "stage",
    "source": "source",
    "responsible": "colleague",
    "tags": "tag",
    "groups": "client_group",
    "fields": "field",
}


@dataclass(slots=True)
class Summary:
    """Counts over all rows.

    ``read`` = new + completed + same + duplicates + rejected; ``review`` counts the rows among them that a person
    should look at. ``people`` and ``companies`` count the clients that the list speaks of, each once. ``filled``
    counts the rows (or, by ``of_columns``, cells) that say something, per field.
    """

    read: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    review: int = 0
    people: int = 0
    activities: int = 0
    deals: int = 0
    events: int = 0
    """Rows of calendars among the activities."""
    order_lines: int = 0
    """Repeated rows whose deal another row brings in."""
    worth: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What the deals come to in minor units, by state and currency (ISO 4217)."""
    looks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rows to be looked at, by verdict and reason."""
    cells: Counter[tuple[int, int]] = field(default_factory=Counter)
    """Filled cells of rows that go in, by table of the plan and column of the file."""
    filled: Counter[str] = field(default_factory=Counter)
    names: dict[str, dict[str, None]] = field(
        default_factory=lambda: {table: {} for table in _LISTS.values()}
    )
    """Entries of the user's lists that the rows name, by table."""
    _companies: int = 0
    _company_keys: set[str] = field(default_factory=set)
    _contact_keys: set[str] = field(default_factory=set)

    @property
    def companies(self) -> int:
        """Companies of rows of their own and employers that are only named."""
        return self._companies + len(self._company_keys)

    def count(self, row: StagedRow) -> None:
        """Add one staged row."""
        self.read += 1
        self.verdicts[row.verdict] += 1
        self.reasons[row.verdict, row.reason] += 1
        if row.look and row.verdict is not Verdict.REJECTED:
            self.review += 1
            self.looks[row.verdict, row.reason] += 1
        if row.record is None:
            return
        self.filled.update(filled_fields(row.record))
        if row.record.event is not None:
            self.activities += 1
            self.events += 1
            return
        self._collect_names(row.record.main)
        self.activities += row.record.activity is not None
        self._count_deal(row)
        if row.twin is None and row.verdict is not Verdict.DUPLICATE:
            self._count_clients(row.record)
        elif row.record.main.employer:
            self._employer(row.record.main.employer)

    def _count_deal(self, row: StagedRow) -> None:
        self.order_lines += row.reason == "order_line" and row.verdict is Verdict.DUPLICATE
        deal = row.record.deal if row.record else None
        if deal is not None:
            self.deals += 1
            if deal.amount:
                self.worth[deal.role, deal.currency] += deal.amount

    def count_cells(self, source: int, rows: Iterable[Sequence[object]]) -> None:
        """Add the cells of some rows of one table."""
        for column, cells in enumerate(zip_longest(*rows)):
            self.cells[source, column] += len(cells) - cells.count(None) - cells.count("")

    def _collect_names(self, main: Entity) -> None:
        for name, value in main.lists.items():
            if name in _LISTS:
                self.names[_LISTS[name]][value] = None
        for name in ("tags", "groups", "fields"):
            if values := getattr(main, name):
                self.names[_LISTS[name]].update(dict.fromkeys(values))

    def _count_clients(self, record: Record) -> None:
        main = record.main
        if main.kind == ClientKind.COMPANY:
            key = company_key(main.name)
            if key in self._company_keys:
                return  # named before as somebody's employer
            self._companies += 1
            self._contact_keys.add(key)
        else:
            self.people += 1
        if record.contact:
            self.people += 1
        if main.employer:
            self._employer(main.employer)

    def _employer(self, name: str) -> None:
        if (key := company_key(name) or name) not in self._contact_keys:
            self._company_keys.add(key)


_EVENT = ("place", "people", "rule")


def filled_fields(record: Record) -> set[str]:
    """The fields that a record says something about."""
    if record.event is not None:
        return {"activity", *(f"event.{name}" for name in _EVENT if getattr(record.event, name))}
    filled = _entity_fields(record.main)
    if record.contact:
        filled.add("contact_person")
        filled |= _entity_fields(record.contact) & {"phone", "fax", "email", "job_title"}
    if record.activity:
        filled.add("activity")
    if record.deal:
        filled.add("deal")
    return filled


_SINGLE = ("name", "family", "given", "middle", "nickname", "birthday", "employer", "job_title", "department")
_single_of = attrgetter(*_SINGLE)
_ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")
_address_parts_of = attrgetter(*_ADDRESS_PARTS)


def _entity_fields(entity: Entity) -> set[str]:
    filled = set(compress(_SINGLE, _single_of(entity)))
    filled.update(entity.values, entity.lists, [f"own:{name}" for name in entity.fields])
    for point in entity.points:
        is_fax = point.kind == PointKind.PHONE and point.label == PointLabel.FAX
        filled.add("fax" if is_fax else point.kind)
        if point.kind == PointKind.ADDRESS:
            filled.update(compress(_ADDRESS_PARTS, _address_parts_of(point)))
    lists = entity.tags, entity.groups, entity.dates, entity.externals, entity.prices
    filled.update(compress(("tag", "group", "named_date", "external_id", "prices"), lists))
    return filled
