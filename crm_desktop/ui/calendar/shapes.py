"""What a painted calendar consists of: blocks of contacts, chips of the margin, and "+n more"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.ui import text_entries

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtCore import QRect

    from crm_desktop.services.agenda import Occasion
    from crm_desktop.services.calendar import CalendarEntry, EntryRef


class MarginRef(NamedTuple):
    """What tells one thing kept on a day from all others; ``client_id``: whose day it is, None of a holiday."""

    day: date
    words: str
    client_id: bytes | None


@dataclass(frozen=True, slots=True)
class Block:
    """An entry, or the piece of it that stands on ``day`` or begins there.

    ``line``: it has the height of one line of text. ``begins``, ``ends``: its start, its end are in this piece.
    ``placed``: it stands among the hours, where its place says when it is.
    """

    rect: QRect
    entry: CalendarEntry
    day: date
    line: bool = False
    begins: bool = True
    ends: bool = True
    placed: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A birthday, a named date (``occasion``) or a holiday (None) in the margin of a day."""

    rect: QRect
    day: date
    words: str
    occasion: Occasion | None = None

    @property
    def ref(self) -> MarginRef:
        """What tells it from all others."""
        return MarginRef(self.day, self.words, self.occasion.client_id if self.occasion else None)


@dataclass(frozen=True, slots=True)
class More:
    """So many things of a day that found no room; of a part of a day ``members`` says which."""

    rect: QRect
    day: date
    count: int
    members: tuple[EntryRef, ...] = ()


Shape = Block | Chip | More


def standing(shapes: Sequence[Shape], entry: CalendarEntry, day: date) -> list[Block] | list[More]:
    """Where an entry stands: its blocks, else the count of ``day`` that it is one of."""
    blocks = [shape for shape in shapes if isinstance(shape, Block) and shape.entry.ref == entry.ref]
    if blocks:
        return blocks
    counts = [shape for shape in shapes if isinstance(shape, More) and shape.day == day]
    return [count for count in counts if entry.ref in count.members or not count.members]


@dataclass(frozen=True, slots=True)
class Margin:
    """One thing kept on a day: the name of a holiday, or whose day it is."""

    day: date
    name: str
    occasion: Occasion | None

    @property
    def words(self) -> str:
        """What is said of it; put together for what is seen alone: a big base has hundreds on a day."""
        return text_entries.occasion(self.occasion) if self.occasion else self.name

    @property
    def ref(self) -> MarginRef:
        """What tells it from all others."""
        return MarginRef(self.day, self.words, self.occasion.client_id if self.occasion else None)


def margin_of(
    day: date, occasions: Mapping[date, Sequence[Occasion]], holidays: Mapping[date, Sequence[str]]
) -> list[Margin]:
    """What is kept on a day, the holidays first."""
    found = [Margin(day, name, None) for name in holidays.get(day, ())]
    return found + [Margin(day, "", each) for each in occasions.get(day, ())]
