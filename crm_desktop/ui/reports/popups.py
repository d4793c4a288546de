"""Two small popups under the options: the days of a period, and the client of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QVBoxLayout, QWidget

from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from crm_desktop.clock import Clock
    from crm_desktop.ui.session import Session

_WIDTH = 320


class _Popup(QFrame):
    def __init__(self, parent: QWidget, name: str, title: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("look", "raised")
        self.setMinimumWidth(_WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.addWidget(label(title, "strong"))

    def open_below(self, widget: QWidget) -> None:
        """Show it under a chip."""
        self.adjustSize()
        self.move(widget.mapToGlobal(widget.rect().bottomLeft()) + QPoint(0, 6))
        self.show()


class DaysPopup(_Popup):
    """From a day to a day.

    Signals:
        chosen: both days, ``YYYY-MM-DD``.
    """

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget, clock: Clock, first: str, last: str) -> None:
        super().__init__(parent, "report_days", tr("From which day to which"))
        self._first = DayField("report_first", trc("period", "From"), clock, yearly=False)
        self._last = DayField("report_last", trc("period", "To"), clock, yearly=False)
        form = QFormLayout()
        form.addRow(trc("period", "From"), self._first)
        form.addRow(trc("period", "To"), self._last)
        self._first.show_day(first)
        self._last.show_day(last)
        self.column.addLayout(form)
        self._done = button("report_days_done", tr("Show"), look="primary", clicked=self._choose)
        self.column.addWidget(self._done, 0, Qt.AlignmentFlag.AlignRight)
        for field in (self._first, self._last):
            field.line.textChanged.connect(lambda _text: self._check())
            field.line.returnPressed.connect(self._choose)
        self._check()

    def open_below(self, widget: QWidget) -> None:
        super().open_below(widget)
        self._first.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _days(self) -> tuple[str, str]:
        return self._first.day() or "", self._last.day() or ""

    def _check(self) -> None:
        self._done.setEnabled(all(self._days()))

    def _choose(self) -> None:
        first, last = self._days()
        if first and last:
            self.close()
            self.chosen.emit(first, last)


class ClientPopup(_Popup):
    """A client to be found by typing.

    Signals:
        chosen: the id of the client.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "report_client", tr("Meetings with whom?"))
        self._field = ClientField("report_client_name", tr("Client"), session)
        self._field.picked.connect(self._choose)
        self.column.addWidget(self._field)

    def open_below(self, widget: QWidget) -> None:
        super().open_below(widget)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self) -> None:
        client = self._field.client_id()
        if client is not None:
            self.close()
            self.chosen.emit(client)
