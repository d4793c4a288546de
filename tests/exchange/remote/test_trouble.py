"""What servers do to a calendar program: refuse, hang, answer rubbish, lie about where they are, die in between."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from crm_desktop.background.runner import Cancelled
from crm_desktop.errors import (
    CalendarAddressRefused,
    CalendarForbidden,
    CalendarNotThere,
    CalendarPasswordNeeded,
    CalendarPasswordRefused,
    CalendarServerBusy,
    CalendarServerFailed,
    CalendarServerUnreachable,
)
from crm_desktop.exchange.remote import pulling
from crm_desktop.exchange.remote.notes import notes
from crm_desktop.exchange.remote.server import ChangedThere, Server
from crm_desktop.exchange.remote.syncing import sync
from crm_desktop.exchange.remote.transport import Account
from crm_desktop.services import activities
from tests.exchange.remote.calendars import SINCE, calendar
from tests.exchange.remote.test_syncing import FOREIGN, MEETING, quiet, rows

HTML = b"<html><body>It works!</body></html>"
EMPTY = b'<?xml version="1.0"?><multistatus xmlns="DAV:"/>'


class Answers:
    """A server that answers each request the same, or with ``bodies`` in turn."""

    def __init__(self):
        self.status, self.body, self.wait = 207, EMPTY, threading.Event()
        self.headers: dict[str, str] = {}
        self.wait.set()
        self.seen: list = []
        self.bodies: list = []
        answers = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                answers.seen.append((self.command, self.headers.get("Authorization")))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answers.wait.wait(20)
                body = answers.bodies.pop(0) if answers.bodies else answers.body
                self.send_response(answers.status)
                for name, value in answers.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_PROPFIND = do_REPORT = do_PUT = do_DELETE = do_OPTIONS = do_GET = do_MKCALENDAR = answer  # noqa: N815

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}/"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    def close(self):
        self.wait.set()
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def answers():
    made = Answers()
    yield made
    made.close()


def asked(answers, timeout=5):
    with Server(Account(answers.address, "ona", "secret"), timeout=timeout) as server:
        return server.listing(answers.address + "ona/diary/", "", SINCE)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, CalendarPasswordRefused),
        (403, CalendarForbidden),
        (404, CalendarNotThere),
        (410, CalendarNotThere),
        (412, CalendarServerFailed),
        (429, CalendarServerBusy),
        (500, CalendarServerFailed),
        (502, CalendarServerFailed),
        (503, CalendarServerBusy),
        (507, CalendarForbidden),
    ],
)
def test_refusals(answers, status, error):
    answers.status = status
    with pytest.raises(error) as refused:
        asked(answers)
    assert refused.value.facts["host"] == "127.0.0.1"
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (207, b"", "text/xml"),
        (207, b"<multistatus", "text/xml"),
        (207, HTML, "text/html"),
        (200, HTML, "text/html"),
        (207, b"\xff\xfe\x00rubbish", "application/xml"),
        (207, b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "text/xml"),
    ],
)
def test_rubbish(answers, status, body, kind):
    answers.status, answers.body, answers.headers = status, body, {"Content-Type": kind}
    with Server(Account(answers.address, "ona", "secret"), 5) as server:
        for token in ("", "token"):
            with pytest.raises(CalendarServerFailed):
                server.listing(answers.address, token, SINCE)
        with pytest.raises(CalendarServerFailed):
            list(server.fetch(answers.address, ["/a.ics"]))


def test_answers_do_not_stand_in_the_log(answers, caplog):
    answers.body, answers.headers = b"<p>Ona Petrait", {"Content-Type": "text/html"}
    with caplog.at_level(logging.INFO), pytest.raises(CalendarServerFailed):
        asked(answers)
    assert "Petrait" not in caplog.text
    assert "secret" not in caplog.text


def test_a_server_that_says_nothing(answers):
    answers.wait.clear()
    with pytest.raises(CalendarServerUnreachable) as refused:
        asked(answers, timeout=0.2)
    assert refused.value.facts["why"] == "timeout"


def test_no_calendars_there(answers):
    answers.status, answers.body, answers.headers = 200, HTML, {"Content-Type": "text/html"}
    with pytest.raises(CalendarNotThere), Server(Account(answers.address, "ona", "secret"), 5) as server:
        server.places()
    answers.status, answers.body = 500, b""
    with pytest.raises(CalendarServerFailed), Server(Account(answers.address, "ona", "secret"), 5) as server:
        server.places()


def test_no_detour_without_encryption(answers):
    answers.status, answers.headers = 302, {"Location": "http://calendar.example/"}
    with pytest.raises(CalendarAddressRefused):
        asked(answers)
    assert not any(authorization for _, authorization in answers.seen)
    with (
        pytest.raises(CalendarAddressRefused),
        Server(Account(answers.address, "ona", "secret"), 5) as server,
    ):
        server.listing("http://calendar.example/diary/", "", SINCE)


def test_a_certificate_that_is_none(answers):
    account = Account(answers.address.replace("http:", "https:"), "ona", "secret")
    with pytest.raises(CalendarServerUnreachable) as refused, Server(account, 5) as server:
        server.places()
    assert refused.value.facts["why"] in {"tls", "lost"}


def test_no_password(radicale):
    with pytest.raises(CalendarPasswordNeeded):
        Server(Account(radicale.address, "ona", ""))
    assert "secret" not in repr(Account(radicale.address, "ona", "secret"))


class Meddled(Server):
    """A server at which something happens just before or after each writing."""

    before = after = staticmethod(lambda: None)
    status = 0

    def put(self, place, href, text, etag):
        self.before()
        if self.status:
            raise CalendarServerFailed(host="x", status=self.status)
        found = super().put(place, href, text, etag)
        self.after()
        return found


class DiedError(Exception):
    """The program ended here."""


def die():
    raise DiedError


@pytest.fixture
def meddled(radicale):
    with Meddled(radicale.account, timeout=10) as made:
        yield made


def test_dying_after_writing_makes_no_second_event(store, meddled, place, elsewhere):
    activity = activities.add(store, MEETING)
    meddled.after = die
    with pytest.raises(DiedError):
        sync(store, meddled, place.url, quiet)
    assert notes(store, place.url) == {}
    activities.edit(store, activity, replace(MEETING, place="Kaunas"))
    meddled.after = lambda: None
    outcome = sync(store, meddled, place.url, quiet)
    assert (outcome.here, outcome.updated) == (0, 1)
    assert "LOCATION:Kaunas\n" in elsewhere.text()
    activities.edit(store, activity, replace(MEETING, place="Alytus"))
    meddled.after = die
    with pytest.raises(DiedError):
        sync(store, meddled, place.url, quiet)
    meddled.after = lambda: None
    outcome = sync(store, meddled, place.url, quiet)
    assert (outcome.here, outcome.there, outcome.differences) == (0, 0, [])
    assert rows(store, "place") == [("Alytus",)]


def test_dying_after_writing_and_deleted_here_meanwhile(store, meddled, place, elsewhere):
    activity = activities.add(store, MEETING)
    meddled.after = die
    with pytest.raises(DiedError):
        sync(store, meddled, place.url, quiet)
    meddled.after = lambda: None
    activities.delete(store, activity)
    assert sync(store, meddled, place.url, quiet).deleted == 1
    assert elsewhere.items() == []


def test_dying_while_taking_in_leaves_nothing_half(store, server, place, elsewhere, monkeypatch):
    for number in range(3):
        elsewhere.add(f"e{number}", FOREIGN.replace("phone-1", f"e{number}"))
    monkeypatch.setattr(pulling, "write_note", lambda *_: die())
    with pytest.raises(DiedError):
        sync(store, server, place.url, quiet)
    assert rows(store) == []
    monkeypatch.undo()
    assert sync(store, server, place.url, quiet).added == 3
    assert sync(store, server, place.url, quiet).here == 0


def test_stopped_by_the_user(store, server, place):
    activities.add(store, MEETING)

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        sync(store, server, place.url, stop)
    assert sync(store, server, place.url, quiet).there == 0


def test_changed_there_in_the_very_moment(store, meddled, place, elsewhere):
    activity = activities.add(store, MEETING)
    sync(store, meddled, place.url, quiet)
    activities.edit(store, activity, replace(MEETING, place="Kaunas"))
    left = [lambda: elsewhere.change("SUMMARY:vases", "SUMMARY:pots")]
    meddled.before = lambda: left and left.pop()()
    outcome = sync(store, meddled, place.url, quiet)
    assert (outcome.changed, outcome.updated) == (1, 1)
    assert rows(store, "place, wanted") == [("Kaunas", "pots\nblue")]
    assert "SUMMARY:pots\n" in elsewhere.text()


def test_a_calendar_where_everything_changes_all_the_time(store, meddled, place, elsewhere):
    activity = activities.add(store, MEETING)
    sync(store, meddled, place.url, quiet)
    activities.edit(store, activity, replace(MEETING, place="Kaunas"))

    def conflict():
        raise ChangedThere

    meddled.before = conflict
    assert sync(store, meddled, place.url, quiet).there == 0


def test_one_event_that_the_server_does_not_take(store, meddled, place):
    activities.add(store, MEETING)
    activities.add(store, replace(MEETING, wanted=""))
    meddled.status = 413
    outcome = sync(store, meddled, place.url, quiet)
    assert (outcome.sent, outcome.refused) == (0, ["vases", "meeting"])
    meddled.status = 502
    with pytest.raises(CalendarServerFailed):
        sync(store, meddled, place.url, quiet)


class Translated(Server):
    """A server that tells no version of what it has taken, and whose resources may be broken."""

    broken = ""

    def put(self, place, href, text, etag):
        super().put(place, href, text, etag)
        return ""

    def fetch(self, place, hrefs):
        for item in super().fetch(place, hrefs):
            yield replace(item, text=self.broken) if self.broken else item


def test_versions_are_asked_for_where_they_are_not_told(store, radicale, place, elsewhere):
    with Translated(radicale.account, 10) as server:
        activities.add(store, MEETING)
        assert sync(store, server, place.url, quiet).sent == 1
        (note,) = notes(store, place.url).values()
        assert note.etag == elsewhere.only().etag
        assert sync(store, server, place.url, quiet).there == 0


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x\n",
        calendar("UID:x\nSUMMARY:no beginning"),
        calendar("UID:x\nDTSTART:99999999T999999Z"),
        calendar("UID:x\nDTSTART:20261124T080000Z", "UID:y\nDTSTART:20261124T080000Z"),
        calendar("UID:x\nDTSTART:20261124T080000Z", "UID:x\nDTSTART:20261125T080000Z"),
        "END:VEVENT\nBEGIN:VEVENT",
    ],
)
def test_events_that_nobody_can_read(store, radicale, server, place, elsewhere, text):
    activity = activities.add(store, MEETING)
    sync(store, server, place.url, quiet)
    elsewhere.change("LOCATION:Vilnius", "LOCATION:Kaunas")
    before = elsewhere.items()
    with Translated(radicale.account, 10) as broken:
        broken.broken = text
        outcome = sync(store, broken, place.url, quiet)
    assert (outcome.here, outcome.there, len(outcome.unreadable)) == (0, 0, 1)
    assert elsewhere.items() == before
    activities.edit(store, activity, replace(MEETING, wanted="pots\nblue"))
    outcome = sync(store, server, place.url, quiet)
    assert elsewhere.items() != before
    assert outcome.differences == []
