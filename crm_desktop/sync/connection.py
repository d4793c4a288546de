"""The way to the server: encrypted, checked, with limits on every wait; and what exactly is wrong where it fails.

Over a network only TLS with a checked certificate is spoken (``verify-full``) and only SCRAM as a way to prove a
password; there is no silent way back to less. libpq tells most failures in words only, of the server's language:
``diagnosis`` looks for itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.sync import server_sql
from crm_desktop.sync.failures import (
    DeviceShutOut,
    ServerBusy,
    ServerEmpty,
    ServerEncodingRefused,
    ServerFailed,
    ServerPasswordNeeded,
    ServerRoleRefused,
    ServerTooOld,
    ServerUnreachable,
    SyncError,
)

if TYPE_CHECKING:
    import psycopg

    from crm_desktop.sync.address import ServerAddress

    Connection = psycopg.Connection[tuple[Any, ...]]

OLDEST_SERVER = 15
CONNECT_SECONDS = 10
_SESSION = {
    "TimeZone": "UTC",
    "statement_timeout": "60s",
    # A laptop that falls asleep in the middle of a push holds up the others no longer than this.
    "idle_in_transaction_session_timeout": "15s",
    "lock_timeout": "30s",
    # Nor one that vanishes in the middle of a message: no clock of the server's runs while it waits for the rest, nor
    # while it waits for what it said to be acknowledged. Its own TCP has to notice.
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "3s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "12s",
}
_NO_OPTIONS = frozenset(("PGSERVICEFILE", "PGSYSCONFDIR", "PGREALM", "PGLOCALEDIR"))
"""Variables that libpq reads beside those of its options (manual, 34.15)."""
_LIFELINES = {
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at an address. ``joins`` and ``owns``: whether the user has the role for syncing, for making."""

    database: str
    user: str
    made: bool
    joins: bool
    owns: bool
    server: int


def connect(address: ServerAddress, password: str | None, *, seconds: int = CONNECT_SECONDS) -> Connection:
    """A connection outside any transaction, ready for pipelines. Close it.

    Raises:
        SyncError: its subclasses say exactly what is wrong; nothing in them holds the password.
    """
    import psycopg  # 90 ms, needed by no laptop that works alone

    from crm_desktop.sync.diagnosis import diagnose
    from crm_desktop.sync.line import Line

    address.check()
    if not password:
        raise ServerPasswordNeeded(host=address.host, user=address.user)
    _forget_surroundings()
    try:
        return Line.connect(
            autocommit=True, password=password, connect_timeout=seconds, **_parameters(address)
        )
    except psycopg.OperationalError as error:
        # "from None": libpq's words are in the facts; a chain would keep frames with the password in them.
        raise diagnose(address, str(error), seconds) from None


def _forget_surroundings() -> None:
    """Have libpq find nothing in the environment: a service could lead elsewhere, or write down the keys of TLS.

    Parameters given outweigh variables of their own, but not all can be given so that they say nothing: an empty
    ``service`` is looked for, an empty ``hostaddr`` is one.
    """
    from psycopg import pq

    read = {option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    for name in _NO_OPTIONS | read:
        os.environ.pop(name, None)


def _parameters(address: ServerAddress) -> dict[str, Any]:
    if address.encrypted:
        authorities = str(address.ca_file or "system")
        tls = {"sslmode": "verify-full", "sslrootcert": authorities, "sslcertmode": "disable"}
    else:
        tls = {"sslmode": "disable"}
    return {
        "host": address.host,
        "port": address.port,
        "dbname": address.database,
        "user": address.user,
        # Nothing that lies about on this computer may take part: other passwords, certificates, services.
        "passfile": os.devnull,
        "gssencmode": "disable",
        "require_auth": "scram-sha-256",
        "ssl_min_protocol_version": "TLSv1.2",
        "client_encoding": "UTF8",
        "application_name": "CRM Desktop",
        "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
        **tls,
        **_LIFELINES,
    }


def look(connection: Connection, address: ServerAddress) -> Place:
    """What stands there, once connected.

    Raises:
        ServerTooOld, ServerEncodingRefused: it cannot serve.
    """
    with told(address):
        row = connection.execute(server_sql.PLACE).fetchone()
    assert row is not None
    database, user, made, joins, owns, version, encoding = row
    if version // 10_000 < OLDEST_SERVER:
        raise ServerTooOld(host=address.host, version=version // 10_000, needed=OLDEST_SERVER)
    if encoding != "UTF8":
        raise ServerEncodingRefused(host=address.host, database=database, encoding=encoding)
    return Place(database, user, made, joins, owns, version // 10_000)


@contextmanager
def told(address: ServerAddress) -> Iterator[None]:
    """Turn what the server refuses into what a person can be told.

    What concerns single rows (SQLSTATE classes 22 and 23) passes: the push finds the row.
    """
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        failure = failure_of(address, error)
        if failure is None:
            raise
        raise failure from error


def failure_of(address: ServerAddress, error: psycopg.Error) -> SyncError | None:
    """What to tell of an error of a statement; None for those of single rows."""
    code = error.sqlstate or ""
    if code[:2] in ("22", "23"):
        return None
    if not code or code in ("57P01", "57P02", "57P05", "25P03") or code.startswith("08"):
        return ServerUnreachable(host=address.host, port=address.port, why="lost")
    busy = _BUSY.get(code)
    if busy is not None:
        return ServerBusy(host=address.host, why=busy)
    if code == "42501":
        return ServerRoleRefused(
            host=address.host, user=address.user, database=address.database, role="crm_sync"
        )
    if code in ("42P01", "3F000", "42883"):
        return ServerEmpty(host=address.host, database=address.database)
    if code == server_sql.SHUT_OUT:
        return DeviceShutOut(host=address.host, user=address.user)
    return ServerFailed(host=address.host, code=code, reason=str(error))


_BUSY = {
    "53300": "connections",
    "57P03": "starting",
    "55P03": "locked",
    "40001": "again",
    "40P01": "again",
    "57014": "again",
    "53100": "disk",
    "53200": "again",
    "25006": "starting",  # a standby that was not made the server yet
}
"""SQLSTATE -> what is short; each passes by itself, or when somebody makes room."""
