"""What a report says, without a word for people: tables, pictures, headline figures, and the rules that it followed.

A report is made of facts and of ids; ``ui/text_reports*.py`` has the words, by the kind of the report and these ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.kinds import ReportKind
    from crm_desktop.services.reports.options import Options


class CellKind(StrEnum):
    """How the cells of a column are to be read and written."""

    TEXT = "text"  # a name of the user's, or a ``Term``
    COUNT = "count"  # int
    NUMBER = "number"  # float
    MONEY = "money"  # int, minor units of the column's or the row's currency
    SHARE = "share"  # float, 0.25 is 25 %
    DAYS = "days"  # float
    HOURS = "hours"  # float
    DAY = "day"  # YYYY-MM-DD, or --MM-DD
    INSTANT = "instant"  # UTC text; of what takes the whole day YYYY-MM-DD
    MONTH = "month"  # YYYY-MM
    WEEK = "week"  # the Monday, YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the program's, by its id, with what it is to hold; ``nobody``, ``total``, ``no_source`` ..."""

    id: str
    values: tuple[str | int | float, ...] = ()


Cell = str | int | float | Term | None
"""None: there is no such figure (a share of nothing), which is not nought."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``currency`` (ISO 4217) of money; ``drills``: there are clients behind each number of it.

    ``id`` may carry a parameter behind a colon: ``profit:EUR`` (each currency has its column), ``after:3``; so may the
    ids of tables. Words are by what stands before it. ``name`` is the user's own word for it where it has one (an own
    field, a colleague).
    """

    id: str
    kind: CellKind
    currency: str = ""
    drills: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line; ``key`` names it for ``behind`` and is the same as long as the options are."""

    key: str
    cells: tuple[Cell, ...]
    client_id: bytes | None = None


class ChartKind(StrEnum):
    """How a table is drawn."""

    BARS = "bars"  # lying, one for each row
    COLUMNS = "columns"  # standing side by side, along time
    STACKED = "stacked"  # standing on each other
    LINE = "line"
    FUNNEL = "funnel"
    PARETO = "pareto"  # columns, and a line of the share so far


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture of a table: its rows by ``label``, one series for each of the columns ``series``."""

    kind: ChartKind
    label: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table with its picture; ``total`` is a row of the same columns.

    ``left_out``: rows beyond these, which a screen cannot hold.
    """

    id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    chart: Chart | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number; ``before`` is the same of the period before, where that says something."""

    id: str
    kind: CellKind
    value: Cell
    before: Cell = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A rule that was followed, or what is not in the figures and why; always shown with them."""

    id: str
    values: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, as it was made with these options."""

    kind: ReportKind
    options: Options
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """A client behind a number, and what of it was counted: ``at`` a day or an instant, ``amount`` in minor units.

    ``client_id`` None: nobody (a contact with nobody). ``record`` is the id of the contact, deal or request.
    """

    client_id: bytes | None
    name: str
    at: str = ""
    text: str = ""
    amount: int | None = None
    currency: str = ""
    record: bytes | None = None


def share(part: float, whole: float) -> float | None:
    """What part of the whole it is; of nothing, or of a debt, there is none."""
    return part / whole if whole > 0 else None


def cut(rows: Sequence[Row], most: int) -> tuple[tuple[Row, ...], int]:
    """The first ``most`` rows (0: all), and how many are left out."""
    kept = tuple(rows[:most] if most else rows)
    return kept, len(rows) - len(kept)
