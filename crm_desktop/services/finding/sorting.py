"""The order of a list by any column: clients without a value come last, equal ones by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import FieldKind
from crm_desktop.services.filters import BY_NAME, OWN

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

_COLUMNS: Mapping[str, str] = {
    **{name: f"l.{name}_key" for name in ("company", "job_title", "city", "region", "country")},
    **{
        name: f"l.{name}"
        for name in ("number", "language", "channel", "last_contact", "next_contact", "kind", "activities")
    },
    "phone": "l.phone",
    "email": "l.email COLLATE NOCASE",
    "birthday": "l.birthday_day",
    "created": "l.created_at",
    "changed": "l.changed_at",
    "do_not_contact": "NULLIF(l.do_not_contact, 0)",
    "open_requests": "NULLIF(l.open_requests, 0)",
    "stage": "(SELECT rank FROM stage s WHERE s.id = l.stage_id)",
    "source": "(SELECT sort_key(name, @language) FROM source s WHERE s.id = l.source_id)",
    "responsible": "(SELECT sort_key(name, @language) FROM colleague s WHERE s.id = l.responsible_id)",
    "referrer": "(SELECT name_key FROM client_list s WHERE s.client_id = l.referrer_id)",
    "tags": "(SELECT MIN(sort_key(g.name, @language)) FROM client_mark m JOIN tag g ON g.id = m.mark_id"
    " WHERE m.pos = l.pos AND g.deleted = 0)",
    "groups": "(SELECT MIN(g.rank) FROM client_mark m JOIN client_group g ON g.id = m.mark_id WHERE m.pos = l.pos)",
}  # fmt: skip

SORTS: tuple[str, ...] = (BY_NAME, *_COLUMNS)
"""What lists can be sorted by; besides, own fields under their filter ids."""

_PLAIN = {
    "company",
    "city",
    "phone",
    "number",
    "last_contact",
    "next_contact",
    "birthday",
    "created",
    "changed",
}
"""Columns with an index of the filled ones."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """An expression on ``client_list l`` to sort by (NULL last); ``indexed``: SQLite can walk along it.

    ``parts``: where there are few values, each by itself is in the order of names already, and nothing needs sorting.
    ``own``: the values stand in a table of their own, from which they are sorted in a sixth of the time.
    """

    sql: str
    values: tuple[Any, ...] = ()
    indexed: bool = False
    parts: tuple[Part, ...] = ()
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """An own field: what to sort its rows by (``key`` on ``field_value v``), and which they are (``filled``)."""

    key: str
    key_values: tuple[Any, ...]
    field_id: bytes
    filled: str = "v.field_id = ? AND v.deleted = 0 AND v.value <> ''"


@dataclass(frozen=True, slots=True)
class Part:
    """Clients with one and the same value, in the order of values; ``again``: a client may have several."""

    where: str
    values: tuple[Any, ...] = ()
    again: bool = False


def sorting(store: Store, sort: str, language: str, *, descending: bool) -> Sorting | None:
    """How to sort by ``sort``; None for the order of names, also where the column is none (a deleted own field)."""
    if sort.startswith(OWN):
        return _own(store, sort.removeprefix(OWN), language)
    sql = _COLUMNS.get(sort)
    if sql is None:
        return None
    values = (language,) if "@language" in sql else ()
    parts = _parts(store, sort, language, descending=descending)
    return Sorting(sql.replace("@language", "?"), values, sort in _PLAIN, parts)


_LISTED: Mapping[str, str] = {
    "stage": "SELECT id FROM stage ORDER BY rank, name",
    "source": "SELECT id FROM source ORDER BY sort_key(name, ?)",
    "responsible": "SELECT id FROM colleague ORDER BY sort_key(name, ?)",
    "tags": "SELECT id FROM tag WHERE deleted = 0 ORDER BY sort_key(name, ?)",
    "groups": "SELECT id FROM client_group WHERE deleted = 0 ORDER BY rank, name",
}


def _parts(store: Store, sort: str, language: str, *, descending: bool) -> tuple[Part, ...]:
    """The clients of each row of a list people keep, and at the end those of none."""
    sql = _LISTED.get(sort)
    if sql is None:
        return ()
    ids = [row_id for (row_id,) in store.cursor(sql, (language,) if "?" in sql else ())]
    if descending:
        ids.reverse()
    if sort in {"tags", "groups"}:
        # Not "those without": all, of whom the list leaves out whom it has already.
        marked = "l.pos IN (SELECT pos FROM client_mark WHERE mark_id = ?)"
        return (*(Part(marked, (row_id,), again=True) for row_id in ids), Part("1", again=True))
    return (*(Part(f"l.{sort}_id = ?", (row_id,)) for row_id in ids), Part(f"l.{sort}_id IS NULL"))


def _own(store: Store, field_hex: str, language: str) -> Sorting | None:
    try:
        field_id = bytes.fromhex(field_hex)
    except ValueError:
        return None
    rows = store.read("SELECT kind, choices FROM field WHERE id = ?", (field_id,))
    if not rows:
        return None
    kind, choices = rows[0]
    values: tuple[Any, ...] = ()
    if kind == FieldKind.TEXT:
        value, values = "sort_key(v.value, ?)", (language,)
    elif kind == FieldKind.NUMBER:
        value = "CAST(v.value AS NUMERIC)"
    elif kind == FieldKind.CHOICE:
        # In the order the user gave the choices.
        value = "(SELECT key FROM json_each(?) WHERE value = v.value)"
        values = (json.dumps(json.loads(choices), ensure_ascii=False),)
    else:
        value = "v.value"
    own = Own(value, values, field_id)
    sql = f"(SELECT {value} FROM field_value v WHERE v.client_id = l.client_id AND {own.filled})"
    return Sorting(sql, (*values, field_id), own=own)
