"""A table as the clipboard takes it: lines with tabs, and a table in HTML whose cells say their types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from html import escape
from typing import NamedTuple

from crm_desktop.exchange.exporting.files import csv_cell
from crm_desktop.exchange.exporting.table import Table, Value, typed

_EVERY = 500
_HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><table>'
_FOOT = "</table></body></html>"
_AS_TEXT = " style=\"mso-number-format:'\\@'\""
_AS_DAY = " style=\"mso-number-format:'yyyy\\-mm\\-dd'\""
_AS_MOMENT = " style=\"mso-number-format:'yyyy\\-mm\\-dd hh\\:mm'\""

Progress = Callable[[int], None]
"""Told how many rows are done; raises to cancel."""


class Clip(NamedTuple):
    """Both forms in UTF-8, ready for the clipboard, and how many rows they hold under the header."""

    text: bytes
    html: bytes
    rows: int


def clip(table: Table, progress: Progress) -> Clip:
    """The whole table.

    Spreadsheet programs take the HTML where both are there: phones and codes are marked as text, days as days. In the
    lines, text that begins like a formula stands behind an apostrophe, as in our CSV files (``files.csv_cell``).
    """
    titles = [column.title for column in table.columns]
    lines = ["\t".join(map(_line_cell, titles))]
    html = [_HEAD, "<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>"]
    for number, row in enumerate(typed(table.columns, table.rows), start=1):
        lines.append("\t".join(map(_line_cell, row)))
        html.append("<tr>" + "".join(map(_html_cell, row)) + "</tr>")
        if number % _EVERY == 0:
            progress(number)
    html.append(_FOOT)
    return Clip(_bytes("\n".join(lines)), _bytes("\n".join(html)), len(lines) - 1)


def _line_cell(value: Value) -> str:
    """A tab or a line break inside a cell becomes a blank, since nothing can escape it."""
    return " ".join(csv_cell(value).split())


def _html_cell(value: Value) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, datetime):
        return f"<td{_AS_MOMENT}>{value.isoformat(' ', 'minutes')}</td>"
    if isinstance(value, date):
        return f"<td{_AS_DAY}>{value.isoformat()}</td>"
    if isinstance(value, int | float):
        return f"<td>{value}</td>"
    text = "<br>".join(escape(value).splitlines())
    return f"<td{_AS_TEXT}>{text}</td>"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
