"""Planned contacts as a window opens them: from the calendar, from Today, from a reminder, from the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.errors import UserError
from crm_desktop.kinds import Op
from crm_desktop.services.drafts import ActivityDraft
from crm_desktop.ui import text_money, text_operations
from crm_desktop.ui.card.activity_form import ActivityForm
from crm_desktop.ui.planning.form_sheet import over
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crm_desktop.services.drafts import FeedbackDraft
    from crm_desktop.ui.card.side_sheet import SideSheet
    from crm_desktop.ui.card.small_form import SmallForm
    from crm_desktop.ui.desk import Desk


def make_planning(desk: Desk) -> Planning:
    """The forms of one window; they close with it and keep what was typed."""
    made = Planning(desk)
    desk.window.closing.connect(made.close)
    return made


class Planning:
    """One per window; one form at a time stands over it."""

    def __init__(self, desk: Desk) -> None:
        self._session = desk.session
        self._over = desk.window.centralWidget() or desk.window
        self._tell = desk.window.tell
        self._undo = desk.undoing.take_back_last
        self._working = desk.window.status.show_work
        self._sheet: SideSheet | None = None
        self._form: SmallForm | None = None

    def plan_activity(self, draft: ActivityDraft) -> None:
        """Open the form of a planned contact with what is known already."""

        def make() -> ActivityForm:
            form = ActivityForm(self._session, None, planned=True, draft=draft)
            form.template_wanted.connect(self._plan_by_template)
            return form

        self._open(make)

    def open_activity(self, activity_id: bytes, occurrence: str | None, tell: bool) -> None:
        """Open an activity, or an occurrence of a series; ``tell``: to say how it went."""
        self._open(
            lambda: ActivityForm(
                self._session, None, activity_id=activity_id, occurrence=occurrence, tell=tell
            )
        )

    def continue_contact(self, activity_id: bytes | None) -> None:
        """Go on with the unsaved form of a contact with nobody; of a new one for None."""
        if activity_id is None:
            self.plan_activity(ActivityDraft())
        else:
            self.open_activity(activity_id, None, False)
        if self._form is not None:
            self._form.continue_kept()

    def move_activity(self, activity_id: bytes, occurrence: str | None) -> None:
        """Ask for the new time of a planned contact."""
        from crm_desktop.ui.planning.move_form import MoveForm

        self._open(lambda: MoveForm(self._session, activity_id, occurrence))

    def plan_many(self, client_ids: Sequence[bytes]) -> None:
        """Plan contacts for many clients."""
        from crm_desktop.ui.planning.many_form import ManyForm

        def make() -> ManyForm:
            form = ManyForm(self._session, client_ids)
            form.long_work.connect(self._work)
            return form

        if client_ids:
            self._open(make)

    def plan_wishes(self, wish_ids: Sequence[bytes], asked: str) -> None:
        """Plan calls for the clients of these wishes; ``asked`` is what they wished for."""
        from crm_desktop.ui.planning.wish_calls_form import WishCallsForm

        def make() -> WishCallsForm:
            form = WishCallsForm(self._session, wish_ids, asked)
            form.long_work.connect(self._work)
            return form

        if wish_ids:
            self._open(make)

    def open_request(self, request_id: bytes) -> None:
        """Open a request."""
        from crm_desktop.ui.card.request_form import RequestForm

        self._open(lambda: RequestForm(self._session, None, request_id))

    def new_request(self, client_id: bytes | None) -> None:
        """Open a new request, of a client who can be changed in the form; of whichever for None."""
        from crm_desktop.ui.card.request_form import RequestForm

        self._open(lambda: RequestForm(self._session, offered=client_id))

    def open_feedback(self, draft: FeedbackDraft) -> None:
        """Open the form of a mark that is to be given."""
        from crm_desktop.ui.card.feedback_form import FeedbackForm

        self._open(lambda: FeedbackForm(self._session, draft))

    def pay_part(self, payment_id: bytes) -> None:
        """Ask how much of a planned payment was paid, and when."""
        from crm_desktop.ui.card.payment_part_form import PaymentPartForm

        self._open(lambda: PaymentPartForm(self._session, payment_id))

    def plan_payments(self, deal_id: bytes) -> None:
        """Part the rest of a deal into payments."""
        from crm_desktop.ui.card.payment_plan_form import PaymentPlanForm

        self._open(lambda: PaymentPlanForm(self._session, deal_id))

    def apply_plan(self, client_id: bytes) -> None:
        """Plan the dated steps of a template for a client."""
        from crm_desktop.ui.card.plan_form import PlanForm

        self._open(lambda: PlanForm(self._session, client_id))

    def _plan_by_template(self, client_id: bytes) -> None:
        self.close()
        self.apply_plan(client_id)

    def form(self) -> SmallForm | None:
        """The form that is open."""
        return self._form

    def close(self) -> None:
        """Close what is open; the form keeps what was typed."""
        sheet, self._sheet, self._form = self._sheet, None, None
        if sheet is not None:
            sheet.close_sheet()

    def _open(self, make: Callable[[], SmallForm]) -> None:
        if self._sheet is not None:
            return
        try:
            form = make()
        except UserError as error:
            self._tell.problem(error)
            return
        form.saved.connect(lambda op: self._saved(form, op))
        form.left.connect(self.close)
        form.problem.connect(self._tell.problem)
        self._form = form
        self._sheet = sheet = over(self._over, form)

        def forget() -> None:
            if self._sheet is sheet:
                self._sheet = self._form = None  # it went with its window

        sheet.destroyed.connect(forget)

    def _work(self, work: Callable[[Callable[[int, int], None]], int]) -> None:
        """Plan many on a thread; the window stays alive and says that it is at work."""
        self.close()
        self._working(tr("Saving…"))
        self._session.runner.start(
            lambda progress: work(progress.step),
            done=lambda count: self._ended(lambda: self._told(Op.PLAN_CONTACTS, count)),
            failed=lambda error: self._ended(lambda: self._tell.problem(error)),
        )

    def _ended(self, call: Callable[[], object]) -> None:
        self._working("")
        call()

    def _told(self, op: str, count: int) -> None:
        self._tell_done(text_operations.op_done(op, count))

    def _tell_done(self, words: str) -> None:
        from crm_desktop.services import plan_starts, stage_rules

        store = self._session.store
        words = text_operations.with_steps(words, plan_starts.begun_last(store))
        self._tell.done(text_money.with_moved(words, stage_rules.moved_last(store)), self._undo)

    def _saved(self, form: SmallForm, op: str) -> None:
        count, told = form.written, form.told
        self.close()
        if told:
            self._tell_done(told)
        elif count:
            self._told(op, count)
