from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.reporting.values import exact, number_format
from crm_desktop.exchange.reporting.worded import WordedColumn
from crm_desktop.services.reports.table import CellKind


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        (CellKind.MONTH, "2026-11", date(2026, 11, 1)),
        (CellKind.WEEK, "2026-11-16", date(2026, 11, 16)),
        (CellKind.INSTANT, "2026-11-16T08:30:00.000Z", datetime(2026, 11, 16, 10, 30)),  # noqa: DTZ001
        (CellKind.INSTANT, "2026-11-16", date(2026, 11, 16)),
        (CellKind.DAY, "1850-01-01", "shown"),
        (CellKind.DAY, "Total", "shown"),
        (CellKind.TEXT, "2026-11-16", "shown"),
        (CellKind.COUNT, 7, 7),
        (CellKind.SHARE, None, None),
    ],
)
def test_values_as_spreadsheets_know_them(kind, value, wanted):
    assert exact(value, "shown", WordedColumn("x", "X", kind)) == wanted


def test_money_has_the_digits_of_its_currency():
    dinar = WordedColumn("x", "X", CellKind.MONEY, "KWD")
    assert exact(1234, "", dinar) == 1.234
    assert number_format(dinar) == "#,##0.000"
    assert number_format(WordedColumn("x", "X", CellKind.TEXT)) == "General"
