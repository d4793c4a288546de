"""The card of a client, beside the list or in a window of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QWidget

from crm_desktop.errors import RecordNotFound, UserError
from crm_desktop.kinds import Op, Outcome
from crm_desktop.services import activities, clients, deals, feedback, payments, requests
from crm_desktop.services.card import card as read_card
from crm_desktop.services.colleagues import are_several
from crm_desktop.services.drafts import ActivityDraft, FeedbackDraft
from crm_desktop.ui import text_money, text_operations
from crm_desktop.ui.card.activity_about import activity_key
from crm_desktop.ui.card.alert_deeds import AlertDeeds
from crm_desktop.ui.card.alerts import alerts_of
from crm_desktop.ui.card.card_page import CardPage
from crm_desktop.ui.card.deal_form import DealForm
from crm_desktop.ui.card.facts import below, on_top
from crm_desktop.ui.card.feedback_form import FeedbackForm
from crm_desktop.ui.card.history_dialog import HistoryDialog, card_history, record_history
from crm_desktop.ui.card.parts import MONEY
from crm_desktop.ui.card.payment_form import PaymentForm
from crm_desktop.ui.card.request_form import RequestForm
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.changes import Changes
    from crm_desktop.services.card_rows import Card
    from crm_desktop.ui.card.activity_form import ActivityForm
    from crm_desktop.ui.card.calls import Calls
    from crm_desktop.ui.card.entries import Entry
    from crm_desktop.ui.card.facts import Fact
    from crm_desktop.ui.card.small_form import SmallForm
    from crm_desktop.ui.card.unsaved_forms import UnsavedForm
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

LEAST_WIDTH = 360

_TABLES = (
    "client contact_point employment named_date client_tag group_member field_value external_id activity request deal"
    " payment photo stage tag client_group source colleague field import_run feedback setting conflict"
).split()

_NEW_MONEY = frozenset(
    {Op.PAY, Op.PLAN_PAYMENTS, Op.ADD_REQUEST, Op.ADD_FEEDBACK, Op.ADD_DEAL, Op.ADD_PAYMENT}
)

_REMOVERS: dict[str, tuple[Callable[..., None], Op]] = {
    "activity": (activities.delete, Op.DELETE_ACTIVITY),
    "request": (requests.delete, Op.DELETE_REQUEST),
    "deal": (deals.delete, Op.DELETE_DEAL),
    "payment": (payments.delete, Op.DELETE_PAYMENT),
    "feedback": (feedback.delete, Op.DELETE_FEEDBACK),
}


class CardView(QWidget):
    """Shows one client, nobody, or that the client is gone."""

    def __init__(self, session: Session, tell: Tell, calls: Calls) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(tr("Card"))
        self.setMinimumWidth(LEAST_WIDTH)
        self._session = session
        self._tell = tell
        self._calls = calls
        self._client: bytes | None = None
        self._card: Card | None = None
        self.page = CardPage(session)
        self._deeds = AlertDeeds(self, session, self._run)
        self._places = QStackedLayout(self)
        words = tr(
            "Everything about the client stands here: how to reach them, what they like, what was agreed."
        )
        self._places.addWidget(EmptyState("card_empty", "user", tr("Choose a client"), words))
        self._places.addWidget(self.page)
        gone = tr("It was removed for good, or taken back with the operation that made it.")
        self._places.addWidget(
            EmptyState("card_gone", "eye-off", tr("This client is not there any more"), gone)
        )
        self._connect()

    # -------------------------------------------------------------------------------------------------- from outside

    @property
    def client_id(self) -> bytes | None:
        """Who is shown."""
        return self._client

    @property
    def name(self) -> str:
        """The name of who is shown."""
        return self._card.name if self._card else ""

    def show_client(self, client_id: bytes | None) -> None:
        """Show a client, or nobody. A form that is open keeps what was typed as a draft."""
        if client_id == self._client and client_id is not None:
            return
        self.page.close_form()
        self._client = client_id
        self._read(keep=False)

    def changed(self, changes: Changes) -> None:
        """Something was committed: read again what it may touch; an open form stays as it is."""
        if changes.touches(*_TABLES):
            self.read_again()

    def read_again(self) -> None:
        """Out of sight it was told nothing of what was committed."""
        if self._client is not None:
            self._read(keep=True)

    def log_contact(self, *, planned: bool = False) -> None:
        """Open the small form for a contact that was held, or one to plan."""
        form = self.page.form()
        if form is not None and form.kept.key == activity_key(self._client or b"", planned=planned):
            form.focus_first()
        elif self._client is not None and self._card is not None and not self._card.deleted:
            self._open_form(lambda client_id: self._activity_form(client_id, planned=planned))

    def continue_form(self, form: UnsavedForm) -> None:
        """Open the small form that was left unsaved, with what it held."""
        planned, record = form.planned, form.record_id
        makers: dict[str, Callable[[bytes], SmallForm]] = {
            "activity": lambda id_: self._activity_form(id_, planned=planned, activity_id=record),
            "request": lambda id_: RequestForm(self._session, id_, record),
            "deal": lambda id_: self._deal_form(id_, record),
            "payment": lambda id_: PaymentForm(self._session, id_, record),
            "feedback": lambda id_: FeedbackForm(self._session, FeedbackDraft(id_, 0), record),
        }
        self._open_form(makers[form.subject])
        opened = self.page.form()
        if opened is not None:
            opened.continue_kept()

    def edit(self) -> None:
        """Open the form of the client."""
        if self._client is not None and self._card is not None and not self._card.deleted:
            self._calls.edit_client(self._client)

    # ------------------------------------------------------------------------------------------------------- reading

    def _read(self, *, keep: bool) -> None:
        if self._client is None:
            self._card = None
            self._places.setCurrentIndex(0)
            return
        now = self._session.store.clock.now()
        today = now.astimezone().date()
        try:
            found = read_card(self._session.store, self._client, today)
            # Who works alone is not told that it is he.
            self._card = found if are_several(self._session.store) else replace(found, responsible="")
        except RecordNotFound:
            self._card = None
            self.page.close_form()
            self._places.setCurrentIndex(2)
            return
        self.page.show_card(self._card, alerts_of(self._card, now), on_top(self._card, today), keep=keep)
        self._places.setCurrentIndex(1)
        self.setAccessibleName(tr("Card of {name}", name=self._card.name))

    # --------------------------------------------------------------------------------------------------------- forms

    def _open_form(self, make: Callable[[bytes], SmallForm]) -> None:
        if self._client is None:
            return
        try:
            form = make(self._client)
        except UserError as error:
            self._tell.problem(error)
            return
        form.saved.connect(self._saved)
        form.problem.connect(self._tell.problem)
        self.page.open_form(form)

    def _deal_form(self, client_id: bytes, deal_id: bytes | None = None) -> DealForm:
        form = DealForm(self._session, client_id, deal_id)
        form.plan_wanted.connect(lambda id_: self._open_contact(deal_id=id_))
        form.activity_wanted.connect(lambda id_: self._open_contact(activity_id=id_))
        form.payments_wanted.connect(self._plan_payments)
        return form

    def _open_contact(self, **what: bytes) -> None:
        self._open_form(lambda client: self._activity_form(client, planned="deal_id" in what, **what))

    def _activity_form(
        self,
        client_id: bytes,
        *,
        planned: bool = False,
        activity_id: bytes | None = None,
        deal_id: bytes | None = None,
    ) -> ActivityForm:
        # Imported here: with it the rules of repetition, which showing a card does without.
        from crm_desktop.ui.card.activity_form import ActivityForm

        draft = ActivityDraft(client_id, deal_id=deal_id) if deal_id else None
        form = ActivityForm(self._session, client_id, planned=planned, activity_id=activity_id, draft=draft)
        form.template_wanted.connect(lambda _client_id: self._plan_by_template())
        return form

    def _plan_payments(self, deal_id: bytes) -> None:
        # Imported here: few deals are paid in parts.
        from crm_desktop.ui.card.payment_plan_form import PaymentPlanForm

        self._open_form(lambda _client: PaymentPlanForm(self._session, deal_id))

    def _plan_by_template(self) -> None:
        # Imported here: few are planned so.
        from crm_desktop.ui.card.plan_form import PlanForm

        self._open_form(lambda client_id: PlanForm(self._session, client_id))

    def _saved(self, op: str) -> None:
        form = self.page.form()
        count = 1 if form is None else form.written
        told = "" if form is None else form.told
        self.page.close_form()
        if op in _NEW_MONEY:
            # What was just written should be seen.
            self.page.parts.show_tab(MONEY)
        self._tell_done(told or text_operations.op_done(op, count))
        self._ask_mark(op, form)

    def _ask_mark(self, op: str, form: SmallForm | None) -> None:
        """After a contact that went well just now, or a request that was resolved: ask in passing how it was."""
        card, store = self._card, self._session.store
        if card is None:
            return
        draft = FeedbackDraft(card.id, 0, responsible_id=self._session.base.me)
        if isinstance(form, RequestForm) and form.resolved_id is not None:
            self.page.marks.ask(replace(draft, request_id=form.resolved_id), card.name)
        elif op == Op.ADD_ACTIVITY and card.last_contacts:
            newest = card.last_contacts[0]
            if newest.outcome is Outcome.SUCCESSFUL and not feedback.is_marked(store, newest.id):
                self.page.marks.ask(replace(draft, activity_id=newest.id), card.name)

    def _mark(self, draft: FeedbackDraft) -> None:
        self._open_form(lambda _client: FeedbackForm(self._session, draft))

    def _marked(self, draft: FeedbackDraft) -> None:
        self._run(lambda: feedback.add(self._session.store, draft), Op.ADD_FEEDBACK)

    def _edit_entry(self, entry: Entry) -> None:
        makers: dict[str, Callable[[bytes], SmallForm]] = {
            "activity": lambda client: self._activity_form(client, activity_id=entry.id),
            "request": lambda client: RequestForm(self._session, client, entry.id),
            "deal": lambda client: self._deal_form(client, entry.id),
            "payment": lambda client: PaymentForm(self._session, client, entry.id),
            "feedback": lambda client: FeedbackForm(self._session, FeedbackDraft(client, 0), entry.id),
        }
        self._open_form(makers[entry.table])

    def _do_with(self, entry: Entry, deed: str) -> None:
        """What can be done with a payment or a deal by one key."""
        # Imported here: few cards are paid by.
        from crm_desktop.ui.card.payment_part_form import PaymentPartForm

        deeds: dict[str, Callable[[], object]] = {
            "paid": lambda: self._run(lambda: payments.pay(self._session.store, entry.id), Op.PAY),
            "pay_part": lambda: self._open_form(lambda _id: PaymentPartForm(self._session, entry.id)),
            "plan_payments": lambda: self._plan_payments(entry.id),
        }
        deeds[deed]()

    def _remove_entry(self, entry: Entry) -> None:
        remove, op = _REMOVERS[entry.table]
        self._run(lambda: remove(self._session.store, entry.id), op)

    def _run(self, command: Callable[[], object], op: Op) -> None:
        try:
            command()
        except Exception as error:
            self._tell.problem(error)
        else:
            self._tell_done(text_operations.op_done(op, 1))

    def _tell_done(self, words: str) -> None:
        """Tell of what was done, and of what followed from it by plans and rules."""
        from crm_desktop.services import plan_starts, stage_rules

        store = self._session.store
        words = text_operations.with_steps(words, plan_starts.begun_last(store))
        self._tell.done(text_money.with_moved(words, stage_rules.moved_last(store)), self._calls.undo)

    # ------------------------------------------------------------------------------------------------------ commands

    def _follow(self, fact: Fact) -> None:
        if fact.client is not None:
            self._calls.open_client(fact.client)
        elif fact.activity is not None:
            self._open_contact(activity_id=fact.activity)

    def _copied(self, text: str) -> None:
        self._tell.done(tr("Copied: {text}", text=text if len(text) <= 60 else f"{text[:60]}…"))

    def _show_history(self, field: str | bytes | None, title: str) -> None:
        if self._client is not None:
            self._show_dialog(lambda client: card_history(self, self._session, client, field, title))

    def _show_dialog(self, make: Callable[[bytes], HistoryDialog]) -> None:
        assert self._client is not None
        try:
            dialog = make(self._client)
        except UserError as error:
            self._tell.problem(error)
            return
        dialog.show()
        dialog.view.setFocus()

    def _do(self, command: str) -> None:
        """One of the buttons or of the menu of the page."""
        client = self._client
        if client is None:
            return
        store = self._session.store
        commands: dict[str, Callable[[], object]] = {
            "log": self.log_contact,
            "plan": lambda: self.log_contact(planned=True),
            "template": self._plan_by_template,
            "edit": self.edit,
            "request": lambda: self._open_form(lambda id_: RequestForm(self._session, id_)),
            "feedback": lambda: self._mark(FeedbackDraft(client, 0, responsible_id=self._session.base.me)),
            "payment": lambda: self._open_form(lambda id_: PaymentForm(self._session, id_)),
            "deal": lambda: self._open_form(self._deal_form),
            "history": lambda: self._show_history(None, self.name),
            "window": lambda: self._calls.open_window(client),
            "copy": self._copy,
            "delete": lambda: self._run(lambda: clients.delete(store, [client]), Op.DELETE_CLIENTS),
            "restore": lambda: self._run(lambda: clients.restore(store, [client]), Op.RESTORE_CLIENTS),
            "merged": self._open_merged,
            "differences": lambda: self._calls.show_differences and self._calls.show_differences(client),
            "part": lambda: self._part(client),
        }
        commands[command]()

    def _open_merged(self) -> None:
        if self._card is not None and self._card.merged_into is not None:
            self._calls.open_client(self._card.merged_into.id)

    def _part(self, client_id: bytes) -> None:
        # Imported here: few cards were ever merged.
        from crm_desktop.ui.card.parting import PartingMenu

        menu = PartingMenu(self, self._session, self._tell, self._calls.undo)
        menu.offer(client_id, QCursor.pos())

    def _copy(self) -> None:
        if self._card is not None:
            QGuiApplication.clipboard().setText(self._as_text(self._card))
            self._tell.done(tr("The card is on the clipboard"))

    def _as_text(self, card: Card) -> str:
        today = self._session.store.clock.now().astimezone().date()
        lines = [card.name]
        for fact in (*on_top(card, today), *below(card, today)):
            lines.append(f"{fact.label}: {fact.text}" + (f" ({fact.note})" if fact.note else ""))
        return "\n".join(lines)

    def _connect(self) -> None:
        page = self.page
        page.command.connect(self._do)
        page.head.opened.connect(self._calls.open_client)
        page.alerts.opened.connect(
            lambda id_: self._open_form(lambda client: RequestForm(self._session, client, id_))
        )
        page.alerts.answered.connect(self._deeds.answer)
        page.alerts.hand_over_wanted.connect(self._deeds.hand_over)
        page.alerts.act_wanted.connect(self._deeds.act)
        page.marks.given.connect(self._marked)
        page.marks.words_wanted.connect(self._mark)
        for source in (page.facts, page.parts):
            source.followed.connect(self._follow)
            source.copied.connect(self._copied)
        page.facts.history.connect(lambda fact: self._show_history(fact.field, fact.label))
        page.parts.field_history.connect(lambda fact: self._show_history(fact.field, fact.label))
        page.parts.opened.connect(self._edit_entry)
        page.parts.remove.connect(self._remove_entry)
        page.parts.ask_history.connect(self._show_record_history)
        page.parts.deed_wanted.connect(self._do_with)

    def _show_record_history(self, entry: Entry) -> None:
        title = f"{entry.title}, {entry.when}" if entry.when else entry.title
        self._show_dialog(lambda _client: record_history(self, self._session, entry.table, entry.id, title))
