"""The lines of a deal: what, how many, for how much, and what each costs oneself."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.errors import NumberRefused
from crm_desktop.services.deal_items import WHOLE, worth
from crm_desktop.services.drafts import ItemDraft
from crm_desktop.services.typed import read_amount
from crm_desktop.ui.card.money_fields import typed_decimal, typed_money
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import button, label, tool_button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LARGEST = 10**12
"""Thousandths of a thing, minor units of a price: far beyond any shop, far below what the base holds."""

_QUANTITY_WIDTH = 64
_Texts = tuple[str, str, str, str, str]
"""Name, quantity, price, cost as typed, and the id of the item in hex."""


class _Line(QWidget):
    """The fields of one item: what, and below it how many, for how much, and the cost."""

    def __init__(self, number: int, texts: _Texts) -> None:
        super().__init__()
        self.id = texts[4]
        self.fields = tuple(QLineEdit(text) for text in texts[:4])
        names = ("name", "quantity", "price", "cost")
        for field, name, word in zip(self.fields, names, _titles(), strict=True):
            field.setObjectName(f"item_{name}_{number}")
            field.setAccessibleName(word)
            field.setPlaceholderText(word)
            field.setToolTip(word)
        for field in self.fields[1:]:
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fields[1].setFixedWidth(_QUANTITY_WIDTH)
        self.remove = tool_button(f"item_remove_{number}", tr("Strike the line out"), "x")
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.fields[0], 1)
        above.addWidget(self.remove)
        below.addWidget(self.fields[1])
        below.addWidget(label("×", "quiet"))
        below.addWidget(self.fields[2], 1)
        below.addWidget(label(trc("of one", "cost"), "small"))
        below.addWidget(self.fields[3], 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        for row in (above, below):
            row.setSpacing(6)
            column.addLayout(row)

    def texts(self) -> _Texts:
        """What stands in it."""
        name, quantity, price, cost = (field.text().strip() for field in self.fields)
        return name, quantity, price, cost, self.id


class ItemsField(QWidget):
    """Lines of a deal; an empty one counts for nothing.

    Signals:
        edited: changed by the user's hand.
    """

    edited = Signal()

    def __init__(self, currency: Callable[[], str]) -> None:
        """``currency`` gives that of the deal."""
        super().__init__()
        self.setObjectName("deal_items")
        self.setAccessibleName(tr("What is sold"))
        self._currency = currency
        self._lines: list[_Line] = []
        self._made = 0
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._add = button("item_add", tr("Add a line"), look="link", icon="plus", clicked=self._add_line)
        head = QHBoxLayout()
        head.addWidget(label(tr("What is sold"), "section"), 1)
        head.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(self._rows)

    def state(self) -> list[list[str]]:
        """What is typed, line by line."""
        return [list(line.texts()) for line in self._lines if any(line.texts()[:4])]

    def show_state(self, state: Sequence[Sequence[str]]) -> None:
        """Show lines as typed."""
        for line in list(self._lines):
            self._take_out(line)
        for name, quantity, price, cost, id_ in state:
            self._put((name, quantity, price, cost, id_))

    def show_items(self, items: Sequence[ItemDraft]) -> None:
        """Show items of the base."""
        self.show_state([_as_typed(item, self._currency()) for item in items])

    def items(self) -> tuple[ItemDraft, ...]:
        """The items. Raises NumberRefused where a text is no number."""
        return tuple(self._item(line.texts()) for line in self._lines if any(line.texts()[:4]))

    def sums(self) -> tuple[int, int | None] | None:
        """Amount and cost (None: not every line has one); None altogether without lines, or where one is wrong."""
        try:
            items = self.items()
        except NumberRefused:
            return None
        if not items:
            return None
        costs = [worth(item.quantity, item.cost) for item in items if item.cost is not None]
        amount = sum(worth(item.quantity, item.price) for item in items)
        return amount, sum(costs) if len(costs) == len(items) else None

    # ---------------------------------------------------------------------------------------------------------- inside

    def _item(self, texts: _Texts) -> ItemDraft:
        name, quantity, price, cost, id_ = texts
        return ItemDraft(
            name,
            _quantity(quantity),
            _price(price, self._currency()) or 0,
            _price(cost, self._currency()) if cost else None,
            bytes.fromhex(id_) or None,
        )

    def _add_line(self) -> None:
        line = self._put(("", "1", "", "", ""))
        line.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, texts: _Texts) -> _Line:
        self._made += 1
        line = _Line(self._made, texts)
        self._lines.append(line)
        self._rows.addWidget(line)
        for field in line.fields:
            field.textEdited.connect(lambda _text: self.edited.emit())
        line.remove.clicked.connect(lambda: self._remove(line))
        return line

    def _remove(self, line: _Line) -> None:
        place = self._lines.index(line)
        self._take_out(line)
        beside = self._lines[min(place, len(self._lines) - 1)].fields[0] if self._lines else self._add
        beside.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take_out(self, line: _Line) -> None:
        self._lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()


def _titles() -> tuple[str, str, str, str]:
    return tr("What"), tr("How many"), tr("Price of one"), tr("Cost of one")


def _as_typed(item: ItemDraft, currency: str) -> list[str]:
    quantity = typed_decimal(f"{(Decimal(item.quantity) / WHOLE).normalize():f}")
    cost = "" if item.cost is None else typed_money(item.cost, currency)
    return [item.name, quantity, typed_money(item.price, currency), cost, (item.id or b"").hex()]


def _quantity(text: str) -> int:
    """Thousandths; nothing typed means one."""
    if not text:
        return WHOLE
    try:
        value = Decimal(text.replace(",", ".").replace("\u00a0", "").replace(" ", "")) * WHOLE
    except InvalidOperation:
        raise _refused(text) from None
    if not value.is_finite() or abs(value) > LARGEST:
        raise _refused(text)
    return round(value)


def _price(text: str, currency: str) -> int | None:
    """Minor units; None for nothing."""
    if not text:
        return None
    found = read_amount(text, currency)
    if found is None or abs(found.minor) > LARGEST:
        raise _refused(text)
    return found.minor


def _refused(text: str) -> NumberRefused:
    facts: dict[str, Any] = {"field": "items", "value": text, "least": -LARGEST, "most": LARGEST}
    return NumberRefused(**facts)
