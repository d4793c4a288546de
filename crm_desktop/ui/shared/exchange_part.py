"""The first part of the page: how the exchange stands, what could not be sent, and what is seldom done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.errors import KeystoreMissing
from crm_desktop.ui import text_shared
from crm_desktop.ui.shared.care_card import CareCard
from crm_desktop.ui.shared.refused_card import Refusal, RefusedCard, read_refusals
from crm_desktop.ui.shared.state_card import StateCard
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.page_frame import WIDEST, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.sync.failures import SyncError
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.shared.exchanging import Exchanging
    from crm_desktop.ui.standing import Standing
    from crm_desktop.ui.tell import Tell


class ExchangePart(QWidget):
    """Follows the exchange it met last."""

    def __init__(
        self,
        session: Session,
        tell: Tell,
        open_client: Callable[[bytes], object],
        answer: Callable[[SyncError], object],
    ) -> None:
        super().__init__()
        self.setObjectName("shared_exchange_part")
        self._session, self._tell = session, tell
        self._exchanging: Exchanging | None = None
        self._refused_before = -1
        self.state = StateCard()
        self._refused = RefusedCard(open_client)
        self._care = CareCard()
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 16, 16)
        column.setSpacing(12)
        for part in (self.state, self._refused, self._care):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))
        self.state.exchange_wanted.connect(session.signals.exchange)
        self.state.name_given.connect(self._name_device)
        self.state.address_wanted.connect(self._change_address)
        self.state.problem.password_given.connect(self._use_password)
        self.state.problem.answer_wanted.connect(answer)
        self._care.compare_wanted.connect(self._compare)
        self._care.leave_wanted.connect(self._leave)

    def meet(self, exchanging: Exchanging) -> None:
        """Show how this one stands from now on."""
        self._exchanging = exchanging
        self._refused_before = -1
        exchanging.state_changed.connect(self._show)
        self._show(exchanging.standing)

    def leave(self) -> None:
        """The window goes; answers that come later are nobody's."""
        self._exchanging = None

    def reload(self) -> None:
        """Read again what could not be sent: what it is about may be called otherwise now."""
        store = self._session.store
        self._session.runner.start(lambda _progress: read_refusals(store), done=self._show_refused)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _show(self, standing: Standing) -> None:
        self.state.show_standing(standing)
        if standing.state.refused != self._refused_before:
            self._refused_before = standing.state.refused
            self.reload()

    def _show_refused(self, read: tuple[list[Refusal], int]) -> None:
        if self._exchanging is not None:
            self._refused.show_rows(read)

    def _show_comparing(self, text: str) -> None:
        if self._exchanging is not None:
            self._care.show_comparing(text, busy=False)

    def _name_device(self, name: str) -> None:
        from crm_desktop.sync.membership import name_device

        store = self._session.store
        self._session.runner.start(
            lambda _progress: name_device(store, name),
            done=lambda _none: self._session.signals.exchange.emit(),
            failed=self._tell.problem,
        )

    def _change_address(self) -> None:
        from crm_desktop.ui.shared.joining.host import open_moving

        open_moving(self.window(), self._session, self._password())

    def _password(self) -> str:
        return "" if self._exchanging is None else self._exchanging.password

    def _use_password(self, password: str, keep: bool) -> None:
        exchanging = self._exchanging
        if exchanging is None or (belongs := exchanging.standing.state.membership) is None:
            return
        exchanging.use_password(password)
        if not keep:
            return

        def work(_progress: object) -> None:
            from crm_desktop.sync.membership import keep_password

            keep_password(belongs.address, password)

        # Beside everything else: a key store may ask the user to unlock it, and wait for that.
        self._session.runner.start(work, failed=self._not_kept, is_outside=True)

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, KeystoreMissing):
            self._tell.notice(
                tr(
                    "This computer has no key store, so the password is not kept anywhere: "
                    "it is asked for again after each start."
                )
            )
        else:
            self._tell.problem(error)

    def _compare(self) -> None:
        if self._exchanging is None:
            return
        self._care.show_comparing(tr("Comparing…"), busy=True)
        self._exchanging.compare(
            lambda repaired: self._show_comparing(text_shared.compared(repaired)),
            lambda error: self._show_comparing(text_shared.problem_text(error)),
        )

    def _leave(self) -> None:
        """Between two exchanges, on their thread."""
        store, exchanging = self._session.store, self._exchanging
        if exchanging is None:
            return

        def work() -> None:
            from crm_desktop.sync.joining import leave

            leave(store)

        def left(_none: object) -> None:
            self._session.signals.membership.emit("")
            self._tell.done(tr("This computer has left the shared base"))

        exchanging.do(work, left, self._tell.problem)
