"""The whole content of a base, to compare two states of it."""

from __future__ import annotations

from crm_desktop.models.schema import TABLES


def content(store, *, live=False):
    """Every row of every user table; ``live`` leaves out what lies in the bin."""
    found = {}
    for spec in TABLES:
        columns = ", ".join(("id", *spec.columns))
        where = " WHERE deleted = 0" if live else ""
        found[spec.name] = sorted(store.read(f"SELECT {columns} FROM {spec.name}{where}"), key=repr)
    return found


def operation_rows(store):
    """Journal rows of the newest operation, as (table, action)."""
    return store.read(
        "SELECT tbl, action FROM journal WHERE operation = (SELECT MAX(seq) FROM operation) ORDER BY seq"
    )


def newest_op(store):
    found = store.read("SELECT op FROM operation ORDER BY seq DESC LIMIT 1")
    return found[0][0] if found else None
