"""An amount with its currency, and a day, as fields of the small forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from crm_desktop.services.typed import plain_amount, read_amount
from crm_desktop.ui.text import language, tr
from crm_desktop.ui.widgets.buttons import restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

CURRENCIES = ("EUR", "RUB", "USD", "GBP", "PLN", "UAH", "BYN", "KZT")
_HOME = {"ru": "RUB"}


def typed_money(minor: int, currency: str) -> str:
    """An amount as one types it into a field, with the sign of decimals of the language: ``1234,50``.

    Three decimals keep their dot: behind a comma they would be read as thousands.
    """
    text = plain_amount(minor, currency)
    return typed_decimal(text) if len(text.partition(".")[2]) < 3 else text


def typed_decimal(text: str) -> str:
    """A plain decimal (``1.5``) with the sign of decimals of the language."""
    return text if language() == "en" else text.replace(".", ",")


def home_currency(used: Sequence[str]) -> str:
    """The currency a new amount is offered in: the client's last one, else that of the language."""
    return used[0] if used else _HOME.get(language(), "EUR")


class AmountField(QWidget):
    """An amount in any notation ("1 200,50", "€ 99") and its currency.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, name: str, currency: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(tr("Amount"))
        self.currency = QComboBox()
        self.currency.setObjectName(f"{name}_currency")
        self.currency.setAccessibleName(tr("Currency"))
        self.currency.setEditable(True)
        self.currency.setMaximumWidth(92)
        for code in dict.fromkeys((currency, *CURRENCIES)):
            self.currency.addItem(code)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.currency)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._read)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self.currency.currentTextChanged.connect(lambda _text: self.edited.emit())

    def text(self) -> str:
        """The amount as typed."""
        return self.line.text().strip()

    def code(self) -> str:
        """The currency, ISO 4217."""
        return self.currency.currentText().strip().upper()

    def show_amount(self, minor: int, currency: str) -> None:
        """Show an amount of the base."""
        self.line.setText(typed_money(minor, currency) if minor else "")
        self.show_code(currency)

    def show_code(self, currency: str) -> None:
        """Show a currency."""
        if currency:
            self.currency.setCurrentText(currency)

    def minor(self) -> int | None:
        """The amount in minor units; 0 for an empty field, None where the text is no amount."""
        if not self.text():
            return 0
        found = read_amount(self.text(), self.code())
        return None if found is None else found.minor

    def _read(self, text: str) -> None:
        found = read_amount(text, self.code())
        if found is not None and found.currency and found.currency != self.code():
            self.currency.setCurrentText(found.currency)
        wrong = "true" if text.strip() and found is None else "false"
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            restyle(self.line)
