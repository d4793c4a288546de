"""The page of the shared base: the exchange, the differences, the colleagues and the devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.colleagues.view import ColleaguesView
from crm_desktop.ui.pages.side_tabs import SideTabs
from crm_desktop.ui.shared.devices_part import DevicesPart
from crm_desktop.ui.shared.differences.view import DifferencesView
from crm_desktop.ui.shared.exchange_part import ExchangePart
from crm_desktop.ui.text import grouped, tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.services.colleagues import Colleague
    from crm_desktop.sync.failures import SyncError
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.exchanging import Exchanging
    from crm_desktop.ui.standing import Standing
    from crm_desktop.ui.tell import Tell


class Part(Protocol):
    """One part of the page."""

    def reload(self) -> None:
        """Read again what is shown."""


class SharedPage(QWidget):
    """Follows the exchange that it ``meet``s; before, it says that it is being read."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        undo: Callable[[], object],
        open_client: Callable[[bytes], object],
        answer: Callable[[SyncError], object],
        hand_over: Callable[[Colleague], object] | None = None,
    ) -> None:
        """``undo`` takes the last operation back, ``open_client`` shows a client in the list, ``answer`` the question
        that an error puts; ``hand_over`` asks to whom all goes that a colleague has.
        """
        super().__init__()
        self.setObjectName("page_shared")
        self.setAccessibleName(tr("Shared base"))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 26, 26, 0)
        column.addWidget(label(tr("Shared base"), "heading"))
        words = tr(
            "You and your colleagues work in one base, each on a computer of your own. What you do is sent by itself, "
            "and waits here while there is no network."
        )
        column.addWidget(label(words, "quiet", wrap=True))
        column.addSpacing(4)
        self.tabs = SideTabs("shared_tabs", tr("Shared base"))
        column.addWidget(self.tabs, 1)
        self.exchange = ExchangePart(session, tell, open_client, answer)
        self.differences = DifferencesView(session, tell, undo, open_client)
        self.colleagues = ColleaguesView(session, tell, hand_over)
        self.devices = DevicesPart(session, tell)
        self.devices.seen.connect(self.colleagues.show_seen)
        self._parts: list[Part] = []
        self._add(self.exchange, tr("Exchange"))
        self._differences = self._add(self.differences, tr("Differences"))
        self._add(self.colleagues, tr("Colleagues"))
        self._add(self.devices, tr("Devices"))
        self.tabs.currentChanged.connect(self._reload)

    def meet(self, exchanging: Exchanging) -> None:
        """Show how this one stands from now on."""
        self.exchange.meet(exchanging)
        self.devices.meet(exchanging)
        exchanging.state_changed.connect(self._count)
        self._count(exchanging.standing)

    def leave(self) -> None:
        """The window goes: what was asked is not waited for any more."""
        self.exchange.leave()
        self.devices.leave()

    def show_exchange(self) -> None:
        """Show how the exchange stands, and what it asks."""
        self.tabs.setCurrentIndex(0)

    def show_differences(self, client_id: bytes | None = None) -> None:
        """Show that part, standing on the first difference of a client where one is named."""
        self.tabs.setCurrentIndex(self._differences)
        if client_id is None:
            self.differences.focus_in()
        else:
            self.differences.show_client(client_id)

    def shown(self, *, stale: bool) -> None:
        """The page comes on the screen."""
        del stale
        self._reload()

    def changed(self, changes: Changes) -> None:
        """Something was committed, here or by an exchange."""
        if self._shown_part() is self.colleagues and changes.touches("colleague", "client"):
            self.colleagues.reload()

    def states(self) -> tuple[str, ...]:
        """No command of the list is possible here."""
        return ()

    def _add(self, part: QWidget, title: str) -> int:
        self._parts.append(part)  # type: ignore[arg-type]  # a widget with ``reload``
        return self.tabs.addTab(part, title)

    def _shown_part(self) -> Part:
        return self._parts[self.tabs.currentIndex()]

    def _reload(self, _index: int = 0) -> None:
        self._shown_part().reload()
        if self._shown_part() is self.colleagues:
            self.devices.reload()  # the server knows who was there last, and when

    def _count(self, standing: Standing) -> None:
        """Say beside the differences how many there are."""
        count, word = standing.state.differences, tr("Differences")
        self.tabs.setTabText(self._differences, f"{word} · {grouped(count)}" if count else word)
