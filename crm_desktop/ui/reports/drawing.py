"""The picture of a table, drawn by pyqtgraph: bars, lines, axes, values and the legend, in the colours it is given.

Imported when the first one is shown: pyqtgraph costs more than a second. ``chart`` adds mouse and keys to it.
"""

from __future__ import annotations

import math
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.reporting.series import tones
from crm_desktop.services.reports.table import CellKind, ChartKind
from crm_desktop.ui import theme
from crm_desktop.ui.reports.bars import Bar, Shapes, by_rows, marks, shapes
from crm_desktop.ui.text_report_values import cell, name_below, short, told_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from crm_desktop.exchange.reporting.worded import WordedTable
    from crm_desktop.ui.colours import Colours

_STANDING_HEIGHT = 250
_BAR_PX, _ROW_GAP_PX, _EDGES_PX = 17, 12, 66
_LONGEST_NAME_PX, _NAME_GAP_PX = 190, 8
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_ROOM_ABOVE = 0.12
_LEGEND_SIGN = "\N{BLACK SQUARE}"


class Drawing(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The picture of one table, to be looked at."""

    def __init__(
        self,
        table: WordedTable,
        colours: Colours | None = None,
        font: QFont | None = None,
        fineness: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """``colours`` and ``font``: others than those of the window, for paper.

        ``fineness``: in how many dots for each pixel it is drawn in the end; pens are told in dots.
        """
        found = shapes(table)
        super().__init__(parent)
        self.setObjectName(f"chart_{table.id}")
        self.table = table
        self.shapes = found
        self.bars = by_rows(found) if found else ()
        self._given, self._font, self._fineness = colours, font, fineness
        self._labels: list[tuple[Bar, Any, float]] = []
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        # A window of its own that nobody ever opens.
        self.plotItem.ctrlMenu.deleteLater()
        self.plotItem.ctrlMenu = None
        self.hideButtons()
        self._set_height()
        self._draw()

    def area_of(self, bar: Bar) -> QRectF:
        """Where a bar stands, in rows and values; of a point what is around it."""
        low = bar.low
        if bar.is_point and self.shapes is not None:
            low = bar.high - (self.shapes.highest - self.shapes.lowest) * 0.02
        edge, long = bar.centre - bar.width / 2, bar.high - low
        if self.shapes is not None and self.shapes.is_lying:
            return QRectF(low, edge, long, bar.width)
        return QRectF(edge, low, bar.width, long)

    def rect_of(self, bar: Bar) -> QRect:
        """Where a bar is seen, in the coordinates of the viewport."""
        seen = self.plotItem.vb.mapViewToScene(self.area_of(bar)).boundingRect()
        return QRect(self.mapFromScene(seen).boundingRect())

    def _colours(self) -> Colours:
        return self._given or theme.colours(self.palette())

    def _set_height(self) -> None:
        if self.shapes is None or not self.shapes.is_lying:
            self.setFixedHeight(_STANDING_HEIGHT)
            return
        series = len({bar.place for bar in self.bars})
        high = len(self.shapes.rows) * (series * _BAR_PX + _ROW_GAP_PX) + _EDGES_PX
        self.setFixedHeight(high)

    def _draw(self) -> None:
        colours, found = self._colours(), self.shapes
        self.plotItem.clear()
        self._labels = []
        self.setBackground(QColor(colours.ground))
        if found is None:
            return
        seen = {bar.place for bar in self.bars}
        inks = {place: getattr(colours, tone) for place, tone in tones(self.table).items() if place in seen}
        self._draw_axes(found, colours)
        for place, group in groupby(sorted(self.bars, key=lambda bar: bar.place), key=lambda bar: bar.place):
            bars = list(group)
            if bars[0].is_point:
                self._draw_line(bars, inks[place], colours)
            else:
                self._draw_bars(bars, inks[place], lying=found.is_lying)
        self._draw_labels(found, colours)
        self._draw_legend(inks, colours)
        self._set_range(found)

    def _draw_bars(self, bars: Sequence[Bar], ink: str, *, lying: bool) -> None:
        starts, lengths = [bar.low for bar in bars], [bar.high - bar.low for bar in bars]
        edges, width = [bar.centre - bar.width / 2 for bar in bars], bars[0].width
        options = {"brush": pg.mkBrush(ink), "pen": pg.mkPen(None)}
        if lying:
            item = pg.BarGraphItem(x0=starts, width=lengths, y0=edges, height=width, **options)
        else:
            item = pg.BarGraphItem(x0=edges, width=width, y0=starts, height=lengths, **options)
        self.addItem(item)

    def _draw_line(self, bars: Sequence[Bar], ink: str, colours: Colours) -> None:
        self.addItem(
            pg.PlotDataItem(
                [bar.centre for bar in bars],
                [bar.high for bar in bars],
                pen=pg.mkPen(ink, width=2 * self._fineness),
                symbol="o",
                symbolSize=7 * self._fineness,
                symbolBrush=ink,
                symbolPen=pg.mkPen(colours.ground, width=1),
                antialias=True,
            )
        )

    def _draw_axes(self, found: Shapes, colours: Colours) -> None:
        names, values = ("left", "bottom") if found.is_lying else ("bottom", "left")
        for name in ("left", "bottom", "right"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.quiet))
            axis.setStyle(tickLength=0, tickFont=self._type(), autoExpandTextSpace=True, tickTextOffset=8)
        self.plotItem.showGrid(x=found.is_lying, y=not found.is_lying, alpha=0.18)
        self.getAxis(names).setGrid(False)
        self.getAxis(values).setPen(pg.mkPen(None))
        self._mark_values(found, values)
        self.plotItem.showAxis("right", found.kind is ChartKind.PARETO)
        if found.kind is ChartKind.PARETO:
            top = found.highest or 1
            self._mark("right", [(each * top, cell(each, CellKind.SHARE)) for each in _SHARES])
            self.getAxis("right").setGrid(False)
        self._name_rows(found)

    def _mark_values(self, found: Shapes, side: str) -> None:
        """Round values along the scale, in the words of what the first series counts."""
        column = self.table.columns[self.table.chart.series[0] if self.table.chart else 0]
        whole = column.kind in (CellKind.COUNT, CellKind.MONEY)
        each, kind = told_in(column.kind, found.highest)
        values = marks(found.lowest / each, found.highest / each, whole=whole)
        self._mark(side, [(value * each, short(plain(value), kind, column.currency)) for value in values])

    def _mark(self, side: str, named: list[tuple[float, str]]) -> None:
        axis = self.getAxis(side)
        axis.setTicks([named])
        if side != "bottom":
            # pyqtgraph widens an axis only after it has dropped the words that had no room.
            metrics = QFontMetricsF(self._type())
            axis.setWidth(
                max(round(metrics.horizontalAdvance(words)) for _, words in named) + 2 * _NAME_GAP_PX
            )

    def _name_rows(self, found: Shapes) -> None:
        """The names of rows: all of lying bars, of standing ones as many as there is room for."""
        metrics = QFontMetricsF(self._type())
        names = [
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, _LONGEST_NAME_PX)
            for name in self._names(found)
        ]
        if found.is_lying:
            self._mark("left", [(float(place), name) for place, name in enumerate(names)])
            return
        room = max(1.0, (self.width() - 90) / len(names))
        wide = [metrics.horizontalAdvance(name) + 10 for name in names]
        together = max((sum(pair) / 2 for pair in pairwise(wide)), default=0.0)
        step = 1 if together <= room else max(1, math.ceil(max(wide) / room))
        self.getAxis("bottom").setTicks([list(enumerate(names))[::step]])

    def _names(self, found: Shapes) -> list[str]:
        place = self.table.chart.label if self.table.chart else 0
        kind = self.table.columns[place].kind
        return [name_below(row.values[place], row.shown[place], kind) for row in found.rows]

    def _draw_labels(self, found: Shapes, colours: Colours) -> None:
        """The values, where they will fit: at the end of each bar."""
        for bar in self.bars:
            words = "" if bar.is_point or not bar.value else self._words_at(bar)
            if not words:
                continue
            inside = found.kind is ChartKind.STACKED
            anchor = (0.5, 0.5) if inside else (0, 0.5) if found.is_lying else (0.5, 1)
            item = pg.TextItem(words, color=colours.ground if inside else colours.text, anchor=anchor)
            item.setFont(self._type())
            end = (bar.low + bar.high) / 2 if inside else bar.high
            item.setPos(*((end, bar.centre) if found.is_lying else (bar.centre, end)))
            item.setZValue(5)
            self.addItem(item, ignoreBounds=True)
            self._labels.append((bar, item, QFontMetricsF(self._type()).horizontalAdvance(words)))

    def _words_at(self, bar: Bar) -> str:
        """What stands at the end of a bar: its value, in a funnel with what part of the step before it is."""
        column = self.table.columns[bar.place]
        words = short(plain(bar.value), column.kind, column.currency)
        if self.shapes is None or self.shapes.kind is not ChartKind.FUNNEL:
            return words
        parts = [place for place, each in enumerate(self.table.columns) if each.id == "conversion"]
        row = self.shapes.rows[bar.row]
        shares = [row.shown[place] for place in parts if row.values[place] is not None]
        return " \N{MIDDLE DOT} ".join([words, *shares])

    def _draw_legend(self, inks: dict[int, str], colours: Colours) -> None:
        if self.table.chart is None or len(self.table.chart.series) < 2:
            self.plotItem.setTitle(None)
            return
        signs = [
            f'<span style="color:{ink}">{_LEGEND_SIGN}</span>&nbsp;'
            f'<span style="color:{colours.text}">{_escaped(self.table.columns[place].title)}</span>'
            for place, ink in inks.items()
        ]
        self.plotItem.setTitle("&nbsp;&nbsp;&nbsp;&nbsp;".join(signs), size=f"{self._type().pixelSize()}px")

    def _set_range(self, found: Shapes) -> None:
        room = self._room_beside() if found.is_lying else _ROOM_ABOVE
        whole = found.highest - found.lowest or 1
        low = found.lowest - (whole * room if found.lowest < 0 else 0)
        high = found.highest + whole * room if found.highest > 0 else 0.0
        rows = (-0.6, len(found.rows) - 0.4)
        view = self.plotItem.vb
        view.invertY(found.is_lying)
        if found.is_lying:
            self.setRange(xRange=(low, high), yRange=rows, padding=0)
        else:
            self.setRange(xRange=rows, yRange=(low, high), padding=0)
        self._fit_labels()

    def _room_beside(self) -> float:
        """What part of the longest bar the longest value beside it takes."""
        longest = max((wide for _, _, wide in self._labels), default=0.0) + _NAME_GAP_PX
        across = max(self.width() - self.getAxis("left").width() - 2 * _NAME_GAP_PX, 4 * longest)
        return float(longest / (across - longest))

    def _fit_labels(self) -> None:
        """Values that have no room are left out: the table has them."""
        found = self.shapes
        if found is None:
            return
        across, up = self.plotItem.vb.viewPixelSize() if self.plotItem.vb.width() > 1 else (1.0, 1.0)
        high = QFontMetricsF(self._type()).height()
        for bar, item, wide in self._labels:
            if found.is_lying:
                fits = bar.width / max(up, 1e-12) >= high * 0.7
            elif found.kind is ChartKind.STACKED:
                fits = bar.width / across >= wide + 4 and (bar.high - bar.low) / max(up, 1e-12) >= high
            else:
                fits = bar.width / max(across, 1e-12) >= wide * 0.9
            item.setVisible(bool(fits))

    def _type(self) -> QFont:
        return self._font or theme.variant(self.font(), "small")

    # ------------------------------------------------------------------------------------------------------ Qt's events

    def close(self) -> bool:
        """As any widget: what pyqtgraph does here leaves its items to Python, which crashes when it collects them."""
        return QWidget.close(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        found: Shapes | None = getattr(self, "shapes", None)  # Qt resizes before it is there
        if found is not None:
            self._name_rows(found)
            self._set_range(found)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "shapes", None) is not None:
            self._draw()


def plain(value: float) -> int | float:
    """The value as it stands in the table: counts and money are whole."""
    return int(value) if value == int(value) else value


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
