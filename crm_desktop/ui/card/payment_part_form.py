"""A planned payment was made, all of it or a part: how much, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from crm_desktop.errors import PaymentMade
from crm_desktop.kinds import Op
from crm_desktop.services import payments
from crm_desktop.ui import formats, text_money
from crm_desktop.ui.card.money_fields import AmountField
from crm_desktop.ui.card.payment_form import amount_of, day_of
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session


class PaymentPartForm(SmallForm):
    """Amount and day, both filled in: who was paid in full today presses Return."""

    def __init__(self, session: Session, payment_id: bytes) -> None:
        """Raises PaymentMade where it was paid already, RecordNotFound where it is gone."""
        self._payment_id = payment_id
        self._planned = payments.draft_of(session.store, payment_id)
        if self._planned.paid_on is not None:
            raise PaymentMade(id=payment_id, paid_on=self._planned.paid_on)
        out = self._planned.amount < 0
        title = tr("Money paid to the client") if out else tr("Money received")
        super().__init__("payment_part_form", title, session, f"pay_part:{payment_id.hex()}")
        self._amount = AmountField("part_amount", self._planned.currency)
        self._amount.currency.setEnabled(False)
        self._on = WhenField("part_paid_on", tr("Paid on"), session.store.clock, ahead=False, day=True)
        planned = label(tr("Planned: {amount}", amount=self._planned_words()), "quiet", wrap=True)
        self.add_row(" ", planned)
        self.add_row(tr("Amount"), self._amount, "amount", self._amount.line)
        self.add_row(tr("Paid on"), self._on, "paid_on", self._on.line)
        today = session.store.clock.now().astimezone().date().isoformat()
        self._amount.show_amount(abs(self._planned.amount), self._planned.currency)
        self._on.line.setText(typed_text(today))
        self._amount.edited.connect(self.touched)
        self._on.edited.connect(self.touched)
        self.ready()

    def _planned_words(self) -> str:
        amount = formats.money(abs(self._planned.amount), self._planned.currency)
        return f"{amount}, {formats.day(self._planned.due_on)}" if self._planned.due_on else amount

    def focus_first(self) -> None:
        self._amount.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._amount.line.selectAll()

    def state(self) -> Mapping[str, Any]:
        return {"amount": self._amount.text(), "paid_on": self._on.text()}

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._amount.line.setText(state["amount"])
        self._on.line.setText(state["paid_on"])

    def write(self) -> str:
        paid = payments.pay(
            self.session.store, self._payment_id, day_of(self._on, "paid_on"), amount_of(self._amount)
        )
        self.told = text_money.paid(paid, self._planned.currency)
        return Op.PAY
