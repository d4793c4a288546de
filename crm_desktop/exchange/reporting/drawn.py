"""What of a table is drawn: the rows of its picture, the same on the screen, on paper and in a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.services.reports.table import CellKind, ChartKind

if TYPE_CHECKING:
    from crm_desktop.exchange.reporting.worded import WordedRow, WordedTable

MOST_NAMED = 20
"""Of rows that have names rather than moments, more than these nobody tells apart in a picture."""
MOST_MOMENTS = 120
_MOMENTS = {CellKind.DAY, CellKind.WEEK, CellKind.MONTH, CellKind.INSTANT, CellKind.SHARE, CellKind.COUNT}


def drawn_rows(table: WordedTable) -> tuple[WordedRow, ...]:
    """The first rows, as many as a picture holds; none where there is nothing to see."""
    chart = table.chart
    if chart is None:
        return ()
    along = table.columns[chart.label].kind in _MOMENTS
    rows = table.rows[: MOST_MOMENTS if along else MOST_NAMED]
    values = [row.values[place] for row in rows for place in chart.series]
    return rows if any(isinstance(value, int | float) and value for value in values) else ()


def on_second_axis(table: WordedTable, place: int) -> bool:
    """Whether a series has a scale of its own: the share so far of a 20/80 picture."""
    chart = table.chart
    if chart is None or chart.kind is not ChartKind.PARETO:
        return False
    return len(chart.series) > 1 and place == chart.series[-1]
