"""What values look like."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.columns.shapes import code_look, looks_of, shape_of, spread


@pytest.mark.parametrize(
    ("value", "look"),
    [
        ("ona@x.lt", "email"),
        ("http://x.lt", "url"),
        ("www.x.lt", "url"),
        ("x.com/a", "url"),
        ("+370 612 34567", "phone"),
        ("8 (495) 913-04-78 доб. 12", "phone"),
        ("+37061234567", "phone"),
        ("861234567", "digits"),
        (37061234567.0, "digits"),
        ("6154064277", "tax_code"),
        ("1026102584771", "tax_code"),
        (500100732259, "tax_code"),
        ("38409010000", "personal_code"),
        ("1,05E+12", "damaged"),
        ("12,5", "number"),
        ("1 200", "number"),
        (5, "integer"),
        (1.5, "number"),
        (datetime.date(2020, 1, 1), "date"),
        ("05.03.1975", "date"),
        ("5 января 1980", "date"),
        ("20080901", "date"),
        ("да", "yes_no"),
        (True, "yes_no"),
        (1, "yes_no"),
        ("жен", "gender"),
        (2, "gender"),
        ("Иванов Иван", "person"),
        ("Ona Petraitė", "person"),
        ("ИП Иванов", "person"),
        ("Qwer Asdf", "capitals"),
        ("Владимировна", "patronymic"),
        ("Jonas", "given"),
        ("Larsen", "word"),
        ("ООО «Ромашка»", "company"),
        ("Spencer, Grady and Herman", "company"),
        ('{"a": 1}', "json"),
        ("any long text of a note that says much", "text"),
        ("главный", "text"),
        (datetime.time(1, 2), "text"),
        (float("nan"), "number"),
    ],
)
def test_looks(value, look):
    assert look in looks_of(value)


@pytest.mark.parametrize(
    "value", ["12.05.2020", "1,05E+12", "INN 123", "12", 39690.0, "38409010000", "6154064277"]
)
def test_what_is_no_phone(value):
    assert not {"phone", "digits"} & looks_of(value)


@pytest.mark.parametrize(
    ("digits", "look"),
    [
        ("38409010000", "personal_code"),
        ("38499010000", ""),
        ("6154064277", "tax_code"),
        ("6154064278", ""),
        ("500100732259", "tax_code"),
        ("1026102584771", "tax_code"),
        ("1026102584772", ""),
        ("304500116000157", "tax_code"),
        ("+37", ""),
        ("123", ""),
    ],
)
def test_codes_are_known_by_their_check_digits(digits, look):
    assert code_look(digits) == look


def test_a_shape_counts_shares_and_distinct_values():
    shape = shape_of(["a@b.lt", "a@b.lt", "x", "+370 612 34567"])
    assert (shape.filled, shape.distinct) == (4, 3)
    assert shape.of("email") == 0.5
    assert shape.of("email", "phone", "nothing") == 0.5
    assert not shape.damaged
    assert shape_of([]).of("email") == 0.0


def test_the_sample_is_spread_over_the_column():
    assert spread(["", None, "a", "(blank)"]) == ["a"]
    sample = spread(list(range(10_000)), 100)
    assert len(sample) == 100
    assert (sample[0], sample[-1] > 9_000) == (0, True)
    assert spread(["n/a", "x"] * 300, 200) == ["x"] * 200


@given(
    st.text(max_size=40)
    | st.floats()
    | st.integers()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
)
def test_any_cell_has_a_look(value):
    assert looks_of(value)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("112-233-445 95", {"personal_code"}),
        ("112-233-445 96", {"phone"}),
        ("4111 1111 1111 1111", {"bank_card"}),
        ("4111-1111-1111-1111", {"bank_card"}),
        ("4111111111111111", {"bank_card", "number", "integer"}),
        ("4111111111111112", {"number", "integer"}),
    ],
)
def test_numbers_that_nobody_should_import_unasked(text, looks):
    assert looks_of(text) == looks
