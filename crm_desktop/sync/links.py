"""Rows whose id is made of what they link: they become other rows when what they link becomes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.ids import link_id
from crm_desktop.sync.tables import synced_table

if TYPE_CHECKING:
    from crm_desktop.sync.snapshot import RowKey


def twin_of(key: RowKey, row: dict[str, Any]) -> tuple[RowKey, dict[str, Any] | None] | None:
    """The row that says the same of what ``row`` links now, and its content; None for tables of other rows.

    The content is None where nothing is left to say: that a client is another than itself.
    """
    table = key[0]
    if table == "not_duplicate":
        one, other = sorted((row["one_id"], row["other_id"]))
        if one == other:
            return key, None
        return (table, link_id(one, other)), row | {"one_id": one, "other_id": other}
    linked = synced_table(table).linked
    if not linked:
        return None
    return (table, link_id(*(row[column] for column in linked))), row
