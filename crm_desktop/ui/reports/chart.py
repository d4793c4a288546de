"""A picture of a table, drawn by pyqtgraph. Imported when the first one is shown: it costs more than a second.

Arrows go from bar to bar, Return asks for the people behind one, and a screen reader hears the value; all of it stands
in the table below as well.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsRectItem

from crm_desktop.exchange.reporting.series import tones
from crm_desktop.services.reports.table import ChartKind
from crm_desktop.ui import theme
from crm_desktop.ui.reports.bars import Bar, Shapes, by_rows, nearest, shapes
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_report_values import cell, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from crm_desktop.exchange.reporting.worded import WordedTable
    from crm_desktop.ui.colours import Colours

_STANDING_HEIGHT = 250
_BAR_PX, _ROW_GAP_PX, _EDGES_PX = 17, 12, 66
_LONGEST_NAME_PX = 190
_ROOM_BESIDE = 0.16
_ROOM_ABOVE = 0.12
_LEGEND_SIGN = "\N{BLACK SQUARE}"


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """The picture of one table.

    Signals:
        asked: a bar was clicked, or Return pressed on it: the key of its row, and the id of its column.
    """

    asked = Signal(str, str)

    def __init__(
        self,
        table: WordedTable,
        colours: Colours | None = None,
        font: QFont | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``colours`` and ``font``: others than those of the window, for paper."""
        self._value_axis = _ValueAxis(table)
        found = shapes(table)
        lying = found is not None and found.is_lying
        super().__init__(parent, axisItems={"bottom" if lying else "left": self._value_axis})
        self.setObjectName(f"chart_{table.id}")
        self.table = table
        self.shapes = found
        self._given, self._font = colours, font
        self.bars = by_rows(found) if found else ()
        self._current = -1
        self._labels: list[tuple[Bar, Any, float]] = []
        self._ring: QGraphicsRectItem | None = None
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseEnabled(False, False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseTracking(True)
        self.setAccessibleName(table.title)
        self.setAccessibleDescription(self._summary())
        self._set_height()
        self._draw()

    # ----------------------------------------------------------------------------------------------------- what is said

    def words_of(self, bar: Bar) -> str:
        """What a bar says: ``Mon, 16 Nov: Held 4``."""
        row, column = self.table.rows[bar.row], self.table.columns[bar.place]
        label = row.shown[self.table.chart.label] if self.table.chart else ""
        shown = cell(_plain(bar.value), column.kind, column.currency)
        return tr("{row}: {column} {value}", row=label, column=column.title, value=shown)

    def _summary(self) -> str:
        told = [self.words_of(bar) for bar in self.bars[:40]]
        return tr("Picture. Arrow keys go from bar to bar.") + " " + "; ".join(told)

    # ---------------------------------------------------------------------------------------------------------- drawing

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
        self._labels, self._ring = [], None
        self.setBackground(QColor(colours.ground))
        if found is None:
            return
        inks = {place: getattr(colours, tone) for place, tone in tones(self.table).items()}
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
                pen=pg.mkPen(ink, width=2),
                symbol="o",
                symbolSize=7,
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
        self.plotItem.showAxis("right", found.kind is ChartKind.PARETO)
        if found.kind is ChartKind.PARETO:
            top = found.highest or 1
            shares = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
            column = (
                self.table.columns[self.table.chart.series[-1]] if self.table.chart else self.table.columns[0]
            )
            self.getAxis("right").setTicks([[(each * top, cell(each, column.kind)) for each in shares]])
            self.getAxis("right").setGrid(False)
        self._name_rows(found)

    def _name_rows(self, found: Shapes) -> None:
        """The names of rows: all of lying bars, of standing ones as many as there is room for."""
        label = self.table.chart.label if self.table.chart else 0
        metrics = QFontMetricsF(self._type())
        names = [
            metrics.elidedText(row.shown[label], Qt.TextElideMode.ElideRight, _LONGEST_NAME_PX)
            for row in found.rows
        ]
        if found.is_lying:
            self.getAxis("left").setTicks([list(enumerate(names))])
            return
        widest = max(map(metrics.horizontalAdvance, names)) + 12
        room = max(1.0, (self.width() - 90) / len(names))
        step = max(1, -(-int(widest) // int(max(room, 1))))
        self.getAxis("bottom").setTicks([list(enumerate(names))[::step]])

    def _draw_labels(self, found: Shapes, colours: Colours) -> None:
        """The values, where they will fit: at the end of each bar."""
        for bar in self.bars:
            if bar.is_point:
                continue
            column = self.table.columns[bar.place]
            words = short(_plain(bar.value), column.kind, column.currency) if bar.value else ""
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

    def _draw_legend(self, inks: dict[int, str], colours: Colours) -> None:
        if len(inks) < 2:
            self.plotItem.setTitle(None)
            return
        signs = [
            f'<span style="color:{ink}">{_LEGEND_SIGN}</span>&nbsp;'
            f'<span style="color:{colours.text}">{_escaped(self.table.columns[place].title)}</span>'
            for place, ink in inks.items()
        ]
        self.plotItem.setTitle("&nbsp;&nbsp;&nbsp;&nbsp;".join(signs), size=f"{self._type().pixelSize()}px")

    def _set_range(self, found: Shapes) -> None:
        room = _ROOM_BESIDE if found.is_lying else _ROOM_ABOVE
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

    # --------------------------------------------------------------------------------------------------- mouse and keys

    def bar_at(self, point: QPointF) -> int:
        """The number of the bar under a point of the widget; -1: none."""
        found = self.shapes
        if found is None:
            return -1
        at = self.plotItem.vb.mapSceneToView(self.mapToScene(point.toPoint()))
        along, up = (at.y(), at.x()) if found.is_lying else (at.x(), at.y())
        slack = (found.highest - found.lowest) * 0.04
        for number, bar in enumerate(self.bars):
            low = bar.high - slack if bar.is_point else bar.low - slack
            if abs(along - bar.centre) <= bar.width / 2 and low <= up <= bar.high + slack:
                return number
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        self.setToolTip(self.words_of(self.bars[number]) if number >= 0 else "")
        hand = number >= 0 and self._drills(self.bars[number])
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.bar_at(event.position())
        if number >= 0:
            self._stand_on(number)
            self._ask()
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        lying = self.shapes is not None and self.shapes.is_lying
        along = (Qt.Key.Key_Down, Qt.Key.Key_Up) if lying else (Qt.Key.Key_Right, Qt.Key.Key_Left)
        within = (Qt.Key.Key_Right, Qt.Key.Key_Left) if lying else (Qt.Key.Key_Down, Qt.Key.Key_Up)
        key = event.key()
        if key in along or key in within:
            self._move(1 if key in (along[0], within[0]) else -1, along=key in along)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.bars and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._stand_on(max(0, self._current))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(None)

    def _move(self, step: int, *, along: bool) -> None:
        if self.bars:
            self._stand_on(nearest(self.bars, max(0, self._current), step, along=along))

    def _stand_on(self, number: int) -> None:
        self._current = number
        bar = self.bars[number]
        self._show_ring(bar)
        words = self.words_of(bar)
        self.setAccessibleName(tr("{title}. {bar}", title=self.table.title, bar=words))
        self.setToolTip(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _drills(self, bar: Bar) -> bool:
        return self.table.columns[bar.place].drills

    def _ask(self) -> None:
        if self._current >= 0 and self._drills(self.bars[self._current]):
            bar = self.bars[self._current]
            self.asked.emit(self.table.rows[bar.row].key, self.table.columns[bar.place].id)

    def _show_ring(self, bar: Bar | None) -> None:
        if self._ring is not None:
            self.removeItem(self._ring)
            self._ring = None
        if bar is None or self.shapes is None:
            return
        low, long = (bar.low, bar.high - bar.low)
        edge = bar.centre - bar.width / 2
        area = (
            QRectF(low, edge, long, bar.width) if self.shapes.is_lying else QRectF(edge, low, bar.width, long)
        )
        self._ring = QGraphicsRectItem(area)
        pen = pg.mkPen(self._colours().text, width=2)
        pen.setCosmetic(True)
        self._ring.setPen(pen)
        self._ring.setZValue(4)
        self.addItem(self._ring, ignoreBounds=True)

    # ------------------------------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        found: Shapes | None = getattr(self, "shapes", None)  # Qt resizes before it is there
        if found is not None:
            self._name_rows(found)
            self._fit_labels()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "shapes", None) is not None:
            self._draw()


class _ValueAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The axis of the values, in the words of their kind."""

    def __init__(self, table: WordedTable) -> None:
        chart = table.chart
        self._column = table.columns[chart.series[0] if chart else 0]
        lying = chart is not None and chart.kind in (ChartKind.BARS, ChartKind.FUNNEL)
        super().__init__("bottom" if lying else "left")
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Only the coarsest marks of which there are some: a handful of lines is enough for the eye."""
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
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


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
