"""Phones: keys equal libphonenumber's, nothing typed is lost, every habit of the lists is read."""

from __future__ import annotations

import csv

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.kinds import PointLabel
from crm_desktop.models.phone_cells import is_damaged_number, number_text
from crm_desktop.models.phones import display_phone, parse_phones, phone_key, phone_query_keys


def library_key(number, region):
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("+7 (495) 983-36-99 доб. 2926", "RU", [("+74959833699", "2926", "")]),
        ("+7 (495) 913-11-11 (доб. 0792)", "RU", [("+74959131111", "0792", "")]),
        ("8 495 7300011 вн.302", "RU", [("+74957300011", "302", "")]),
        ("8 495 913 04 78, доб 5", "RU", [("+74959130478", "5", "")]),
        ("801-555-7712x4563;801-555-9999", "US", [("+18015557712", "4563", ""), ("+18015559999", "", "")]),
        ("801-555-7712 ext 4563", "US", [("+18015557712", "4563", "")]),
        ("8-612-34567 vid. 105", "LT", [("+37061234567", "105", "")]),
        ("+370 5 212 3456 #12", "LT", [("+37052123456", "12", "")]),
        ("tel:+37061234567;ext=5", "LT", [("+37061234567", "5", "")]),
        ("(8 448) 48192/292, +370 650 35393", "LT", [("+37044848192", "292", ""), ("+37065035393", "", "")]),
        (
            "+7\u00a0916 111-11-11 ::: 8\u00a0(916)\u00a0222-22-22",
            "LT",
            [("+79161111111", "", ""), ("+79162222222", "", "")],
        ),
        ("89031234567 и 89161234567", "LT", [("+79031234567", "", ""), ("+79161234567", "", "")]),
        ("89031234567 89161234567", "LT", [("+79031234567", "", ""), ("+79161234567", "", "")]),
        ("+37061234567 +37069876543", "LT", [("+37061234567", "", ""), ("+37069876543", "", "")]),
        (
            "861234567 arba 869876543\n8 5 212 3456",
            "LT",
            [("+37061234567", "", ""), ("+37069876543", "", ""), ("+37052123456", "", "")],
        ),
        ("faks. 8 5 212 3456", "LT", [("+37052123456", "", "fax")]),
        ("(8 5) 211 2916 – darbo", "LT", [("+37052112916", "", "work")]),
        ("тел/факс 8 495 913 04 78", "RU", [("+74959130478", "", "fax")]),
        (
            "моб. 8 903 123 45 67, раб. тел.: (495) 913-04-78",
            "RU",
            [("+79031234567", "", "mobile"), ("+74959130478", "", "work")],
        ),
        ("8 916 111 11 11 дом.", "RU", [("+79161111111", "", "home")]),
        ("2-11-11 / 2-22-22", "RU", [("21111", "", ""), ("22222", "", "")]),
        ("8 903 123 45 67 (Иван, муж)", "RU", [("+79031234567", "", "")]),
        ("1-800-MY-APPLE", "US", [("+18006927753", "", "")]),
        ("001-308-928-7399x427", "LT", [("+13089287399", "427", "")]),
        ("mainphone", "LT", [("", "", "")]),
        ("8 612 34567 8 687 65432", "LT", [("+37061234567", "", ""), ("+37068765432", "", "")]),
        (
            "Mob.: +370 687 12345, Tel./faks.: +370 5 2123456",
            "LT",
            [("+37068712345", "", "mobile"), ("+37052123456", "", "fax")],
        ),
        ("+37061234567 (Jonas) +37061234568", "LT", [("+37061234567", "", ""), ("+37061234568", "", "")]),
        ("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8", "LT", [("123456789012345678", "", "")]),
        ("8903123456789161234567", "RU", [("8903123456789161234567", "", "")]),
        ("44 23 34", "LT", [("442334", "", "")]),
        ("+37012", "LT", [("37012", "", "")]),
        ("٠٦٦", "LT", [("066", "", "")]),
        ("7,9E+10", "RU", [("", "", "")]),
        ("", "LT", []),
        (None, "LT", []),
    ],
)
def test_a_cell_is_read_as_its_numbers(text, region, expected):
    assert [(phone.key, phone.ext, phone.label.value) for phone in parse_phones(text, region)] == expected


@pytest.mark.parametrize(
    ("text", "region", "key"),
    [
        ("8 903 123 45 67", "LT", "+79031234567"),  # a Russian habit in a Lithuanian base
        ("7(903)1234567", "LT", "+79031234567"),
        ("8 612 34567", "RU", "+37061234567"),
        ("0612 34567", "RU", "+37061234567"),
        ("370 612 34567", "RU", "+37061234567"),
        ("0 612 34567", "LT", "+37061234567"),
        ("612 34567", "LT", "+37061234567"),
        ("00370 612 34567", "RU", "+37061234567"),
        ("8 701 234 56 78", "RU", "+77012345678"),  # Kazakhstan shares +7
        ("9031234567", "RU", "+79031234567"),
        ("+44 20 7946 0958", "LT", "+442079460958"),
        ("44 20 7946 0958", "RU", "+442079460958"),
        ("801-555-7712", "", "8015557712"),
        ("8-9991", "RU", "89991"),
    ],
)
def test_the_key_is_international_where_the_country_can_be_told(text, region, key):
    assert phone_key(text, region)[0] == key
    assert phone_key(text, region)[1] == key.startswith("+")


def test_text_stays_as_typed_without_its_label():
    (phone,) = parse_phones(" faks.: 8 (5) 212 3456 vid. 7 ", "LT")
    assert (phone.text, phone.ext, phone.label) == ("8 (5) 212 3456 vid. 7", "7", PointLabel.FAX)


def test_words_beside_a_number_stay_with_it():
    texts = [phone.text for phone in parse_phones("звонить после 18, 8 903 123 45 67, Иван; и ещё", "RU")]
    assert texts == ["звонить после 18", "8 903 123 45 67, Иван; и ещё"]
    assert [phone.text for phone in parse_phones("Иван, 8 903 123 45 67;", "RU")] == ["Иван, 8 903 123 45 67"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (37061234567.0, "37061234567"),
        (37061234567, "37061234567"),
        ("37061234567.0", "37061234567"),
        ("3.7061234567E+10", "37061234567"),
        ("-3,5E+01", "-35"),
        ("7,9E+10", "7,9E+10"),
        (1.5, "1.5"),
        (float("inf"), "inf"),
        (True, "True"),
    ],
)
def test_numbers_of_a_spreadsheet_are_the_digits_typed(value, text):
    assert number_text(value) == text


def test_a_number_cut_to_a_power_of_ten_is_never_a_key():
    assert is_damaged_number("1,05E+12")
    assert not is_damaged_number("3.7061234567E+10")
    assert not is_damaged_number(3.7e10)
    (phone,) = parse_phones("3,7E+10", "LT")
    assert (phone.text, phone.key, phone.valid) == ("3,7E+10", "", False)


@given(st.integers(0, 9_999_999_999), st.sampled_from(["+7", "8", "7", ""]))
def test_russian_numbers_equal_the_library(number, start):
    text = f"{start}{number:010}"
    assert library_key(text, "RU") in {None, phone_key(text, "RU")[0]}


@given(st.integers(0, 99_999_999), st.sampled_from(["+370", "370", "8", "0", ""]))
def test_lithuanian_numbers_equal_the_library(number, start):
    text = f"{start}{number:08}"
    expected = library_key(text, "LT")
    assert expected in {None, phone_key(text, "LT")[0]}
    if start in {"+370", ""} and expected is None:
        assert phone_key(text, "LT") == (text.lstrip("+"), False)


@given(
    st.text(alphabet="0123456789+-() ,;/.xдобфаксmobИ\n", max_size=60), st.sampled_from(["RU", "LT", "US"])
)
def test_every_digit_of_a_cell_is_kept_in_order(text, region):
    kept = "".join(phone.text for phone in parse_phones(text, region))
    if not is_damaged_number(text.strip()) and number_text(text) == text:
        assert [sign for sign in kept if sign.isdigit()] == [sign for sign in text if sign.isdigit()]


@given(st.text(max_size=40), st.sampled_from(["RU", "LT", "", "XX"]))
def test_any_text_is_read_without_failing_and_keys_are_stable(text, region):
    for phone in parse_phones(text, region):
        if phone.valid:
            assert phone_key(phone.key, region) == (phone.key, True)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("8903", "+79031234567"),
        ("+7 903", "+79031234567"),
        ("8 (903) 12", "+79031234567"),
        ("903", "+79031234567"),
        ("45-67", "+79031234567"),
        ("8612", "+37061234567"),
        ("0612", "+37061234567"),
        ("00370", "+37061234567"),
        ("+370 612", "+37061234567"),
        ("612 34", "+37061234567"),
        ("861234567", "+37061234567"),
        ("89031234567", "9031234567"),
        ("37061234567", "61234567"),
    ],
)
def test_any_notation_of_a_fragment_finds_the_key(typed, key):
    assert any(fragment in key for fragment in phone_query_keys(typed))


def test_words_and_empty_queries_have_no_digits_to_look_for():
    assert phone_query_keys("Ivanov 8903") == ()
    assert phone_query_keys(" - ") == ()


@pytest.mark.parametrize(
    ("key", "text", "ext", "shown"),
    [
        ("+79031234567", "8903 1234567", "", "+7 903 123-45-67"),
        ("+37061234567", "861234567", "", "+370 612 34567"),
        ("+37052123456", "x", "12", "+370 5 212 3456 #12"),
        ("+0", "x", "", "+0"),
        ("442334", "44 23 34", "", "44 23 34"),
    ],
)
def test_valid_numbers_are_shown_grouped_and_others_as_typed(key, text, ext, shown):
    assert display_phone(key, text, ext) == shown


def test_lithuanian_offices(samples):
    with (samples / "csv/lt_seniunijos.csv").open(encoding="utf-8-sig") as file:
        cells = [row["phone"] for row in csv.DictReader(file)]
    phones = [parse_phones(cell, "LT") for cell in cells]
    assert sum(bool(found) for found in phones) == 533
    # libphonenumber calls 459 whole cells valid; in five of them it takes a second number for an extension.
    assert sum(len(found) == 1 and found[0].valid for found in phones) == 454
    for cell, found in zip(cells, phones, strict=True):
        if len(found) == 1 and "/" not in cell:
            assert library_key(cell, "LT") in {None, found[0].key}


def test_russian_clients_of_whom_eleven_have_valid_numbers(samples):
    with (samples / "csv/client_import.csv").open(encoding="utf-8-sig") as file:
        cells = [row[4] for row in csv.reader(file, delimiter=";")][1:]
    phones = [parse_phones(cell, "RU") for cell in cells]
    assert [len(found) for found in phones] == [1] * 100
    assert sum(found[0].valid for found in phones) == 11
    assert all(
        found[0].text == cell.strip().strip("\u00a0") for found, cell in zip(phones, cells, strict=True)
    )


def test_extensions_of_the_american_list(samples):
    with (samples / "csv/hubspot_contacts.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for column, expected in (("Phone Number", 575), ("Mobile Phone Number", 563)):
        assert sum(bool(parse_phones(row[column], "US")[0].ext) for row in rows) == expected
