"""Before it is printed: the sheet as it will be, the paper, and the two ways on - to a printer or into a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPageSize, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.paper import layout, picture, usual_paper
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, tool_button
from crm_desktop.ui.widgets.progress import ProgressStrip

if TYPE_CHECKING:
    from PySide6.QtGui import QPageLayout

    from crm_desktop.ui.paper import Document

_PREVIEW = QSize(560, 520)
_LEAST_PREVIEW = QSize(360, 240)
_AROUND = QSize(120, 220)
"""What of the screen the rest of the dialog, its frame and the bars of the desktop take."""


class PrintDialog(QDialog):
    """Shows a document page by page; knows nothing of printers and files.

    Signals:
        pdf_wanted: it is to be saved as a PDF.
        print_wanted: it is to go to a printer.
        stop_wanted: the work under way should stop.
    """

    pdf_wanted = Signal()
    print_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget, document: Document) -> None:
        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle(tr("Print"))
        self.document = document
        self._page, self._pages = 0, 1
        self._work: ProgressStrip | None = None
        room = parent.screen().availableSize() - _AROUND
        self._room = _PREVIEW.boundedTo(room).expandedTo(_LEAST_PREVIEW)
        self._preview = _Preview(self._room)
        self._paper = ChoiceRow(
            "print_paper",
            tr("Paper"),
            [(QPageSize.PageSizeId.A4, "A4"), (QPageSize.PageSizeId.Letter, "Letter")],
        )
        self._paper.keep_one_row()
        self._paper.choose(usual_paper())
        self._paper.told.changed.connect(self._draw)
        self._where = label("", "quiet")
        self._where.setObjectName("print_page")
        self._before = tool_button(
            "print_before", tr("Page before"), "chevron-left", clicked=lambda: self._turn(-1)
        )
        self._after = tool_button(
            "print_after", tr("Next page"), "chevron-right", clicked=lambda: self._turn(1)
        )
        self._choices = QWidget()
        self._column = QVBoxLayout(self)
        self._build()
        self._draw()
        self._pdf.setFocus(Qt.FocusReason.OtherFocusReason)

    def sheet(self) -> QPageLayout:
        """The paper that was chosen."""
        return layout(self._paper.value(), landscape=self.document.landscape)

    def show_work(self) -> ProgressStrip:
        """The choices rest; a strip tells how far it is. Cancel and Escape stop the work."""
        self._choices.setEnabled(False)
        self._work = ProgressStrip("print_work", tr("Making the pages"), self.stop_wanted.emit)
        self._column.addWidget(self._work)
        return self._work

    def show_choices(self) -> None:
        """The work ended: choose again."""
        if self._work is not None:
            self._column.removeWidget(self._work)
            self._work.deleteLater()
            self._work = None
        self._choices.setEnabled(True)

    def reject(self) -> None:
        """Escape or Cancel: stop the work that runs, else go."""
        if self._work is not None:
            self.stop_wanted.emit()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._turn(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _build(self) -> None:
        self._column.setContentsMargins(20, 18, 20, 16)
        self._column.setSpacing(12)
        self._column.addWidget(label(self.document.title, "title"))
        self._column.addWidget(self._preview, 1)
        below = QHBoxLayout(self._choices)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(8)
        below.addWidget(self._paper)
        for widget in (self._before, self._where, self._after):
            below.addWidget(widget)
        below.addStretch(1)
        self._pdf = button("print_pdf", tr("Save as PDF…"), clicked=self.pdf_wanted.emit)
        send = button("print_send", tr("Print…"), look="primary", clicked=self.print_wanted.emit)
        below.addWidget(button("print_cancel", tr("Cancel"), clicked=self.reject))
        below.addWidget(self._pdf)
        below.addWidget(send)
        self._column.addWidget(self._choices)

    def _turn(self, by: int) -> None:
        self._page = min(max(self._page + by, 0), self._pages - 1)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        sheet = self.sheet()
        full = sheet.fullRectPoints()
        scale = min(self._room.width() / full.width(), self._room.height() / full.height())
        # Drawn twice as fine as the screen shows it: type of a few pixels stays readable.
        image, self._pages = picture(
            self.document, sheet, self._page, round(full.width() * scale * ratio * 2)
        )
        shown = QPixmap.fromImage(
            image.scaled(
                image.width() // 2,
                image.height() // 2,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
        shown.setDevicePixelRatio(ratio)
        self._page = min(self._page, self._pages - 1)
        words = tr("Page {page} of {pages}", page=self._page + 1, pages=self._pages)
        self._preview.show_page(shown, f"{self.document.title}. {words}")
        self._where.setText(words)
        for widget in (self._before, self._where, self._after):
            widget.setVisible(self._pages > 1)
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page < self._pages - 1)


class _Preview(QWidget):
    """A page on its desk."""

    def __init__(self, room: QSize) -> None:
        super().__init__()
        self.setObjectName("print_preview")
        self.setMinimumSize(room + QSize(24, 24))
        self._shown = QPixmap()

    def show_page(self, shown: QPixmap, words: str) -> None:
        self._shown = shown
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.colours(self.palette())
        painter.fillRect(self.rect(), QColor(colours.side))
        size = self._shown.deviceIndependentSize().toSize()
        corner = self.rect().center() - self._shown.rect().center() / self._shown.devicePixelRatio()
        painter.drawPixmap(corner, self._shown)
        painter.setPen(QColor(colours.edge))
        painter.drawRect(corner.x(), corner.y(), size.width(), size.height())
