"""Where one is among the three steps: a number and a word for each, a tick for those that are done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm_desktop.ui import icons, theme
from crm_desktop.ui.text import tr

_CIRCLE = 24
_GAP = 8
_LINE = 36
_HEIGHT = 32


class StepBar(QWidget):
    """Three steps, painted; screen readers hear it as one sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("import_steps")
        self._words = (tr("Columns"), tr("Check"), tr("Done"))
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, number: int) -> None:
        """Stand on a step, counted from 0."""
        self._current = number
        self.setAccessibleName(tr("Step {n} of 3: {word}", n=number + 1, word=self._words[number]))
        self.update()

    def step(self) -> int:
        """The step shown."""
        return self._current

    def sizeHint(self) -> QSize:
        strong = theme.variant(self.font(), "strong")
        metrics = self.fontMetrics().__class__(strong)
        words = sum(metrics.horizontalAdvance(word) for word in self._words)
        return QSize(words + 3 * (_CIRCLE + _GAP) + 2 * (_LINE + 2 * _GAP) + 2, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.colours(self.palette())
        left = 1.0
        for number, word in enumerate(self._words):
            if number:
                middle = self.height() / 2
                painter.setPen(QPen(QColor(colours.edge), 1))
                painter.drawLine(QPointF(left + _GAP, middle), QPointF(left + _GAP + _LINE, middle))
                left += _LINE + 2 * _GAP
            left = self._paint_step(painter, left, number, word, colours)

    def _paint_step(
        self, painter: QPainter, left: float, number: int, word: str, colours: theme.Colours
    ) -> float:
        here, done = number == self._current, number < self._current
        circle = QRectF(left, (self.height() - _CIRCLE) / 2, _CIRCLE, _CIRCLE)
        painter.setPen(Qt.PenStyle.NoPen if here or done else QPen(QColor(colours.edge), 1))
        ground = colours.accent if here else colours.accent_soft if done else colours.ground
        painter.setBrush(QColor(ground))
        painter.drawEllipse(circle.adjusted(0.5, 0.5, -0.5, -0.5))
        font = theme.variant(self.font(), "strong" if here else "text")
        painter.setFont(font)
        if done:
            drawn = icons.pixmap("check", colours.accent, 14, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(circle.x() + 5, circle.y() + 5), drawn)
        else:
            painter.setPen(QColor(colours.on_accent if here else colours.quiet))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        left = circle.right() + _GAP
        width = painter.fontMetrics().horizontalAdvance(word)
        painter.setPen(QColor(colours.text if here else colours.quiet))
        painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        return left + width
