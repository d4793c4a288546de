"""A sale in the making, won or lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from crm_desktop.kinds import DealState, Op
from crm_desktop.services import deals
from crm_desktop.services.drafts import DealDraft
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.money_fields import AmountField, home_currency
from crm_desktop.ui.card.payment_form import amount_of, day_of
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.text_box import TextBox
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session


class DealForm(SmallForm):
    """A new deal of a client, or one that is there."""

    def __init__(self, session: Session, client_id: bytes, deal_id: bytes | None = None) -> None:
        self._deal_id = deal_id
        used = [draft.currency for _, draft in deals.of(session.store, client_id) if draft.currency]
        self._base = DealDraft(client_id, currency=home_currency(used))
        if deal_id is not None:
            self._base = deals.draft_of(session.store, deal_id)
        key = f"deal:{deal_id.hex()}" if deal_id else f"deal:new:{client_id.hex()}"
        super().__init__("deal_form", tr("Deal"), session, key)
        self._add_widgets()
        self._show_draft(self._base)
        self.ready()

    def focus_first(self) -> None:
        self._deal_title.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {
            "title": self._deal_title.text().strip(),
            "amount": self._amount.text(),
            "currency": self._amount.code(),
            "state": self._state.value(),
            "expected": self._expected.text(),
            "closed": self._closed.text(),
            "notes": self._notes.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._deal_title.setText(state["title"])
        self._amount.line.setText(state["amount"])
        self._amount.show_code(state["currency"])
        self._state.choose(DealState(state["state"]))
        self._expected.line.setText(state["expected"])
        self._closed.line.setText(state["closed"])
        self._notes.set_text(state["notes"])
        self._show_rows()

    def write(self) -> str:
        amount = amount_of(self._amount)
        state = self._state.value()
        draft = replace(
            self._base,
            title=self._deal_title.text().strip(),
            amount=amount,
            currency=self._amount.code() if amount else "",
            state=state,
            expected_on=day_of(self._expected, "expected_on"),
            closed_on=None if state is DealState.OPEN else day_of(self._closed, "closed_on"),
            notes=self._notes.text(),
        )
        if self._deal_id is None:
            deals.add(self.session.store, draft)
            return Op.ADD_DEAL
        deals.edit(self.session.store, self._deal_id, draft)
        return Op.EDIT_DEAL

    def _show_draft(self, draft: DealDraft) -> None:
        self._amount.show_amount(draft.amount, draft.currency)
        self.show_state(
            dict(self.state())
            | {
                "title": draft.title,
                "state": draft.state,
                "expected": typed_text(draft.expected_on or ""),
                "closed": typed_text(draft.closed_on or ""),
                "notes": draft.notes,
            }
        )

    def _add_widgets(self) -> None:
        clock = self.session.store.clock
        self._deal_title = QLineEdit()
        self._deal_title.setObjectName("deal_title")
        self._deal_title.setAccessibleName(text_kinds.field("title"))
        self._amount = AmountField("deal_amount", self._base.currency or home_currency(()))
        states = [(state, text_kinds.deal_state(state)) for state in DealState]
        self._state = ChoiceRow("deal_state", text_kinds.field("state"), states, mnemonics=True)
        self._expected = WhenField("deal_expected", tr("Expected"), clock, ahead=True, day=True)
        self._closed = WhenField("deal_closed", tr("Closed"), clock, ahead=False, day=True)
        self._notes = TextBox("deal_notes", tr("Notes"))
        self.add_row(text_kinds.field("title"), self._deal_title, "title")
        self.add_row(tr("Amount"), self._amount, "amount", self._amount.line)
        self.know("currency", self._amount.currency)
        self.add_row("", self._state)
        self.add_row(tr("Expected"), self._expected, "expected_on", self._expected.line)
        self.add_row(tr("Closed"), self._closed, "closed_on", self._closed.line)
        self.add_row(tr("Notes"), self._notes, "notes")
        self._state.told.changed.connect(self._chosen)
        for typed in (self._amount, self._expected, self._closed):
            typed.edited.connect(self.touched)

    def _chosen(self) -> None:
        self._show_rows()
        self.touched()

    def _show_rows(self) -> None:
        open_ = self._state.value() is DealState.OPEN
        self.show_row(self._expected, shown=open_)
        self.show_row(self._closed, shown=not open_)
