"""What to say when the exchange with the shared base stops: what happened, what to do, and that nothing is lost.

Free of Qt. ``trouble`` is the short form, for a place where its field stands beside it; ``SENTENCES`` adds how work
goes on here, for the status line, a notice or the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from crm_desktop.sync import failures
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from crm_desktop.errors import UserError

Facts = Mapping[str, object]
Sentence = Callable[[Facts], str]


def trouble(error: failures.SyncError) -> str:
    """What is wrong and what to do about it; the nearest base class speaks for a subclass without its own words."""
    for kind in type(error).__mro__:
        sentence = _TROUBLES.get(kind)
        if sentence is not None:
            return sentence(error.facts)
    raise AssertionError("SyncError has words")


def _of_why(words: Mapping[str, Sentence], facts: Facts, other: str) -> str:
    """The words for the fact ``why``, or those for ``other`` where it is unknown."""
    why = facts.get("why")
    return words.get(why if isinstance(why, str) else other, words[other])(facts)


_ADDRESS: Mapping[str, Sentence] = {
    "host": lambda f: tr("This is no address of a server. “crm.example.com” or “192.168.1.10” would be one."),
    "port": lambda f: tr("A port is a number from 1 to 65535, usually 5432."),
    "database": lambda f: tr("Write the name of the database, as the administrator told you."),
    "user": lambda f: tr("Write your login name, as the administrator told you."),
    "open": lambda f: tr(
        "“{host}” would be used without encryption, and everybody on the way could read along. "
        "Only this very computer may be used so.",
        host=f.get("host"),
    ),
}

_UNREACHABLE: Mapping[str, Sentence] = {
    "name": lambda f: tr(
        "There is no server “{host}”, or this computer is offline. Check the address letter by letter.",
        host=f.get("host"),
    ),
    "refused": lambda f: tr(
        "“{host}” is there, but nobody answers at port {port}. Check the port, or ask whoever looks after the server "
        "whether PostgreSQL runs there and lets other computers in.",
        host=f.get("host"),
        port=f.get("port"),
    ),
    "timeout": lambda f: tr(
        "“{host}” does not answer at port {port}. Check the address and the network: perhaps the server is seen only "
        "in the office or by VPN, or a firewall keeps it shut.",
        host=f.get("host"),
        port=f.get("port"),
    ),
    "lost": lambda f: tr("The connection to “{host}” broke off.", host=f.get("host")),
}

_CERTIFICATE: Mapping[str, Sentence] = {
    "authority": lambda f: tr(
        "This computer knows nobody who vouches for “{host}”: its certificate is signed by an unknown authority. "
        "No password was sent. Choose the CA file that the administrator gave you.",
        host=f.get("host"),
    ),
    "name": lambda f: tr(
        "The certificate of the server is made out for another name than “{host}”. No password was sent. "
        "Write the address exactly as the administrator gave it.",
        host=f.get("host"),
    ),
    "expired": lambda f: tr(
        "The certificate of “{host}” has expired. No password was sent. Check the date of this computer; where that is "
        "right, the administrator has to renew the certificate.",
        host=f.get("host"),
    ),
    "early": lambda f: tr(
        "The certificate of “{host}” is not valid yet. No password was sent. Check the date and time of this computer.",
        host=f.get("host"),
    ),
    "file": lambda f: tr(
        "“{file}” holds no certificate. Choose the CA file that the administrator gave you (.crt or .pem).",
        file=PurePath(str(f.get("path", ""))).name,
    ),
    "other": lambda f: tr(
        "“{host}” cannot prove who it is: something is wrong with its certificate. No password was sent. "
        "Ask whoever looks after the server.",
        host=f.get("host"),
    ),
}

_BUSY: Mapping[str, Sentence] = {
    "connections": lambda f: tr(
        "“{host}” has no free place: too many connections are open there.", host=f.get("host")
    ),
    "starting": lambda f: tr("“{host}” is just starting and not ready yet.", host=f.get("host")),
    "locked": lambda f: tr("Somebody else has been writing on “{host}” for long.", host=f.get("host")),
    "disk": lambda f: tr(
        "The disk of “{host}” is full. Tell whoever looks after the server.", host=f.get("host")
    ),
    "again": lambda f: tr("“{host}” has too much to do just now.", host=f.get("host")),
}

_TROUBLES: Mapping[type[failures.SyncError], Sentence] = {
    failures.SyncError: lambda f: tr("The shared base could not be used."),
    failures.ServerAddressRefused: lambda f: _of_why(_ADDRESS, f, "host"),
    failures.ServerUnreachable: lambda f: _of_why(_UNREACHABLE, f, "lost"),
    failures.ServerNotOurs: lambda f: tr(
        "What answers at “{host}”, port {port}, is no PostgreSQL server. Check the address and the port. In a Wi-Fi "
        "that wants a sign-in, sign in first.",
        host=f.get("host"),
        port=f.get("port"),
    ),
    failures.ServerNotEncrypted: lambda f: tr(
        "“{host}” offers no encryption (TLS), so nothing was sent to it, the password neither. "
        "Ask whoever looks after the server to switch it on.",
        host=f.get("host"),
    ),
    failures.ServerCertificateRefused: lambda f: _of_why(_CERTIFICATE, f, "other"),
    failures.ServerPasswordRefused: lambda f: tr(
        "“{host}” does not let {user} in with this password. Check both, capital letters and the keyboard language.",
        host=f.get("host"),
        user=f.get("user"),
    ),
    failures.ServerPasswordNeeded: lambda f: tr(
        "The password of {user} for “{host}” is needed.", host=f.get("host"), user=f.get("user")
    ),
    failures.ServerEntryRefused: lambda f: tr(
        "“{host}” does not let {user} into the database “{database}” from here. The administrator has to allow it "
        "(pg_hba.conf), or has shut this login.",
        host=f.get("host"),
        user=f.get("user"),
        database=f.get("database"),
    ),
    failures.ServerDatabaseMissing: lambda f: tr(
        "“{host}” has no database “{database}”. Check its name letter by letter, capital letters too.",
        host=f.get("host"),
        database=f.get("database"),
    ),
    failures.ServerRoleRefused: lambda f: (
        tr(
            "“{user}” may not make the shared base in “{database}” or bring it up to date: that takes the owner’s "
            "role, crm_owner.",
            user=f.get("user"),
            database=f.get("database"),
        )
        if f.get("role") == "crm_owner"
        else tr(
            "“{user}” may not take part in the shared base “{database}” yet: the administrator has to give this login "
            "the role {role}.",
            user=f.get("user"),
            database=f.get("database"),
            role=f.get("role", "crm_sync"),
        )
    ),
    failures.ServerTooOld: lambda f: tr(
        "“{host}” runs PostgreSQL {version}. The shared base needs {needed} or newer: ask whoever looks after the "
        "server to update it.",
        host=f.get("host"),
        version=f.get("version"),
        needed=f.get("needed"),
    ),
    failures.ServerEncodingRefused: lambda f: tr(
        "The database “{database}” cannot hold all letters (it keeps them as {encoding}). The administrator has to "
        "make it anew with the encoding UTF8.",
        database=f.get("database"),
        encoding=f.get("encoding"),
    ),
    failures.ServerEmpty: lambda f: tr(
        "There is no shared base in “{database}” yet. Somebody with the owner’s role, crm_owner, has to join first "
        "and make it.",
        database=f.get("database"),
    ),
    failures.ServerForeign: lambda f: tr(
        "What is in “{database}” at “{host}” now is another base than the one this laptop knows. Nothing was "
        "exchanged. Open “Shared base” and say what is to be done.",
        host=f.get("host"),
        database=f.get("database"),
    ),
    failures.ServerPutBack: lambda f: tr(
        "The shared base was put back to an earlier day. Nothing was exchanged. Open “Shared base” and say what is to "
        "become of the newer records of this laptop."
    ),
    failures.ProgramTooOld: lambda f: tr(
        "The shared base needs a newer version of this program. The exchange waits until you install it."
    ),
    failures.ServerBusy: lambda f: _of_why(_BUSY, f, "again"),
    failures.DeviceShutOut: lambda f: tr(
        "The administrator shut this laptop out of the shared base. Nothing is sent or fetched any more. If this is a "
        "mistake, ask to be let in again."
    ),
    failures.ServerFailed: lambda f: tr(
        "“{host}” answered what it should not ({code}). The details stand in the log.",
        host=f.get("host"),
        code=f.get("code") or "?",
    ),
    failures.ServerOutdated: lambda f: tr(
        "The shared base is older than this program. The exchange waits until its owner brings it up to date, under "
        "“Shared base”."
    ),
    failures.SyncRunning: lambda f: tr("Another window or program is exchanging this base right now."),
}

_PASSING = (failures.ServerUnreachable, failures.ServerBusy, failures.ServerFailed, failures.SyncRunning)
"""What goes by without anybody doing anything, or when somebody elsewhere does."""


def _with_comfort(kind: type[failures.SyncError]) -> Sentence:
    def sentence(facts: Facts) -> str:
        comfort = (
            tr("Work here goes on, nothing is lost, and it is tried again by itself.")
            if issubclass(kind, _PASSING)
            else tr("Work here goes on and nothing is lost: what is new waits on this laptop.")
        )
        return " ".join((_TROUBLES[kind](facts), comfort))

    return sentence


SENTENCES: Mapping[type[UserError], Sentence] = {kind: _with_comfort(kind) for kind in _TROUBLES}
"""Told by ``text_errors.error_text``."""
