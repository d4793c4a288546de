"""What stands around a deal: what was paid, and the contacts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from crm_desktop.services import deal_around
from crm_desktop.services.drafts import PaymentDraft
from crm_desktop.ui import formats, text_kinds, text_money
from crm_desktop.ui.card.entries import of_payment
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label

if TYPE_CHECKING:
    from crm_desktop.services.deal_around import Around, Contact, DealPayment
    from crm_desktop.services.payment_plans import DealMoney
    from crm_desktop.ui.session import Session

_SHOWN = 5


class DealAbout(QFrame):
    """Lines under the form of a deal.

    Signals:
        plan_wanted: a contact about the deal is to be planned.
        activity_wanted: a contact is to be opened; carries its id.
        payments_wanted: its payments are to be planned.
    """

    plan_wanted = Signal()
    activity_wanted = Signal(object)
    payments_wanted = Signal()

    def __init__(self, session: Session, deal_id: bytes) -> None:
        super().__init__()
        self.setObjectName("deal_about")
        self.setAccessibleName(tr("About the deal"))
        self._today = session.store.clock.now().astimezone().date()
        found = deal_around.around(session.store, deal_id)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        if paid_words(found.money):
            self._add_money(column, found)
            column.addSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(tr("Contacts"), "section"), 1)
        head.addWidget(
            button(
                "deal_plan", tr("Plan a contact"), look="link", icon="calendar", clicked=self.plan_wanted.emit
            )
        )
        column.addLayout(head)
        if not found.contacts:
            column.addWidget(label(tr("None about this deal yet."), "quiet"))
        for number, contact in enumerate(found.contacts[:_SHOWN]):
            column.addWidget(self._contact(number, contact), 0, Qt.AlignmentFlag.AlignLeft)
        rest = len(found.contacts) - _SHOWN
        if rest > 0:
            column.addWidget(label(ntr("{n} more", "{n} more", rest), "quiet"))

    def _add_money(self, column: QVBoxLayout, found: Around) -> None:
        """What of the deal is paid, payment by payment."""
        head = QHBoxLayout()
        head.addWidget(label(tr("Payments"), "section"), 1)
        if found.money.rest:
            head.addWidget(
                button(
                    "deal_payments",
                    tr("Plan the payments…"),
                    look="link",
                    icon="wallet",
                    clicked=self.payments_wanted.emit,
                )
            )
        column.addLayout(head)
        column.addWidget(label(paid_words(found.money), wrap=True))
        for payment in found.payments[:_SHOWN]:
            column.addWidget(ElidedLabel(self._payment(payment, lost=found.money.lost), "quiet"))
        rest = len(found.payments) - _SHOWN
        if rest > 0:
            column.addWidget(label(ntr("{n} more", "{n} more", rest), "quiet"))

    def _payment(self, payment: DealPayment, *, lost: bool) -> str:
        entry = of_payment(
            b"",
            PaymentDraft(b"", payment.amount, payment.currency, payment.due_on, payment.paid_on),
            self._today,
            off=lost and payment.paid_on is None and payment.amount > 0,
        )
        return " · ".join(filter(None, (entry.title, entry.badge, entry.when)))

    def _contact(self, number: int, contact: Contact) -> QPushButton:
        words = " · ".join(
            filter(
                None,
                (
                    text_kinds.activity_kind(contact.kind),
                    formats.moment(contact.at, self._today),
                    "" if contact.held else tr("planned"),
                    contact.about,
                ),
            )
        )
        shown = words if len(words) <= 60 else f"{words[:60]}…"
        activity_id = contact.id
        return button(
            f"deal_contact_{number}",
            shown,
            look="link",
            clicked=lambda: self.activity_wanted.emit(activity_id),
        )


def paid_words(money: DealMoney) -> str:
    """``paid €300 of €500 · planned €200``; empty where nothing is known."""
    if not (money.amount or money.paid or money.planned or money.others):
        return ""
    words = [text_money.paid_of(money)]
    if money.planned:
        words.append(tr("planned {sum}", sum=formats.money(abs(money.planned), money.currency)))
    if money.off:
        words.append(text_money.off_words([(money.currency, abs(money.off))]))
    return " · ".join(words)
