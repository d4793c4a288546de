"""Files of the watched folder that were dealt with: never offered again, whatever becomes of the files themselves.

They are known by name, size and content. This is of one base and one laptop: it is neither sent to others nor undone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from crm_desktop.clock import utc_text

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


class Handled(StrEnum):
    """What was done with a file."""

    BROUGHT = "brought"
    LEFT = "left"


def is_handled(store: Store, name: str, size: int, digest: bytes) -> bool:
    """Whether this very file was dealt with before."""
    found = store.read(
        "SELECT 1 FROM inbox_file WHERE name = ? AND size = ? AND digest = ?", (name, size, digest)
    )
    return bool(found)


def remember(store: Store, name: str, size: int, digest: bytes, how: Handled) -> None:
    """Keep in mind that a file was dealt with."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO inbox_file(name, size, digest, at, state) VALUES (?,?,?,?,?)"
            " ON CONFLICT(name, size, digest) DO UPDATE SET at = excluded.at, state = excluded.state",
            (name, size, digest, utc_text(store.clock.now()), how),
        )


def offer_again(store: Store, name: str, size: int, digest: bytes) -> None:
    """Forget that a file was dealt with."""
    with store.transaction() as connection:
        connection.execute(
            "DELETE FROM inbox_file WHERE name = ? AND size = ? AND digest = ?", (name, size, digest)
        )
