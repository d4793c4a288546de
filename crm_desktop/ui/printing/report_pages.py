"""A report on paper: title and options, figures, each picture over its table, and the rules.

Pictures are drawn beforehand, on the thread of the window, and stamped in as images fine enough for print: what draws
them may be used on no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF

from crm_desktop.exchange.reporting.drawn import drawn_rows
from crm_desktop.ui.paper import PAPER, Document, Ink
from crm_desktop.ui.printing.heading import FOOT, HEADING, paint_foot, paint_heading
from crm_desktop.ui.text import tr
from crm_desktop.ui.text_reports import asked_line, is_number
from crm_desktop.ui.widgets.column_widths import in_two_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from crm_desktop.exchange.reporting.worded import WordedFigure, WordedReport, WordedRow, WordedTable

_ROW, _HEAD, _TITLE = 15.0, 17.0, 22.0
_HEAD_SIZE, _HEAD_LINE = 7.5, 10.0
_GAP = 12.0
_PADDING = 4.0
_FIGURE = QSizeF(112, 44)
_NARROWEST = 30.0
_MOST_COLUMNS_UPRIGHT = 8
_PICTURE_MOST, _PICTURE_BELOW = 0.72, 6.0
_WANTS_MOST = 0.75
_LEAST_ROWS = 3
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Paint = Callable[[Ink, QRectF], None]


@dataclass
class _Block:
    """Something of a height.

    ``wants``: points that should still be free below it on the same sheet. ``again``: what a sheet that begins with it
    shows above it once more.
    """

    height: float
    paint: Paint
    wants: float = 0.0
    again: _Block | None = None


@dataclass
class ReportPages:
    """The sheets of one report; ``pictures`` by the ids of tables."""

    report: WordedReport
    pictures: dict[str, QImage] = field(default_factory=dict)
    _laid: dict[tuple[float, float], list[list[tuple[float, _Block]]]] = field(default_factory=dict)

    def document(self) -> Document:
        """The report as something to print."""
        wide = is_wide(self.report)
        return Document(self.report.title, landscape=wide, count=self._count, paint=self._paint)

    def _count(self, ink: Ink, area: QRectF) -> int:
        return len(self._pages(ink, area))

    def _paint(self, ink: Ink, area: QRectF, page: int) -> None:
        pages = self._pages(ink, area)
        paint_heading(ink, area, self.report.title, "" if page else self.report.made)
        for top, block in pages[page]:
            block.paint(ink, QRectF(area.x(), area.y() + top, area.width(), block.height))
        counted = tr("{page} of {pages}", page=page + 1, pages=len(pages))
        paint_foot(ink, area, asked_line(self.report), counted)

    def _pages(self, ink: Ink, area: QRectF) -> list[list[tuple[float, _Block]]]:
        """The blocks of each sheet with their tops; laid out once for a size of paper."""
        key = (round(area.width(), 1), round(area.height(), 1))
        if key not in self._laid:
            room = area.height() - FOOT
            self._laid[key] = _packed(list(self._blocks(ink, QSizeF(area.width(), room))), room)
        return self._laid[key]

    def _blocks(self, ink: Ink, room: QSizeF) -> list[_Block]:
        width = room.width()
        blocks = [_asked(self.report)]
        if self.report.figures:
            blocks += _figures(self.report.figures, width)
        for table in self.report.tables:
            blocks += self._table(ink, table, room)
        if self.report.notes:
            blocks += _notes(ink, self.report, width)
        return blocks

    def _table(self, ink: Ink, table: WordedTable, room: QSizeF) -> list[_Block]:
        width = room.width()
        picture = self.pictures.get(table.id)
        below = _HEAD + _LEAST_ROWS * _ROW
        high = 0.0
        if picture is not None:
            high = min(width * picture.height() / picture.width(), _PICTURE_MOST * room.height())
        blocks = [_title(table.title, wants=high + _PICTURE_BELOW if high else below)]
        if picture is not None:
            blocks.append(_picture(picture, high, wants=0.0))
        if not table.rows:
            return [*blocks, _line(tr("Nothing in this period."))]
        widths = _widths(ink, table, width)
        head = _head(ink, table, widths, wants=_LEAST_ROWS * _ROW)
        rows = [_row(table, row, widths, number) for number, row in enumerate(table.rows)]
        if table.total is not None:
            rows.append(_row(table, table.total, widths, 0, bold=True))
        blocks += [head, *(replace(row, again=head) for row in rows)]
        if table.left_out:
            blocks.append(_line(table.left_out))
        return blocks


def is_wide(report: WordedReport) -> bool:
    """Whether it needs sheets that lie."""
    return any(len(table.columns) > _MOST_COLUMNS_UPRIGHT for table in report.tables)


def drawable(report: WordedReport) -> Sequence[WordedTable]:
    """The tables that have a picture."""
    return [table for table in report.tables if drawn_rows(table)]


def _packed(blocks: list[_Block], height: float) -> list[list[tuple[float, _Block]]]:
    """Block after block, a new sheet where one has no room (with what it wants to stand above)."""
    pages: list[list[tuple[float, _Block]]] = [[]]
    top = HEADING
    for block in blocks:
        if pages[-1] and top + block.height + min(block.wants, _WANTS_MOST * height) > height:
            pages.append([])
            top = HEADING
            if block.again is not None:
                pages[-1].append((top, block.again))
                top += block.again.height
        pages[-1].append((top, block))
        top += block.height
    return pages


def _asked(report: WordedReport) -> _Block:
    words = asked_line(report)
    return _Block(18, lambda ink, area: ink.text(area, words, ink.font(9.5), PAPER.quiet))


def _figures(figures: Sequence[WordedFigure], width: float) -> list[_Block]:
    """Small boxes, as many beside each other as there is room for; those of one currency begin a row."""
    beside = max(1, int(width / _FIGURE.width()))
    rows: list[list[WordedFigure]] = []
    for each in figures:
        if not rows or len(rows[-1]) == beside or rows[-1][0].currency != each.currency:
            rows.append([])
        rows[-1].append(each)

    def paint(ink: Ink, area: QRectF, row: list[WordedFigure]) -> None:
        room = area.width() / beside
        for number, each in enumerate(row):
            box = QRectF(area.x() + number * room, area.y() + 3, room - 6, _FIGURE.height() - 4)
            ink.frame(box, PAPER.line, radius=4)
            inside = box.adjusted(7, 3, -6, -3)
            third = inside.height() / 3
            ink.text(
                QRectF(inside.x(), inside.y(), inside.width(), third), each.title, ink.font(7), PAPER.quiet
            )
            ink.text(
                QRectF(inside.x(), inside.y() + third, inside.width(), third + 3),
                each.value,
                ink.font(11, bold=True),
            )
            arrow = {1: "\N{UPWARDS ARROW} ", -1: "\N{DOWNWARDS ARROW} "}.get(each.trend or 0, "")
            ink.text(
                QRectF(inside.x(), inside.bottom() - third + 2, inside.width(), third),
                f"{arrow}{each.before}" if each.before else "",
                ink.font(7),
                PAPER.quiet,
            )

    return [
        _Block(_FIGURE.height() + 2, lambda ink, area, row=row: paint(ink, area, row))  # type: ignore[misc]
        for row in rows
    ]


def _title(words: str, wants: float) -> _Block:
    def paint(ink: Ink, area: QRectF) -> None:
        ink.text(area.adjusted(0, _GAP - 4, 0, 0), words, ink.font(11.5, bold=True))

    return _Block(_TITLE + _GAP - 4, paint, wants)


def _picture(image: QImage, height: float, wants: float) -> _Block:
    def paint(ink: Ink, area: QRectF) -> None:
        wide = height * image.width() / image.height()
        room = QRectF(area.x(), area.y(), min(wide, area.width()), height)
        ink.painter.drawImage(ink.rect(room), image)

    return _Block(height + _PICTURE_BELOW, paint, wants)


def _line(words: str) -> _Block:
    return _Block(_ROW, lambda ink, area: ink.text(area, words, ink.font(8.5), PAPER.quiet))


def _head(ink: Ink, table: WordedTable, widths: Sequence[float], wants: float) -> _Block:
    """The titles of the columns, in two lines where one has no room."""
    broken = _titles(ink, table)
    font = ink.font(_HEAD_SIZE)
    short = [
        width - 2 * _PADDING < ink.width(column.title, font)
        for width, column in zip(widths, table.columns, strict=True)
    ]
    lines = [
        words.split("\n") if is_short else [column.title]
        for is_short, (words, _), column in zip(short, broken, table.columns, strict=True)
    ]
    high = _HEAD + (_HEAD_LINE if any(len(each) > 1 for each in lines) else 0)

    def paint(ink: Ink, area: QRectF) -> None:
        for number in range(2):
            # What has one line stands on the lower one.
            words = [each[number - 2 + len(each)] if number - 2 + len(each) >= 0 else "" for each in lines]
            top = area.bottom() - _HEAD - (1 - number) * _HEAD_LINE
            room = QRectF(area.x(), top, area.width(), _HEAD)
            _paint_cells(ink, room, table, words, widths, _HEAD_SIZE, PAPER.quiet)
        ink.line((area.x(), area.bottom() - 1), (area.right(), area.bottom() - 1))

    return _Block(high, paint, wants)


def _titles(ink: Ink, table: WordedTable) -> list[tuple[str, int]]:
    """The titles broken into two lines, with the width of the longer one in points."""
    font = ink.font(_HEAD_SIZE)
    return [
        in_two_lines(column.title, lambda words: math.ceil(ink.width(words, font)))
        for column in table.columns
    ]


def _row(
    table: WordedTable, row: WordedRow, widths: Sequence[float], number: int, *, bold: bool = False
) -> _Block:
    def paint(ink: Ink, area: QRectF) -> None:
        if bold:
            ink.line((area.x(), area.y()), (area.right(), area.y()))
        elif number % 2:
            ink.fill(area, PAPER.side)
        _paint_cells(ink, area, table, row.shown, widths, 8.5, PAPER.text, bold=bold)

    return _Block(_ROW, paint)


def _paint_cells(
    ink: Ink,
    area: QRectF,
    table: WordedTable,
    cells: Sequence[str],
    widths: Sequence[float],
    size: float,
    colour: str,
    *,
    bold: bool = False,
) -> None:
    x, font = area.x(), ink.font(size, bold=bold)
    for words, width, column in zip(cells, widths, table.columns, strict=True):
        box = QRectF(x + _PADDING, area.y(), width - 2 * _PADDING, area.height())
        if is_number(column.kind):
            ink.text(box, words, font, colour, flags=_RIGHT)
        else:
            ink.text(box, words, font, colour)
        x += width


def _widths(ink: Ink, table: WordedTable, width: float) -> list[float]:
    """As wide as the words want to be; where that is too much, heads go into two lines, columns of words give way, and
    numbers stay whole.
    """
    font, rows = ink.font(8.5, bold=True), [*table.rows[:100], *([table.total] if table.total else [])]
    cells = [
        max((ink.width(row.shown[place], font) for row in rows), default=0.0) + 2 * _PADDING + 2
        for place in range(len(table.columns))
    ]
    heads = [ink.width(column.title, ink.font(_HEAD_SIZE)) + 2 * _PADDING + 2 for column in table.columns]
    wanted = [max(cell, head, _NARROWEST) for cell, head in zip(cells, heads, strict=True)]
    if sum(wanted) > width:
        in_two = [wide + 2 * _PADDING + 2 for _, wide in _titles(ink, table)]
        wanted = [max(cell, head, _NARROWEST) for cell, head in zip(cells, in_two, strict=True)]
    spare = width - sum(wanted)
    words = [place for place, column in enumerate(table.columns) if not is_number(column.kind)] or [0]
    if spare >= 0:
        return [each + spare / len(wanted) for each in wanted]
    loose = sum(wanted[place] for place in words)
    if loose + spare >= _NARROWEST * 1.5 * len(words):
        return [each * (1 + spare / loose) if place in words else each for place, each in enumerate(wanted)]
    return [each * width / sum(wanted) for each in wanted]


def _notes(ink: Ink, report: WordedReport, width: float) -> list[_Block]:
    font = ink.font(8)
    metrics = QFontMetricsF(font, ink.painter.device())
    blocks = []
    for note in report.notes:
        room = QRectF(0, 0, width * ink.unit, 1e6)
        high = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), note).height() / ink.unit + 4

        def paint(ink: Ink, area: QRectF, note: str = note) -> None:
            ink.paragraph(area, note, ink.font(8), PAPER.quiet)

        blocks.append(_Block(high, paint))
    # All of them stand together, where that can be.
    return [_title(report.notes_title, wants=sum(block.height for block in blocks)), *blocks]
