"""The round mark with a client's initials, or with the photo."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImageReader, QPainter, QPainterPath, QPaintEvent, QPixmap
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


def photo_pixmap(data: bytes, side: int, ratio: float) -> QPixmap:
    """The middle square of a picture, ``side`` points wide and sharp at the ratio; null where Qt cannot decode it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)  # telephones write pictures lying, and say so beside
    wanted, whole = round(side * ratio), reader.size()
    if whole.isValid():
        # A JPEG is decoded at a fraction of its size.
        reader.setScaledSize(whole.scaled(wanted, wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return QPixmap()
    left, top = (image.width() - wanted) // 2, (image.height() - wanted) // 2
    pixmap = QPixmap.fromImage(image.copy(max(0, left), max(0, top), wanted, wanted))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class Avatar(QWidget):
    """The mark as a widget of a fixed size."""

    def __init__(self, side: int = 46) -> None:
        super().__init__()
        self._name = ""
        self._company = False
        self._side = side
        self._photo = b""
        self._pixmap = QPixmap()
        self.setFixedSize(QSize(side, side))

    def show_client(self, name: str, *, company: bool) -> None:
        """Show the mark of a client."""
        self._name, self._company = name, company
        self.update()

    def show_photo(self, data: bytes, side: int) -> None:
        """Show a picture instead of the mark (none: the mark again), at another size."""
        if (data, side) != (self._photo, self._side):
            self._photo, self._side = data, side
            self._pixmap = photo_pixmap(data, side, self.devicePixelRatioF()) if data else QPixmap()
            self.setFixedSize(QSize(side, side))
            self.update()

    def has_photo(self) -> bool:
        """Whether a picture is shown."""
        return not self._pixmap.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        rect = QRectF(0, 0, self._side, self._side)
        if self.has_photo():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = QPainterPath()
            path.addEllipse(rect)
            painter.setClipPath(path)
            painter.drawPixmap(rect.topLeft(), self._pixmap)
            return
        paint_avatar(painter, rect, self._name, theme.colours(self.palette()), company=self._company)
