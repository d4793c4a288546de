"""What a deal costs oneself, as a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from crm_desktop.errors import NumberRefused
from crm_desktop.services.typed import read_amount
from crm_desktop.ui.card.money_fields import typed_money
from crm_desktop.ui.text import tr, trc

if TYPE_CHECKING:
    from crm_desktop.ui.card.money_fields import AmountField

_LARGEST = 10**15
"""Minor units: as of amounts."""


class CostField(QLineEdit):
    """What a deal costs oneself, in the currency of its amount; empty: nobody knows."""

    def __init__(self, amount: AmountField) -> None:
        super().__init__()
        self.setObjectName("deal_cost")
        self.setAccessibleName(tr("Cost"))
        self.setPlaceholderText(trc("cost", "not known"))
        self._amount = amount

    def show_minor(self, minor: int | None, currency: str) -> None:
        """Show a cost of the base."""
        self.setText("" if minor is None else typed_money(minor, currency))

    def minor(self) -> int | None:
        """Minor units; 0 for an empty field, None where the text is no amount."""
        if not self.text().strip():
            return 0
        found = read_amount(self.text(), self._amount.code())
        return None if found is None else found.minor

    def minor_or_none(self) -> int | None:
        """Minor units, None for an empty field. Raises NumberRefused where the text is no amount."""
        if not self.text().strip():
            return None
        found = self.minor()
        if found is None or abs(found) > _LARGEST:
            raise NumberRefused(field="cost", value=self.text(), least=-_LARGEST, most=_LARGEST)
        return found
