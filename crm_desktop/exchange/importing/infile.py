"""Which earlier row of the same files speaks of the same client.

Only hashes of keys are kept in memory (some 50 MB for 200,000 rows); the rows themselves lie in the staging file and
are read back when a key is met again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.likeness import (
    company_key,
    complement,
    contradict,
    person_key,
    same_client,
)
from crm_desktop.kinds import ClientKind, PointKind

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.record import Entity

_CROWD = 20
"""More rows than this behind one name or phone prove nothing any more and are not compared one by one."""


_WEAK = ("name_birthday", "name_company")
"""Reasons that do not make two rows of one list one client if the rows contradict each other."""


class InFile:
    """The clients of the files so far, by the hashes of their keys."""

    def __init__(self, entity_of: Callable[[int], Entity | None]) -> None:
        self._entity_of = entity_of
        self._strong: dict[int, int | list[int]] = {}
        self._names: dict[int, int | list[int]] = {}
        self._prints: dict[bytes, int] = {}

    def add(self, number: int, entity: Entity, fingerprint: bytes | None) -> None:
        """Remember the row's client under all its keys."""
        for key in _strong_keys(entity):
            _put(self._strong, key, number)
        if name := _name_key(entity):
            _put(self._names, name, number)
        if fingerprint:
            self._prints.setdefault(fingerprint, number)

    def twin(self, entity: Entity, fingerprint: bytes | None) -> tuple[int, str] | None:
        """The earlier row of the same client and the reason, or None. "similar": probably, but the rows disagree."""
        if fingerprint and fingerprint in self._prints:
            return self._prints[fingerprint], "same_row"
        numbers = [number for key in _strong_keys(entity) for number in _get(self._strong, key)]
        named = _get(self._names, name) if (name := _name_key(entity)) else []
        for number in dict.fromkeys([*numbers, *named]):
            earlier = self._entity_of(number)
            if earlier and (reason := same_client(earlier, entity)):
                weak = reason in _WEAK and contradict(earlier, entity)
                return number, "similar" if weak else reason
        halves = [
            number for number in named if (earlier := self._entity_of(number)) and complement(earlier, entity)
        ]
        return (halves[0], "same_name") if len(halves) == 1 else None

    def named(self, entity: Entity) -> int | None:
        """The one earlier row with this name, if there is just one (for lists of appointments)."""
        numbers = _get(self._names, name) if (name := _name_key(entity)) else []
        return numbers[0] if len(numbers) == 1 else None


def _strong_keys(entity: Entity) -> list[int]:
    keys = [hash((system, value)) for system, value in entity.externals]
    keys += [hash(key) for kind in (PointKind.PHONE, PointKind.EMAIL) for key in entity.keys(kind)]
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


def _get(index: dict[int, int | list[int]], key: int) -> list[int]:
    known = index.get(key)
    if known is None:
        return []
    return [known] if isinstance(known, int) else known
