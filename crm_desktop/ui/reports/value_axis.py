"""The axis of the values of a picture. Imported with pyqtgraph, when the first picture is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg

from crm_desktop.services.reports.table import CellKind
from crm_desktop.ui.text_report_values import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.exchange.reporting.worded import WordedTable


class ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis of the values, in the words of their kind."""

    def __init__(self, table: WordedTable, side: str) -> None:
        chart = table.chart
        self._column = table.columns[chart.series[0] if chart else 0]
        super().__init__(side)
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Only the coarsest marks of which there are some: a handful of lines is enough for the eye."""
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
        if self._column.kind is CellKind.COUNT:
            # There is no half a client.
            levels = [level for level in levels if level[0] >= 1] or [(1.0, [0.0, 1.0])]
        values: list[float] = []
        for spacing, found in levels:
            values = sorted([*values, *map(float, found)])
            if len(values) > 2:
                return [(spacing, values)]
        return levels

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        whole = spacing >= 1
        return [
            short(round(value) if whole else value, self._column.kind, self._column.currency)
            for value in values
        ]
