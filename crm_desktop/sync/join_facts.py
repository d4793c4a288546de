"""What a join comes to, and what it has done: the plain facts, so that a window can tell of them without the engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.sync.connection import Place
    from crm_desktop.sync.engine import Synced


class JoinCase(StrEnum):
    """What a join comes to."""

    GIVE = "give"  # the shared base is empty: it gets everything from here
    TAKE = "take"  # here is nothing yet: everything comes from there
    SAME = "same"  # both are of one origin (a copied file, a base that had left): rows meet by their ids
    UNITE = "unite"  # two bases that know nothing of each other become one
    MAKE = "make"  # the database is empty and our role may make the shared base; then as GIVE


@dataclass(frozen=True, slots=True)
class Counts:
    """How much stands in a base, without the bin."""

    clients: int = 0
    activities: int = 0
    deals: int = 0

    def __bool__(self) -> bool:
        return bool(self.clients or self.activities or self.deals)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What joining would do. ``colleagues``: who shares the base already; ``place``: what stands at the address.

    ``known``: this base has exchanged with that one before, and both know what was agreed upon.
    """

    case: JoinCase
    here: Counts
    there: Counts
    colleagues: tuple[str, ...]
    place: Place
    known: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join has done; ``backup``: where the copy lies that was saved before; whether the password is kept."""

    case: JoinCase
    synced: Synced
    backup: Path
    password_kept: bool
