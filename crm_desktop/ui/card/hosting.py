"""The card and the form of a client within one main window: what the frame is handed to open them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.calls import Calls
from crm_desktop.ui.card.card_view import CardView
from crm_desktop.ui.card.card_window import CardWindow
from crm_desktop.ui.card.client_form import ClientForm
from crm_desktop.ui.card.side_sheet import SideSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class CardHosting:
    """One per main window; ``close`` before the window goes."""

    def __init__(
        self,
        session: Session,
        over: QWidget,
        tell: Tell,
        undo: Callable[[], object],
        show_client: Callable[[bytes], object],
    ) -> None:
        """Take what the window gives.

        Args:
            session: the open base.
            over: the widget that the form covers while it is open.
            tell: the voice of the window.
            undo: takes back the last operation of the base.
            show_client: shows a client in the list and on the card beside it.
        """
        self._session = session
        self._over = over
        self._tell = tell
        self._undo = undo
        self._show_client = show_client
        self._windows: list[CardWindow] = []
        self._sheet: SideSheet | None = None
        self._pane: CardView | None = None

    def card(self) -> CardView:
        """The card beside the list, made when it is first wanted."""
        if self._pane is None:
            self._pane = CardView(self._session, self._tell, self._calls())
        return self._pane

    def open_card(self, client_id: bytes) -> None:
        """Open a client in a window of its own, or bring that window to the front."""
        for window in self._windows:
            if window.card.client_id == client_id:
                window.raise_()
                window.activateWindow()
                return
        window = CardWindow(self._session, self._calls(), self._undo)
        window.closed.connect(self._windows.remove)
        self._windows.append(window)
        window.show_client(client_id)
        window.show()

    def log_contact(self, client_id: bytes, planned: bool) -> None:
        """Open the small form of a contact: on the card beside the list, else on the card's own window."""
        card = self._pane
        if card is None or not card.isVisible():
            self.open_card(client_id)
            card = self._windows[-1].card
        card.show_client(client_id)
        card.log_contact(planned=planned)

    def edit_client(self, client_id: bytes | None) -> None:
        """Open the form of a client, of a new one for None; one form at a time."""
        if self._sheet is not None:
            return
        try:
            form = ClientForm(self._session, self._tell, client_id)
        except UserError as error:
            self._tell.problem(error)
            return
        form.saved.connect(self._saved)
        form.left.connect(self._close_sheet)
        form.open_client.connect(self.open_card)
        self._sheet = SideSheet(self._over, form)
        form.focus_first()

    def form(self) -> ClientForm | None:
        """The form that is open."""
        content = None if self._sheet is None else self._sheet.content()
        return content if isinstance(content, ClientForm) else None

    def close(self) -> None:
        """The main window goes: the form keeps what was typed, the other windows close."""
        self._close_sheet()
        for window in list(self._windows):
            window.close()
        if self._pane is not None:
            self._pane.page.close_form()

    def _calls(self) -> Calls:
        return Calls(self._show_client, self.open_card, self.edit_client, self._undo)

    def _saved(self, client_id: bytes, op: str) -> None:
        self._close_sheet()
        self._show_client(client_id)
        self._tell.done(text_kinds.op_done(op, 1), self._undo)

    def _close_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.close_sheet()
