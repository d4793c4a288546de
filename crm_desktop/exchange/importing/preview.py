"""The first rows of a table as they will be understood, for the page where columns get their meanings.

The rows are read once; a new meaning for a column is then shown without touching the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.cleaning import read_cell
from crm_desktop.exchange.importing.hints import own_name
from crm_desktop.exchange.importing.table_hints import hints_of
from crm_desktop.exchange.reading.shapes import is_blank
from crm_desktop.kinds import ClientKind, FieldKind
from crm_desktop.models.money import minor_digits

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.building import Builder
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.reading.book import Cell

SHOWN_ROWS = 50
_READ_ROWS = 500
"""Enough to tell the order of day and month and the types of own fields for a preview."""
_TOP_ROWS = 15


@dataclass(frozen=True, slots=True)
class Sample:
    """Records of a table with their row numbers, and the first filled rows of its sheet, one of them the header."""

    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    top: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell as it stands, as it is understood where that differs (dates in ISO 8601), and what is wrong with it."""

    text: str
    reading: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """``row`` is counted from 1 as in a spreadsheet program."""

    row: int
    cells: tuple[PreviewCell, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The rows as understood, and the types found for own fields, by column."""

    rows: tuple[PreviewRow, ...]
    own_kinds: Mapping[int, FieldKind]


def take_sample(plan: TablePlan) -> Sample:
    """Read the beginning of a table."""
    filled = ((number, row) for number, row in enumerate(plan.sheet.rows, 1) if not is_blank(row))
    top = tuple(
        (number, tuple(filter(None, map(cell_text, row)))) for number, row in islice(filled, _TOP_ROWS)
    )
    return Sample(tuple(islice(plan.cells(), _READ_ROWS)), top)


def preview(plan: TablePlan, sample: Sample, region: str) -> Preview:
    """The first rows with the present meanings of the columns."""
    hints = hints_of(plan, region, sample.rows)
    rows = []
    for number, row in sample.rows[:SHOWN_ROWS]:
        cells = []
        for column in plan.columns:
            cell = row[column.index] if column.index < len(row) else None
            built = read_cell(cell, column, hints)
            problem = built.problems[0].code if built.problems else ""
            text = cell_text(cell)
            reading = "" if problem else _reading(built, column.target.field)
            cells.append(PreviewCell(text, reading if reading != text else "", problem))
        rows.append(PreviewRow(number, tuple(cells)))
    kinds = {
        column.index: hints.own_fields[own_name(column)].kind
        for column in plan.columns
        if column.target.field == "own"
    }
    return Preview(tuple(rows), kinds)


def _reading(built: Builder, name: str) -> str:
    read = _READINGS.get(name)
    return read(built) if read else ""


def _name(built: Builder) -> str:
    record = built.record()
    if record is None or record.main.kind == ClientKind.COMPANY:
        return ""
    main = record.contact or record.main
    parts = (main.prefix, main.family, main.given, main.middle, main.suffix)
    return " · ".join(filter(None, parts)) if main.family and main.given else ""


def _keys(built: Builder) -> str:
    return " · ".join(point.key + (f" × {point.ext}" if point.ext else "") for point, _ in built.points)


def _values(built: Builder) -> str:
    """Dates, a gender, an own field: whichever the cell was read into."""
    dates = [built.birthday, *(day for _, day in built.dates), *built.fields.values()]
    found = [*dates, built.values.get("gender", "")]
    if created := built.values.get("created_at"):
        # An instant in UTC; the day is the one it was where the user sits.
        found.append(datetime.fromisoformat(created).astimezone().date().isoformat())
    if built.activity_at is not None:
        found.append(built.activity_at.isoformat(" ", "minutes"))
    return " · ".join(filter(None, found))


def _lists(built: Builder) -> str:
    return " · ".join([*built.tags, *built.groups])


def _deal(built: Builder) -> str:
    """The sum with its currency, the day, or the state that a cell of a deal was read into."""
    if built.deal is None:
        return ""
    sums = [
        f"{Decimal(money.minor).scaleb(-minor_digits(money.currency)):f} {money.currency or ''}".strip()
        for money in built.deal.money.values()
    ]
    days = [built.deal.texts.get(name, "") for name in ("expected", "closed")]
    if created := built.deal.texts.get("created"):
        days.append(datetime.fromisoformat(created).astimezone().date().isoformat())
    return " · ".join(filter(None, dict.fromkeys([*sums, *days])))


_DEALS = ("amount", "cost", "price", "created", "expected", "closed", "sold")
_READINGS: Mapping[str, Callable[[Any], str]] = {
    "name.any": _name,
    "name.full": _name,
    "name.family": _name,
    "name.given": _name,
    "phone": _keys,
    "email": _keys,
    "birthday": _values,
    "date": _values,
    "created_at": _values,
    "activity.date": _values,
    "gender": _values,
    "own": _values,
    "tags": _lists,
    "group": _lists,
    **dict.fromkeys((f"deal.{name}" for name in _DEALS), _deal),
}
