"""What stands in the cells of a file: the values of a report as spreadsheets know them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.table import EXCEL_FIRST_YEAR
from crm_desktop.models.money import minor_digits
from crm_desktop.services.reports.table import CellKind

if TYPE_CHECKING:
    from crm_desktop.exchange.exporting.table import Value as FileValue
    from crm_desktop.exchange.reporting.worded import Value, WordedColumn

_DAYS = {CellKind.DAY, CellKind.WEEK, CellKind.MONTH, CellKind.INSTANT}


def exact(value: Value, shown: str, column: WordedColumn) -> FileValue:
    """The value for a file: money in major units, days as dates, instants in local time.

    What no spreadsheet can hold as a date (a day without its year, one before 1900) is written as it is read.
    """
    if isinstance(value, str):
        return _moment(value, column.kind) or shown if column.kind in _DAYS else shown
    if value is not None and column.kind is CellKind.MONEY:
        return _major(value, column.currency)
    return value


def number_format(column: WordedColumn) -> str:
    """How spreadsheets show the numbers of a column (ECMA-376, 18.8.31); the separators are those of the reader."""
    if column.kind is CellKind.MONEY:
        digits = minor_digits(column.currency)
        return f"#,##0.{'0' * digits}" if digits else "#,##0"
    if column.unit:
        told = column.unit.replace('"', "")
        return f'#,##0.0\u00a0"{told}"'
    return _FORMATS.get(column.kind, "General")


def _major(value: int | float, currency: str) -> int | float:
    digits = minor_digits(currency)
    return value / 10**digits if digits else value


def _moment(text: str, kind: CellKind) -> date | datetime | None:
    try:
        if kind is CellKind.MONTH:
            found: date | datetime = date.fromisoformat(f"{text}-01")
        elif kind is CellKind.INSTANT and len(text) > len("YYYY-MM-DD"):
            found = datetime.fromisoformat(text).astimezone().replace(tzinfo=None, microsecond=0)
        else:
            found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= EXCEL_FIRST_YEAR else None


_FORMATS = {
    CellKind.COUNT: "#,##0",
    CellKind.NUMBER: "#,##0.0",
    CellKind.SHARE: "0.0%",
    CellKind.DAYS: "#,##0.0",
    CellKind.HOURS: "#,##0.0",
    CellKind.DAY: "yyyy-mm-dd",
    CellKind.WEEK: "yyyy-mm-dd",
    CellKind.MONTH: "yyyy-mm",
    CellKind.INSTANT: "yyyy-mm-dd hh:mm",
}
