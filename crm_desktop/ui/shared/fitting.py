"""A dialog as high as what it shows: its words wrap, come and go, and nothing is squeezed for them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QWidget

_SCREEN_EDGE = 48
"""What the title bar and the edges of the screen take."""


class FittingDialog(QDialog):
    """Fixed in width; its height follows its layout, as far as the screen goes."""

    def __init__(self, parent: QWidget | None, name: str, title: str, width: int) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setFixedWidth(width)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def fit(self) -> None:
        """Fit at once, where what is shown has just changed: nothing is painted squeezed in between."""
        for each in reversed(self.findChildren(QWidget)):
            inside = each.layout()
            if inside is not None:
                inside.activate()
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        # A layout with wrapped words knows its height for a width only; the dialog itself is never asked for it.
        height = layout.totalHeightForWidth(self.width())
        if height < 0:
            height = layout.totalSizeHint().height()
        height = min(height, self.screen().availableGeometry().height() - _SCREEN_EDGE)
        if height != self.height():
            self.setFixedHeight(height)
