"""Clients for the tests of finding, written with plain SQL: what is tested is not how they are entered."""

from __future__ import annotations

from crm_desktop.ids import uuid7


def add(
    store,
    name="",
    *,
    phones=(),
    emails=(),
    company=None,
    activities=(),
    tags=(),
    groups=(),
    fields=(),
    **columns,
):
    """One client in one change; phones are (as typed, key) or E.164 text. Returns its id."""
    client_id = uuid7()
    with store.change("add_client") as change:
        names = ", ".join(["id", "name", *columns])
        slots = ", ".join("?" * (2 + len(columns)))
        change.execute(f"INSERT INTO client({names}) VALUES ({slots})", (client_id, name, *columns.values()))
        for phone in phones:
            typed, key = phone if isinstance(phone, tuple) else (phone, phone)
            point(change, client_id, "phone", value=typed, key=key)
        for email in emails:
            point(change, client_id, "email", value=email, key=email.casefold())
        if company is not None:
            child(change, "employment", person_id=client_id, company_id=company)
        for values in activities:
            child(change, "activity", client_id=client_id, **{"kind": "call", **values})
        for tag in tags:
            child(change, "client_tag", client_id=client_id, tag_id=tag)
        for group in groups:
            child(change, "group_member", client_id=client_id, group_id=group)
        for field_id, value in fields:
            child(change, "field_value", client_id=client_id, field_id=field_id, value=value)
    return client_id


def point(change, client_id, kind, **columns):
    return child(change, "contact_point", client_id=client_id, kind=kind, **columns)


def child(change, table, **columns):
    row_id = uuid7()
    slots = ", ".join("?" * (1 + len(columns)))
    change.execute(
        f"INSERT INTO {table}(id, {', '.join(columns)}) VALUES ({slots})", (row_id, *columns.values())
    )
    return row_id


def put(store, table, **columns):
    """One row of a list (tag, stage, field, ...) in a change of its own; returns its id."""
    with store.change("edit_lists", undoable=False) as change:
        return child(change, table, **columns)


def edit(store, sql, *values):
    with store.change("edit") as change:
        change.execute(sql, values)
