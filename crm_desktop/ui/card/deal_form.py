"""A sale in the making, won or lost: the whole of it, on the card and over the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from crm_desktop.errors import NobodyChosen
from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deals, owed
from crm_desktop.services.drafts import DealDraft
from crm_desktop.ui import text_deals, text_kinds, text_money
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.client_field import ClientField
from crm_desktop.ui.card.cost_field import CostField
from crm_desktop.ui.card.deal_about import DealAbout
from crm_desktop.ui.card.deal_stage_choice import DealStageChoice
from crm_desktop.ui.card.entry_choice import EntryChoice, asks_whom, colleague_choices, source_choices
from crm_desktop.ui.card.items_field import ItemsField
from crm_desktop.ui.card.money_fields import AmountField, home_currency
from crm_desktop.ui.card.payment_form import amount_of, day_of
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.formats import money
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session


class DealForm(SmallForm):
    """A new deal of a client (None: to be chosen), or one that is there.

    Signals:
        plan_wanted: a contact about the deal is to be planned; carries its id.
        client_wanted: the client is to be shown; carries its id.
        activity_wanted: a contact of the deal is to be opened; carries its id.
        payments_wanted: the payments of the deal are to be planned; carries its id.
    """

    plan_wanted = Signal(object)
    client_wanted = Signal(object)
    activity_wanted = Signal(object)
    payments_wanted = Signal(object)

    def __init__(
        self, session: Session, client_id: bytes | None, deal_id: bytes | None = None, *, alone: bool = False
    ) -> None:
        """``alone``: it does not stand on the card of its client, and says whose deal it is."""
        self._deal_id = deal_id
        self._client_id = client_id
        self._alone = alone
        used = (
            []
            if client_id is None
            else [d.currency for _, d in deals.of(session.store, client_id) if d.currency]
        )
        self._base = DealDraft(client_id or b"", currency=home_currency(used), responsible_id=session.base.me)
        if deal_id is not None:
            self._base = deals.draft_of(session.store, deal_id)
        key = f"deal:{deal_id.hex()}" if deal_id else f"deal:new:{(client_id or b'').hex()}"
        super().__init__("deal_form", tr("Deal"), session, key)
        self._make_widgets()
        self._add_rows()
        self._connect()
        self._show_draft(self._base)
        self.ready()

    def focus_first(self) -> None:
        first = self._client if self._client is not None else self._deal_title
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {
            "title": self._deal_title.text().strip(),
            "items": self._items.state(),
            "amount": self._amount.text(),
            "currency": self._amount.code(),
            "cost": self._cost.text().strip(),
            "state": self._state.value(),
            "stage": self._stage.value(),
            "expected": self._expected.text(),
            "closed": self._closed.text(),
            "lost_reason": self._reason.currentText().strip(),
            "responsible": self._responsible.value(),
            "source": self._source.value(),
            "notes": self._notes.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._deal_title.setText(state["title"])
        self._amount.show_code(state["currency"])
        self._amount.line.setText(state["amount"])
        self._cost.setText(state["cost"])
        self._items.show_state(state["items"])
        self._state.choose(DealState(state["state"]))
        self._stage.show_stage(state["stage"], DealState(state["state"]))
        self._expected.line.setText(state["expected"])
        self._closed.line.setText(state["closed"])
        self._reason.setCurrentText(state["lost_reason"])
        self._responsible.choose(state["responsible"])
        self._source.choose(state["source"])
        self._notes.set_text(state["notes"])
        self._show_rows()
        self._show_sums()

    def write(self) -> str:
        draft = self._draft()
        if self._deal_id is None:
            deals.add(self.session.store, draft)
            return Op.ADD_DEAL
        deals.edit(self.session.store, self._deal_id, draft)
        if draft.state is DealState.LOST and self._base.state is not DealState.LOST:
            gone = text_money.off_words(owed.off_of(self.session.store, [self._deal_id]))
            self.told = " · ".join(filter(None, (text_deals.closed(draft.state, 1), gone)))
        return Op.EDIT_DEAL

    # ---------------------------------------------------------------------------------------------------------- inside

    def _draft(self) -> DealDraft:
        """What the form says. Raises UserError."""
        state, items = self._state.value(), self._items.items()
        amount = 0 if items else amount_of(self._amount)
        cost = self._cost.minor_or_none()
        return replace(
            self._base,
            client_id=self._chosen_client(),
            title=self._deal_title.text().strip(),
            amount=amount,
            currency=self._amount.code() if amount or items or cost else "",
            cost=cost,
            items=items,
            state=state,
            stage_id=self._stage.value(),
            expected_on=day_of(self._expected, "expected_on"),
            closed_on=None if state is DealState.OPEN else day_of(self._closed, "closed_on"),
            lost_reason=self._reason.currentText().strip() if state is DealState.LOST else "",
            responsible_id=self._responsible.value(),
            source_id=self._source.value(),
            notes=self._notes.text(),
        )

    def _chosen_client(self) -> bytes:
        if self._client is None:
            return self._base.client_id
        chosen = self._client.client_id()
        if chosen is None:
            raise NobodyChosen(field="client_id", text=self._client.text().strip())
        return chosen

    def _show_draft(self, draft: DealDraft) -> None:
        self._amount.show_amount(draft.amount, draft.currency)
        self._cost.show_minor(draft.cost, draft.currency)
        self._items.show_items(draft.items)
        self.show_state(
            dict(self.state())
            | {
                "title": draft.title,
                "state": draft.state,
                "stage": draft.stage_id,
                "expected": typed_text(draft.expected_on or ""),
                "closed": typed_text(draft.closed_on or ""),
                "lost_reason": draft.lost_reason,
                "responsible": draft.responsible_id,
                "source": draft.source_id,
                "notes": draft.notes,
            }
        )

    def _make_widgets(self) -> None:
        clock, session = self.session.store.clock, self.session
        self._client = None if self._client_id else ClientField("deal_client", tr("Client"), session)
        self._deal_title = QLineEdit()
        self._deal_title.setObjectName("deal_title")
        self._deal_title.setAccessibleName(text_kinds.field("title"))
        self._amount = AmountField("deal_amount", self._base.currency or home_currency(()))
        self._cost = CostField(self._amount)
        self._items = ItemsField(self._amount.code)
        self._profit = label("", "quiet")
        self._profit.setObjectName("deal_profit")
        states = [(state, text_kinds.deal_state(state)) for state in DealState]
        self._state = ChoiceRow("deal_state", text_kinds.field("state"), states, mnemonics=True)
        self._stage = DealStageChoice(session.store)
        self._expected = WhenField("deal_expected", tr("Expected"), clock, ahead=True, day=True)
        self._closed = WhenField("deal_closed", tr("Closed"), clock, ahead=False, day=True)
        self._reason = QComboBox()
        self._reason.setObjectName("deal_lost_reason")
        self._reason.setAccessibleName(tr("Why it was lost"))
        self._reason.setEditable(True)
        self._reason.addItems(deals.lost_reasons(session.store))
        responsible = colleague_choices(session, self._base.responsible_id)
        self._responsible = EntryChoice("deal_responsible", tr("Responsible"), responsible)
        self._asks_whom = asks_whom(responsible)
        self._source = EntryChoice("deal_source", tr("Source"), source_choices(session))
        self._notes = TextBox("deal_notes", tr("Notes"))

    def _add_rows(self) -> None:
        if self._client is not None:
            self.add_row(tr("Client"), self._client, "client_id")
        elif self._alone:
            shown = button(
                "deal_show_client",
                deals.client_name(self.session.store, self._base.client_id),
                look="link",
                clicked=lambda: self.client_wanted.emit(self._base.client_id),
            )
            self.add_row(tr("Client"), shown)
        self.add_row(text_kinds.field("title"), self._deal_title, "title")
        self.add_row(text_kinds.field("state"), self._state)
        self.add_row(tr("Stage"), self._stage, "stage_id")
        self.add_row(tr("Amount"), self._amount, "amount", self._amount.line)
        self.know("currency", self._amount.currency)
        self.add_row(tr("Cost"), self._cost, "cost")
        self.add_row(" ", self._profit)
        self.add_row("", self._items, "items")
        self.add_row(tr("Expected"), self._expected, "expected_on", self._expected.line)
        self.add_row(tr("Closed"), self._closed, "closed_on", self._closed.line)
        self.add_row(tr("Reason"), self._reason, "lost_reason")
        self.add_row(tr("Responsible"), self._responsible, "responsible_id")
        self.show_row(self._responsible, shown=self._asks_whom)
        self.add_row(tr("Source"), self._source, "source_id")
        self.add_row(tr("Notes"), self._notes, "notes")
        if self._deal_id is not None:
            about = DealAbout(self.session, self._deal_id)
            about.plan_wanted.connect(lambda: self.plan_wanted.emit(self._deal_id))
            about.activity_wanted.connect(self.activity_wanted)
            about.payments_wanted.connect(lambda: self.payments_wanted.emit(self._deal_id))
            self.add_row("", about)

    def _connect(self) -> None:
        self._state.told.changed.connect(self._state_chosen)
        self._stage.activated.connect(lambda _index: self.touched())
        for choice in (self._responsible, self._source, self._reason):
            choice.activated.connect(lambda _index: self.touched())
        self._reason.editTextChanged.connect(lambda _text: self._text_changed())
        for typed in (self._amount, self._expected, self._closed, self._items):
            typed.edited.connect(self.touched)
        for sums in (self._amount, self._items):
            sums.edited.connect(self._show_sums)
        self._cost.textEdited.connect(lambda _text: self._show_sums())

    def _state_chosen(self) -> None:
        self._stage.show_stage(self._stage.value(), self._state.value())
        self._show_rows()
        self.touched()

    def _show_rows(self) -> None:
        state = self._state.value()
        self.show_row(self._stage, shown=self._stage.count() > 1)
        self.show_row(self._expected, shown=state is DealState.OPEN)
        self.show_row(self._closed, shown=state is not DealState.OPEN)
        self.show_row(self._reason, shown=state is DealState.LOST)

    def _show_sums(self) -> None:
        """What follows from the items cannot be typed; the profit is told where both sums are known."""
        sums, code = self._items.sums(), self._amount.code()
        self._amount.line.setReadOnly(sums is not None)
        self._cost.setReadOnly(sums is not None and sums[1] is not None)
        if sums is not None:
            self._amount.show_amount(sums[0], code)
            if sums[1] is not None:
                self._cost.show_minor(sums[1], code)
        amount, cost = self._amount.minor(), self._cost.minor()
        shown = amount is not None and cost is not None and bool(self._cost.text())
        told = tr("Profit {sum}", sum=money((amount or 0) - (cost or 0), code)) if shown else ""
        self._profit.setText(told)
        self.show_row(self._profit, shown=bool(told))
