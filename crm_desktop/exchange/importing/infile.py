"""Which earlier row of the same files speaks of the same client.

Only hashes of keys are kept in memory (some 50 MB for 200,000 rows); the rows themselves lie in the staging file and
are read back when a key is met again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.kinds import ClientKind, PointKind
from crm_desktop.services.duplicates.likeness import (
    company_key,
    complement,
    contradict,
    person_key,
    same_client,
)

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity

_CROWD = 8
"""More rows than this behind one key (a switchboard's phone) prove nothing and are not compared one by one."""


_NAMESAKES = 3
"""With more rows of one name it is a common name, and halves of one person can not be told."""

_WEAK = ("name_birthday", "name_company")
"""Reasons that do not make two rows of one list one client if the rows contradict each other."""


class Keys(NamedTuple):
    """Hashes of what may tell a row's client again."""

    strong: list[int]
    """Of everything that may prove two rows one client (``likeness.same_client``)."""
    name: int | None
    fingerprint: bytes | None


class InFile:
    """The clients of the files so far, by the hashes of their keys."""

    def __init__(self, entity_of: Callable[[int], Entity | None]) -> None:
        self._entity_of = entity_of
        self._strong: dict[int, int | list[int]] = {}
        self._names: dict[int, int | list[int]] = {}
        self._prints: dict[bytes, int] = {}

    def add(self, number: int, keys: Keys) -> None:
        """Remember the row's client under all its keys."""
        for key in keys.strong:
            _put(self._strong, key, number)
        if keys.name is not None:
            _put(self._names, keys.name, number)
        if keys.fingerprint:
            self._prints.setdefault(keys.fingerprint, number)

    def twin(self, entity: Entity, keys: Keys) -> tuple[int, str] | None:
        """The earlier row of the same client and the reason, or None. "similar": probably, but the rows disagree."""
        if keys.fingerprint and keys.fingerprint in self._prints:
            return self._prints[keys.fingerprint], "same_row"
        for number in dict.fromkeys(number for key in keys.strong for number in _get(self._strong, key)):
            earlier = self._entity_of(number)
            if earlier and not _numbered_apart(earlier, entity) and (reason := same_client(earlier, entity)):
                weak = reason in _WEAK and contradict(earlier, entity)
                return number, "similar" if weak else reason
        halves = [number for number in self._namesakes(entity, keys) if self._completes(number, entity)]
        return (halves[0], "same_name") if len(halves) == 1 else None

    def _namesakes(self, entity: Entity, keys: Keys) -> list[int]:
        """Earlier rows with this very name, where the row may be the other half of one: few, and it lacks something."""
        if entity.externals or (entity.keys(PointKind.PHONE) and entity.keys(PointKind.EMAIL)):
            return []
        numbers = _get(self._names, keys.name)
        return numbers if len(numbers) <= _NAMESAKES else []

    def _completes(self, number: int, entity: Entity) -> bool:
        earlier = self._entity_of(number)
        return earlier is not None and not _numbered_apart(earlier, entity) and complement(earlier, entity)

    def numbered(self, pair: tuple[str, str]) -> int | None:
        """The earlier row of the client with this id in an outside program."""
        for number in _get(self._strong, hash(pair)):
            earlier = self._entity_of(number)
            if earlier and pair in earlier.externals:
                return number
        return None

    def named(self, keys: Keys) -> int | None:
        """The one earlier row with this name, if there is just one (for lists of appointments)."""
        numbers = _get(self._names, keys.name)
        return numbers[0] if len(numbers) == 1 else None


def _numbered_apart(one: Entity, other: Entity) -> bool:
    """Whether the list, an export of ours, gives them two numbers: then they are two, however alike."""
    numbers = one.values.get("number"), other.values.get("number")
    return None not in numbers and numbers[0] != numbers[1]


def keys_of(entity: Entity, fingerprint: bytes | None) -> Keys:
    """The keys of a row's client; ``fingerprint`` where it has no better one."""
    return Keys(_strong_keys(entity), _name_key(entity), fingerprint)


def _strong_keys(entity: Entity) -> list[int]:
    keys = [hash((system, value)) for system, value in entity.externals]
    if number := entity.values.get("number"):
        keys.append(hash(("", number)))
    keys += [hash(key) for kind in (PointKind.PHONE, PointKind.EMAIL) for key in entity.keys(kind)]
    if entity.kind == ClientKind.COMPANY:
        if name := company_key(entity.name):
            keys.append(hash(("company", name)))
    elif (entity.birthday or entity.employer) and (name := person_key(entity)):
        if entity.birthday:
            keys.append(hash((name, entity.birthday[-5:])))
        if entity.employer:
            keys.append(hash((name, "", company_key(entity.employer))))
    return keys


def _name_key(entity: Entity) -> int | None:
    key = company_key(entity.name) if entity.kind == ClientKind.COMPANY else person_key(entity)
    key = key or company_key(
        entity.name
    )  # one word: enough only to group a list that knows no more than that
    return hash((entity.kind, key)) if key else None


def _put(index: dict[int, int | list[int]], key: int, number: int) -> None:
    known = index.get(key)
    if known is None:
        index[key] = number  # a bare number: nearly all keys have one row, and a list costs 88 bytes more
    elif isinstance(known, int):
        if known != number:
            index[key] = [known, number]
    elif len(known) < _CROWD:
        known.append(number)


def _get(index: dict[int, int | list[int]], key: int | None) -> list[int]:
    known = index.get(key) if key is not None else None
    if known is None:
        return []
    return [known] if isinstance(known, int) else known
