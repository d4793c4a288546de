"""Addresses of calendar servers: encrypted ones only, but for a server on this very computer."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit, urlunsplit

from crm_desktop.errors import CalendarAddressRefused

LONGEST = 2_000
PORTS = {"https": 443, "http": 80}


def checked_address(text: str) -> str:
    """The address as it is used: with its scheme, without a name or password in it.

    Raises:
        CalendarAddressRefused: it is none, or a password would go through the network unencrypted.
    """
    address = text.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise CalendarAddressRefused(why="form", host="") from None
    host = parts.hostname or ""
    is_address = bool(host) and len(address) <= LONGEST and not any(sign.isspace() for sign in address)
    if not is_address or parts.scheme not in PORTS:
        raise CalendarAddressRefused(why="form", host=host)
    if parts.scheme == "http" and not is_loopback(host):
        raise CalendarAddressRefused(why="open", host=host)
    shown = f"[{host}]" if ":" in host else host
    place = f"{shown}:{port}" if port is not None else shown
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))


def is_loopback(host: str) -> bool:
    """Whether the host is this computer, told by its name or address alone: what a name service says may be forged."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split(address: str) -> tuple[str, int]:
    """Host and port of a checked address."""
    parts: SplitResult = urlsplit(address)
    return parts.hostname or "", parts.port or PORTS[parts.scheme]
