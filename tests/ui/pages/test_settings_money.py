"""The user's own rates, and the currency one counts in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from crm_desktop.errors import CurrencyRefused, DateRefused, RateRefused
from crm_desktop.services import operations, rates
from crm_desktop.ui.pages.settings_money import MoneySettings


@pytest.fixture
def page(qtbot, session, told):
    made = MoneySettings(session, told)
    made.resize(900, 760)
    qtbot.addWidget(made)
    made.reload()
    made.show()
    return made


def known(base):
    return [(rate.currency, rate.since, rate.rate) for rate in rates.rates(base.store)]


def type_new(qtbot, page, code, rate, day="01.11.2026"):
    card = page.rates
    card._code.setCurrentText(code)
    card._day.line.setText(day)
    card._rate.clear()
    qtbot.keyClicks(card._rate, rate)
    qtbot.keyClick(card._rate, Qt.Key.Key_Return)


def test_a_rate_is_written_corrected_and_struck_out(qtbot, page, base, told):
    type_new(qtbot, page, "usd", "0,92")
    assert known(base) == [("USD", "2026-11-01", Decimal("0.92"))]
    (rate,) = rates.rates(base.store)
    field = page.findChildren(QLineEdit, f"rate_{rate.id.hex()}")[-1]
    field.selectAll()
    qtbot.keyClicks(field, "0.9")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert known(base) == [("USD", "2026-11-01", Decimal("0.9"))]
    page.findChildren(QToolButton, f"rate_{rate.id.hex()}_delete")[-1].click()
    assert known(base) == []
    assert told.words == ["Removed. Ctrl+Z takes it back."]
    operations.undo(base.store)
    assert len(known(base)) == 1


def test_one_of_the_same_day_is_replaced_and_the_newest_stands_first(qtbot, page, base):
    type_new(qtbot, page, "USD", "0.92")
    type_new(qtbot, page, "USD", "0.95")
    type_new(qtbot, page, "USD", "0.8", "01.01.2026")
    assert [row[1:] for row in known(base)] == [
        ("2026-11-01", Decimal("0.95")),
        ("2026-01-01", Decimal("0.8")),
    ]


@pytest.mark.parametrize(
    ("code", "rate", "day", "error"),
    [
        ("USD", "much", "01.11.2026", RateRefused),
        ("USD", "-1", "01.11.2026", RateRefused),
        ("US", "1", "01.11.2026", CurrencyRefused),
        ("USD", "1", "", DateRefused),
        ("USD", "1", "soon", DateRefused),
    ],
)
def test_what_is_no_rate_is_told(qtbot, page, base, told, code, rate, day, error):
    type_new(qtbot, page, code, rate, day)
    assert isinstance(told.problems[0], error)
    assert known(base) == []


def test_the_home_currency_is_chosen_and_a_word_that_is_none_is_told(qtbot, page, base, told):
    page.rates._home.setCurrentText("pln")
    page.rates._keep_home()
    assert rates.home(base.store) == "PLN"
    page.rates._home.setCurrentText("money")
    page.rates._keep_home()
    assert isinstance(told.problems[0], CurrencyRefused)
    assert page.rates._home.currentText() == "PLN"


def shown(page):
    return [one.text() for one in page.rates.findChildren(QLabel) if one.isVisible()]


def test_after_the_home_currency_changes_a_rate_says_what_it_said(qtbot, page, base):
    rates.set_home(base.store, "EUR")
    page.reload()
    type_new(qtbot, page, "USD", "0.92")
    page.rates._home.setCurrentText("PLN")
    page.rates._keep_home()
    (rate,) = rates.rates(base.store)
    assert (rate.currency, rate.per, rate.rate) == ("USD", "EUR", Decimal("0.92"))
    qtbot.waitUntil(lambda: {"EUR", "Not used: no rate leads from here to PLN."} <= set(shown(page)))
    assert page.rates._per.currentText() == "PLN"
    type_new(qtbot, page, "EUR", "4.3")
    qtbot.waitUntil(lambda: not any(words.startswith("Not used") for words in shown(page)))
    assert ("EUR", "PLN") in {(rate.currency, rate.per) for rate in rates.rates(base.store)}


def test_a_rate_corrected_stays_in_the_currency_it_was_told_in(qtbot, page, base):
    rates.set_rate(base.store, "USD", "2026-11-01", "0.92", "CHF")
    page.reload()
    (rate,) = rates.rates(base.store)
    field = page.findChildren(QLineEdit, f"rate_{rate.id.hex()}")[-1]
    field.selectAll()
    qtbot.keyClicks(field, "0.9")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [(one.per, one.rate) for one in rates.rates(base.store)] == [("CHF", Decimal("0.9"))]


def test_a_currency_told_in_itself_is_refused(qtbot, page, base, told):
    page.rates._per.setCurrentText("usd")
    type_new(qtbot, page, "USD", "1")
    assert isinstance(told.problems[0], RateRefused)
    assert known(base) == []
