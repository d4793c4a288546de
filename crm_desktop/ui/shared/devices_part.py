"""The devices that share the base: whose they are, how far they are, and shutting one out. Asked from the server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.ui import text_shared
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.badge import Badge
from crm_desktop.ui.widgets.buttons import button, label, line
from crm_desktop.ui.widgets.page_frame import WIDEST, Card, clear, keeping_focus, scrolling

if TYPE_CHECKING:
    from crm_desktop.sync.connection import Connection
    from crm_desktop.sync.devices import Device
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.exchanging import Exchanging
    from crm_desktop.ui.tell import Tell

Found = tuple[list["Device"], bool]
"""The devices, and whether our login may shut one out."""


class DevicesPart(QWidget):
    """Reads the list when it is shown; what was read before stays until the new one is there.

    Signals:
        seen: the list was read: when each person was there last, in words, by name.
    """

    seen = Signal(object)

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("shared_devices")
        self._session, self._tell = session, tell
        self._exchanging: Exchanging | None = None
        self._is_reading = False
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 16, 16)
        column.setSpacing(8)
        column.addWidget(
            label(
                tr(
                    "Every computer here holds the whole base and works on without the network. One that was lost or "
                    "stolen is shut out by an administrator; what it holds already, it holds."
                ),
                "quiet",
                wrap=True,
            )
        )
        self._state = label(tr("Asking the server…"), "quiet", wrap=True)
        self._state.setObjectName("shared_devices_state")
        column.addWidget(self._state)
        self._card = Card()
        self._card.column.setContentsMargins(16, 4, 12, 4)
        self._card.column.setSpacing(0)
        self._card.hide()
        column.addWidget(self._card)
        self._again = button("shared_devices_again", tr("Ask again"), icon="rotate-ccw", clicked=self.reload)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def meet(self, exchanging: Exchanging) -> None:
        """Ask through this one."""
        self._exchanging = exchanging
        self._is_reading = False

    def leave(self) -> None:
        """The window goes; answers that come later are nobody's."""
        self._exchanging = None

    def reload(self) -> None:
        """Ask the server, beside the window."""
        if self._exchanging is None or self._is_reading:
            return
        self._is_reading = True
        self._say(tr("Asking the server…"))
        self._exchanging.ask(partial(_read, self._session), self.show_devices, self._failed)

    # ---------------------------------------------------------------------------------------------------------- inside

    def show_devices(self, found: Found) -> None:
        """Show what the server said."""
        if self._exchanging is None:
            return
        self._is_reading = False
        devices, may_shut_out = found
        self._say("")
        # The first of a person is the one that was there last.
        self.seen.emit({each.person: text_shared.last_seen(each) for each in reversed(devices)})
        with keeping_focus(self._card):
            clear(self._card.column)
            for number, device in enumerate(devices):
                if number:
                    self._card.column.addWidget(line())
                self._card.column.addWidget(self._line(number, device, may_shut_out))
        self._card.setVisible(bool(devices))

    def _failed(self, error: Exception) -> None:
        if self._exchanging is None:
            return
        self._is_reading = False
        self._say(text_shared.problem_text(error))

    def _say(self, text: str) -> None:
        self._state.setText(text)
        self._state.setVisible(bool(text))
        self._again.setEnabled(not self._is_reading)

    def _line(self, number: int, device: Device, may_shut_out: bool) -> QWidget:
        made = QWidget()
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 8, 0, 8)
        across.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(label(device.name or tr("A computer without a name"), "strong"))
        if device.is_this:
            title.addWidget(Badge(tr("this computer"), "accent"))
        if device.shut_out:
            title.addWidget(Badge(tr("shut out"), "late"))
        title.addStretch(1)
        words.addLayout(title)
        words.addWidget(label(text_shared.device_line(device), "small", wrap=True))
        across.addLayout(words, 1)
        if may_shut_out and not device.is_this:
            word = tr("Let in again") if device.shut_out else tr("Shut out…")
            across.addWidget(
                button(f"shared_device_{number}", word, look="quiet", clicked=partial(self._ask, device))
            )
        return made

    def _ask(self, device: Device) -> None:
        """Shutting out is asked about; letting in is not."""
        if device.shut_out:
            self._shut_out(device, shut=False)
            return
        self._tell.notice(
            tr(
                "Shut out “{device}” of {person}? It gets nothing any more and sends nothing any more. "
                "It can be let in again.",
                device=device.name,
                person=device.person,
            ),
            tr("Shut out"),
            partial(self._shut_out, device, shut=True),
        )

    def _shut_out(self, device: Device, *, shut: bool) -> None:
        exchanging = self._exchanging
        if exchanging is None or (belongs := exchanging.standing.state.membership) is None:
            return

        def work(connection: Connection) -> Found:
            from crm_desktop.sync.devices import shut_out

            shut_out(connection, belongs.address, device.id, shut=shut)
            return _read(self._session, connection)

        exchanging.ask(work, self.show_devices, self._tell.problem)


def _read(session: Session, connection: Connection) -> Found:
    from crm_desktop.sync.devices import devices, may_shut_out

    return devices(connection, session.store), may_shut_out(connection)
