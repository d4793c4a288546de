"""Words of the diary elsewhere: the calendar file, the calendar on a server, and what goes wrong there. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from crm_desktop import errors
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from crm_desktop.exchange.remote.outcome import Outcome

Facts = Mapping[str, object]


def _unreachable(facts: Facts) -> str:
    host, port = facts.get("host"), facts.get("port")
    words: Mapping[object, Callable[[], str]] = {
        "name": lambda: tr(
            "There is no server “{host}”, or this computer is offline. Check the address letter by letter.",
            host=host,
        ),
        "port": lambda: tr(
            "Nobody answers at “{host}”, port {port}. Check the number after the colon, or ask who runs it.",
            host=host,
            port=port,
        ),
        "timeout": lambda: tr("“{host}” does not answer in time. It is tried again by itself.", host=host),
        "tls": lambda: tr(
            "“{host}” cannot prove who it is: its certificate is not valid. No password was sent. "
            "Check the address, and the date of this computer.",
            host=host,
        ),
    }
    lost = tr("The connection to “{host}” broke off. It is tried again by itself.", host=host)
    return words.get(facts.get("why"), lambda: lost)()


SENTENCES: Mapping[type[errors.UserError], Callable[[Facts], str]] = {
    errors.CalendarServerError: lambda f: tr(
        "The calendar server could not be used. Nothing is lost; it is tried again by itself."
    ),
    errors.CalendarAddressRefused: lambda f: (
        tr(
            "“{host}” would be used without encryption, and everybody on the way could read the password. "
            "Use an address that begins with “https”.",
            host=f.get("host"),
        )
        if f.get("why") == "open"
        else tr("This is no address of a server: “https://calendar.example.com/dav/” would be one.")
    ),
    errors.CalendarServerUnreachable: _unreachable,
    errors.CalendarPasswordNeeded: lambda f: tr(
        "The password for {user} at “{host}” is needed. Enter it under Settings, Calendar elsewhere.",
        user=f.get("user"),
        host=f.get("host"),
    ),
    errors.CalendarPasswordRefused: lambda f: tr(
        "“{host}” does not let {user} in with this password. Check both, capital letters and the keyboard language. "
        "Some services want a password made for this program alone.",
        host=f.get("host"),
        user=f.get("user"),
    ),
    errors.CalendarForbidden: lambda f: tr(
        "“{host}” does not allow {user} to do this there, or has no room left. Choose another calendar, "
        "or ask whoever runs the server.",
        host=f.get("host"),
        user=f.get("user"),
    ),
    errors.CalendarNotThere: lambda f: (
        tr("The chosen calendar is not at “{host}” any more. Choose another one.", host=f.get("host"))
        if f.get("what") == "calendar"
        else tr(
            "“{host}” answers, but holds no calendars at this address. Look up the CalDAV address in its help.",
            host=f.get("host"),
        )
    ),
    errors.CalendarServerBusy: lambda f: tr(
        "“{host}” has too much to do just now. It is tried again by itself.", host=f.get("host")
    ),
    errors.CalendarServerFailed: lambda f: tr(
        "“{host}” answered what no calendar server should ({status}). Nothing is lost; it is tried again by itself.",
        host=f.get("host"),
        status=f.get("status"),
    ),
    errors.CalendarEmptied: lambda f: ntr(
        "{n} of {total} contacts is gone from the calendar at once. Nothing was done here yet: look there first.",
        "{n} of {total} contacts are gone from the calendar at once. Nothing was done here yet: look there first.",
        _number(f.get("count")),
        total=f.get("total"),
    ),
}
"""Told by ``text_errors.error_text``."""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def exchanged(outcome: Outcome) -> str:
    """What an exchange did, in one line."""
    words: list[tuple[int, Callable[[int], str]]] = [
        (outcome.added, lambda n: ntr("{n} new here", "{n} new here", n)),
        (outcome.changed, lambda n: ntr("{n} changed here", "{n} changed here", n)),
        (outcome.removed, lambda n: ntr("{n} to the bin here", "{n} to the bin here", n)),
        (outcome.sent, lambda n: ntr("{n} new there", "{n} new there", n)),
        (outcome.updated, lambda n: ntr("{n} changed there", "{n} changed there", n)),
        (outcome.deleted, lambda n: ntr("{n} deleted there", "{n} deleted there", n)),
    ]
    return ", ".join(say(count) for count, say in words if count) or tr("nothing new")


def differs(count: int) -> str:
    """How many contacts were changed on both sides."""
    return ntr(
        "{n} contact was changed here and in the calendar. Yours stays; what the calendar had is listed.",
        "{n} contacts were changed here and in the calendar. Yours stay; what the calendar had is listed.",
        count,
    )


def unreadable(count: int) -> str:
    """Events that nobody can read."""
    return ntr(
        "{n} event there cannot be read and is left as it is.",
        "{n} events there cannot be read and are left as they are.",
        count,
    )


def refused(titles: str) -> str:
    """Contacts that the server did not take."""
    return tr("The server did not take: {titles}. It is tried again.", titles=titles)
