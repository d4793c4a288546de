"""An address as people type or paste it: a name, a name with a port, a link, or a line of settings for libpq."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from crm_desktop.sync.failures import ServerAddressRefused

_SCHEMES = frozenset({"postgres", "postgresql"})
# "host=db.example.com port=5432 password='it''s'", as libpq reads it (manual, 34.1.1.1).
_SETTING = re.compile(r"(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)*)")
_SYSTEM = "system"
"""libpq's word for the authorities that the system trusts."""


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """What was found in the text; '' and None for what it does not say. The password stays out of any picture of it."""

    host: str
    port: int | None = None
    database: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None


def read_address(text: str) -> TypedAddress:
    """Read ``db.example.com``, ``db.example.com:6432``, ``[::1]:5432``, ``postgresql://…`` or ``host=… dbname=…``.

    Raises:
        ServerAddressRefused: there is no host in it ("host"), or what stands for its port is none ("port"). Nothing of
            a link but its host is in the facts.
    """
    text = text.strip()
    if "://" in text:
        return _of_link(text)
    if re.search(r"\bhost(addr)?\s*=", text):
        return _of_settings({name: _unquoted(value) for name, value in _SETTING.findall(text)})
    host, port = _parted(text)
    return TypedAddress(_host(host), _port(host, port))


def _of_link(text: str) -> TypedAddress:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:  # brackets that are not closed
        raise ServerAddressRefused(host="", why="host") from None
    if parts.scheme.lower() not in _SCHEMES:
        raise ServerAddressRefused(host=host, why="host")
    said = {
        "host": host,
        "dbname": unquote(parts.path.lstrip("/")),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "port": _port_of_link(parts.netloc),
    }
    return _of_settings(said | {name: value for name, value in parse_qsl(parts.query) if value})


def _port_of_link(netloc: str) -> str:
    return _parted(netloc.rpartition("@")[2])[1]


def _of_settings(said: Mapping[str, str]) -> TypedAddress:
    host = _host(said.get("host") or said.get("hostaddr", ""))
    ca_file = said.get("sslrootcert", "")
    return TypedAddress(
        host,
        _port(host, said.get("port", "")),
        said.get("dbname", ""),
        said.get("user", ""),
        said.get("password", ""),
        Path(ca_file) if ca_file not in ("", _SYSTEM) else None,
    )


def _unquoted(value: str) -> str:
    inside = value[1:-1] if value.startswith("'") else value
    return re.sub(r"\\(.)", r"\1", inside)


def _parted(text: str) -> tuple[str, str]:
    """Name and port; the colons of an IPv6 address part nothing unless it stands in brackets."""
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":")
    if text.count(":") > 1:
        return text, ""
    host, _, port = text.partition(":")
    return host, port


def _host(host: str) -> str:
    host = host.strip().rstrip(".")
    if not host or any(sign.isspace() or sign in ",/@" for sign in host):
        raise ServerAddressRefused(host=host if "@" not in host else "", why="host")
    return host


def _port(host: str, port: str) -> int | None:
    port = port.strip()
    if not port:
        return None
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise ServerAddressRefused(host=host, why="port")
    return int(port)
