"""Settings that all who share the base have in common: reminders by default, the country of the holidays.

Each is one row, journaled and synced like any other, whose value is JSON. What belongs to one device stands in its
settings file (``crm_desktop.settings``).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id
from crm_desktop.kinds import Op

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store


def setting(store: Store, name: str, default: Any) -> Any:
    """The value of a setting; ``default`` where nobody set it, or where what stands there is no JSON of its type."""
    found = store.read("SELECT value FROM setting WHERE id = ? AND deleted = 0", (_id(name),))
    try:
        value = json.loads(found[0][0]) if found else default
    except ValueError:
        return default
    return value if isinstance(value, type(default)) else default


def set_setting(store: Store, name: str, value: Any) -> None:
    """Set it, as a change that can be taken back; the same value changes nothing."""
    with store.change(Op.EDIT_SETTINGS) as change:
        change.execute(
            "INSERT INTO setting(id, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET value = excluded.value, deleted = 0",
            (_id(name), name, json.dumps(value, ensure_ascii=False, sort_keys=True)),
        )


def _id(name: str) -> bytes:
    """Made from the name, so that two laptops that set it have one row."""
    return link_id(b"setting", name.encode())
