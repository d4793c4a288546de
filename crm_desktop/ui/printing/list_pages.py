"""A list of clients on paper: the columns of the screen under a head that every sheet repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from crm_desktop.ui import formats
from crm_desktop.ui.paper import PAPER, Document, Ink
from crm_desktop.ui.printing.heading import FOOT, HEADING, paint_foot, paint_heading
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from datetime import date

Cells = Sequence[str]

_ROW = 17.0
_HEAD = 18.0
_GAP = 6.0
_LANDSCAPE_FROM = 5
_SAMPLE = 60
_NARROWEST = 34.0
_WIDEST = 190.0


class ListPages:
    """The sheets of a list; rows are read when their sheet is drawn."""

    def __init__(
        self,
        title: str,
        columns: Sequence[str],
        count: int,
        rows: Callable[[int, int], Sequence[Cells]],
        printed_on: date,
    ) -> None:
        """``rows`` gives the cells of so many rows (its second argument) from a row on (its first)."""
        self._title, self._columns, self._count = title, columns, count
        self._rows, self._on = rows, printed_on
        self._widths: list[float] = []

    def document(self) -> Document:
        """The list as something to print."""
        wide = len(self._columns) >= _LANDSCAPE_FROM
        return Document(self._title, landscape=wide, count=self._pages, paint=self._paint)

    def _per_page(self, area: QRectF) -> int:
        return max(1, int((area.height() - HEADING - _HEAD - FOOT) / _ROW))

    def _pages(self, _ink: Ink, area: QRectF) -> int:
        return max(1, -(-self._count // self._per_page(area)))

    def _paint(self, ink: Ink, area: QRectF, page: int) -> None:
        per_page = self._per_page(area)
        rows = self._rows(page * per_page, per_page)
        widths = self._measured(ink, area)
        paint_heading(ink, area, self._title, ntr("{n} client", "{n} clients", self._count))
        top = area.y() + HEADING
        self._paint_row(ink, QRectF(area.x(), top, area.width(), _HEAD), self._columns, widths, head=True)
        for number, row in enumerate(rows):
            line = QRectF(area.x(), top + _HEAD + number * _ROW, area.width(), _ROW)
            if number % 2:
                ink.fill(line, PAPER.side)
            self._paint_row(ink, line, row, widths, head=False)
        pages = tr("{page} of {pages}", page=page + 1, pages=self._pages(ink, area))
        paint_foot(ink, area, formats.full_day(self._on.isoformat()), pages)

    def _paint_row(
        self, ink: Ink, line: QRectF, cells: Cells, widths: Sequence[float], *, head: bool
    ) -> None:
        x = line.x()
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            font = ink.font(8 if head else 8.5, bold=head or number == 0)
            ink.text(
                QRectF(x + 2, line.y(), width - _GAP, line.height()),
                cell,
                font,
                PAPER.quiet if head else PAPER.text,
            )
            x += width
        if head:
            ink.line((line.x(), line.bottom()), (line.right(), line.bottom()))

    def _measured(self, ink: Ink, area: QRectF) -> Sequence[float]:
        """As wide as the words of the first rows want to be, shared out over the sheet; the same on all sheets."""
        if not self._widths:
            sample = [self._columns, *self._rows(0, _SAMPLE)]
            font = ink.font(8.5, bold=True)
            wanted = [
                min(max((ink.width(row[number], font) for row in sample), default=0) + 2 * _GAP, _WIDEST)
                for number in range(len(self._columns))
            ]
            wanted = [max(each, _NARROWEST) for each in wanted]
            share = area.width() / sum(wanted)
            self._widths = [each * share for each in wanted]
        return self._widths
