"""A calendar on a server (CalDAV, RFC 4791): which ones there are, what changed in one, and writing into it.

Each event with its exceptions is one resource, known by its href; an etag tells its versions. What changed is told by
the server itself where it can (sync-collection, RFC 6578); else all etags of the window are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin, urlsplit
from xml.sax.saxutils import escape

from caldav.elements import dav
from caldav.lib import error as dav_error

from crm_desktop.errors import CalendarNotThere, CalendarServerError, CalendarServerFailed
from crm_desktop.exchange.remote.transport import TIMEOUT_S, Account, Waiting, connected, failure, told

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType
    from typing import Self

AT_ONCE = 100
"""Resources asked for in one request."""

_OK = frozenset({200, 201, 204, 207})
_NO_CALENDARS = frozenset({200, 301, 302, 400, 404, 405, 501})
"""What a server of something else answers to a question about calendars."""
_MOST_PAGES = 1_000
_MULTISTATUS = "{DAV:}multistatus"
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'


class ChangedThere(Exception):  # no fault: to be looked at again
    """Somebody else changed the resource meanwhile: it was neither written nor deleted (412, 409)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A calendar on the server."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a look at the calendar found: hrefs with their etags.

    ``is_whole``: all in the window are listed, and what is not there is gone or out of it; else only what changed since
    the last token, ``gone`` among it.
    """

    changed: dict[str, str]
    gone: frozenset[str] = field(default=frozenset())
    is_whole: bool = True
    token: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A resource as it stands there."""

    href: str
    etag: str
    text: str


class Server:
    """One account on a server, while it is talked to; every method raises CalendarServerError."""

    def __init__(self, account: Account, timeout: float = TIMEOUT_S, waiting: Waiting = nullcontext) -> None:
        """``waiting`` is entered while it is waited for. Raises CalendarAddressRefused, CalendarPasswordNeeded."""
        self._client = connected(account, timeout, waiting)
        self._facts = {"host": urlsplit(str(self._client.url)).hostname or "", "user": account.user}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Talk to it no more."""
        self._client.close()

    # ------------------------------------------------------------------------------------------------------- calendars

    def places(self) -> list[Place]:
        """The calendars that hold events, by name. Raises CalendarNotThere where it is no calendar server."""
        with told(self._client):
            found = []
            calendars: Any = self._principal().get_calendars()
            for each in calendars:
                if "VEVENT" in each.get_supported_components():
                    url = str(each.url)
                    found.append(Place(url, str(each.get_display_name() or "") or _last_part(url)))
        return sorted(found, key=lambda place: (place.name.casefold(), place.url))

    def make(self, name: str) -> Place:
        """Make a calendar of this name for events."""
        with told(self._client):
            made: Any = self._principal().make_calendar(
                name=name, supported_calendar_component_set=["VEVENT"]
            )
            return Place(str(made.url), name)

    def _principal(self) -> Any:
        """Where the user's things are; servers that tell it elsewhere are asked there (RFC 6764, 5)."""
        for address in (str(self._client.url), urljoin(str(self._client.url), "/.well-known/caldav")):
            response = self._client.propfind(address, ["current-user-principal"], 0)
            if response.status in _NO_CALENDARS:
                continue
            self._check_list(response)
            hrefs = [each.properties.get(dav.CurrentUserPrincipal.tag) for each in response.parse_propfind()]
            for href in filter(None, hrefs):
                client: Any = self._client
                return client.principal(url=urljoin(address, str(href)))
        raise CalendarNotThere(what="server", **self._facts)

    # ------------------------------------------------------------------------------------------------------------ look

    def listing(self, place: str, token: str, since: datetime) -> Listing:
        """What changed after ``token``; without one, or where it is known no more, all that is after ``since``."""
        with told(self._client):
            if token:
                changed = self._changes(place, token)
                if changed is not None:
                    return changed
            # The token first: what changes meanwhile is then told next time, rather than never.
            token = self._token(place)
            body = (
                f"{_XML}<C:calendar-query {_SPACES}><D:prop><D:getetag/></D:prop><C:filter><C:comp-filter"
                ' name="VCALENDAR"><C:comp-filter name="VEVENT">'
                f'<C:time-range start="{since:%Y%m%dT%H%M%SZ}"/></C:comp-filter></C:comp-filter></C:filter>'
                "</C:calendar-query>"
            )
            found = self._report(place, body, 1).parse_calendar_query()
        return Listing({each.href: each.etag or "" for each in found if each.status == 200}, token=token)

    def fetch(self, place: str, hrefs: Sequence[str]) -> Iterator[Item]:
        """The resources of these hrefs that are there, a portion at a time."""
        for start in range(0, len(hrefs), AT_ONCE):
            portion = hrefs[start : start + AT_ONCE]
            listed = "".join(f"<D:href>{escape(_quoted(href))}</D:href>" for href in portion)
            body = (
                f"{_XML}<C:calendar-multiget {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop>"
                f"{listed}</C:calendar-multiget>"
            )
            with told(self._client):
                found = self._report(place, body, 1).parse_calendar_query()
            yield from (
                Item(each.href, each.etag or "", each.calendar_data)
                for each in found
                if each.status == 200 and each.calendar_data
            )

    def is_gone(self, place: str, href: str) -> bool:
        """Whether the server says, asked for this very resource, that there is none."""
        with told(self._client):
            status = self._client.request(_address(place, href), "GET").status
        return status in {404, 410}

    def _changes(self, place: str, token: str) -> Listing | None:
        """What changed after the token, page by page; None where the server does not know it any more."""
        changed: dict[str, str] = {}
        gone: set[str] = set()
        for _ in range(_MOST_PAGES):
            body = (
                f"{_XML}<D:sync-collection {_SPACES}><D:sync-token>{escape(token)}</D:sync-token>"
                "<D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>"
            )
            try:
                response = self._client.report(place, body, 0)
            except dav_error.AuthorizationError as error:
                if error.preconditions:
                    return None
                raise
            if response.status in {400, 403, 405, 409, 410, 412, 415, 501}:
                return None
            self._check_list(response)
            page = response.parse_sync_collection()
            for each in page.changed:
                changed[each.href] = each.etag or ""
            gone.update(page.deleted)
            if not page.sync_token:
                return None
            token = page.sync_token
            if not page.truncated:
                own = _path(place)
                changed.pop(own, None)
                return Listing(changed, frozenset(gone - changed.keys()), is_whole=False, token=token)
        return None

    def _token(self, place: str) -> str:
        """The present sync-token; '' where the server has none."""
        response = self._client.propfind(place, ["sync-token"], 0)
        self._check_list(response)
        for result in response.parse_propfind():
            token = result.properties.get(dav.SyncToken.tag)
            if token:
                return str(token)
        return ""

    # ----------------------------------------------------------------------------------------------------------- write

    def put(self, place: str, href: str, text: str, etag: str) -> str:
        """Write a resource: over the version ``etag``, or a new one for ''. The etag it has now, '' where not told.

        Raises:
            ChangedThere: it has another version by now, or is there already.
        """
        condition = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        headers = {"Content-Type": 'text/calendar; charset="utf-8"', **condition}
        with told(self._client):
            response = self._client.put(_address(place, href), text, headers)
            self._check_written(response)
        return str(response.headers.get("ETag") or "")

    def delete(self, place: str, href: str, etag: str) -> None:
        """Delete a resource if it still is the version ``etag``; one that is gone is no error.

        Raises:
            ChangedThere: it has another version by now.
        """
        with told(self._client):
            response = self._client.delete(_address(place, href), {"If-Match": etag} if etag else {})
            if response.status not in {404, 410}:
                self._check_written(response)

    # ---------------------------------------------------------------------------------------------------------- inside

    def _report(self, place: str, body: str, depth: int) -> Any:
        response = self._client.report(place, body, depth)
        self._check_list(response)
        return response

    def _check_list(self, response: Any) -> None:
        """A list must be one: the page of some hotel's network, too, comes with 200, and would be an empty calendar."""
        self._check(response)
        tree = response.tree
        if (
            response.status != 207
            or tree is None
            or _MULTISTATUS not in (tree.tag, *(each.tag for each in tree))
        ):
            raise CalendarServerFailed(status=0, **self._facts)

    def _check_written(self, response: Any) -> None:
        if response.status in {409, 412}:
            raise ChangedThere
        self._check(response)

    def _check(self, response: Any) -> None:
        if response.status not in _OK:
            raise failure(response.status, self._facts)


def href_of(place: str, name: str) -> str:
    """The href of a resource of this name in the calendar, as listings write it: a path, nothing escaped."""
    return f"{_path(place).rstrip('/')}/{name}"


def is_single(error: CalendarServerError) -> bool:
    """Whether the trouble is with one resource only, and the others may be tried."""
    return isinstance(error, CalendarServerFailed) and error.facts.get("status") in _OF_ONE


_OF_ONE: Iterable[object] = frozenset({400, 413, 415, 422, 500})


def _path(url: str) -> str:
    from urllib.parse import unquote

    return unquote(urlsplit(url).path)


def _quoted(href: str) -> str:
    return quote(href, safe="/@:+~!$&'()*,;=-._")


def _address(place: str, href: str) -> str:
    return urljoin(place, _quoted(href))


def _last_part(url: str) -> str:
    return _path(url).rstrip("/").rpartition("/")[2]
