"""What one row of a list says, cleaned: the currency between cleaning, rehearsal and writing.

A row speaks of one client, the *main* entity, and perhaps of a second: the company a person works for (by its name) or
the contact person of a company. Records of a big list are parked in a staging file, so they pack into plain tuples.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.exchange.importing.deal_entry import DealEntry
from crm_desktop.kinds import ClientKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.exchange.calendars.entries import EventEntry
    from crm_desktop.exchange.reading.special_cells import Picture


class RawRow(NamedTuple):
    """A row as the reader delivers it: index of its table in the plan, row in the sheet, cells."""

    source: int
    row: int
    cells: tuple[Any, ...]

    def mended(self, mended: Mapping[tuple[int, int], Mapping[int, str]]) -> RawRow:
        """The row with the cells that the user has mended, given by table and row, then by column."""
        cells = mended.get((self.source, self.row))
        if not cells:
            return self
        return self._replace(cells=tuple(cells.get(column, cell) for column, cell in enumerate(self.cells)))


class Point(NamedTuple):
    """A contact point as it will stand in the base; ``key`` is normalised, ``value`` as written."""

    kind: str
    label: str
    value: str
    key: str = ""
    ext: str = ""
    service: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Price(NamedTuple):
    """What a thing costs this client: ``amount`` in minor units of ``currency`` (ISO 4217)."""

    item: str
    amount: int
    currency: str
    note: str = ""


NAME_PARTS = (
    "name", "prefix", "family", "given", "middle", "suffix", "nickname", "employer", "job_title", "department",
)  # fmt: skip
"""The fields of an ``Entity`` that are one line each."""


class Problem(NamedTuple):
    """Something in a cell that a person should look at; the text of the cell is kept in the notes.

    ``code`` is one of the words in ``ui/text_import.py``; ``column`` is the index of the cell, -1 for the whole row.
    """

    column: int
    code: str
    text: str


@dataclass(slots=True)
class Entity:
    """One client as the row tells it; empty means "the row does not say"."""

    kind: str = ClientKind.PERSON
    name: str = ""
    prefix: str = ""
    family: str = ""
    given: str = ""
    middle: str = ""
    suffix: str = ""
    nickname: str = ""
    birthday: str = ""
    values: dict[str, str] = field(default_factory=dict)
    """Other columns of ``client`` by name (gender, language, likes, notes, salutation, source_detail …)."""
    lists: dict[str, str] = field(default_factory=dict)
    """Names in the user's lists: stage, source, responsible, referrer."""
    points: list[Point] = field(default_factory=list)
    dates: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    """Own fields by header; values in the field's canonical form."""
    externals: list[tuple[str, str]] = field(default_factory=list)
    employer: str = ""
    employer_external: tuple[str, str] | None = None
    job_title: str = ""
    department: str = ""
    prices: list[Price] = field(default_factory=list)

    def keys(self, kind: str) -> list[str]:
        """The normalised keys of all points of this kind."""
        return [point.key for point in self.points if point.kind == kind and point.key]

    def copy(self) -> Entity:
        """One that can be changed without changing this one; points and pairs never change and are shared."""
        values: list[Any] = [
            value.copy() if isinstance(value, list | dict) else value for value in _values_of(self)
        ]
        return Entity(*values)

    def is_empty(self) -> bool:
        """Whether nothing can be made of it: no name and no way to reach anybody."""
        return not (self.name or any(point.kind != "address" for point in self.points))


class HistoryEntry(NamedTuple):
    """A contact the row tells of (lists of appointments, exports of activities)."""

    kind: str
    at: str
    planned: bool
    wanted: str
    result: str


@dataclass(slots=True)
class Record:
    """One row, cleaned."""

    main: Entity
    contact: Entity | None = None
    activity: HistoryEntry | None = None
    problems: list[Problem] = field(default_factory=list)
    photos: list[Picture] = field(default_factory=list)
    """Pictures of the main entity. They stand here, beside it, because nobody is told again by a picture."""
    event: EventEntry | None = None
    """The row is an event of a calendar; the main entity is then empty."""
    by_name: bool = False
    """The row has nothing but a name and a day (a feed of birthdays): the one client of that name is meant."""
    clients: tuple[bytes, ...] = ()
    """The clients of the base with whom the event is, as the rehearsal found."""
    deal: DealEntry | None = None
    references: list[tuple[str, str]] = field(default_factory=list)
    """Ids in outside programs of clients of whom one has the deal: the first that is known."""
    stand_in: str = ""
    """What to call the client of the first reference where nobody is known by it; '' where that is no use."""
    order_row: int | None = None
    """The row of the same table that tells of this deal; the row is another line of it, or repeats it."""


_ENTITY_FIELDS = tuple(item.name for item in fields(Entity))
_values_of = attrgetter(*_ENTITY_FIELDS)


def pack(record: Record) -> tuple[object, ...]:
    """The record as nested plain tuples (small and quick to pickle)."""
    return (
        pack_entity(record.main),
        pack_entity(record.contact) if record.contact else None,
        tuple(record.activity) if record.activity else None,
        [tuple(problem) for problem in record.problems],
        record.photos,
        tuple(record.event) if record.event else None,
        record.by_name,
        record.clients,
        tuple(record.deal) if record.deal else None,
        record.references,
    )


def unpack(packed: tuple[object, ...]) -> Record:
    """The inverse of ``pack``."""
    from crm_desktop.exchange.calendars.entries import EventEntry

    main, contact, activity, problems, photos, event, by_name, clients, deal, references = packed
    return Record(
        _unpack_entity(main),
        _unpack_entity(contact) if contact else None,
        HistoryEntry(*activity) if activity else None,  # type: ignore[misc]
        [Problem(*problem) for problem in problems],  # type: ignore[attr-defined]
        photos,  # type: ignore[arg-type]
        EventEntry(*event) if event else None,  # type: ignore[misc]
        bool(by_name),
        clients,  # type: ignore[arg-type]
        DealEntry(*deal) if deal else None,  # type: ignore[misc]
        references,  # type: ignore[arg-type]
    )


def pack_entity(entity: Entity) -> tuple[object, ...]:
    """Everything the row says of the client, as nested plain tuples, lists and dictionaries."""
    values = list(_values_of(entity))
    # Plain strings: a word of an enumeration costs ten times as much to read back.
    values[0] = str(entity.kind)
    values[_POINTS] = [tuple(map(str, point)) for point in entity.points]
    values[_PRICES] = list(map(tuple, entity.prices))
    return tuple(values)


def _unpack_entity(packed: object) -> Entity:
    values = list(packed)  # type: ignore[call-overload]
    values[_POINTS] = list(map(Point._make, values[_POINTS]))
    values[_PRICES] = list(map(Price._make, values[_PRICES]))
    return Entity(*values)


_POINTS, _PRICES = _ENTITY_FIELDS.index("points"), _ENTITY_FIELDS.index("prices")
