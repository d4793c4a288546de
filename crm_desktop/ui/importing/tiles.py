"""The counts of a rehearsal as large tiles; one that is pressed shows only its rows in the list below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.exchange.importing.staging import Verdict
from crm_desktop.ui import formats, icons, text_import, theme
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.summary import Summary

_HEIGHT = 66
_LEAST = 104
_RADIUS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """Which rows a list shows: of one verdict, those to be looked at, or all."""

    verdict: Verdict | None = None
    look: bool = False


class Tile(QAbstractButton):
    """A number and what it counts."""

    def __init__(self, name: str, icon: str, tone: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._tone = tone
        self._count = 0

    def show_count(self, count: int, words: str) -> None:
        """Show a number; a tile that counts nothing cannot be pressed."""
        self._count = count
        self.setText(words)
        self.setAccessibleName(f"{formats.number(count)} {words}")
        self.setToolTip(words)
        self.setEnabled(count > 0)
        self.update()

    def sizeHint(self) -> QSize:
        small = theme.variant(self.font(), "small")
        words = self.fontMetrics().__class__(small).horizontalAdvance(self.text())
        return QSize(max(_LEAST, words + 28), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST - 24, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours(self.palette())
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = colours.focus if self.hasFocus() else colours.accent if self.isChecked() else colours.line
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() or self.isChecked() else 1))
        hovered = self.underMouse() and self.isEnabled()
        ground = colours.accent_soft if self.isChecked() else colours.hover if hovered else colours.ground
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setFont(theme.variant(self.font(), "heading"))
        ink = getattr(colours, self._tone) if self._count else colours.quiet
        painter.setPen(QColor(ink))
        painter.drawText(
            QRectF(14, 9, box.width() - 40, 26), Qt.AlignmentFlag.AlignVCenter, formats.number(self._count)
        )
        if self._count:
            drawn = icons.pixmap(self._icon, ink, 16, self.devicePixelRatioF())
            painter.drawPixmap(int(box.right()) - 28, 14, drawn)
        painter.setFont(theme.variant(self.font(), "small"))
        painter.setPen(QColor(colours.quiet))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(box.width()) - 24
        )
        painter.drawText(QRectF(14, 38, box.width() - 20, 18), Qt.AlignmentFlag.AlignVCenter, words)


_TILES: tuple[tuple[Shown, str, str], ...] = (
    (Shown(Verdict.NEW), "plus", "accent"),
    (Shown(Verdict.COMPLETES), "pencil", "failed"),
    (Shown(Verdict.SAME), "check", "text"),
    (Shown(Verdict.DUPLICATE), "copy", "text"),
    (Shown(look=True), "circle-help", "care"),
    (Shown(Verdict.REJECTED), "ban", "late"),
)


class Tiles(QWidget):
    """All tiles in a row; at most one is pressed.

    Signals:
        chosen: a ``Shown``; of everything where no tile is pressed.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_tiles")
        self.shown = Shown()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._tiles: dict[Shown, Tile] = {}
        for shown, icon, tone in _TILES:
            tile = Tile(f"import_tile_{shown.verdict or 'look'}", icon, tone)
            tile.clicked.connect(lambda on=False, shown=shown: self.choose(shown if on else Shown()))
            self._tiles[shown] = tile
            row.addWidget(tile, 1)

    def tile(self, shown: Shown) -> Tile:
        """The tile of some rows."""
        return self._tiles[shown]

    def show_summary(self, summary: Summary) -> None:
        """Show the counts of a rehearsal."""
        for shown, tile in self._tiles.items():
            if shown.verdict is None:
                words = ntr("needs a look", "need a look", summary.review)
                tile.show_count(summary.review, words)
            else:
                count = summary.verdicts[shown.verdict]
                words = text_import.verdict_sentence(shown.verdict, count, events=bool(summary.events))
                tile.show_count(count, words)
            if self.shown == shown and not tile.isEnabled():
                self.choose(Shown())

    def choose(self, shown: Shown) -> None:
        """Press a tile, or none."""
        self.shown = shown
        for each, tile in self._tiles.items():
            tile.setChecked(each == shown)
        self.chosen.emit(shown)

    def words(self) -> str:
        """What the list shows, as a heading."""
        if self.shown == Shown():
            return tr("All rows")
        text = self._tiles[self.shown].text()
        return text[:1].upper() + text[1:]
