"""The session bus of Linux (D-Bus): is there anybody who shows pop-ups, does he answer, what can he do?

Asked before each pop-up, since the programs that plyer calls say nothing when nobody is there and hang when somebody
is there and sleeps. Calls wake a service that the bus knows how to start.
See https://specifications.freedesktop.org/notification-spec/latest/
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.background.popups.reasons import NotShown, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jeepney.io.blocking import DBusConnection

NOTIFICATIONS = "org.freedesktop.Notifications"
PORTAL = "org.freedesktop.portal.Desktop"
TRAY_WATCHER = "org.kde.StatusNotifierWatcher"
ANSWER_S = 2.0
"""How long an answer is waited for. A service that must be started first takes a second."""


@dataclass(frozen=True, slots=True)
class Service:
    """Who shows pop-ups: its name and version, and whether it reads markup (HTML) in their text."""

    name: str
    version: str
    markup: bool


def notification_service(answer_s: float = ANSWER_S) -> Service:
    """Ask who shows pop-ups.

    Raises:
        NotShown: nobody does, or nobody answers; ``reason`` says which.
    """
    with _session(answer_s) as bus:
        name, _vendor, version, _spec = _call(bus, _NOTIFICATIONS_PATH, "GetServerInformation", answer_s)
        (abilities,) = _call(bus, _NOTIFICATIONS_PATH, "GetCapabilities", answer_s)
        return Service(name, version, "body-markup" in abilities)


def portal_service(answer_s: float = ANSWER_S) -> Service:
    """Ask whether the portal, through which a program in a sandbox (Flatpak) shows pop-ups, is there.

    Raises:
        NotShown: it is not, or it does not answer.
    """
    with _session(answer_s) as bus:
        _call(bus, (PORTAL, "/org/freedesktop/portal/desktop", "org.freedesktop.DBus.Peer"), "Ping", answer_s)
        return Service("portal", "", markup=False)


def has_owner(name: str, answer_s: float = ANSWER_S) -> bool:
    """Whether somebody holds a name on the session bus; nobody does where there is no bus."""
    address = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
    try:
        with _session(answer_s) as bus:
            (answer,) = _call(bus, address, "NameHasOwner", answer_s, "s", (name,))
    except NotShown:
        return False
    return bool(answer)


def session_address(environ: Mapping[str, str]) -> str:
    """The address of the session bus: named by the session, else the customary socket of systemd; empty for none."""
    if named := environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return named
    runtime = environ.get("XDG_RUNTIME_DIR")
    return f"unix:path={runtime}/bus" if runtime and Path(runtime, "bus").exists() else ""


_NOTIFICATIONS_PATH = (NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS)


@contextmanager
def _session(answer_s: float) -> Iterator[DBusConnection]:
    """A connection with the session bus, closed at the end."""
    address = session_address(os.environ)
    if not address:
        raise NotShown(Reason.NO_BUS)
    # Imported here: only Linux has it, and nothing at the start asks for it.
    from jeepney.io.blocking import open_dbus_connection

    try:
        connection = open_dbus_connection(address, auth_timeout=answer_s)
    except TimeoutError as error:
        raise NotShown(Reason.SILENT) from error
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # gone; a transport that jeepney has not; no address at all
        raise NotShown(Reason.NO_BUS) from error
    with connection:
        yield connection


def _call(
    bus: DBusConnection,
    where: tuple[str, str, str],
    method: str,
    answer_s: float,
    signature: str | None = None,
    body: tuple[object, ...] = (),
) -> tuple[Any, ...]:
    """Call a method of ``where`` (bus name, path, interface) and give its answer."""
    from jeepney import DBusAddress, MessageType, new_method_call

    name, path, interface = where
    address = DBusAddress(path, bus_name=name, interface=interface)
    try:
        answer = bus.send_and_get_reply(new_method_call(address, method, signature, body), timeout=answer_s)
    except TimeoutError as error:
        raise NotShown(Reason.SILENT) from error
    except OSError as error:  # the bus went away in the middle
        raise NotShown(Reason.NO_BUS) from error
    if answer.header.message_type is MessageType.error:
        raise NotShown(Reason.NO_SERVICE)
    found: tuple[Any, ...] = answer.body
    return found
