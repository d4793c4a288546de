"""Postal addresses in one line."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.addresses import Address, join_address, split_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Sodo g. 5, LT-85113, Akmenė", Address("Sodo g. 5", city="Akmenė", postal_code="LT-85113")),
        (
            "Alovės k., Alovės sen., LT-4590, Alytaus raj.",
            Address("Alovės sen.", city="Alovės k.", postal_code="LT-4590", region="Alytaus raj."),
        ),
        (
            "Gedimino pr. 1, 01103 Vilnius, Lietuva",
            Address("Gedimino pr. 1", city="Vilnius", postal_code="01103", country="Lietuva"),
        ),
        (
            "652050, Кемеровская область, город Юрга, ул. Лесная, 15",
            Address("ул. Лесная, 15", city="город Юрга", region="Кемеровская область", postal_code="652050"),
        ),
        ("г. Москва, ул. Ленина, д. 5, кв. 8", Address("ул. Ленина, д. 5, кв. 8", city="г. Москва")),
        ("Москва, ул. Ленина 5", Address("ул. Ленина 5", city="Москва")),
        (
            "г. Москва, 101000 Центр, ул. Ленина 5",
            Address("Центр, ул. Ленина 5", city="г. Москва", postal_code="101000"),
        ),
        (
            "Varkalių k. LT-56276 Kaišiadorių r.",
            Address(city="Varkalių k.", postal_code="LT-56276", region="Kaišiadorių r."),
        ),
        ("LT-30185 Ceikiniai", Address(city="Ceikiniai", postal_code="LT-30185")),
        ("12345 Main Street", Address("12345 Main Street")),
        ("12345 Main Street 5, Tula", Address("12345 Main Street 5", city="Tula")),
        ("253 Gardenside Avenue", Address("253 Gardenside Avenue")),
        ("ул. Ленина 5, кв. 3", Address("ул. Ленина 5, кв. 3")),
        ("", Address()),
    ],
)
def test_a_line_is_parted_where_it_is_sure(text, address):
    assert split_address(text) == address


def test_parts_are_joined_in_the_order_of_an_envelope():
    address = Address("Sodo g. 5", "3", "a/d 7", "Vilnius", "Vilniaus apskr.", "01103", "Lietuva")
    assert join_address(address) == "Sodo g. 5, 3, a/d 7, 01103 Vilnius, Vilniaus apskr., Lietuva"
    assert not join_address(Address())
    assert address
    assert not Address()


@given(
    st.lists(
        st.sampled_from(
            ["Sodo g. 5", "LT-85113", "Vilnius", "01103 Kaunas", "Lietuva", "г. Москва", "Тульская обл.", "9"]
        ),
        max_size=7,
    ).map(", ".join)
    | st.text(max_size=60)
)
def test_nothing_of_a_line_is_lost(text):
    def signs(shown):
        return sorted(sign for sign in shown if sign.isalnum())

    assert signs(join_address(split_address(text))) == signs(text)


def test_the_offices_have_their_codes(samples):
    with (samples / "csv/lt_seniunijos.csv").open(encoding="utf-8-sig") as file:
        addresses = [split_address(row["address"]) for row in csv.DictReader(file)]
    assert sum(bool(address.postal_code) for address in addresses) > 400
