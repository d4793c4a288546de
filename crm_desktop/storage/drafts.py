"""What a form holds before it is saved: kept on this device only, outside the journal, to survive a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


@dataclass(frozen=True)
class Draft:
    """The unsaved content of one form; ``at`` is UTC text."""

    key: str
    value: Any
    at: str


def keep(store: Store, key: str, value: Any) -> None:
    """Keep ``value`` (anything JSON can hold) as the draft of the form ``key``, in place of an older one."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO draft(key, value, at) VALUES (?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = excluded.at",
            (key, json.dumps(value, ensure_ascii=False), utc_text(store.clock.now())),
        )


def drop(store: Store, key: str) -> None:
    """Forget the draft: the form was saved or given up. Inside a change it goes with the change's commit."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM draft WHERE key = ?", (key,))


def any_kept(store: Store) -> bool:
    """Whether there is any draft."""
    return bool(store.read("SELECT 1 FROM draft LIMIT 1"))


def kept(store: Store) -> list[Draft]:
    """All drafts, newest first."""
    rows = store.read("SELECT key, value, at FROM draft ORDER BY at DESC, key")
    return [Draft(key, json.loads(value), at) for key, value, at in rows]
