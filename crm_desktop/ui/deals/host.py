"""How the window comes to deals: the page, and the form of one over the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.services import deals, stage_rules
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.services.plan_starts import begun_last
from crm_desktop.ui import text_money, text_operations
from crm_desktop.ui.card.deal_form import DealForm
from crm_desktop.ui.planning.form_sheet import over

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.card.side_sheet import SideSheet
    from crm_desktop.ui.card.small_form import SmallForm
    from crm_desktop.ui.deals.page import DealsPage
    from crm_desktop.ui.desk import Desk


def make_deals(desk: Desk) -> Deals:
    """The deals of one window; their form closes with it and keeps what was typed."""
    made = Deals(desk)
    desk.window.closing.connect(made.close)
    return made


class Deals:
    """One per window; one form at a time stands over it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session = desk.session
        self._sheet: SideSheet | None = None
        self._form: SmallForm | None = None

    def page(self) -> QWidget:
        """Make the page."""
        from crm_desktop.ui.deals.calls import DealCalls
        from crm_desktop.ui.deals.files import copy_rows
        from crm_desktop.ui.deals.page import DealsPage

        desk, window = self._desk, self._desk.window
        calls = DealCalls(
            self.open_deal,
            self.new_deal,
            desk.show_client,
            self._plan,
            lambda places: self._save(page, places),
            lambda table: copy_rows(self._session, window.tell, table),
        )
        page = DealsPage(
            self._session, window.tell, desk.undoing.take_back_last, window.status.show_work, calls
        )
        page.layout_changed.connect(lambda layout: desk.keep_columns(layout, "deals"))
        page.selection_told.connect(window.status.show_selection)
        page.up_left.connect(desk.leave_list)
        page.letters.connect(desk.type_on)
        page.shown_all.connect(window.search.clear)
        page.keep_wanted.connect(desk.views.save)
        desk.leaving.connect(page.close_model)
        return page

    def open_deal(self, deal_id: bytes) -> None:
        """Open the form of a deal."""
        self._open(lambda: self._deal_form(deals.draft_of(self._session.store, deal_id).client_id, deal_id))

    def new_deal(self, client_id: bytes | None = None) -> None:
        """Open the form of a new deal, of a client who is known already or is to be chosen there."""
        self._open(lambda: self._deal_form(client_id))

    def form(self) -> SmallForm | None:
        """The form that is open."""
        return self._form

    def close(self) -> None:
        """Close what is open; the form keeps what was typed."""
        sheet, self._sheet, self._form = self._sheet, None, None
        if sheet is not None:
            sheet.close_sheet()

    # ---------------------------------------------------------------------------------------------------------- inside

    def _deal_form(self, client_id: bytes | None, deal_id: bytes | None = None) -> DealForm:
        form = DealForm(self._session, client_id, deal_id, alone=True)
        form.plan_wanted.connect(self._plan_from_form)
        form.client_wanted.connect(self._show_client)
        form.activity_wanted.connect(self._open_activity)
        form.payments_wanted.connect(self._plan_payments)
        return form

    def _open(self, make: Callable[[], SmallForm]) -> None:
        if self._sheet is not None:
            return
        window = self._desk.window
        try:
            form = make()
        except UserError as error:
            window.tell.problem(error)
            return
        form.saved.connect(lambda op: self._saved(op, form))
        form.left.connect(self.close)
        form.problem.connect(window.tell.problem)
        self._form = form
        self._sheet = sheet = over(window.centralWidget() or window, form)

        def forget() -> None:
            if self._sheet is sheet:
                self._sheet = self._form = None  # it went with its window

        sheet.destroyed.connect(forget)

    def _saved(self, op: str, form: SmallForm) -> None:
        count, told = form.written, form.told
        self.close()
        told = told or text_operations.op_done(op, count)
        words = text_operations.with_steps(told, begun_last(self._session.store))
        words = text_money.with_moved(words, stage_rules.moved_last(self._session.store))
        self._desk.window.tell.done(words, self._desk.undoing.take_back_last)

    def _plan_payments(self, deal_id: bytes) -> None:
        from crm_desktop.ui.card.payment_plan_form import PaymentPlanForm

        self.close()
        self._open(lambda: PaymentPlanForm(self._session, deal_id))

    def _plan_from_form(self, deal_id: bytes) -> None:
        self.close()
        self._plan(deal_id)

    def _show_client(self, client_id: bytes) -> None:
        self.close()
        self._desk.show_client(client_id)

    def _open_activity(self, activity_id: bytes) -> None:
        opened = self._desk.hosts.open_activity
        if opened is not None:
            self.close()
            opened(activity_id, None, False)

    def _plan(self, deal_id: bytes) -> None:
        plan = self._desk.hosts.plan_activity
        if plan is not None:
            draft = deals.draft_of(self._session.store, deal_id)
            me = self._session.base.me
            plan(ActivityDraft(draft.client_id, responsible_id=draft.responsible_id or me, deal_id=deal_id))

    def _save(self, page: DealsPage, places: Sequence[int] | None) -> None:
        from crm_desktop.ui.deals.files import save_deals

        def wanted(cancelled: Callable[[], bool]) -> Sequence[int] | array[int]:
            return page.list.all_places(cancelled) if places is None else places

        save_deals(self._desk.window, self._session, self._desk.window.tell, wanted)
