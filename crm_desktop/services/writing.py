"""Writing one row: checked, through peewee, touching only what differs.

peewee is imported on the first write and not before: reading a base, and therefore the start, does without it. Bulk
commands write SQL through the open ``Change`` instead (peewee is an order of magnitude slower there).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import RecordNotFound
from crm_desktop.ids import uuid7
from crm_desktop.models.limits import check_row

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Values = Mapping[str, Any]

_REFERS_TO = {
    "client_id": "client",
    "person_id": "client",
    "company_id": "client",
    "referrer_id": "client",
    "stage_id": "stage",
    "source_id": "source",
    "responsible_id": "colleague",
    "tag_id": "tag",
    "group_id": "client_group",
    "field_id": "field",
    "deal_id": "deal",
    "request_id": "request",
    "activity_id": "activity",
    "shared_by": "colleague",
}
_OTHERWISE = {"deal": {"stage_id": "deal_stage"}}
"""Tables in which a column refers to another table than everywhere else."""


def insert(store: Store, table: str, values: Values, row_id: bytes | None = None) -> bytes:
    """Insert a row inside the open change and return its id (a new one unless given).

    Raises:
        RecordNotFound: a row it refers to is not there.
        ValueRefused: a value that cannot be stored.
    """
    from crm_desktop.models.tables import MODELS

    check(store, table, values)
    row_id = row_id or uuid7()
    MODELS[table].insert({"id": row_id, **values}).execute(store.db)
    return row_id


def update(store: Store, table: str, row_id: bytes, values: Values) -> bool:
    """Write those ``values`` that differ from what stands in the row; whether there were any.

    Raises:
        RecordNotFound: there is no such row, or one it is to refer to.
        ValueRefused: a value that cannot be stored.
    """
    from crm_desktop.models.tables import MODELS

    present = row(store, table, row_id)
    changed = {column: value for column, value in values.items() if present[column] != value}
    if not changed:
        return False
    check(store, table, changed)
    model = MODELS[table]
    model.update(changed).where(model.id == row_id).execute(store.db)
    return True


def delete(store: Store, table: str, row_id: bytes) -> bool:
    """Move a row to the bin; whether it was not there already. Raises RecordNotFound."""
    return update(store, table, row_id, {"deleted": 1})


def row(store: Store, table: str, row_id: bytes) -> dict[str, Any]:
    """The row by column names, from the bin too. Raises RecordNotFound."""
    cursor = store.cursor(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
    found = cursor.fetchone()
    if found is None:
        raise RecordNotFound(table=table, id=row_id)
    return dict(zip((column[0] for column in cursor.description), found, strict=True))


def live_row(store: Store, table: str, row_id: bytes) -> dict[str, Any]:
    """The row by column names, unless it lies in the bin. Raises RecordNotFound."""
    found = row(store, table, row_id)
    if found["deleted"]:
        raise RecordNotFound(table=table, id=row_id)
    return found


def check(store: Store, table: str, values: Values) -> None:
    """Refuse what the table would refuse, in words for the user: an undo may have taken away what a form shows.

    Raises RecordNotFound and the subclasses of ValueRefused.
    """
    check_row(values)
    for column, parent in {**_REFERS_TO, **_OTHERWISE.get(table, {})}.items():
        target = values.get(column)
        if target is not None and not store.read(f"SELECT 1 FROM {parent} WHERE id = ?", (target,)):
            raise RecordNotFound(table=parent, id=target)
