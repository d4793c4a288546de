"""Types of own fields."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.field_kinds import guess_field_kind
from crm_desktop.kinds import FieldKind


@pytest.mark.parametrize(
    ("values", "header", "kind"),
    [
        (["yes", "no", "yes"], "", "yes_no"),
        ([True, True], "", "yes_no"),
        (["да", "да"], "", "yes_no"),
        (["0", "1", "1"], "", "yes_no"),
        (["1", "1", "1"], "", "number"),
        (["X"], "", "text"),
        ([1, 0, 2], "", "number"),
        (["05.03.1975", "2008-09-01"], "", "date"),
        ([datetime.date(2020, 1, 1), 39690.0], "", "date"),
        ([39472.0, "39473.0"], "Entry date", "date"),
        ([39472.0], "Qty", "number"),
        ([datetime.date(2020, 1, 1), 51.0], "Date", "text"),
        (["1,5", "2 000", -3], "", "number"),
        (["007", "12"], "", "text"),
        (["6154064277"], "", "text"),
        ([2222455179.0], "", "text"),
        (["12345678901"], "", "text"),
        (["1,05E+12", "5"], "", "text"),
        ([1.5, 0.75], "", "number"),
        (["771701001", 772801001], "", "text"),
        (["12345678", "5"], "", "number"),
        (["A", "B", "A", "A", "B", "B"], "", "choice"),
        (["A", "B", "A"], "", "text"),
        (["a" * 50] * 9, "", "text"),
        ([], "", "text"),
        ([True, 5], "", "text"),
    ],
)
def test_kinds(values, header, kind):
    assert guess_field_kind(values, header) == FieldKind(kind)


@given(st.lists(st.text(max_size=10) | st.floats() | st.booleans() | st.dates(), max_size=20))
def test_any_column_has_a_kind(values):
    assert guess_field_kind(values) in FieldKind
