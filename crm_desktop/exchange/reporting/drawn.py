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
    """The first rows, as many as a picture holds; none where there is nothing to see.

    Named rows at the end without any value are left out: below a ranking they say nothing.
    """
    chart = table.chart
    if chart is None:
        return ()
    along = table.columns[chart.label].kind in _MOMENTS
    rows = table.rows[: MOST_MOMENTS if along else MOST_NAMED]
    seen = [number for number, row in enumerate(rows) if any(_is_seen(row, place) for place in chart.series)]
    if not seen:
        return ()
    return rows[: seen[-1] + 1] if chart.kind is ChartKind.BARS else rows


def drawn_series(table: WordedTable) -> tuple[int, ...]:
    """The series of which there is anything to see, by the places of their columns."""
    rows = drawn_rows(table)
    series = table.chart.series if table.chart else ()
    return tuple(place for place in series if any(_is_seen(row, place) for row in rows))


def _is_seen(row: WordedRow, place: int) -> bool:
    value = row.values[place]
    return isinstance(value, int | float) and value != 0


def on_second_axis(table: WordedTable, place: int) -> bool:
    """Whether a series has a scale of its own: the share so far of a 20/80 picture."""
    chart = table.chart
    if chart is None or chart.kind is not ChartKind.PARETO:
        return False
    return len(chart.series) > 1 and place == chart.series[-1]
