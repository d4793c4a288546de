"""Why deals were lost: asked in passing, with the reasons given before; it may stay empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.services import deals
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.services.base import Store

_WIDTH = 300


class ReasonPopup(QFrame):
    """A small window: Return says the reason, Esc leaves the deals as they are.

    Signals:
        told: the reason, maybe empty.
    """

    told = Signal(str)

    def __init__(self, parent: QWidget, store: Store, count: int) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = ntr("Why was the deal lost?", "Why were the {n} deals lost?", count)
        self.setObjectName("lost_reason_popup")
        self.setAccessibleName(title)
        self.setProperty("look", "raised")
        self.setFixedWidth(_WIDTH)
        self._reason = QComboBox()
        self._reason.setObjectName("lost_reason")
        self._reason.setAccessibleName(title)
        self._reason.setEditable(True)
        self._reason.addItems(deals.lost_reasons(store))
        self._reason.setCurrentIndex(-1)
        typed = self._reason.lineEdit()
        assert typed is not None  # it is editable
        typed.setPlaceholderText(tr("Too dear, too late, chose another…"))
        typed.returnPressed.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.addWidget(label(title, "strong"))
        column.addWidget(self._reason)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("lost_cancel", tr("Cancel"), clicked=self.close))
        row.addWidget(button("lost_done", tr("Lost"), look="primary", clicked=self._tell))
        column.addLayout(row)

    def open_at_cursor(self) -> None:
        """Open where the mouse is, within the screen, and take the focus."""
        self.adjustSize()
        screen = self._over.screen().availableGeometry()
        point = QCursor.pos() - QPoint(self.width() // 2, 20)
        inside = self._over.window().frameGeometry()
        if not inside.contains(QCursor.pos()):
            point = inside.center() - QPoint(self.width() // 2, self.height())
        point.setX(max(screen.left(), min(point.x(), screen.right() - self.width())))
        point.setY(max(screen.top(), min(point.y(), screen.bottom() - self.height())))
        self.move(point)
        self.show()
        self._reason.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self) -> None:
        reason = self._reason.currentText()
        self.close()
        self.told.emit(reason)
