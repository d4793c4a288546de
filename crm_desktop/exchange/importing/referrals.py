"""Who recommended whom: settled after all rows, for the one who did may stand further down in the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.record import Entity
from crm_desktop.kinds import ClientKind
from crm_desktop.models.limits import LONGEST_NAME

if TYPE_CHECKING:
    from crm_desktop.storage.change import Change
    from crm_desktop.storage.store import Store


class Referral(NamedTuple):
    """A client, and who recommended it: a client, or (None) the words of the list, which name nobody known."""

    client: bytes
    referrer: bytes | None
    text: str


class Referrals:
    """The recommendations of one import."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._texts: list[tuple[bytes, str]] = []
        self.numbered: dict[str, bytes] = {}
        """Clients by the number the list gives them: in the base it may be another, if that one was taken."""

    def add(self, client: bytes, lists: Mapping[str, str]) -> None:
        """Note who is said to have recommended the client, if anybody."""
        if text := lists.get("referrer"):
            self._texts.append((client, text))

    def portions(self, size: int) -> Iterator[list[Referral]]:
        """All recommendations with the clients behind them, ``size`` at a time."""
        existing = Existing(self._store)  # made now, to know the clients that this import has brought
        for start in range(0, len(self._texts), size):
            yield [self._settled(existing, *pair) for pair in self._texts[start : start + size]]

    def _settled(self, existing: Existing, client: bytes, text: str) -> Referral:
        referrer = self.numbered.get(text) or self._by_number(text)
        if referrer is None and not text.isdecimal():
            referrer = existing.named(Entity(ClientKind.PERSON, text))
        return Referral(client, None if referrer == client else referrer, text)

    def _by_number(self, text: str) -> bytes | None:
        if not text.isdecimal() or len(text) > 18:  # what SQLite holds as a whole number
            return None
        rows = self._store.read("SELECT id FROM client WHERE number = ? AND deleted = 0", (int(text),))
        return rows[0][0] if rows else None


def refer(change: Change, referrals: Sequence[Referral]) -> None:
    """Write the recommendations; one by nobody known stays in words beside the source."""
    change.executemany(
        "UPDATE client SET referrer_id = ? WHERE id = ?",
        [(each.referrer, each.client) for each in referrals if each.referrer],
    )
    change.executemany(
        "UPDATE client SET source_detail = substr("
        f"source_detail || CASE source_detail WHEN '' THEN '' ELSE '; ' END || ?, 1, {LONGEST_NAME}) WHERE id = ?",
        [(each.text, each.client) for each in referrals if each.referrer is None],
    )
