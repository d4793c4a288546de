"""The pictures of a report for paper: drawn on the thread of the window, fine enough to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from crm_desktop.ui.paper import PAPER
from crm_desktop.ui.printing.report_pages import ReportPages, drawable, is_wide

if TYPE_CHECKING:
    from crm_desktop.exchange.reporting.worded import WordedReport, WordedTable
    from crm_desktop.ui.paper import Document

_WIDTH = 760
_FINENESS = 3
"""Dots for each logical pixel: about 300 to an inch on a sheet."""
_TYPE_PX = 12


def document_of(report: WordedReport) -> Document:
    """A report as something to print, its pictures drawn. On the thread of the window only."""
    wide = _WIDTH if not is_wide(report) else _WIDTH * 3 // 2
    return ReportPages(report, {table.id: picture(table, wide) for table in drawable(report)}).document()


def picture(table: WordedTable, wide: int = _WIDTH) -> QImage:
    """The picture of one table, ``wide`` pixels before it is drawn finer."""
    # Imported here: numpy and pyqtgraph cost more than a second.
    from crm_desktop.ui.reports.drawing import Drawing

    font = QFont(["Inter", *QFont().families()])
    font.setPixelSize(_TYPE_PX)
    chart = Drawing(table, PAPER, font, _FINENESS)
    # Laid out as if it were shown; nothing comes on the screen.
    chart.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    chart.resize(wide, chart.minimumHeight())
    chart.show()
    size = QSize(wide, chart.height())
    image = QImage(size * _FINENESS, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER.ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    chart.render(painter, QRectF(image.rect()), chart.viewport().rect())
    painter.end()
    chart.hide()
    chart.deleteLater()
    return image
