"""The rest of a deal parted into payments: so many a month, by percent, or by amounts of one's own."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from crm_desktop.errors import NumberRefused, UserError
from crm_desktop.kinds import Op
from crm_desktop.services import payment_plans
from crm_desktop.services.payment_plans import Part
from crm_desktop.services.typed import read_amount
from crm_desktop.ui import formats
from crm_desktop.ui.card.choice_row import ChoiceRow
from crm_desktop.ui.card.payment_form import day_of
from crm_desktop.ui.card.small_form import SmallForm
from crm_desktop.ui.card.when_field import WhenField, typed_text
from crm_desktop.ui.text import tr, trc
from crm_desktop.ui.widgets.buttons import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.ui.session import Session

_FIRST_COUNT = "3"
_BETWEEN = re.compile(r"[;+/]|,\s+|\s+(?=\S)")
_SHOWN_PARTS = 6


class _How(Enum):
    EQUAL = "equal"
    PERCENT = "percent"
    AMOUNTS = "amounts"


class PaymentPlanForm(SmallForm):
    """One payment a month from the first day on; what they come to stands below while one types."""

    def __init__(self, session: Session, deal_id: bytes) -> None:
        """Raises RecordNotFound where the deal is gone."""
        self._money = payment_plans.of_deal(session.store, deal_id)
        key = f"plan_payments:{deal_id.hex()}"
        super().__init__("payment_plan_form", tr("Plan the payments"), session, key)
        self._add_widgets()
        today = session.store.clock.now().astimezone().date()
        self.show_state(
            {"how": _How.EQUAL.value, "parts": _FIRST_COUNT, "first": typed_text(today.isoformat())}
        )
        self.ready()

    def focus_first(self) -> None:
        self._parts.setFocus(Qt.FocusReason.OtherFocusReason)
        self._parts.selectAll()

    def state(self) -> Mapping[str, Any]:
        return {
            "how": self._how.value().value,
            "parts": self._parts.text().strip(),
            "first": self._first.text(),
        }

    def show_state(self, state: Mapping[str, Any]) -> None:
        self._how.choose(_How(state["how"]))
        self._parts.setText(state["parts"])
        self._first.line.setText(state["first"])
        self._show_parts()

    def write(self) -> str:
        parts = self._planned()
        ids = payment_plans.plan_for_deal(self.session.store, self._money.deal_id, parts)
        self.written = len(ids)
        return Op.PLAN_PAYMENTS

    def _add_widgets(self) -> None:
        money = self._money
        rest = formats.money(abs(money.rest), money.currency) if money.currency else "0"
        about = tr("{deal}: {rest} left to be planned", deal=money.title or tr("Deal"), rest=rest)
        self._how: ChoiceRow[_How] = ChoiceRow(
            "plan_how",
            tr("How to part it"),
            [
                (_How.EQUAL, trc("parts of a sum", "Equal parts")),
                (_How.PERCENT, trc("parts of a sum", "By percent")),
                (_How.AMOUNTS, trc("parts of a sum", "Own amounts")),
            ],
        )
        self._parts = QLineEdit()
        self._parts.setObjectName("plan_parts")
        self._first = WhenField(
            "plan_first", tr("First payment on"), self.session.store.clock, ahead=True, day=True
        )
        self._preview = label("", "quiet", wrap=True)
        self._preview.setObjectName("plan_preview")
        self.add_row(" ", label(about, "quiet", wrap=True))
        self.add_row(tr("How"), self._how)
        self.add_row(tr("Payments"), self._parts, "parts")
        self.know("share", self._parts)
        self.know("amount", self._parts)
        self.add_row(tr("First on"), self._first, "due_on", self._first.line)
        self.add_row(" ", self._preview)
        self._how.told.changed.connect(self._how_changed)
        self._parts.textEdited.connect(lambda _text: self._typed())
        self._first.edited.connect(self._typed)

    def _how_changed(self) -> None:
        first = {_How.EQUAL: _FIRST_COUNT, _How.PERCENT: "30 70", _How.AMOUNTS: ""}
        self._parts.setText(first[self._how.value()])
        self._typed()

    def _typed(self) -> None:
        self._show_parts()
        self.touched()

    def _show_parts(self) -> None:
        """Say what the payments would be; what is no plan yet is said when it is saved."""
        hints = {
            _How.EQUAL: tr("How many, one a month"),
            _How.PERCENT: tr("Percents, parted by blanks: 30 30 40"),
            _How.AMOUNTS: tr("Amounts, parted by blanks: 200 350"),
        }
        hint = hints[self._how.value()]
        self._parts.setPlaceholderText(hint)
        self._parts.setAccessibleName(hint)
        try:
            parts = self._planned()
        except UserError:
            self._preview.setText(hint)
            return
        lines = [
            ", ".join(
                word
                for word in (
                    formats.money(part.amount, self._money.currency),
                    formats.day(part.due_on) if part.due_on else "",
                )
                if word
            )
            for part in parts[:_SHOWN_PARTS]
        ]
        if len(parts) > _SHOWN_PARTS:
            lines.append("…")
        self._preview.setText("\n".join(lines))

    def _planned(self) -> tuple[Part, ...]:
        """The payments that the form says. Raises UserError where it says none."""
        first = day_of(self._first, "due_on")
        start = date.fromisoformat(first) if first else None
        rest, how = self._money.rest, self._how.value()
        if how is _How.EQUAL:
            count = _count(self._parts.text())
            return payment_plans.by_month(rest, count, start)
        pieces = [piece for piece in _BETWEEN.split(self._parts.text().strip()) if piece]
        days = payment_plans.monthly(start, len(pieces))
        if how is _How.PERCENT:
            return payment_plans.by_percent(rest, [_basis_points(piece) for piece in pieces], days)
        sign = -1 if rest < 0 else 1
        amounts = [sign * self._amount(piece) for piece in pieces]
        return tuple(Part(amount, day) for amount, day in zip(amounts, days, strict=True))

    def _amount(self, text: str) -> int:
        found = read_amount(text, self._money.currency)
        if found is None:
            raise NumberRefused(field="amount", value=text, least=1, most=abs(self._money.rest))
        return found.minor


def _count(text: str) -> int:
    if not text.strip().isdecimal():
        raise NumberRefused(field="parts", value=text.strip(), least=1, most=payment_plans.MOST_PARTS)
    return int(text)


def _basis_points(text: str) -> int:
    try:
        value = Decimal(text.strip().rstrip("%").replace(",", ".")) * 100
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value != value.to_integral_value():
        raise NumberRefused(field="share", value=text, least=0, most=100)
    return int(value)
