"""What single things cost this client: rows of a thing, its price and a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from crm_desktop.errors import NumberRefused
from crm_desktop.services import rates
from crm_desktop.services.drafts import ClientDraft, PriceDraft
from crm_desktop.services.payments import LARGEST_AMOUNT
from crm_desktop.ui import text_kinds
from crm_desktop.ui.card.bindings import Section
from crm_desktop.ui.card.money_fields import AmountField
from crm_desktop.ui.card.rows import Row, RowColumn
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.session import Session


class PriceRow(Row):
    """One thing and its price; a row without a thing is none."""

    def __init__(self, price: PriceDraft) -> None:
        super().__init__()
        self._price = price
        self.item = QLineEdit(price.item)
        self.item.setObjectName("price_item")
        self.item.setAccessibleName(text_kinds.field("item"))
        self.item.setPlaceholderText(tr("Roses, filter cleaning"))
        self.amount = AmountField("price_amount", price.currency)
        if price.item:
            self.amount.show_amount(price.amount, price.currency)
        self.note = QLineEdit(price.note)
        self.note.setObjectName("price_note")
        self.note.setAccessibleName(tr("Note"))
        self.note.setPlaceholderText(tr("from 10 pieces on"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.item, 4)
        row.addWidget(self.amount, 4)
        row.addWidget(self.note, 3)
        row.addWidget(self.remove_button("price_remove"))
        self.watch(self.item, self.amount.line, self.note)
        for line in (self.item, self.note):
            line.textEdited.connect(lambda _text: self.edited.emit())
        self.amount.edited.connect(self.edited)

    def price(self, *, strict: bool) -> PriceDraft:
        """What the row holds. Raises NumberRefused for a text that is no price, where ``strict``."""
        minor = self.amount.minor()
        if strict and self.item.text().strip() and (minor is None or not 0 <= minor <= LARGEST_AMOUNT):
            raise NumberRefused(field="prices", value=self.amount.text(), least=0, most=LARGEST_AMOUNT)
        return replace(
            self._price,
            item=self.item.text().strip(),
            amount=minor or 0,
            currency=self.amount.code(),
            note=self.note.text().strip(),
        )

    def is_wrong(self) -> bool:
        """Whether its price is none."""
        return self.amount.minor() is None


class PriceSection(Section):
    """The rows, and a button for one more."""

    def __init__(self, session: Session) -> None:
        super().__init__("section_prices", tr("Personal prices"))
        self._session = session
        self.rows: RowColumn[PriceRow] = RowColumn("price_rows")
        self.rows.told.edited.connect(self.tell)
        self.column.addWidget(self.rows)
        add = button("add_price", tr("Another price"), look="quiet", icon="plus", clicked=self.add_row)
        self.column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def add_row(self) -> None:
        """Add an empty row and go there."""
        used = [row.amount.code() for row in self.rows.rows]
        currency = used[-1] if used else rates.home(self._session.store)
        self.rows.add_new(lambda: PriceRow(PriceDraft("", 0, currency)))

    def show_draft(self, draft: ClientDraft) -> None:
        super().show_draft(draft)
        self.rows.show_rows([PriceRow(price) for price in draft.prices])

    def filled(self, draft: ClientDraft, *, strict: bool) -> ClientDraft:
        draft = super().filled(draft, strict=strict)
        found = tuple(row.price(strict=strict) for row in self.rows.rows)
        return replace(draft, prices=tuple(price for price in found if price.item))

    def widgets(self) -> Mapping[str, QWidget]:
        found = dict(super().widgets())
        wrong = [row for row in self.rows.rows if row.is_wrong()]
        if self.rows.rows:
            found["prices"] = (wrong or self.rows.rows)[0].amount.line
        return found
