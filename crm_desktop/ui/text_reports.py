"""Reports in words: from facts and ids to what people read, the same on the screen, on paper, in a file and a shell.

Free of Qt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm_desktop.exchange.reporting.worded import (
    WordedChart,
    WordedColumn,
    WordedFigure,
    WordedReport,
    WordedRow,
    WordedTable,
)
from crm_desktop.kinds import ReportKind
from crm_desktop.services.reports import option_names
from crm_desktop.services.reports.options import Question
from crm_desktop.services.reports.table import CellKind, Term
from crm_desktop.ui import (
    formats,
    text_report_names,
    text_report_options,
    text_report_rules,
    text_report_values,
)
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_report_values import cell, term

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.exchange.reporting.worded import Value
    from crm_desktop.services.base import Store
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.table import Cell, Chart, Column, Figure, Report, Row, Table


def title(kind: ReportKind, options: Options) -> str:
    """What a report is called; one question to the diary by itself."""
    if kind is ReportKind.MEETINGS and options.question is not Question.ALL:
        return text_report_options.question(options.question)
    return text_report_names.title(kind)


def worded(store: Store, report: Report, now: datetime, name: str = "") -> WordedReport:
    """The report with its words; ``name`` is the user's own for it."""
    kind = report.kind
    today = now.astimezone().date()
    field = ""
    if kind is ReportKind.CLIENTS:
        named = option_names.names(store, report.options).get("by", option_names.Named(""))
        field = text_report_options.by_words(kind, report.options.by, named.name)
    return WordedReport(
        name or title(kind, report.options),
        text_report_options.asked(store, kind, report.options, today),
        tuple(_figure(kind, each) for each in report.figures),
        tuple(_table(kind, each, field) for each in report.tables),
        tuple(text_report_rules.note(kind, each) for each in report.notes),
        tr("Made on {day}", day=formats.full_day(today.isoformat())),
        tr("How it is counted"),
        tr("At a glance"),
    )


def asked_line(report: WordedReport) -> str:
    """The options in one line."""
    return " · ".join(words for _, words in report.asked)


def number_title(report: WordedReport, table: str, row: str, column: str) -> str:
    """What one of its numbers counts, as a heading: ``Mon, 16 Nov: Held``."""
    found = next((each for each in report.tables if each.id == table), None)
    if found is None:
        return report.title
    rows = [*found.rows, *([found.total] if found.total else [])]
    line_ = next((each.shown[0] for each in rows if each.key == row), "")
    word = next((each.title for each in found.columns if each.id == column), "")
    return tr("{row}: {column}", row=line_, column=word) if line_ else word


def _figure(kind: ReportKind, of: Figure) -> WordedFigure:
    title_ = text_report_names.figure(kind, of.id)
    trend = None
    before = ""
    if of.before is not None and of.value is not None:
        before = _before(cell(of.before, of.kind, of.currency))
        if isinstance(of.value, int | float) and isinstance(of.before, int | float):
            trend = (of.value > of.before) - (of.value < of.before)
    return WordedFigure(of.id, title_, cell(of.value, of.kind, of.currency), before, trend, of.currency)


def _before(shown: str) -> str:
    return tr("before: {value}", value=shown)


def _table(kind: ReportKind, of: Table, field: str) -> WordedTable:
    """A table with its words; ``field``: by what clients are counted. A column of nobody's names is left out."""
    said = of.id.partition(":")[2]
    if any(column.id == "person" for column in of.columns) and _is_of_nobody(of):
        of = _without(of, "person")
    columns = tuple(
        WordedColumn(
            each.id,
            field
            if kind is ReportKind.CLIENTS and each.id == "value"
            else text_report_names.column(kind, each, said),
            each.kind,
            each.currency,
            each.drills,
            text_report_values.unit(each.kind),
        )
        for each in of.columns
    )
    return WordedTable(
        of.id,
        text_report_names.table(kind, of.id),
        columns,
        tuple(_row(kind, each, of.columns) for each in of.rows),
        None if of.total is None else _row(kind, of.total, of.columns),
        None if of.chart is None else _chart(of.chart, of.columns),
        ntr("{n} more row", "{n} more rows", of.left_out) if of.left_out else "",
    )


def _is_of_nobody(of: Table) -> bool:
    """Whether a list of contacts names none of the colleagues: so it is where one works alone."""
    place = [column.id for column in of.columns].index("person")
    return of.chart is None and bool(of.rows) and all(row.cells[place] == Term("nobody") for row in of.rows)


def _without(of: Table, column: str) -> Table:
    place = [each.id for each in of.columns].index(column)
    rows = tuple(replace(row, cells=row.cells[:place] + row.cells[place + 1 :]) for row in of.rows)
    return replace(of, columns=of.columns[:place] + of.columns[place + 1 :], rows=rows)


def _row(kind: ReportKind, of: Row, columns: tuple[Column, ...]) -> WordedRow:
    pairs = list(zip(of.cells, columns, strict=True))
    return WordedRow(
        of.key,
        tuple(_value(kind, value) for value, _ in pairs),
        tuple(_shown(kind, value, column) for value, column in pairs),
        of.client_id,
    )


def _shown(kind: ReportKind, of: Cell, column: Column) -> str:
    """The cell in words; an instant beside the column of its day is a time alone."""
    if isinstance(of, Term):
        return term(of, kind.value)
    if column.kind is CellKind.INSTANT and isinstance(of, str) and column.id not in _BESIDE_A_DAY:
        return formats.moment(of) if of else ""
    return cell(of, column.kind, column.currency)


def _value(kind: ReportKind, of: Cell) -> Value:
    return term(of, kind.value) if isinstance(of, Term) else of


def _chart(of: Chart, columns: tuple[Column, ...]) -> WordedChart:
    places = {column.id: place for place, column in enumerate(columns)}
    return WordedChart(of.kind, places[of.label], tuple(places[each] for each in of.series))


def is_number(kind: CellKind) -> bool:
    """Whether cells of the kind stand at the right."""
    return kind in _NUMBERS


_BESIDE_A_DAY = frozenset(("at", "next_at"))
_NUMBERS = frozenset(
    (CellKind.COUNT, CellKind.NUMBER, CellKind.MONEY, CellKind.SHARE, CellKind.DAYS, CellKind.HOURS)
)
