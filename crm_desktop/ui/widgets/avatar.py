"""The round mark with a client's initials."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.ui import icons, theme


def initials(name: str) -> str:
    """The first letters of the first two words that begin with a letter: ``Иванов Иван`` gives ``ИИ``."""
    found = [
        word[0]
        for word in name.replace("«", " ").replace("„", " ").replace('"', " ").split()
        if word[0].isalpha()
    ]
    return "".join(found[:2]).upper()


def paint_avatar(
    painter: QPainter, rect: QRectF, name: str, colours: theme.Colours, *, company: bool
) -> None:
    """Draw the mark into a square: initials for a person, a house for a company or where there are none."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent_soft))
    if company:
        painter.drawRoundedRect(rect, rect.width() * 0.22, rect.width() * 0.22)
    else:
        painter.drawEllipse(rect)
    letters = initials(name)
    if company or not letters:
        side = int(rect.width() * 0.5)
        drawn = icons.pixmap(
            "building-2" if company else "user", colours.accent, side, painter.device().devicePixelRatioF()
        )
        corner = rect.center() - QRectF(0, 0, side, side).center()
        painter.drawPixmap(corner, drawn)
    else:
        font = theme.variant(painter.font(), "strong")
        font.setPixelSize(max(9, int(rect.width() * 0.36)))
        painter.setFont(font)
        painter.setPen(QColor(colours.accent))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()


class Avatar(QWidget):
    """The mark as a widget of a fixed size."""

    def __init__(self, side: int = 46) -> None:
        super().__init__()
        self._name = ""
        self._company = False
        self._side = side
        self.setFixedSize(QSize(side, side))

    def show_client(self, name: str, *, company: bool) -> None:
        """Show the mark of a client."""
        self._name, self._company = name, company
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        rect = QRectF(0, 0, self._side, self._side)
        paint_avatar(painter, rect, self._name, theme.colours(self.palette()), company=self._company)
