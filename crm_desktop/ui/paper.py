"""Sheets of paper, measured in points (1/72 inch) whatever prints them, and the ink that draws on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter, QPen

from crm_desktop.ui.colours import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPagedPaintDevice

PAPER = LIGHT
"""Paper is white, whatever the window looks like."""
_MARGIN = 34.0
_POINTS_PER_INCH = 72
_INCH = 0.0254
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Document:
    """What can be printed.

    Attributes:
        title: what it is called.
        landscape: whether it wants the sheet on its side.
        count: how many pages it has on an area of this size (in points).
        paint: draws one page, counted from 0, within the area.
        file_name: the proposed name of its file, where that is not its title.
    """

    title: str
    landscape: bool
    count: Callable[[Ink, QRectF], int]
    paint: Callable[[Ink, QRectF, int], None]
    file_name: str = ""


class Ink:
    """A painter that is told points, and type in points."""

    def __init__(self, painter: QPainter) -> None:
        self.painter = painter
        self.unit = painter.device().logicalDpiX() / _POINTS_PER_INCH

    def rect(self, area: QRectF) -> QRectF:
        """The area in the units of the device."""
        unit = self.unit
        return QRectF(area.x() * unit, area.y() * unit, area.width() * unit, area.height() * unit)

    def font(self, size: float, *, bold: bool = False, struck: bool = False) -> QFont:
        """The type of the program in a size in points."""
        made = QFont(["Inter", *QFont().families()])
        made.setPointSizeF(size)
        made.setStrikeOut(struck)
        if bold:
            made.setWeight(QFont.Weight.DemiBold)
        return made

    def width(self, words: str, font: QFont) -> float:
        """How wide some words are, in points."""
        return float(QFontMetricsF(font, self.painter.device()).horizontalAdvance(words)) / self.unit

    def text(
        self,
        area: QRectF,
        words: str,
        font: QFont,
        colour: str = PAPER.text,
        *,
        flags: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        """One line, cut with dots where the area is too narrow."""
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        metrics = self.painter.fontMetrics()
        room = self.rect(area)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        self.painter.drawText(room, int(flags), shown)

    def paragraph(self, area: QRectF, words: str, font: QFont, colour: str = PAPER.text) -> None:
        """Several lines, as many as the area holds whole."""
        height = QFontMetricsF(font, self.painter.device()).lineSpacing() / self.unit
        whole = int(area.height() / height + 0.05)
        if whole > 0:
            self.painter.setFont(font)
            self.painter.setPen(QColor(colour))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
            room = self.rect(QRectF(area.x(), area.y(), area.width(), whole * height))
            self.painter.save()
            self.painter.setClipRect(room)
            self.painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), words)
            self.painter.restore()

    def fill(self, area: QRectF, colour: str, radius: float = 0) -> None:
        """A coloured ground."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawRoundedRect(self.rect(area), radius * self.unit, radius * self.unit)

    def frame(self, area: QRectF, colour: str = PAPER.edge, width: float = 0.6, radius: float = 0) -> None:
        """An outline."""
        self.painter.setPen(QPen(QColor(colour), width * self.unit))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(self.rect(area), radius * self.unit, radius * self.unit)

    def line(self, from_: tuple[float, float], to: tuple[float, float], colour: str = PAPER.edge) -> None:
        """A thin line from (x, y) to (x, y)."""
        unit = self.unit
        self.painter.setPen(QPen(QColor(colour), 0.5 * unit))
        self.painter.drawLine(
            round(from_[0] * unit), round(from_[1] * unit), round(to[0] * unit), round(to[1] * unit)
        )


def usual_paper() -> QPageSize.PageSizeId:
    """Letter where inches are used, A4 in the rest of the world."""
    imperial = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4


def layout(paper: QPageSize.PageSizeId, *, landscape: bool) -> QPageLayout:
    """A sheet with the margins that every printer leaves free."""
    turned = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(QPageSize(paper), turned, margins, QPageLayout.Unit.Point)


def print_on(
    device: QPagedPaintDevice,
    document: Document,
    pages: Sequence[int] | None = None,
    step: Callable[[int, int], object] = lambda _done, _all: None,
) -> int:
    """Draw a document on a printer or into a PDF; returns how many pages there are.

    ``pages``: only these, counted from 0. ``step`` hears (done, all); what it raises stops the work.
    """
    painter = QPainter(device)
    try:
        ink = Ink(painter)
        area = _area(device.pageLayout())
        wanted = range(document.count(ink, area)) if pages is None else pages
        for done, page in enumerate(wanted):
            if done:
                device.newPage()
            document.paint(ink, area, page)
            step(done + 1, len(wanted))
        return len(wanted)
    finally:
        painter.end()


def picture(document: Document, sheet: QPageLayout, page: int, width: int) -> tuple[QImage, int]:
    """A page as a picture so many pixels wide, for the eye before it is printed; and how many pages there are."""
    size = sheet.fullRect(QPageLayout.Unit.Point).size()
    scale = width / size.width()
    image = QImage(width, round(size.height() * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    dots = round(scale * _POINTS_PER_INCH / _INCH)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = sheet.paintRect(QPageLayout.Unit.Point)
        painter.translate(inside.x() * scale, inside.y() * scale)
        ink = Ink(painter)
        area = QRectF(0, 0, inside.width(), inside.height())
        count = document.count(ink, area)
        document.paint(ink, area, min(page, count - 1))
        return image, count
    finally:
        painter.end()


def _area(sheet: QPageLayout) -> QRectF:
    inside = sheet.paintRect(QPageLayout.Unit.Point)
    return QRectF(0, 0, inside.width(), inside.height())
