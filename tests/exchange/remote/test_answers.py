"""Answers of servers that are right, but rare: pages of changes, no tokens, forgotten ones, calendars of tasks."""

from __future__ import annotations

import socket
import ssl

import pytest
from caldav.lib import error as dav_error
from caldav.lib.http_sync import requests

from crm_desktop.errors import (
    CalendarForbidden,
    CalendarNotThere,
    CalendarServerError,
    CalendarServerFailed,
    CalendarServerUnreachable,
)
from crm_desktop.exchange.remote import transport
from crm_desktop.exchange.remote.server import Place, Server, _last_part
from crm_desktop.exchange.remote.transport import Account, connected, told
from tests.exchange.remote.calendars import SINCE
from tests.exchange.remote.test_trouble import EMPTY, answers  # noqa: F401  the fixture


def multistatus(*responses, token=""):
    listed = "".join(responses)
    told_token = f"<sync-token>{token}</sync-token>" if token else ""
    return f'<?xml version="1.0"?><multistatus xmlns="DAV:">{listed}{told_token}</multistatus>'.encode()


def changed(href, etag='"1"'):
    prop = f"<propstat><prop><getetag>{etag}</getetag></prop><status>HTTP/1.1 200 OK</status></propstat>"
    return f"<response><href>{href}</href>{prop}</response>"


def status(href, code):
    return f"<response><href>{href}</href><status>HTTP/1.1 {code} x</status></response>"


@pytest.fixture
def asked(answers):  # noqa: F811
    place = f"{answers.address}ona/diary/"
    with Server(Account(answers.address, "ona", "secret"), timeout=5) as server:
        yield lambda token="t0": server.listing(place, token, SINCE)


def test_changes_come_in_pages(answers, asked):  # noqa: F811
    first = multistatus(changed("/ona/diary/a.ics"), status("/ona/diary/", 507), token="t1")
    second = multistatus(
        changed("/ona/diary/"), changed("/ona/diary/b.ics"), status("/ona/diary/c.ics", 404), token="t2"
    )
    answers.bodies = [first, second]
    listing = asked()
    assert (listing.changed, listing.gone) == (
        {"/ona/diary/a.ics": '"1"', "/ona/diary/b.ics": '"1"'}, {"/ona/diary/c.ics"}
    )  # fmt: skip
    assert (listing.token, listing.is_whole) == ("t2", False)


def test_changes_without_an_end_are_looked_up_whole(answers, asked, monkeypatch):  # noqa: F811
    monkeypatch.setattr("crm_desktop.exchange.remote.server._MOST_PAGES", 3)
    page = multistatus(status("/ona/diary/", 507), token="t1")
    answers.bodies = [page, page, page, EMPTY, EMPTY]
    assert asked().is_whole


@pytest.mark.parametrize("no_token", [EMPTY, multistatus(changed("/ona/diary/"))])
def test_changes_without_a_token_are_looked_up_whole(answers, asked, no_token):  # noqa: F811
    answers.bodies = [multistatus(changed("/a.ics")), no_token, multistatus(changed("/a.ics"))]
    listing = asked()
    assert (listing.is_whole, listing.token, listing.changed) == (True, "", {"/a.ics": '"1"'})


def test_a_token_that_is_refused(answers, asked):  # noqa: F811
    answers.status = 403
    answers.body = b'<?xml version="1.0"?><error xmlns="DAV:"><valid-sync-token/></error>'
    with pytest.raises(CalendarForbidden):  # of the list of everything, too
        asked()
    assert [method for method, _ in answers.seen][-1] == "PROPFIND"
    answers.body = b""
    with pytest.raises(CalendarForbidden):
        asked()
    assert [method for method, _ in answers.seen][-1] == "REPORT"


@pytest.mark.parametrize("code", [400, 410, 501])
def test_a_server_that_tells_no_changes_is_asked_for_everything(answers, asked, code):  # noqa: F811
    answers.status, answers.body = code, b""
    with pytest.raises(CalendarServerError):  # this one refuses that as well
        asked()
    assert [method for method, _ in answers.seen] == ["REPORT", "PROPFIND"]


def test_nobody_there_who_has_calendars(answers):  # noqa: F811
    with pytest.raises(CalendarNotThere), Server(Account(answers.address, "ona", "secret"), 5) as server:
        server.places()


def test_calendars_of_tasks_are_not_offered(radicale):
    with Server(radicale.account, 10) as server:
        server._principal().make_calendar(name="Tasks", supported_calendar_component_set=["VTODO"])
        assert "Tasks" not in {place.name for place in server.places()}


def test_a_calendar_without_a_name():
    assert _last_part("https://x/ona/a%20b/") == "a b"
    assert Place("u", "n").name == "n"


@pytest.mark.parametrize(
    ("raised", "error", "facts"),
    [
        (dav_error.MkcalendarError(status=500), CalendarServerFailed, {"status": 500}),
        (dav_error.NotFoundError(status=404), CalendarNotThere, {"what": "calendar"}),
        (dav_error.DAVError(), CalendarServerFailed, {"status": 0}),
        (requests.exceptions.SSLError(), CalendarServerUnreachable, {"why": "tls"}),
        (requests.exceptions.TooManyRedirects(), CalendarServerFailed, {"status": 0}),
        (KeyError("x"), CalendarServerFailed, {"status": 0}),
    ],
)
def test_what_the_library_raises(raised, error, facts):
    client = connected(Account("https://calendar.example.com/", "ona", "secret"))
    with pytest.raises(error) as refused, told(client):
        raise raised
    assert facts.items() <= refused.value.facts.items()


@pytest.mark.parametrize(
    ("reason", "why"), [(TimeoutError(), "timeout"), (socket.gaierror(), "name"), (OSError(), "port")]
)
def test_why_nobody_answers(monkeypatch, reason, why):
    def fail(*_args, **_named):
        raise reason

    monkeypatch.setattr(socket, "create_connection", fail)
    assert transport._why("calendar.example.com", 443, ValueError()) == why


def test_a_connection_that_broke_off(answers):  # noqa: F811
    port = answers.http.server_port
    assert transport._why("127.0.0.1", port, ValueError()) == "lost"
    wrapped = ValueError()
    wrapped.__cause__ = ssl.SSLError()
    assert transport._why("127.0.0.1", port, wrapped) == "tls"
