"""A report with its words: what a file, a sheet of paper and the window show alike, in the user's language.

Made by ``ui.text_reports`` from the facts of a report; holds no word of its own. Numbers stay numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from crm_desktop.services.reports.table import CellKind, ChartKind

Value: TypeAlias = "str | int | float | None"
"""Of money minor units; None: there is no such figure."""


@dataclass(frozen=True, slots=True)
class WordedColumn:
    """``id``: the whole id of the column in the report, with its parameter; ``drills``: there are clients behind it.

    ``unit``: what its numbers are told in where they stand alone (hours, days); empty where the number says it.
    """

    id: str
    title: str
    kind: CellKind
    currency: str = ""
    drills: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WordedRow:
    """``key`` as in the report; ``shown`` are the values as people read them."""

    key: str
    values: tuple[Value, ...]
    shown: tuple[str, ...]
    client_id: bytes | None = None


@dataclass(frozen=True, slots=True)
class WordedChart:
    """A picture of a table: places of its columns."""

    kind: ChartKind
    label: int
    series: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WordedTable:
    """One table; ``left_out`` says how many rows more there are, empty where all are here."""

    id: str
    title: str
    columns: tuple[WordedColumn, ...]
    rows: tuple[WordedRow, ...]
    total: WordedRow | None = None
    chart: WordedChart | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class WordedFigure:
    """A headline number as it is read; ``trend`` is 1 (more than before), -1, 0, or None where nothing is compared.

    Figures of one ``currency`` belong together.
    """

    id: str
    title: str
    value: str
    before: str = ""
    trend: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class WordedReport:
    """The whole report. ``asked``: title and words of each option that it was made with, the period first.

    ``made``: when it was made, in words.
    """

    title: str
    asked: tuple[tuple[str, str], ...]
    figures: tuple[WordedFigure, ...]
    tables: tuple[WordedTable, ...]
    notes: tuple[str, ...] = ()
    made: str = ""
    notes_title: str = ""
    figures_title: str = ""
