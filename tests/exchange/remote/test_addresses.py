from __future__ import annotations

import pytest

from crm_desktop.errors import CalendarAddressRefused
from crm_desktop.exchange.remote.addresses import checked_address, is_loopback, split


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("calendar.example.com", "https://calendar.example.com/"),
        (" https://Calendar.Example.com:8443/dav/?a=1#x ", "https://calendar.example.com:8443/dav/?a=1"),
        ("https://ona:secret@calendar.example.com/", "https://calendar.example.com/"),
        ("http://localhost:5232", "http://localhost:5232/"),
        ("http://127.0.0.1:5232/ona/", "http://127.0.0.1:5232/ona/"),
        ("http://[::1]:5232/", "http://[::1]:5232/"),
    ],
)
def test_what_is_typed_and_used(typed, used):
    assert checked_address(typed) == used


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("http://calendar.example.com/", "open"),
        ("http://localhost.example.com/", "open"),
        ("http://10.0.0.1/", "open"),
        ("ftp://calendar.example.com/", "form"),
        ("file:///etc/passwd", "form"),
        ("", "form"),
        ("https://", "form"),
        ("https://a b.example/", "form"),
        ("https://a.example:99999/", "form"),
        ("https://[::1/", "form"),
        (f"https://a.example/{'x' * 3000}", "form"),
    ],
)
def test_what_is_refused(typed, why):
    with pytest.raises(CalendarAddressRefused) as refused:
        checked_address(typed)
    assert refused.value.facts["why"] == why


def test_hosts_and_ports():
    assert split("https://a.example/") == ("a.example", 443)
    assert split("http://[::1]:5232/") == ("::1", 5232)
    assert is_loopback("127.8.9.1")
    assert not is_loopback("example.com")
