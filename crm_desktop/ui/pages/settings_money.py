"""Settings of money: the currency one counts in, one's own rates of the others, and what follows from purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import DateRefused
from crm_desktop.services import rates
from crm_desktop.ui import formats
from crm_desktop.ui.card.day_field import DayField
from crm_desktop.ui.card.money_fields import CURRENCIES
from crm_desktop.ui.pages.settings_stages import StageRules
from crm_desktop.ui.text import tr
from crm_desktop.ui.widgets.buttons import button, label, tool_button
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.page_frame import Card, clear, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.services.rates import Rate
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

_WIDEST = 720
_RATE_WIDTH = 110
_CODE_WIDTH = 92


class MoneySettings(QWidget):
    """Two boxes; each choice works at once and can be taken back."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__()
        self.setObjectName("settings_money")
        self.rates = RatesCard(session, tell)
        self.rules = StageRules(session, tell)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 20, 0, 20)
        column.setSpacing(16)
        for card in (self.rates, self.rules):
            card.setMaximumWidth(_WIDEST)
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside))

    def reload(self) -> None:
        """Show what is set now."""
        self.rates.reload()
        self.rules.reload()


class RatesCard(Card):
    """The home currency, and a line for each rate: from a day on, one of a currency is worth so much of another."""

    def __init__(self, session: Session, tell: Tell) -> None:
        super().__init__(tr("Currencies"))
        self._session, self._tell = session, tell
        self._home = _currency_box("setting_home_currency", tr("You count in"))
        self._home.activated.connect(lambda _i: self._keep_home())
        line_edit = self._home.lineEdit()
        assert line_edit is not None  # the box is editable
        line_edit.editingFinished.connect(self._keep_home)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.addRow(label(tr("You count in"), "quiet"), self._home)
        self.column.addLayout(form)
        words = tr(
            "By your own rates, reports tell sums of several currencies in one. Nothing else is ever converted, and "
            "what has no rate stays apart."
        )
        self.column.addWidget(label(words, "small", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.column.addLayout(self._rows)
        self._code = _currency_box("new_rate_currency", tr("Currency"))
        self._per = _currency_box("new_rate_per", tr("Told in"))
        self._day = DayField("new_rate_since", tr("Since"), session.store.clock, yearly=False)
        self._rate = QLineEdit()
        self._rate.setObjectName("new_rate")
        self._rate.setAccessibleName(tr("Rate"))
        self._rate.setPlaceholderText("0,92")
        self._rate.setFixedWidth(_RATE_WIDTH)
        self._rate.returnPressed.connect(self.add)
        self.column.addLayout(self._new_line())
        self._shown_home = ""

    def reload(self) -> None:
        """Read the rates again; what is being typed for a new one stays."""
        store = self._session.store
        home = rates.home(store)
        self._home.setCurrentText(home)
        clear(self._rows)
        idle = rates.idle(store, home)
        for rate in rates.rates(store):
            self._rows.addWidget(self._line(rate))
            if rate.id in idle:
                words = tr("Not used: no rate leads from here to {currency}.", currency=home)
                self._rows.addWidget(label(words, "small"))
        if not self._shown_home or self._per.currentText() in ("", self._shown_home):
            self._per.setCurrentText(home)
        self._shown_home = home
        if not self._day.line.text():
            self._day.show_day(store.clock.now().astimezone().date().isoformat())
        if self._code.currentText() in ("", home):
            self._code.setCurrentText(next(code for code in CURRENCIES if code != home))

    def add(self) -> None:
        """Write the new rate down; one of the same currency and day is replaced."""
        code, per = (box.currentText().strip().upper() for box in (self._code, self._per))

        def write() -> None:
            since = self._day.read("since", strict=True)
            if not since:
                raise DateRefused(field="since", value="")
            rates.set_rate(self._session.store, code, since, self._rate.text(), per)

        if self._try(write):
            self._rate.clear()
            self._rate.setFocus()

    # ----------------------------------------------------------------------------------------------------------- inside

    def _line(self, rate: Rate) -> QWidget:
        key = f"rate_{rate.id.hex()}"
        field = QLineEdit(formats.decimal(f"{rate.rate:f}"))
        field.setObjectName(key)
        field.setAccessibleName(
            tr(
                "Rate of {currency} in {per} since {day}",
                currency=rate.currency,
                per=rate.per,
                day=formats.birthday(rate.since),
            )
        )
        field.setFixedWidth(_RATE_WIDTH)
        field.editingFinished.connect(lambda: self._edit(rate, field))
        remove = tool_button(f"{key}_delete", tr("Remove"), "trash-2", clicked=lambda: self._delete(rate))
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(f"1 {rate.currency} ="))
        row.addWidget(field)
        row.addWidget(label(rate.per))
        row.addWidget(label(tr("since {day}", day=formats.birthday(rate.since)), "quiet"), 1)
        row.addWidget(remove)
        return made

    def _new_line(self) -> FlowLayout:
        """The fields of a new rate, on two lines in a narrow window."""
        rate, since = QWidget(), QWidget()
        for part, fields in (
            (rate, (label("1"), self._code, label("="), self._rate, self._per)),
            (
                since,
                (
                    label(tr("Since"), "quiet"),
                    self._day,
                    button("add_rate", tr("Add"), icon="plus", clicked=self.add),
                ),
            ),
        ):
            row = QHBoxLayout(part)
            row.setContentsMargins(0, 0, 8, 0)
            row.setSpacing(8)
            for field in fields:
                row.addWidget(field)
        self._day.line.setFixedWidth(_RATE_WIDTH)
        flow = FlowLayout()
        flow.addWidget(rate)
        flow.addWidget(since)
        return flow

    def _edit(self, rate: Rate, field: QLineEdit) -> None:
        # It also fires when the line is taken away: what was kept once is not kept again.
        if field.isModified():
            field.setModified(False)
            self._try(
                lambda: rates.set_rate(self._session.store, rate.currency, rate.since, field.text(), rate.per)
            )

    def _delete(self, rate: Rate) -> None:
        if self._try(lambda: rates.delete_rate(self._session.store, rate.id)):
            self._tell.done(tr("Removed. Ctrl+Z takes it back."))

    def _keep_home(self) -> None:
        code = self._home.currentText().strip().upper()
        if code != rates.home(self._session.store):
            self._try(lambda: rates.set_home(self._session.store, code))

    def _try(self, call: Callable[[], object]) -> bool:
        try:
            call()
        except Exception as error:
            self._tell.problem(error)
            self.reload()
            return False
        self.reload()
        return True


def _currency_box(name: str, title: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.setFixedWidth(_CODE_WIDTH)
    made.addItems(list(CURRENCIES))
    return made
