"""How far a long exchange is, told while it goes on, and the wish to stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What a long exchange is at. All that come are told in this order; an everyday one tells nothing worth showing."""

    BACKUP = "backup"  # a copy of the base is saved and checked
    READ = "read"  # rows come from the server
    WRITE = "write"  # they go into the base, in one step: until it is done, none of them is there
    SEND = "send"  # rows go to the server, some thousand at a time
    LISTS = "lists"  # lists and search are made


Step = Callable[[Phase, int, int], None]
"""Phase, rows done, rows in all (0: not known)."""


def _nothing(*_: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Telling:
    """``step`` is told how far it is; ``check`` raises where it is to stop. Both are called on the working thread."""

    step: Step = _nothing
    check: Callable[[], None] = _nothing

    def at(self, phase: Phase, done: int, total: int) -> None:
        """Tell, and stop here if that is wished."""
        self.check()
        self.step(phase, done, total)


SILENT = Telling()
