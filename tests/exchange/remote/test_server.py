from __future__ import annotations

import pytest

from crm_desktop.errors import CalendarAddressRefused, CalendarPasswordRefused, CalendarServerUnreachable
from crm_desktop.exchange.remote.server import ChangedThere, Server, href_of
from crm_desktop.exchange.remote.transport import Account
from tests.exchange.remote.calendars import SINCE, calendar

EVENT = "UID:a\nSUMMARY:Rūta\nDTSTART:20261124T100000Z\nDTEND:20261124T103000Z"


def test_calendars_are_made_and_found(server, place):
    assert place in server.places()


def test_what_is_written_is_listed_and_fetched(server, place):
    href = href_of(place.url, "a b.ics")
    etag = server.put(place.url, href, calendar(EVENT), "")
    listing = server.listing(place.url, "", SINCE)
    assert (listing.changed, listing.is_whole) == ({href: etag}, True)
    (item,) = server.fetch(place.url, [href, href_of(place.url, "none.ics")])
    assert (item.href, item.etag) == (href, etag)
    assert "SUMMARY:Rūta" in item.text
    with pytest.raises(ChangedThere):
        server.put(place.url, href, calendar(EVENT), "")
    with pytest.raises(ChangedThere):
        server.put(place.url, href, calendar(EVENT), '"other"')
    later = server.put(place.url, href, calendar(EVENT.replace("Rūta", "Rūta 2")), etag)
    changes = server.listing(place.url, listing.token, SINCE)
    assert (changes.changed, changes.gone, changes.is_whole) == ({href: later}, frozenset(), False)
    with pytest.raises(ChangedThere):
        server.delete(place.url, href, etag)
    server.delete(place.url, href, later)
    server.delete(place.url, href, later)
    changes = server.listing(place.url, changes.token, SINCE)
    assert (changes.changed, changes.gone) == ({}, {href})


def test_a_token_that_is_forgotten_lists_everything(server, place):
    href = href_of(place.url, "a.ics")
    server.put(place.url, href, calendar(EVENT), "")
    listing = server.listing(place.url, "http://radicale.org/ns/sync/rubbish", SINCE)
    assert listing.is_whole
    assert list(listing.changed) == [href]


def test_what_is_wrong_is_said(radicale):
    with pytest.raises(CalendarPasswordRefused):
        Server(Account(radicale.address, "ona", "wrong")).places()
    with pytest.raises(CalendarServerUnreachable) as refused:
        Server(Account("http://127.0.0.1:1/", "ona", "x")).places()
    assert refused.value.facts["why"] == "port"
    with pytest.raises(CalendarServerUnreachable) as refused:
        Server(Account("https://no-such-host.invalid/", "ona", "x")).places()
    assert refused.value.facts["why"] == "name"
    with pytest.raises(CalendarAddressRefused):
        Server(Account("http://calendar.example/", "ona", "x"))
