"""What can stop the exchange with the shared database, in a way somebody can mend. Facts only, never a password."""

from __future__ import annotations

import json

from crm_desktop import errors
from crm_desktop.errors import UserError


class SyncError(UserError):
    """Base of what stops the exchange with the shared database. Has ``host`` (work on this laptop goes on)."""


class ServerAddressRefused(SyncError):
    """What was typed is no address that may be used. ``why``: "host", "port", "database", "user" or "open".

    "open": a server elsewhere without encryption.
    """


class ServerUnreachable(SyncError):
    """Nobody answers at ``host``, ``port``. ``why``: "name", "refused", "timeout" or "lost" (in the middle)."""


class ServerNotOurs(SyncError):
    """At ``host``, ``port`` something answers that is no PostgreSQL server."""


class ServerNotEncrypted(SyncError):
    """The server at ``host`` offers no encryption (TLS)."""


class ServerCertificateRefused(SyncError):
    """The certificate of ``host`` is not to be trusted.

    ``why``: "authority" (signed by nobody we know), "name" (made out for another name), "expired", "early" (not good
    yet), "file" (``path`` holds no certificate of an authority) or "other"; ``reason`` for the log.
    """


class ServerPasswordRefused(SyncError):
    """``host`` does not let ``user`` in with this password (or knows nobody of that name, which it does not tell)."""


class ServerPasswordNeeded(SyncError):
    """No password for ``user`` at ``host`` is known."""


class ServerEntryRefused(SyncError):
    """``host`` lets ``user`` in neither from this network nor into ``database`` (pg_hba.conf, NOLOGIN, CONNECT)."""


class ServerDatabaseMissing(SyncError):
    """``host`` has no ``database`` of that name."""


class ServerRoleRefused(SyncError):
    """``user`` may not do this in ``database``: ``role`` ("crm_sync", "crm_owner") is needed."""


class ServerTooOld(SyncError):
    """``host`` runs PostgreSQL ``version``; ``needed`` is the oldest that will do."""


class ServerEncodingRefused(SyncError):
    """The ``database`` keeps texts in ``encoding``, which cannot hold all letters; it must be UTF8."""


class ServerEmpty(SyncError):
    """The ``database`` holds no shared base yet: somebody with the owner's role has to make it."""


class ServerForeign(SyncError):
    """The ``database`` is another base than the one this laptop knows: nothing was exchanged."""


class ServerPutBack(SyncError):
    """The shared base was put back to an earlier day, to the revision ``rev``; this laptop has seen ``known``."""


class ProgramTooOld(SyncError):
    """The shared base is of ``version`` and asks for programs of at least ``oldest``; this one has ``mine``."""


class ServerBusy(SyncError):
    """``host`` has no place at the moment. ``why``: "connections", "starting", "locked", "disk" or "again"."""


class DeviceShutOut(SyncError):
    """An administrator shut this device out of the shared base."""


class ServerFailed(SyncError):
    """``host`` answered what should not happen: ``code`` (SQLSTATE) and ``reason``, its own words, for the log."""


class ServerOutdated(SyncError):
    """The shared base is of ``version``, older than this program's ``mine``: its owner has to bring it up to date."""


class SyncRunning(SyncError):
    """Another window or program is exchanging this base right now."""


def write_failure(error: UserError) -> str:
    """A failure as text, to be kept until it is mended (``read_failure``, ``read_refusal``)."""
    return json.dumps({"kind": type(error).__name__, "facts": error.facts}, ensure_ascii=False, default=str)


def read_refusal(reason: str) -> UserError | None:
    """What was wrong with a row that stays here; None where only the server's own words are known."""
    try:
        said = json.loads(reason)
        kind = getattr(errors, said["kind"])
        return kind(**said["facts"]) if issubclass(kind, UserError) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def read_failure(text: str) -> SyncError:
    """What ``write_failure`` wrote; a kind that this program does not know any more is a plain ``SyncError``."""
    said = json.loads(text)
    known = {each.__name__: each for each in SyncError.__subclasses__()}
    return known.get(said["kind"], SyncError)(**said["facts"])
