"""The card and the form of a client within one main window: what the frame is handed to open them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm_desktop.errors import UserError
from crm_desktop.services import unsaved
from crm_desktop.ui import formats, text_operations
from crm_desktop.ui.card.calls import Calls
from crm_desktop.ui.card.card_view import CardView
from crm_desktop.ui.card.card_window import CardWindow
from crm_desktop.ui.card.client_form import ClientForm
from crm_desktop.ui.card.side_sheet import SideSheet
from crm_desktop.ui.card.unsaved_forms import unsaved_forms
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.services.unsaved import Unsaved
    from crm_desktop.ui.card.unsaved_forms import UnsavedForm
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell
    from crm_desktop.ui.widgets.notice_bar import NoticeBar


class CardHosting:
    """One per main window; ``close`` before the window goes."""

    def __init__(
        self,
        session: Session,
        over: QWidget,
        tell: Tell,
        undo: Callable[[], object],
        show_client: Callable[[bytes], object],
        continue_contact: Callable[[bytes | None], object] | None = None,
        show_differences: Callable[[bytes], object] | None = None,
    ) -> None:
        """Take what the window gives.

        Args:
            session: the open base.
            over: the widget that the form covers while it is open.
            tell: the voice of the window.
            undo: takes back the last operation of the base.
            show_client: shows a client in the list and on the card beside it.
            continue_contact: goes on with the unsaved form of a contact with nobody (its id; None: a new one).
            show_differences: shows what differs between colleagues about a client.
        """
        self._session = session
        self._over = over
        self._tell = tell
        self._undo = undo
        self._show_client = show_client
        self._continue_contact = continue_contact
        self._show_differences = show_differences
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
        window.activateWindow()

    def log_contact(self, client_id: bytes, planned: bool) -> None:
        """Open the small form of a contact: on the card beside the list, else on the card's own window."""
        self._shown_card(client_id).log_contact(planned=planned)

    def new_payment(self, client_id: bytes) -> None:
        """Open the small form of a payment, where that of a contact opens."""
        self._shown_card(client_id).page.command.emit("payment")

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
        self._sheet = sheet = SideSheet(self._over, form)

        def forget() -> None:
            if self._sheet is sheet:
                self._sheet = None  # it went with its window

        sheet.destroyed.connect(forget)
        form.focus_first()

    def offer_unsaved(self, notice: NoticeBar) -> None:
        """Say that a form was left unsaved (the newest), and offer to go on with it; after a notice that is there."""
        if not notice.isHidden():
            notice.closed.connect(lambda: self.offer_unsaved(notice), Qt.ConnectionType.SingleShotConnection)
            return
        forms = unsaved_forms(self._session.store)
        if forms:
            newest = forms[0]
            ways = (
                (tr("Continue"), lambda: self._continue(newest)),
                (tr("Discard"), lambda: self._discard(newest, notice)),
            )
            notice.tell(_unsaved_words(newest, len(forms) - 1), "info", *ways)

    def _continue(self, form: UnsavedForm) -> None:
        if form.client_id is not None:
            self._show_client(form.client_id)
        if form.subject == "client":
            self.edit_client(form.client_id)
            opened = self.form()
            if opened is not None:
                opened.continue_kept()
        elif form.client_id is not None:
            self._shown_card(form.client_id).continue_form(form)
        elif self._continue_contact is not None:
            self._continue_contact(form.record_id)

    def _discard(self, form: UnsavedForm, notice: NoticeBar) -> None:
        store, kept = self._session.store, form.unsaved
        unsaved.drop(store, kept.key)
        self._tell.done(tr("Draft discarded"), lambda: self._keep_again(kept, notice))
        self.offer_unsaved(notice)

    def _keep_again(self, kept: Unsaved, notice: NoticeBar) -> None:
        unsaved.put(self._session.store, kept.key, kept.value)
        notice.hide()
        self.offer_unsaved(notice)

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

    def _shown_card(self, client_id: bytes) -> CardView:
        """A card on the screen that shows the client: the one beside the list, else one in a window of its own."""
        card = self._pane
        if card is None or not card.isVisible():
            self.open_card(client_id)
            card = next(each.card for each in self._windows if each.card.client_id == client_id)
        card.show_client(client_id)
        return card

    def _calls(self) -> Calls:
        return Calls(self._show_client, self.open_card, self.edit_client, self._undo, self._show_differences)

    def _saved(self, client_id: bytes, op: str) -> None:
        self._close_sheet()
        self._show_client(client_id)
        from crm_desktop.services.plan_starts import begun_last

        self._tell.done(text_operations.op_done(op, 1, begun=begun_last(self._session.store)), self._undo)

    def _close_sheet(self) -> None:
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            sheet.close_sheet()


def _unsaved_words(form: UnsavedForm, others: int) -> str:
    when = formats.moment(form.unsaved.at)
    if not others:
        return tr("Not saved yet: {name}, {when}", name=form.name, when=when)
    return ntr(
        "Not saved yet: {name}, {when}, and {n} more form",
        "Not saved yet: {name}, {when}, and {n} more forms",
        others,
        name=form.name,
        when=when,
    )
