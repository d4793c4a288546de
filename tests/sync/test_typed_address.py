"""Addresses as people type and paste them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.sync.failures import ServerAddressRefused
from crm_desktop.sync.typed_address import TypedAddress, read_address

LINK = "postgresql://anna:p%40ss%3Aword@db.example.com:6432/crm?sslmode=verify-full&sslrootcert=/home/anna/ca.pem"

READ = {
    "db.example.com": TypedAddress("db.example.com"),
    "  db.example.com. ": TypedAddress("db.example.com"),
    "db.example.com:6432": TypedAddress("db.example.com", 6432),
    "192.168.1.10 : 5433": TypedAddress("192.168.1.10", 5433),
    "::1": TypedAddress("::1"),
    "[fe80::1]:5432": TypedAddress("fe80::1", 5432),
    "[fe80::1]": TypedAddress("fe80::1"),
    "postgres://db.example.com": TypedAddress("db.example.com"),
    "postgresql://[::1]:5433/crm": TypedAddress("::1", 5433, "crm"),
    "PostgreSQL://anna@db.example.com/crm": TypedAddress("db.example.com", None, "crm", "anna"),
    LINK: TypedAddress("db.example.com", 6432, "crm", "anna", "p@ss:word", Path("/home/anna/ca.pem")),
    "postgresql:///crm?host=db.example.com&port=5433": TypedAddress("db.example.com", 5433, "crm"),
    "postgres://db.example.com/crm?sslrootcert=system": TypedAddress("db.example.com", None, "crm"),
    "host=db.example.com port=6432 dbname=crm user=anna password='it\\'s \\\\ me'": TypedAddress(
        "db.example.com", 6432, "crm", "anna", "it's \\ me"
    ),
    "hostaddr = 10.0.0.5 dbname = crm": TypedAddress("10.0.0.5", None, "crm"),
}  # fmt: skip

REFUSED = {
    "": "host",
    "   ": "host",
    ":5432": "host",
    "two words": "host",
    "a.example.com,b.example.com": "host",
    "https://db.example.com/crm": "host",
    "postgresql://[::1/crm": "host",
    "postgresql:///crm": "host",
    "db.example.com/crm": "host",
    "anna:secret@db.example.com": "port",
    "anna@db.example.com": "host",
    "db.example.com:abc": "port",
    "db.example.com:0": "port",
    "db.example.com:65536": "port",
    "db.example.com:٤٢": "port",
    "postgresql://anna:secret@db.example.com:port/crm": "port",
}


@pytest.mark.parametrize("text", READ)
def test_what_people_type_is_read(text):
    assert read_address(text) == READ[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ServerAddressRefused) as caught:
        read_address(text)
    assert caught.value.facts["why"] == REFUSED[text]
    assert "secret" not in str(caught.value)


def test_the_password_is_in_no_picture_of_it():
    assert "p@ss" not in repr(read_address(LINK))


@given(st.text(max_size=60), st.sampled_from(("{}", "postgresql://{}", "host={}")))
def test_any_text_is_read_or_refused(text, form):
    with suppress(ServerAddressRefused):
        found = read_address(form.format(text))
        assert found.host
        assert found.port is None or 0 < found.port < 65_536
