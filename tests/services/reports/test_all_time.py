from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.services.reports.all_time import cut_off
from crm_desktop.services.reports.options import EVER_AHEAD, EVER_BACK, Options
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.services.reports.table import Note

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ()),
        ("2020-02-03", "2026-12-24", ()),
        ("0206-01-01", "2026-12-24", (Note("ever_is", ((TODAY - EVER_BACK).isoformat(), "2026-12-24")),)),
        ("2020-02-03", "2206-01-01", (Note("ever_is", ("2020-02-03", (TODAY + EVER_AHEAD).isoformat())),)),
    ],
)
def test_what_lies_outside_of_all_is_said(store, first, last, expected):
    ends = f"SELECT {first!r}, {last!r}".replace("None", "NULL")
    assert cut_off(store, Options(PeriodName.ALL), ends, TODAY) == expected
    assert cut_off(store, Options(PeriodName.THIS_WEEK), ends, TODAY) == ()
