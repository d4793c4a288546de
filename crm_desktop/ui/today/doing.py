"""What a line of the page of today does: each deed is one command, told in a toast with Undo.

The services are imported by the deed that needs them: the page is what a start shows, and a start does nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.kinds import ActivityKind, Op, Outcome
from crm_desktop.ui import formats, text_kinds, text_money, text_operations, text_today
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from crm_desktop.services.attention import Due, Waiting
    from crm_desktop.services.attention_contacts import TodayContact
    from crm_desktop.services.attention_dates import Kept
    from crm_desktop.services.drafts import FeedbackDraft
    from crm_desktop.services.feedback import LowMark
    from crm_desktop.ui.hosts import Hosts
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell


class Doing:
    """The commands of the page, over one base.

    Attributes:
        held: called after a contact with a client was held, with the client, its name and the outcome.
        served: called after a contact went well, or a request was resolved: what a mark of the client would be given
            for (a draft without the mark), and its name.
        whom_wanted: called where somebody is to be chosen who takes care of a request.
    """

    def __init__(self, session: Session, tell: Tell, undo: Callable[[], object], hosts: Hosts) -> None:
        """Take the voice, what takes the last operation back, and who opens forms and cards."""
        self.session = session
        self.hosts = hosts
        self.held: Callable[[bytes, str, Outcome], object] = lambda _client, _name, _outcome: None
        self.served: Callable[[FeedbackDraft, str], object] = lambda _draft, _name: None
        self.whom_wanted: Callable[[Waiting], object] = lambda _row: None
        self._tell = tell
        self._undo = undo

    # --------------------------------------------------------------------------------------------------------- contacts

    def hold(self, contact: TodayContact, outcome: Outcome) -> None:
        """It took place, and ended so."""
        from crm_desktop.services import today

        name = text_today.contact_title(contact)
        how = text_kinds.outcome(outcome) or tr("done")
        store = self.session.store
        ids: list[bytes] = []
        went = self._run(
            lambda: ids.append(today.hold(store, contact.id, contact.occurrence, outcome)), f"{name}: {how}"
        )
        if went and contact.client_id is not None:
            self.held(contact.client_id, contact.client, outcome)
            if outcome is Outcome.SUCCESSFUL:
                self._ask_mark(contact.client_id, contact.client, activity_id=ids[0])

    def cancel(self, contact: TodayContact) -> None:
        """It does not take place."""
        from crm_desktop.services import planning

        how = text_kinds.outcome(Outcome.CANCELLED)
        self._run(
            lambda: planning.cancel(self.session.store, contact.id, occurrence=contact.occurrence),
            f"{text_today.contact_title(contact)}: {how}",
        )

    def open_contact(self, contact: TodayContact, *, tell: bool = False) -> None:
        """Open its form, or where nobody has one the client's card."""
        if self.hosts.open_activity is not None:
            self.hosts.open_activity(contact.id, contact.occurrence, tell)
        elif contact.client_id is not None:
            self.open_client(contact.client_id)

    def move(self, contact: TodayContact) -> None:
        """Ask for its new time."""
        if self.hosts.move_activity is not None:
            self.hosts.move_activity(contact.id, contact.occurrence)

    def plan(self, client_id: bytes | None, wanted: str = "", on: date | None = None) -> None:
        """Open the form of a planned call with the client (of any contact for None)."""
        from crm_desktop.services.drafts import ActivityDraft

        if self.hosts.plan_activity is None:
            return
        self.hosts.plan_activity(
            ActivityDraft(
                client_id=client_id,
                kind=ActivityKind.CALL,
                planned_at=on.isoformat() if on else None,
                all_day=on is not None,
                wanted=wanted,
                responsible_id=self.session.base.me,
            )
        )

    def call_on(self, client_id: bytes, name: str, on: date) -> None:
        """Plan a call on a day without asking for more."""
        from crm_desktop.services import activities
        from crm_desktop.services.drafts import ActivityDraft

        draft = ActivityDraft(
            client_id=client_id,
            kind=ActivityKind.CALL,
            planned_at=on.isoformat(),
            all_day=True,
            responsible_id=self.session.base.me,
        )
        when = text_today.near_day(on, self.session.store.clock.now().astimezone().date())
        self._run(
            lambda: activities.add(self.session.store, draft),
            tr("Call planned: {name}, {when}", name=name, when=when),
        )

    def open_client(self, client_id: bytes) -> None:
        """Open the client's card."""
        if self.hosts.open_card is not None:
            self.hosts.open_card(client_id)

    # ----------------------------------------------------------------------------------------------------------- others

    def greeted(self, row: Kept) -> None:
        """The client was congratulated: say no more of it."""
        from crm_desktop.services.reminders import Ref, handle

        store = self.session.store
        ref = Ref(row.kind, row.subject_id, row.on.isoformat())
        self._run(lambda: handle(store, [ref], store.clock.now()), tr("{name}: greeted", name=row.client))

    def answered(self, row: Waiting) -> None:
        """The client got a first answer; it still waits for the end."""
        from crm_desktop.services import requests

        self._run(
            lambda: requests.answer(self.session.store, row.id), tr("{name}: answered", name=row.client)
        )

    def resolved(self, row: Waiting) -> None:
        """The client waits no more."""
        from crm_desktop.services import requests

        if self._run(
            lambda: requests.resolve(self.session.store, row.id), tr("{name}: resolved", name=row.client)
        ):
            self._ask_mark(row.client_id, row.client, request_id=row.id)

    def hand_over(self, row: Waiting, colleague_id: bytes | None, name: str) -> None:
        """A colleague takes care of it from now on; nobody does, where there is no id."""
        from crm_desktop.services import requests

        words = text_operations.op_done(Op.HAND_OVER_REQUEST, 1)
        self._run(
            lambda: requests.hand_over(self.session.store, [row.id], colleague_id),
            f"{words}: {name or trc('with whom', 'nobody')}",
        )

    def marked(self, draft: FeedbackDraft) -> None:
        """The client gave a mark."""
        from crm_desktop.services import feedback
        from crm_desktop.ui.card.feedback_form import told

        self._run(lambda: feedback.add(self.session.store, draft), told(draft))

    def mark_with_words(self, draft: FeedbackDraft) -> None:
        """The client gave a mark with a few words: open its form."""
        if self.hosts.open_feedback is not None:
            self.hosts.open_feedback(draft)

    def seen(self, row: LowMark) -> None:
        """Somebody knows of the low mark, and that is enough."""
        from crm_desktop.services import feedback

        self._run(lambda: feedback.seen(self.session.store, row.id), tr("{name}: seen", name=row.client))

    def made_complaint(self, row: LowMark) -> None:
        """The low mark is a complaint from now on, with its clock."""
        from crm_desktop.services import feedback

        about = tr("Not satisfied: {mark} of 5", mark=row.mark)
        self._run(
            lambda: feedback.make_complaint(self.session.store, row.id, row.about or about),
            tr("{name}: complaint written down", name=row.client),
        )

    def paid(self, row: Due) -> None:
        """The money came, today."""
        from crm_desktop.services import payments

        words = tr(
            "{name}: {amount} paid", name=row.client, amount=formats.money(abs(row.amount), row.currency)
        )
        self._run(lambda: payments.pay(self.session.store, row.id), words)

    def pay_part(self, row: Due) -> None:
        """Ask how much of it came, and when."""
        if self.hosts.pay_part is not None:
            self.hosts.pay_part(row.id)

    def tell_problem(self, error: Exception) -> None:
        """Say what went wrong beside the lines."""
        self._tell.problem(error)

    def _ask_mark(
        self,
        client_id: bytes,
        name: str,
        *,
        request_id: bytes | None = None,
        activity_id: bytes | None = None,
    ) -> None:
        """Ask in passing how satisfied the client is."""
        from crm_desktop.services.drafts import FeedbackDraft

        me = self.session.base.me
        draft = FeedbackDraft(client_id, 0, request_id=request_id, activity_id=activity_id, responsible_id=me)
        self.served(draft, name)

    def _run(self, command: Callable[[], object], words: str) -> bool:
        """Carry out a command and tell; says whether it went well."""
        try:
            command()
        except Exception as error:
            self._tell.problem(error)
            return False
        from crm_desktop.services import plan_starts, stage_rules

        store = self.session.store
        words = text_operations.with_steps(words, plan_starts.begun_last(store))
        self._tell.done(text_money.with_moved(words, stage_rules.moved_last(store)), self._undo)
        return True
