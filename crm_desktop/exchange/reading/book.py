"""What a table file holds once it is open: sheets of rows of exact cells, and notes on what was unusual.

Row numbers are 1-based as Excel shows them: row ``n`` is ``sheet.rows[n - 1]``. Rows may be ragged: a row ends with
its last known cell, so a reader of cells asks for the length first. An empty cell is ``None``, never an empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from crm_desktop.exchange.reading.looks import Looks

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from crm_desktop.exchange.reading.special_cells import Picture

Cell: TypeAlias = (
    "str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | Picture"
    " | None"
)
Row: TypeAlias = "tuple[Cell, ...]"
Kind = Literal["xlsx", "xls", "xlsb", "ods", "csv", "xml2003", "html", "vcard", "ical"]
NoteCode = Literal[
    "card_groups",
    "default_password",
    "hidden_rows",
    "html_table",
    "long_cells_cut",
    "mimetype_missing",
    "mixed_separators",
    "nul_removed",
    "unbalanced_quotes",
    "undecodable",
]
Progress: TypeAlias = Callable[[int, int], None]
"""Told (done, total) while a file is read; it stops the reading by raising."""

LONGEST_CELL = 1_000_000
"""Characters kept of one cell. Excel itself stops at 32,767; what is longer is a damaged or hostile file."""


@dataclass(frozen=True)
class Note:
    """Something the user should know about how a file was read.

    ``count`` says how often, ``row`` where first (1-based, None: the whole sheet or book).
    """

    code: NoteCode
    count: int = 1
    row: int | None = None


class Rows(Sequence[Row]):
    """The rows of one sheet, read anew on every iteration, so that a big file is never held as Python objects.

    Walking is cheap; ``rows[n]`` walks to ``n``, so use slices and iteration rather than many single rows.
    """

    def __init__(self, count: int, start: Callable[[], Iterator[Row]]) -> None:
        self._count = count
        self._start = start

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return islice(self._start(), self._count)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        chosen = range(self._count)[index]
        if isinstance(chosen, int):
            return next(islice(self._start(), chosen, None))
        if chosen.step < 0:
            return self[chosen[-1] : chosen[0] + 1 : -chosen.step][::-1] if chosen else []
        return list(islice(self._start(), chosen.start, chosen.stop, chosen.step))


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or the whole of a text file (its name is then the file's name without suffix).

    ``meanings`` are the targets (``columns.fields``) of the columns where the format itself says what they are, as
    address books do; every row is then a record, and ``layout`` names who wrote them so.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    notes: tuple[Note, ...] = ()
    meanings: tuple[str, ...] = ()
    layout: str = ""
    looks: Callable[[], Looks] = field(default=Looks, repr=False, compare=False)
    """Hidden rows, rows in bold and rows filled with a colour; worked out when asked."""
    dressed: bool = False
    """Whether rows may be hidden or filled with a colour: only then is it worth asking for the looks of a big sheet."""
    plain: Sheet | None = field(default=None, repr=False, compare=False)
    """The sheet as it stands in the file, where columns were added that only its looks and its group rows tell."""

    @property
    def row_count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Book:
    """An open table file.

    ``encoding`` (Python codec name) and ``separator`` are known for text files only; ``separator`` is None for a text
    file of one column.
    """

    path: Path
    kind: Kind
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    separator: str | None = None
    notes: tuple[Note, ...] = ()
    forget: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)
    """Frees what is kept of the sheets in memory; the next look at their rows reads them again."""
