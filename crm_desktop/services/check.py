"""Whether the base is whole: the file, its references, its journal, what is derived from it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.services import listing
from crm_desktop.storage import guards, operations, triggers

if TYPE_CHECKING:
    from crm_desktop.storage.operations import OperationRow
    from crm_desktop.storage.store import Store


class Fault(StrEnum):
    """What can be wrong. Only FILE and REFERENCE need a backup; the rest the program mends by itself."""

    FILE = "file"
    REFERENCE = "reference"
    TRIGGER = "trigger"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found wrong; ``detail`` is for the log and for support, not for the user."""

    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The result. ``clients`` and ``activities`` count what does not lie in the bin; 0 where the file is damaged."""

    problems: tuple[Problem, ...]
    clients: int
    activities: int
    unfinished: tuple[OperationRow, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong and nothing was left half done."""
        return not self.problems and not self.unfinished


def check(store: Store, *, thorough: bool = False) -> CheckReport:
    """Examine the base.

    ``thorough`` adds what takes as long as building it anew: each index against its table, and the lists and the
    search against the data. Neither is for the thread of the window.
    """
    damage = _file(store, thorough=thorough)
    if damage:
        # Whatever else is asked of a damaged file may fail, or be wrong.
        return CheckReport(tuple(Problem(Fault.FILE, line) for line in damage), 0, 0, ())
    with store.snapshot():
        problems = [Problem(Fault.REFERENCE, line) for line in _references(store)]
        problems += [
            Problem(Fault.TRIGGER, name) for name in triggers.differing(store.connection, store.schema.tables)
        ]
        problems += [Problem(Fault.NUMBER, str(number)) for number in _shared_numbers(store)]
        clients, activities = _count(store, "client"), _count(store, "activity")
        unfinished = tuple(operations.unfinished(store))
    if thorough:
        problems += [Problem(Fault.LIST, line) for line in listing.verify(store)]
    return CheckReport(tuple(problems), clients, activities, unfinished)


def _file(store: Store, *, thorough: bool) -> list[str]:
    """What SQLite finds wrong with the file."""
    if not thorough:
        return guards.quick_check(store.connection)
    try:
        lines = [str(line) for (line,) in store.cursor("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if lines == ["ok"] else lines


def _references(store: Store) -> list[str]:
    """Rows that refer to rows that are not there, and rows whose owner is missing."""
    return [
        f"{table} {rid} -> {target}" for table, rid, target, _ in store.cursor("PRAGMA foreign_key_check")
    ]


def _shared_numbers(store: Store) -> list[int]:
    """Client numbers that more than one live client has."""
    found = store.cursor(
        "SELECT number FROM client WHERE number IS NOT NULL AND deleted = 0 GROUP BY number HAVING COUNT(*) > 1"
    )
    return [number for (number,) in found]


def _count(store: Store, table: str) -> int:
    return int(store.read(f"SELECT COUNT(*) FROM {table} WHERE deleted = 0")[0][0])
