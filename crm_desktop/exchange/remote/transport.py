"""Talking to a calendar server: one guarded client of the library ``caldav``, and its troubles as errors for the user.

Imported by those who are about to talk to a server, on a thread: the library costs a quarter of a second.
"""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from caldav.davclient import DAVClient
from caldav.lib import error as dav_error
from caldav.lib.http_sync import requests

from crm_desktop.errors import (
    CalendarForbidden,
    CalendarNotThere,
    CalendarPasswordNeeded,
    CalendarPasswordRefused,
    CalendarServerBusy,
    CalendarServerError,
    CalendarServerFailed,
    CalendarServerUnreachable,
)
from crm_desktop.exchange.remote.addresses import checked_address, split

TIMEOUT_S = 20
"""Seconds until a server that says nothing counts as not reached."""

_STATUS: Mapping[int, type[CalendarServerError]] = {
    401: CalendarPasswordRefused,
    403: CalendarForbidden,
    404: CalendarNotThere,
    410: CalendarNotThere,
    429: CalendarServerBusy,
    503: CalendarServerBusy,
    507: CalendarForbidden,
}


@dataclass(frozen=True, slots=True)
class Account:
    """A server, who we are there, and the password, which is shown nowhere."""

    address: str
    user: str
    password: str = field(repr=False)


Waiting = Callable[[], AbstractContextManager[None]]
"""What is entered for as long as a server is waited for; it may raise to have the talk end (``Progress.outside``)."""


class Client(DAVClient):
    """The library's client, which goes nowhere unencrypted, whatever a server's answers tell it to."""

    waiting: Waiting = staticmethod(nullcontext)

    def request(self, url: Any, *arguments: Any, **named: Any) -> Any:
        """One request. Raises CalendarAddressRefused for an address that may not be used."""
        checked_address(urljoin(str(self.url), str(url)))
        with self.waiting():
            return super().request(url, *arguments, **named)


def connected(account: Account, timeout: float = TIMEOUT_S, waiting: Waiting = nullcontext) -> Client:
    """A client for the account; nothing is sent yet.

    Raises:
        CalendarAddressRefused: the address is none, or not encrypted.
        CalendarPasswordNeeded: there is no password.
    """
    address = checked_address(account.address)
    if not account.password:
        raise CalendarPasswordNeeded(host=split(address)[0], user=account.user)
    client = Client(
        address,
        username=account.user,
        password=account.password,
        timeout=timeout,  # type: ignore[arg-type]  # handed through to requests, which takes parts of seconds
        enable_rfc6764=False,
    )
    client.waiting = waiting
    client.session.hooks["response"] = [_guard_redirect]
    logging.getLogger().addFilter(_is_no_answer)
    return client


@contextmanager
def told(client: Client) -> Iterator[None]:
    """Let what goes wrong be raised as a CalendarServerError."""
    address = str(client.url)
    host = split(address)[0]
    facts = {"host": host, "user": client.username or ""}
    try:
        yield
    except dav_error.RateLimitError as error:
        raise CalendarServerBusy(**facts) from error
    except dav_error.AuthorizationError as error:
        kind = CalendarForbidden if error.status == 403 else CalendarPasswordRefused
        raise kind(**facts) from error
    except dav_error.DAVError as error:
        raise failure(error.status or 0, facts) from error
    except requests.exceptions.RequestException as error:
        with client.waiting():
            trouble = _unreached(address, error)
        raise trouble from error
    except (SyntaxError, NotImplementedError, AttributeError, LookupError, TypeError, ValueError) as error:
        # What the library makes of answers that are none (broken XML is a SyntaxError): it never looks first.
        raise CalendarServerFailed(status=0, **facts) from error


def failure(status: int, facts: Mapping[str, object]) -> CalendarServerError:
    """What an answer of this status means."""
    kind = _STATUS.get(status, CalendarServerFailed)
    if kind is CalendarNotThere:
        return CalendarNotThere(what="calendar", **facts)
    return kind(status=status, **facts)


def _is_no_answer(record: logging.LogRecord) -> bool:
    """Whether a line may go into the log: the library writes whole answers there that are no XML, people in them."""
    return not str(record.msg).startswith("Expected some valid XML")


def _guard_redirect(response: Any, **_: object) -> None:
    target = response.headers.get("Location")
    if response.is_redirect and target:
        checked_address(urljoin(str(response.url), target))


def _unreached(address: str, error: Exception) -> CalendarServerError:
    host, port = split(address)
    if isinstance(error, requests.exceptions.Timeout):
        return CalendarServerUnreachable(host=host, port=port, why="timeout")
    if isinstance(error, requests.exceptions.SSLError):
        return CalendarServerUnreachable(host=host, port=port, why="tls")
    if isinstance(error, requests.exceptions.ConnectionError):
        return CalendarServerUnreachable(host=host, port=port, why=_why(host, port, error))
    return CalendarServerFailed(host=host, status=0)


def _why(host: str, port: int, error: BaseException) -> str:
    """Why no connection came about; the library wraps the reason too deep to be told by its type."""
    reason: BaseException | None = error
    while reason is not None:
        if isinstance(reason, ssl.SSLError):
            return "tls"
        reason = reason.__cause__ or reason.__context__
    try:
        with socket.create_connection((host, port), timeout=TIMEOUT_S / 4):
            return "lost"
    except socket.gaierror:
        return "name"
    except TimeoutError:
        return "timeout"
    except OSError:
        return "port"
