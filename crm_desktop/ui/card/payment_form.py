"""Money from the client, or to it: planned until it is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from crm_desktop.errors import DateRefused, NumberRefused
from crm_desktop.kinds import Op
from crm_desktop.services import deals, payment_plans, payments
from crm_desktop.services.drafts import PaymentDraft
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.entry_choice import EntryChoice
from crm_desktop.ui.card.money_fields import AmountField, home_currency
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.payment_plans import DealMoney
    from crm_desktop.ui.session import Session


class PaymentForm(SmallForm):
    """A new payment of a client, or one that is there."""

    def __init__(self, session: Session, client_id: bytes, payment_id: bytes | None = None) -> None:
        self._payment_id = payment_id
        used = [draft.currency for _, draft in payments.of(session.store, client_id)]
        owing = None if payment_id else _owing(session, client_id)
        currency = owing.currency if owing else home_currency(used)
        self._base = PaymentDraft(client_id, 0, currency, deal_id=owing.deal_id if owing else None)
        if payment_id is not None:
            self._base = payments.draft_of(session.store, payment_id)
        key = f"payment:{payment_id.hex()}" if payment_id else f"payment:new:{client_id.hex()}"
        super().__init__("payment_form", tr("Payment"), session, key)
        self._add_widgets()
        self._show_draft(self._base)
        self.ready()

    def focus_first(self) -> None:
        self._amount.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def state(self) -> Mapping[str, Any]:
        return {
            "out": self._direction.value(),
            "amount": self._amount.text(),
            "currency": self._amount.code(),
            "due": self._due.text(),
            "paid": self._paid.isChecked(),
            "paid_on": self._paid_on.text(),
            "note": self._note.text().strip(),
            "deal": self._deal.value(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._direction.choose(bool(state.get("out")))
        self._amount.line.setText(state["amount"])
        self._amount.show_code(state["currency"])
        self._due.line.setText(state["due"])
        self._paid.setChecked(bool(state["paid"]))
        self._paid_on.line.setText(state["paid_on"])
        self._note.setText(state["note"])
        self._deal.choose(state["deal"])
        self.show_row(self._paid_on, shown=self._paid.isChecked())
        self._compare_currency()

    def write(self) -> str:
        draft = replace(
            self._base,
            amount=self._signed(),
            currency=self._amount.code(),
            due_on=day_of(self._due, "due_on"),
            paid_on=self._paid_day(),
            note=self._note.text().strip(),
            deal_id=self._deal.value(),
        )
        if self._payment_id is None:
            payments.add(self.session.store, draft)
            return Op.ADD_PAYMENT
        payments.edit(self.session.store, self._payment_id, draft)
        return Op.EDIT_PAYMENT

    def _signed(self) -> int:
        """The amount with its direction: who types a minus means money to the client, whatever is chosen."""
        amount = amount_of(self._amount)
        return -abs(amount) if self._direction.value() else amount

    def _paid_day(self) -> str | None:
        if not self._paid.isChecked():
            return None
        today = self.session.store.clock.now().astimezone().date().isoformat()
        return day_of(self._paid_on, "paid_on") or today

    def _show_draft(self, draft: PaymentDraft) -> None:
        self._amount.show_amount(abs(draft.amount), draft.currency)
        self.show_state(
            dict(self.state())
            | {
                "out": draft.amount < 0,
                "due": typed_text(draft.due_on or ""),
                "paid": draft.paid_on is not None,
                "paid_on": typed_text(draft.paid_on or ""),
                "note": draft.note,
                "deal": draft.deal_id,
            }
        )

    def _add_widgets(self) -> None:
        clock = self.session.store.clock
        self._direction: ChoiceRow[bool] = ChoiceRow(
            "payment_direction",
            tr("Who pays"),
            [(False, trc("payment", "From the client")), (True, trc("payment", "To the client"))],
        )
        self._amount = AmountField("payment_amount", self._base.currency)
        self._due = WhenField("payment_due", trc("payment", "Due"), clock, ahead=True, day=True)
        self._paid = QCheckBox(tr("Paid"))
        self._paid.setObjectName("payment_paid")
        self._paid_on = WhenField("payment_paid_on", tr("Paid on"), clock, ahead=False, day=True)
        self._note = QLineEdit()
        self._note.setObjectName("payment_note")
        self._note.setAccessibleName(tr("Note"))
        found = deals.of(self.session.store, self._base.client_id)
        self._currencies = {id_: draft.currency for id_, draft in found}
        titles = [(id_, draft.title or tr("Deal")) for id_, draft in found]
        self._deal = EntryChoice("payment_deal", tr("Deal"), [(None, tr("no deal")), *titles])
        self._beside = label("", "quiet", wrap=True)
        self._beside.setObjectName("payment_beside")
        self.add_row(tr("Who pays"), self._direction)
        self.add_row(tr("Amount"), self._amount, "amount", self._amount.line)
        self.know("currency", self._amount.currency)
        self.add_row(trc("payment", "Due"), self._due, "due_on", self._due.line)
        self.add_row(" ", self._paid)
        self.add_row(tr("Paid on"), self._paid_on, "paid_on", self._paid_on.line)
        self.add_row(tr("Note"), self._note, "note")
        self.add_row(tr("Deal"), self._deal, "deal_id")
        self.show_row(self._deal, shown=bool(found))
        self.add_row(" ", self._beside)
        self._paid.toggled.connect(self._paid_toggled)
        self._deal.activated.connect(lambda _index: self._changed())
        self._direction.told.changed.connect(self.touched)
        for typed in (self._amount, self._due, self._paid_on):
            typed.edited.connect(self._changed)

    def _changed(self) -> None:
        self._compare_currency()
        self.touched()

    def _compare_currency(self) -> None:
        """Say that money in another currency than the deal's stands beside it."""
        deal = self._deal.value()
        code = self._currencies.get(deal, "") if deal is not None else ""
        differs = bool(code) and code != self._amount.code()
        words = tr(
            "The deal is in {currency}: this payment does not count to what of it is paid.", currency=code
        )
        self._beside.setText(words if differs else "")
        self.show_row(self._beside, shown=differs)

    def _paid_toggled(self, checked: bool) -> None:
        self.show_row(self._paid_on, shown=checked)
        self.touched()


def _owing(session: Session, client_id: bytes) -> DealMoney | None:
    """The deal that a new payment is offered for: the only one that is not paid yet.

    Money that belongs to no deal is a sale of its own (ADR 0015): a payment of a deal that stood beside it would be
    counted twice.
    """
    found = [id_ for id_, draft in deals.of(session.store, client_id) if draft.amount]
    unpaid = [
        money
        for money in payment_plans.of_client(session.store, client_id, found)
        if not money.lost and money.paid != money.amount
    ]
    return unpaid[0] if len(unpaid) == 1 else None


def amount_of(field: AmountField) -> int:
    """The amount of a field in minor units. Raises NumberRefused where the text is none."""
    minor, most = field.minor(), payments.LARGEST_AMOUNT
    if minor is None or abs(minor) > most:
        raise NumberRefused(field="amount", value=field.text(), least=-most, most=most)
    return minor


def day_of(field: WhenField, name: str) -> str | None:
    """The day of a field, None for an empty one. Raises DateRefused where the text is no day."""
    when = field.when()
    if field.is_wrong():
        raise DateRefused(field=name, value=field.text())
    return None if when is None else when.day.isoformat()
