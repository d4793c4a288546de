"""Clients of the base as the search for duplicates compares them: only what can speak for or against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.kinds import PointKind

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_VARIABLES = 900
"""Bound values per statement: below the limit of every SQLite in use."""


class Way(NamedTuple):
    """A contact point: its kind, its normalised key, the text as typed, the city of an address."""

    kind: str
    key: str
    value: str
    city: str


@dataclass(slots=True)
class Subject:
    """One client. It is ``likeness.Known``; ``name`` is empty where the card is named by its phone or e-mail."""

    rid: int
    id: bytes
    kind: str
    number: int | None
    shown: str
    family: str
    given: str
    middle: str
    suffix: str
    gender: str
    birthday: str
    loyalty_card: str
    name: str = ""
    employer: str = ""
    job_title: str = ""
    points: list[Way] = field(default_factory=list)
    externals: list[tuple[str, str]] = field(default_factory=list)

    @property
    def values(self) -> Mapping[str, str]:
        """The number, as the rules of likeness read it."""
        return {"number": str(self.number)} if self.number is not None else {}

    @property
    def fields(self) -> Mapping[str, str]:
        """No own fields: they prove nothing."""
        return {}

    def keys(self, kind: str) -> Sequence[str]:
        """The keys of a kind; a messenger known by a phone number is a phone, as it is when somebody calls."""
        kinds = (kind, PointKind.MESSENGER) if kind == PointKind.PHONE else (kind,)
        return [way.key for way in self.points if way.kind in kinds and way.key]


_COLUMNS = "rid, id, kind, number, name, family, given, middle, suffix, gender, birthday, loyalty_card"


def read_subjects(store: Store, rids: Iterable[int]) -> dict[int, Subject]:
    """The live clients of these row numbers."""
    found: dict[int, Subject] = {}
    by_id: dict[bytes, Subject] = {}

    def client(row: tuple[Any, ...]) -> None:
        found[row[0]] = by_id[row[1]] = Subject(*row)

    _each(store, f"SELECT {_COLUMNS} FROM client WHERE deleted = 0 AND rid IN ({{}})", rids, client)
    ids = list(by_id)
    _each(
        store,
        "SELECT client_id, kind, key, value, city FROM contact_point"
        " WHERE deleted = 0 AND client_id IN ({}) ORDER BY rank, rid",
        ids,
        lambda row: by_id[row[0]].points.append(Way(*row[1:])),
    )
    _each(
        store,
        "SELECT client_id, system, value FROM external_id WHERE deleted = 0 AND client_id IN ({})",
        ids,
        lambda row: by_id[row[0]].externals.append((row[1], row[2])),
    )

    def employment(row: tuple[Any, ...]) -> None:
        subject = by_id[row[0]]
        subject.employer, subject.job_title = row[1:]

    # The first work place comes last and stands.
    _each(
        store,
        "SELECT e.person_id, c.name, e.job_title FROM employment e JOIN client c ON c.id = e.company_id"
        " WHERE e.deleted = 0 AND c.deleted = 0 AND e.person_id IN ({}) ORDER BY e.rank DESC, e.rid DESC",
        ids,
        employment,
    )
    for subject in found.values():
        named_by_way = any(subject.shown == way.value for way in subject.points)
        subject.name = "" if named_by_way else subject.shown
    return found


def _each(store: Store, sql: str, keys: Iterable[object], take: Callable[[tuple[Any, ...]], object]) -> None:
    """Run the statement for the keys in portions and hand each row over."""
    pending = list(keys)
    for start in range(0, len(pending), _VARIABLES):
        portion = pending[start : start + _VARIABLES]
        for row in store.cursor(sql.format(",".join("?" * len(portion))), portion):
            take(row)
