"""The pictures of a workbook: charts of the spreadsheet program's own, over the cells of the tables.

Made by openpyxl, imported when a workbook is written: it costs 180 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList

from crm_desktop.exchange.reporting.drawn import drawn_rows, drawn_series, on_second_axis
from crm_desktop.exchange.reporting.series import tones
from crm_desktop.exchange.reporting.values import number_format
from crm_desktop.services.reports.table import CellKind, ChartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from crm_desktop.exchange.reporting.worded import WordedColumn, WordedTable

_INKS = {
    "accent": "2F6F5E", "plum": "7347A8", "failed": "2F62B3", "care": "C98A1B", "well": "B52E63", "late": "B83226",
    "quiet": "8A919A",
}  # fmt: skip
"""The tones of series on white paper."""
_WIDE_CM, _HIGH_CM = 19.0, 9.0
_ROW_CM, _GAP_CM, _EDGES_CM = 0.5, 0.3, 2.2
_NEAR_ALL = 0.8
_LYING = (ChartKind.BARS, ChartKind.FUNNEL)
_LABELLED = 14


def chart_of(sheet: Worksheet, table: WordedTable, head: int) -> Any | None:
    """The chart of a table that stands on ``sheet`` with its header in row ``head``; None: nothing to be drawn."""
    chart, rows = table.chart, drawn_rows(table)
    if chart is None or not rows:
        return None
    series = drawn_series(table)
    first = [place for place in series if not on_second_axis(table, place)]
    made = _lines() if chart.kind is ChartKind.LINE else _bars(chart.kind)
    _fill(made, sheet, table, head, first, len(rows))
    _axes(made, table, first)
    _scale(made.y_axis, table, first)
    made.title = None
    made.width = _WIDE_CM
    lying_cm = _EDGES_CM + (_ROW_CM * len(first) + _GAP_CM) * len(rows)
    made.height = lying_cm if chart.kind in _LYING else _HIGH_CM
    made.legend = made.legend if len(chart.series) > 1 else None
    if made.legend is not None:
        made.legend.position = "b"
    second = [place for place in series if place not in first]
    if second:
        made += _second(sheet, table, head, second, len(rows))
    elif len(first) == 1 and len(rows) <= _LABELLED and chart.kind is not ChartKind.LINE:
        made.dataLabels = _values_shown(table.columns[first[0]])
    return made


def _bars(kind: ChartKind) -> Any:
    made = BarChart()
    made.type = "bar" if kind in _LYING else "col"
    made.gapWidth = 30 if kind is ChartKind.FUNNEL else 60
    if kind is ChartKind.STACKED:
        made.grouping, made.overlap = "stacked", 100
    return made


def _lines() -> Any:
    made = LineChart()
    made.marker = True
    return made


def _fill(
    chart: Any, sheet: Worksheet, table: WordedTable, head: int, places: Sequence[int], rows: int
) -> None:
    """The series with their names and colours, and what stands below them."""
    inks = tones(table)
    for place in places:
        chart.add_data(
            Reference(sheet, min_col=place + 1, min_row=head, max_row=head + rows), titles_from_data=True
        )
        series, colour = chart.series[-1], _INKS[inks[place]]
        if isinstance(chart, LineChart):
            series.graphicalProperties.line.solidFill = colour
            series.graphicalProperties.line.width = 28_000  # English metric units: 2.2 points
            series.marker.symbol = "circle"
            series.marker.size = 5
            series.marker.graphicalProperties.solidFill = colour
            series.marker.graphicalProperties.line.solidFill = colour
            series.smooth = False
        else:
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.noFill = True
            series.invertIfNegative = False
    label = table.chart.label if table.chart else 0
    chart.set_categories(Reference(sheet, min_col=label + 1, min_row=head + 1, max_row=head + rows))


def _axes(chart: Any, table: WordedTable, places: Sequence[int]) -> None:
    # Left unsaid, newer programs take axes for deleted.
    chart.x_axis.delete = chart.y_axis.delete = False
    column = table.columns[places[0]]
    chart.y_axis.number_format = "0%" if column.kind is CellKind.SHARE else "#,##0"
    chart.y_axis.majorGridlines.spPr = _hairline()
    label = table.columns[table.chart.label] if table.chart else table.columns[0]
    chart.x_axis.number_format = number_format(label)
    chart.x_axis.tickLblPos = "low"
    if table.chart is not None and table.chart.kind in _LYING:
        chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
        chart.y_axis.crosses = "max"  # which turns the scale to the top, else


def _scale(axis: Any, table: WordedTable, places: Sequence[int]) -> None:
    """From nought: a program left alone begins where the shortest bar ends. Shares end at the whole."""
    values = [row.values[place] for row in drawn_rows(table) for place in places]
    numbers = [value for value in values if isinstance(value, int | float)]
    if min(numbers) >= 0:
        axis.scaling.min = 0
    if table.columns[places[0]].kind is CellKind.SHARE and _NEAR_ALL < max(numbers) <= 1:
        axis.scaling.max = 1


def _second(sheet: Worksheet, table: WordedTable, head: int, places: Sequence[int], rows: int) -> Any:
    line = _lines()
    _fill(line, sheet, table, head, places, rows)
    line.y_axis.axId = 200
    line.y_axis.delete = False
    line.y_axis.crosses = "max"
    line.y_axis.majorGridlines = None
    line.y_axis.number_format = "0%"
    line.y_axis.scaling.min, line.y_axis.scaling.max = 0, 1
    return line


def _values_shown(column: WordedColumn) -> DataLabelList:
    """The value at each bar; money there without cents."""
    shown = DataLabelList()
    shown.numFmt = "#,##0" if column.kind is CellKind.MONEY else number_format(column)
    shown.showVal = True
    shown.showSerName = shown.showCatName = shown.showLegendKey = shown.showPercent = False
    return shown


def _hairline() -> Any:
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    return GraphicalProperties(ln=LineProperties(solidFill="E7E9EC", w=6350))
