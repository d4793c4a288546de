"""Where the shared database is, and as whom we go there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.sync.failures import ServerAddressRefused

if TYPE_CHECKING:
    from pathlib import Path

_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


def is_this_computer(host: str) -> bool:
    """Whether what is sent there never leaves this computer."""
    return host.lower() in _NEAR


def _is_host(text: str) -> bool:
    """Whether it can be the name of one computer (a list of several, which libpq knows, is none)."""
    try:
        text.encode("idna")
    except UnicodeError:
        return False
    return bool(text) and not any(sign.isspace() or sign == "," for sign in text)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where the shared database is and as whom we go there. The password is kept elsewhere, and never in here.

    ``ca_file``: certificates of the authorities that are trusted, PEM; None: those the system trusts.
    ``encrypted`` may be false only for this very computer.
    """

    host: str
    database: str
    user: str
    port: int = 5432
    ca_file: Path | None = None
    encrypted: bool = True

    def check(self) -> None:
        """Raise ``ServerAddressRefused`` where it cannot be an address, or would send data in clear."""
        for why, good in (
            ("host", _is_host(self.host)),
            ("port", 0 < self.port < 65_536),
            ("database", bool(self.database.strip())),
            ("user", bool(self.user.strip())),
            ("open", self.encrypted or is_this_computer(self.host)),
        ):
            if not good:
                raise ServerAddressRefused(host=self.host, why=why)
