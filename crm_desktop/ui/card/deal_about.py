"""What stands around a deal: what was paid, and the contacts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from crm_desktop.services import deal_around
from crm_desktop.ui import formats, text_kinds, text_money
from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.widgets.buttons import ElidedLabel, button, label

if TYPE_CHECKING:
    from crm_desktop.services.deal_around import Contact
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
        words = paid_words(found.money)
        if words:
            column.addWidget(ElidedLabel(words))
        if found.money.rest:
            plan = button(
                "deal_payments",
                tr("Plan the payments…"),
                look="link",
                icon="wallet",
                clicked=self.payments_wanted.emit,
            )
            column.addWidget(plan, 0, Qt.AlignmentFlag.AlignLeft)
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
