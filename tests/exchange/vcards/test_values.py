from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.exchange.vcards.values import binary, parted, plain, unprinted, uri_of
from crm_desktop.exchange.vcards.writing import components, escaped, listed

text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=20).map(str.strip)


@given(text)
def test_escapes_are_undone(value):
    assert plain(escaped(value)) == value


@given(st.lists(text, min_size=1, max_size=5))
def test_components_come_apart_again(values):
    assert parted(components(values)) == values
    assert parted(listed(values), ",") == values


@given(st.binary(max_size=50), st.text("=\r\n \t-_", max_size=3))
def test_base64_comes_back(data, junk):
    coded = base64.b64encode(data)
    assert binary(coded + junk.encode()) == data
    assert binary(coded.rstrip(b"=")) == data


def test_one_sign_too_many_is_no_byte():
    assert binary(b"AAAAA") == b"\0\0\0"


def test_apple_escapes_colons():
    assert plain(r"http\://x.lt\Nb\\") == "http://x.lt\nb\\"


def test_a_lone_backslash_at_the_end_is_text():
    assert parted("a\\;b\\") == ["a;b\\"]


@pytest.mark.parametrize(("coded", "data"), [(b"a=20b", b"a b"), (b"a=ZZ", b"a=ZZ"), (b"a=", b"a")])
def test_quoted_printable_forgives(coded, data):
    assert unprinted(coded) == data


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("skype:ona", ("skype", "ona")),
        ("HTTPS://x.lt/a%20b", ("https", "x.lt/a b")),
        (" ona ", ("", "ona")),
        ("8:5", ("", "8:5")),
    ],
)
def test_addresses(address, parts):
    assert uri_of(address) == parts
