"""The shared base while the program runs: whether this base belongs to one, its exchange, what the window shows."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.sync.membership import membership
from crm_desktop.ui import desk_commands
from crm_desktop.ui.places import CLIENTS, SHARED
from crm_desktop.ui.side_counts import show_shared
from crm_desktop.ui.text import tr

EXIT_S = 2.0
"""So long the end of the program waits for a last exchange; what it does not send is sent after the next start."""

if TYPE_CHECKING:
    from types import ModuleType

    from crm_desktop.services.base import Store
    from crm_desktop.sync.failures import SyncError
    from crm_desktop.ui.desk import Desk
    from crm_desktop.ui.shared.exchanging import Exchanging
    from crm_desktop.ui.standing import Standing


class SharedBase(QObject):
    """One per open base, also where it works alone: it may join while it is open. ``stop`` it before the base closes.

    Alone it does nothing: no thread, no timer, and nothing of the exchange is imported.
    """

    def __init__(self, desk: Desk) -> None:
        """Begin with this window."""
        super().__init__()
        self._desk = desk
        self._store = desk.session.store
        self._network: QObject | None = None
        self._asked = ""
        self.exchanging: Exchanging | None = None
        desk.session.signals.membership.connect(self._membership_changed)
        self._begin("")
        self.stand_in(desk)

    def watches(self, store: Store) -> bool:
        """Whether it is this base that is looked after."""
        return store is self._store

    def stand_in(self, desk: Desk) -> None:
        """The window was built anew: from now on this one shows how the exchange stands."""
        self._desk = desk
        desk.window.status.shared_wanted.connect(self._show_page)
        self._furnish()
        if self.exchanging is not None and self.exchanging.standing.state.membership is not None:
            self._show(self.exchanging.standing)

    def stop(self) -> None:
        """The base is about to be closed, after a last exchange where there is something to send."""
        self._desk.session.signals.membership.disconnect(self._membership_changed)
        self._end(EXIT_S)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _membership_changed(self, password: str) -> None:
        """This base joined, or left, or is to be found elsewhere."""
        self._end(0)
        self._begin(password)
        self._furnish()
        if self.exchanging is None:
            self._desk.window.status.show_shared(None)
            if self._desk.window.where() == SHARED:
                self._desk.window.go(CLIENTS)

    def _furnish(self) -> None:
        """Have the window offer what there is."""
        desk, made = self._desk, self.exchanging
        desk.exchanging = made
        desk.window.sidebar.offer(SHARED, offered=made is not None)
        desk_commands.offer_shared(desk)
        page = desk.window.made(SHARED)
        if page is not None and made is not None:
            page.meet(made)  # type: ignore[attr-defined]  # a SharedPage

    def _begin(self, password: str) -> None:
        if membership(self._store) is None:
            return
        from crm_desktop.ui.shared.exchanging import Exchanging

        made = self.exchanging = Exchanging(self._desk.session, password)
        made.state_changed.connect(self._show)
        made.needs_answer.connect(self._ask)
        made.lists_follow.connect(self._follow)
        made.start()
        # On a thread: Qt's network takes 0.2 s when it is first imported.
        network = partial(import_module, "crm_desktop.ui.shared.network")
        self._desk.session.runner.start(lambda _progress: network(), done=partial(self._listen, made))

    def _end(self, seconds: float) -> None:
        made, self.exchanging = self.exchanging, None
        if made is not None:
            made.close(seconds)
            made.deleteLater()
        if self._network is not None:
            self._network.deleteLater()
            self._network = None

    def _listen(self, made: Exchanging, module: ModuleType) -> None:
        """Hear of the network, if the base still belongs where it did."""
        if made is self.exchanging:
            self._network = network = module.Network()
            network.returned.connect(made.network_returned)

    def _show(self, standing: Standing) -> None:
        window, state = self._desk.window, standing.state
        window.status.show_shared(standing)
        show_shared(window.sidebar, state.differences + state.refused)
        if standing.problem is None and self._asked:
            # What was asked has answered itself.
            if window.notice.text() == self._asked:
                window.notice.hide()
            self._asked = ""

    def _ask(self, error: SyncError) -> None:
        """Told in the window, not by a dialog that comes up under somebody's hands."""
        from crm_desktop.ui.standing import ASKS
        from crm_desktop.ui.text_errors import error_text

        window = self._desk.window
        if window.where() == SHARED:
            return  # it stands there
        self._asked = error_text(error)
        if not isinstance(error, ASKS):
            window.tell.notice(self._asked, tr("Look"), self._show_page)
            return

        from crm_desktop.ui.membership.host import answer

        window.tell.notice(self._asked, tr("Answer…"), partial(answer, self._desk, error))

    def _show_page(self) -> None:
        """How the exchange stands, which is what was pressed, whatever part of the page was shown last."""
        self._desk.window.go(SHARED)
        self._desk.window.page(SHARED).show_exchange()  # type: ignore[attr-defined]  # a SharedPage

    def _follow(self) -> None:
        """Very many rows came: lists and search follow, beside the window."""
        if self._desk.program.order_names is not None:
            self._desk.program.order_names()
