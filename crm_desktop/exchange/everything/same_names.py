"""Tags, groups, sources ... of the folder that the base has under another id: one entry of that name is enough.

Two laptops that each made a tag "VIP" have two tags. What the folder links to its own is linked to that of the base.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from crm_desktop.folding import fold
from crm_desktop.ids import link_id

if TYPE_CHECKING:
    from crm_desktop.exchange.everything.cells import Value
    from crm_desktop.storage.store import Store

_NAMED: Mapping[str, tuple[str, ...]] = {
    "colleague": ("name",),
    "stage": ("name", "role"),
    "source": ("name",),
    "tag": ("name",),
    "client_group": ("name",),
    "field": ("name", "kind"),
    "deal_stage": ("name", "role", "pipeline"),
}
"""Lists of names, and what makes two entries the same to people."""
_LINKS: Mapping[str, tuple[str, str]] = {
    "client_tag": ("client_id", "tag_id"),
    "group_member": ("client_id", "group_id"),
    "field_value": ("client_id", "field_id"),
}
"""Tables whose rows have an id made of what they link."""


class SameNames:
    """Remembers which entries of the folder are which of the base, and leads references there."""

    def __init__(self, store: Store) -> None:
        self._here: dict[str, dict[tuple[str, ...], bytes]] = {}
        self._ids: set[bytes] = set()
        for table, columns in _NAMED.items():
            found = store.read(f"SELECT id, {', '.join(columns)} FROM {table} WHERE deleted = 0")
            self._ids |= {row[0] for row in found}
            names = Counter(_name(row[1:]) for row in found)
            # The first stages of deals have no names of their own: several that are called alike are told by their ids.
            self._here[table] = {name: row[0] for row in found if names[name := _name(row[1:])] == 1}
        self._instead: dict[bytes, bytes] = {}

    def fitted(self, table: str, row: dict[str, Value]) -> dict[str, Value] | None:
        """The row as this base takes it; None for an entry that it has under another id."""
        columns = _NAMED.get(table)
        id_ = row["id"]
        if columns and isinstance(id_, bytes) and id_ not in self._ids and not row.get("deleted"):
            same = self._here[table].get(_name(row.get(name, "") for name in columns))
            if same is not None:
                self._instead[id_] = same
                return None
        if not self._instead:
            return row
        led = {name: self._led(value) for name, value in row.items()}
        if table in _LINKS and led != row:
            led["id"] = link_id(*(part for name in _LINKS[table] if isinstance(part := led[name], bytes)))
        return led

    def _led(self, value: Value) -> Value:
        return self._instead.get(value, value) if isinstance(value, bytes) else value


def _name(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(fold(str(value)) for value in values)
