"""The cells of one row as they are read, and the record made of them at the end of the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.exchange.importing.moments import instant_of
from crm_desktop.exchange.importing.record import (
    NAME_PARTS,
    Entity,
    HistoryEntry,
    Point,
    Price,
    Problem,
    Record,
)
from crm_desktop.folding import fold
from crm_desktop.kinds import ActivityKind, ClientKind, PointKind, PointLabel
from crm_desktop.models.addresses import Address, join_address, split_address
from crm_desktop.models.companies import looks_like_company
from crm_desktop.models.names import (
    Name,
    NameOrder,
    display_name,
    name_from_parts,
    natural_order,
    split_name,
)

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_entry import DealEntry
    from crm_desktop.exchange.importing.deal_parts import DealParts
    from crm_desktop.exchange.importing.price_parts import PriceParts
    from crm_desktop.exchange.reading.special_cells import Picture

_NAMING = frozenset(("any", "full", "family", "given", "middle"))
_LONGEST_NAME = 500  # characters; what a shared base takes (models/limits.py)


class Builder:
    """Collects what the columns of one row say."""

    __slots__ = (
        "_addresses", "_contact", "_dates", "_exact", "_groups", "_order", "_own", "activity_at", "activity_done",
        "activity_kind", "activity_results", "activity_texts", "birthday", "birthday_parts", "damage", "deal",
        "employer", "employer_external", "externals", "fields", "groups", "headers", "is_company", "lists", "notes",
        "photos", "points", "prices", "problems", "references", "stand_in", "tags",
        "values",
    )  # fmt: skip

    def __init__(self, order: NameOrder | None, *, exact: bool = False) -> None:
        """``order`` of full names; ``exact``: names and addresses stand in their parts, none is to be parted."""
        self._order = order
        self._exact = exact
        self._own: dict[str, str] = {}
        self._contact: dict[str, str] = {}
        self._addresses: dict[tuple[str, int], dict[str, str]] = {}
        self._groups: dict[tuple[str, int], str] = {}
        self.values: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        self.points: list[tuple[Point, int]] = []
        self._dates: list[tuple[str, str, int]] = []
        self.prices: dict[int, PriceParts] = {}
        self.tags: list[str] = []
        self.groups: list[str] = []
        self.fields: dict[str, str] = {}
        self.externals: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.birthday = ""
        self.birthday_parts: dict[str, Any] = {}
        self.damage = ""
        self.photos: list[Picture] = []
        self.is_company: bool | None = None
        self.employer = ""
        self.employer_external: tuple[str, str] | None = None
        self.activity_at: datetime | None = None
        self.activity_done: bool | None = None
        self.activity_kind = ActivityKind.MEETING
        self.activity_texts: list[str] = []
        self.activity_results: list[str] = []
        self.headers: dict[str, str] = {}
        self.deal: DealParts | None = None
        self.references: list[tuple[str, str]] = []
        self.stand_in = ""

    def set_part(self, name: str, text: str, *, contact: bool = False) -> None:
        """A piece of the name; two columns of one piece are joined."""
        parts = self._contact if contact else self._own
        if text:
            parts[name] = f"{parts[name]} {text}" if name in parts and text != parts[name] else text

    def add_point(self, point: Point, group: int) -> None:
        """A way to reach the client; ``group`` ties it to the label of a numbered group (0: none)."""
        if point.value:
            self.points.append((point, group))

    def extend_phone(self, ext: str, group: int) -> None:
        """The extension in a cell of its own belongs to the last phone before it."""
        for place in range(len(self.points) - 1, -1, -1):
            point, its_group = self.points[place]
            if point.kind == PointKind.PHONE and its_group == group:
                self.points[place] = (point._replace(ext=point.ext or ext), group)
                return

    def add_date(self, label: str, day: str, group: int) -> None:
        """A named date; ``group`` ties it to its name in a cell of its own (0: none)."""
        self._dates.append((label, day, group))

    @property
    def dates(self) -> list[tuple[str, str]]:
        """The named dates, each with its name."""
        return [(self._groups.get(("date", group), label), day) for label, day, group in self._dates]

    def label_group(self, kind: str, group: int, label: str) -> None:
        """The label of all points (``kind``: a ``PointKind``) or of the date ("date") of a numbered group."""
        self._groups[kind, group] = label

    def add_address(self, label: str, group: int, part: str, text: str) -> None:
        """One part of the address of this label and group; streets in several columns are joined."""
        parts = self._addresses.setdefault((label, group), {})
        if text:
            parts[part] = f"{parts[part]}, {text}" if part in parts else text

    def problem(self, column: int, code: str, header: str, text: str) -> None:
        """Mark the row for a look and keep the text of the cell in the notes."""
        self.problems.append(Problem(column, code, text))
        self.note(header, text)

    def note(self, header: str, text: str) -> None:
        """Keep a cell that has no better place."""
        if text:
            self.notes.append(f"{header.strip()}: {text}")

    def record(self, deal: DealEntry | None = None) -> Record | None:
        """The record of the row; None if nothing can be made of it.

        A row that tells of a ``deal`` may name its client by an outside program's id alone.
        """
        said = [*self._own.values(), *self._contact.values(), self.employer]
        main, contact = self._entities()
        if main.is_empty() and contact is None and not (deal and (self.references or self.externals)):
            return None
        main.birthday, main.lists = self.birthday, self.lists
        main.dates = self.dates
        main.tags, main.groups, main.fields = self.tags, self.groups, self.fields
        main.prices = self._made_prices()
        main.employer_external = self.employer_external
        main.externals = list(dict.fromkeys(self.externals))
        if not main.employer:
            self._jobs_without_company(main, contact)
        self._note_unused(said, main, contact)
        activity = self._history_entry()
        if self.notes:
            self.values["notes"] = "\n".join(self.notes)
        main.values = self.values
        record = Record(main, contact, activity, self.problems, self.photos, deal=deal)
        record.references, record.stand_in = self.references, self.stand_in
        return record

    def _made_prices(self) -> list[Price]:
        """The prices agreed with the client; what makes none goes into the notes."""
        made = [(parts, parts.price()) for parts in self.prices.values()]
        for parts, price in made:
            if price is None:
                self.note(parts.header, parts.said())
        return [price for _, price in made if price is not None]

    def _note_unused(self, said: Sequence[str], main: Entity, contact: Entity | None) -> None:
        """Names that found no place (two full names, a second company) are kept in the notes."""
        used = set(_names_of(main) if contact is None else (*_names_of(main), *_names_of(contact)))
        missing = [text for text in dict.fromkeys(said) if text and text not in used]
        if missing:
            kept = fold(" ".join((*used, *main.fields.values(), *self.notes)))
            self.notes += [
                text
                for text in missing
                if any(word not in kept for word in fold(text).replace(".", ". ").split())
            ]

    def _history_entry(self) -> HistoryEntry | None:
        """The contact the row tells of, if it has a date; else its words are notes."""
        if self.activity_at is None:
            for text in (*self.activity_texts, *self.activity_results):
                self.notes.append(text)
            return None
        at, done = instant_of(self.activity_at), self.activity_done
        planned = at > utc_text(datetime.now(UTC)) if done is None else not done
        wanted, result = "\n".join(self.activity_texts), "\n".join(self.activity_results)
        return HistoryEntry(self.activity_kind, at, planned, wanted, result)

    def _jobs_without_company(self, main: Entity, contact: Entity | None) -> None:
        """A job title says where somebody works; without a company it is kept as an own field."""
        if contact is None and main.employer_external is None:
            for part in ("job_title", "department"):
                if text := getattr(main, part):
                    self.fields[self.headers.get(part, part)] = text
                    setattr(main, part, "")

    def _entities(self) -> tuple[Entity, Entity | None]:
        """The row's client and, beside a company, its contact person."""
        own, contact_parts = self._own, self._contact
        company = own.pop("company", "")
        if company and fold(own.get("full", "")) == fold(company):
            del own["full"]  # address books show a company's name as the name of nobody
        if "any" in own:
            name = own.pop("any")
            if self.is_company or (self.is_company is None and looks_like_company(name)):
                company = company or name
            else:
                own.setdefault("full", name)
        person = self._person(own)
        contact = self._person(contact_parts) if contact_parts else None
        if self.is_company and not company:
            company, person = person.name, Entity()
        elif self.is_company and not (own.keys() & _NAMING):
            person.name = ""  # a nickname or a title makes no person of a company
        points = self._points()
        if person.name or (not company and contact is None):
            person.employer = company if self.is_company is None else company or self.employer
            person.employer = person.employer or self.employer
            person.points = points
            if contact and contact.name:
                self.note("contact", contact.name)
            return person, None
        if not company:
            assert contact is not None
            contact.points = points
            return contact, None
        main = Entity(ClientKind.COMPANY, self._short(company), points=points, employer=self.employer)
        main.nickname, main.prefix, main.suffix = person.nickname, person.prefix, person.suffix
        if contact is not None and contact.name:
            contact.employer, contact.job_title = company, person.job_title
            contact.department = person.department
            return main, contact
        main.job_title, main.department = person.job_title, person.department
        return main, None

    def _person(self, parts: dict[str, str]) -> Entity:
        pieces = {
            name: parts.get(name, "")
            for name in ("prefix", "given", "middle", "family", "suffix", "nickname")
        }
        full = parts.get("full", "")
        if self._exact:
            name = Name(**pieces)
        elif pieces["family"] or pieces["given"] or pieces["middle"]:
            name = name_from_parts(Name(**pieces))
        elif full:
            name = split_name(full, self._order)
            name = Name(
                pieces["prefix"] or name.prefix, name.given, name.middle, name.family,
                pieces["suffix"] or name.suffix, pieces["nickname"] or name.nickname,
            )  # fmt: skip
        else:
            name = Name(**pieces)
        shown = full or display_name(name, natural_order(name))
        return Entity(
            ClientKind.PERSON, self._short(shown), name.prefix, name.family, name.given, name.middle, name.suffix,
            name.nickname, job_title=parts.get("job_title", ""), department=parts.get("department", ""),
        )  # fmt: skip

    def _points(self) -> list[Point]:
        """All contact points with the labels of their groups, each once."""
        points: dict[tuple[str, ...], Point] = {}
        for point, group in self.points:
            if group and (label := self._groups.get((point.kind, group))):
                point = point._replace(**_labelled(point, label))
            fax = (
                PointLabel.FAX if point.label == PointLabel.FAX else ""
            )  # one number may be both, and both are said
            points.setdefault((point.kind, fax, point.key or point.value.casefold(), point.ext), point)
        for (label, group), parts in self._addresses.items():
            address = _address(parts, parted=self._exact)
            if address or (self._exact and "full" in parts):
                label = self._groups.get((PointKind.ADDRESS, group), label) if group else label
                street = ", ".join(filter(None, (address.street, address.extended, address.pobox)))
                value = parts.get("full") or join_address(address)
                points["address", value, label] = Point(
                    PointKind.ADDRESS, label, value, street=street, city=address.city,
                    region=address.region, postal_code=address.postal_code, country=address.country,
                )  # fmt: skip
        return list(points.values())

    def _short(self, name: str) -> str:
        name = " ".join(name.split())
        if len(name) <= _LONGEST_NAME:
            return name
        self.problem(-1, "name_cut", "name", name)
        return name[:_LONGEST_NAME]


_names_of = attrgetter(*NAME_PARTS)


def _address(parts: dict[str, str], *, parted: bool) -> Address:
    """The parts of an address; one written in a single cell is parted, unless it was before (``parted``)."""
    rest = {name: text for name, text in parts.items() if name != "full"}
    if not rest and "full" in parts and not parted:
        return split_address(parts["full"])
    return Address(**rest)


def _labelled(point: Point, label: str) -> dict[str, str]:
    return {"service": label} if point.kind == PointKind.MESSENGER else {"label": label}
