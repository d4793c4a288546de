"""Why no connection came about: tried step by step, for libpq has but words for it, in the server's language."""

from __future__ import annotations

import socket
import ssl
import struct
from contextlib import closing
from typing import TYPE_CHECKING

from crm_desktop.sync.failures import (
    ServerBusy,
    ServerCertificateRefused,
    ServerDatabaseMissing,
    ServerEntryRefused,
    ServerFailed,
    ServerNotEncrypted,
    ServerNotOurs,
    ServerPasswordRefused,
    ServerUnreachable,
    SyncError,
)

if TYPE_CHECKING:
    from crm_desktop.sync.address import ServerAddress

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""SSLRequest of PostgreSQL's protocol (manual, 55.2.10); the answer is one byte, S or N."""
_PROTOCOL_3 = 196608
_ALERTS = {
    9: "early",
    10: "expired",
    18: "authority",
    19: "authority",
    20: "authority",
    21: "authority",
    62: "name",
    64: "name",
}
"""X509_V_ERR_* of OpenSSL -> what is wrong with a certificate."""
_LONGEST_ANSWER = 10_000


def diagnose(address: ServerAddress, words: str, seconds: int) -> SyncError:
    """What kept ``address`` from being reached; ``words`` are libpq's own, which are believed last."""
    try:
        with closing(socket.create_connection((address.host, address.port), seconds)) as plain:
            return _of_server(address, plain, words)
    except socket.gaierror:
        return ServerUnreachable(host=address.host, port=address.port, why="name")
    except TimeoutError:
        return ServerUnreachable(host=address.host, port=address.port, why="timeout")
    except ConnectionRefusedError:
        return ServerUnreachable(host=address.host, port=address.port, why="refused")
    except OSError:
        return ServerUnreachable(host=address.host, port=address.port, why="lost")


def _of_server(address: ServerAddress, plain: socket.socket, words: str) -> SyncError:
    """Somebody took the call."""
    if not address.encrypted:
        return _of_entry(address, plain, words)
    plain.sendall(_SSL_REQUEST)
    answer = plain.recv(1)
    if answer == b"N":
        return ServerNotEncrypted(host=address.host)
    if answer != b"S":
        return ServerNotOurs(host=address.host, port=address.port)
    try:
        context = ssl.create_default_context(cafile=address.ca_file)
    except (ssl.SSLError, OSError) as error:
        return ServerCertificateRefused(
            host=address.host, why="file", path=address.ca_file, reason=str(error)
        )
    try:
        with context.wrap_socket(plain, server_hostname=address.host) as secret:
            return _of_entry(address, secret, words)
    except ssl.SSLCertVerificationError as error:
        why = _ALERTS.get(error.verify_code, "other")
        return ServerCertificateRefused(host=address.host, why=why, reason=error.verify_message)
    except ssl.SSLError as error:
        return ServerCertificateRefused(host=address.host, why="other", reason=str(error))


def _of_entry(address: ServerAddress, channel: socket.socket, words: str) -> SyncError:
    """It speaks with us: whether it asks for the password, or what it says instead."""
    channel.sendall(_startup(address))
    kind = channel.recv(1)
    if kind == b"R":
        return _of_password(address, words)
    if kind != b"E":
        return ServerNotOurs(host=address.host, port=address.port)
    code, reason = _error(channel)
    return _of_code(address, code, reason)


def _startup(address: ServerAddress) -> bytes:
    """StartupMessage: whom we are and where we want to."""
    pairs = ("user", address.user, "database", address.database)
    content = struct.pack("!i", _PROTOCOL_3) + b"".join(each.encode() + b"\0" for each in pairs) + b"\0"
    return struct.pack("!i", len(content) + 4) + content


def _error(channel: socket.socket) -> tuple[str, str]:
    """SQLSTATE and words of an ErrorResponse whose first byte was read."""
    with channel.makefile("rb") as stream:
        (size,) = struct.unpack("!i", stream.read(4))
        content = stream.read(min(max(size - 4, 0), _LONGEST_ANSWER))
    fields = {part[:1]: part[1:].decode("utf-8", "replace") for part in content.split(b"\0") if part}
    return fields.get(b"C", ""), fields.get(b"M", "")


def _of_code(address: ServerAddress, code: str, reason: str) -> SyncError:
    """What a server says that does not even ask for a password."""
    if code == "28000":
        return ServerEntryRefused(host=address.host, user=address.user, database=address.database)
    if code == "53300":
        return ServerBusy(host=address.host, why="connections")
    if code == "57P03":
        return ServerBusy(host=address.host, why="starting")
    return ServerFailed(host=address.host, code=code, reason=reason)


def _of_password(address: ServerAddress, words: str) -> SyncError:
    """It asked for the password, and then would not have us: of that libpq keeps the server's words only."""
    told = " ".join(line.rsplit(" failed: ", 1)[-1] for line in words.splitlines())
    if "too many connections" in told or "remaining connection slots" in told:
        return ServerBusy(host=address.host, why="connections")
    if "not permitted to log in" in told or "permission denied for database" in told:
        return ServerEntryRefused(host=address.host, user=address.user, database=address.database)
    # Names stand in the words in every language: of the one who has no password like this, of what is not there.
    if f'"{address.user}"' in told:
        return ServerPasswordRefused(host=address.host, user=address.user)
    if f'"{address.database}"' in told:
        return ServerDatabaseMissing(host=address.host, database=address.database)
    return ServerFailed(host=address.host, code="", reason=words)
