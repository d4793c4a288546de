"""Everything that the making of one sample client needs at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from crm_desktop.services.demo.diary import Diary
    from crm_desktop.services.demo.lists import Lists
    from crm_desktop.services.demo.packs import City, Pack, Trade
    from crm_desktop.services.demo.rows import Rows
    from crm_desktop.services.demo.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Scene:
    """What is the same for all clients of one base, and the rows that wait to be written.

    ``employers`` are the latest companies of each language, ``known`` the latest clients (who may have recommended the
    next).
    """

    rng: Random
    ids: Iterator[bytes]
    rows: Rows
    days: Workdays
    lists: Lists
    packs: Mapping[str, Pack]
    diaries: Mapping[tuple[str, Trade], Diary]
    activities_per_client: float
    employers: Mapping[str, list[bytes]]
    known: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Subject:
    """The client being made: its id, running index (0 for the first) and number, trade and language, its past.

    ``colleague``: who looks after it.
    """

    id: bytes
    index: int
    number: int
    pack: Pack
    trade: Trade
    diary: Diary
    city: City
    past: Sequence[str]
    colleague: bytes

    @property
    def since(self) -> str:
        """When the client first came, an instant."""
        return self.past[0]
