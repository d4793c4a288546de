"""What the options of a report are called in the base: the colleague, group, source and so on that were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm_desktop.services.filters import OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm_desktop.services.reports.options import Options
    from crm_desktop.storage.store import Store


class Named(NamedTuple):
    """The user's name; ``role``: of a stage without one. Both empty: it is not in the base any more."""

    name: str
    role: str = ""


_NAMED: Mapping[str, str] = {
    "person": "SELECT name, '' FROM colleague WHERE id = ?",
    "group": "SELECT name, '' FROM client_group WHERE id = ?",
    "source": "SELECT name, '' FROM source WHERE id = ?",
    "stage": "SELECT name, role FROM stage WHERE id = ?",
    "tag": "SELECT name, '' FROM tag WHERE id = ?",
    "client": "SELECT name, '' FROM client WHERE id = ?",
}


def names(store: Store, options: Options) -> dict[str, Named]:
    """By the name of each option that holds an id; "by" where clients are counted by an own field."""
    found = {}
    for option, sql in _NAMED.items():
        value = getattr(options, option)
        if value is not None:
            found[option] = _name(store, sql, value)
    if options.by.startswith(OWN):
        found["by"] = _name(store, "SELECT name, '' FROM field WHERE id = ?", _id(options.by))
    return found


def _name(store: Store, sql: str, id_: bytes) -> Named:
    rows = store.read(sql, (id_,))
    return Named(*rows[0]) if rows else Named("")


def _id(by: str) -> bytes:
    try:
        return bytes.fromhex(by.removeprefix(OWN))
    except ValueError:
        return b""
