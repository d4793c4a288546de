"""Filters: which clients a list shows, by any field, as data that the window edits and a saved view keeps.

Filters of a query are joined by "and"; the values of one filter by "or". ``filter_fields`` says what there is to filter
by, own fields included; ``finding.filter_sql`` turns filters into SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from crm_desktop.kinds import Channel, ClientKind, FieldKind, Segment
from crm_desktop.services import colleagues

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

Value = str | int | bytes | None
"""Ids are bytes, instants and dates text, an open end of a range None."""

JSON_VERSION = 1

BY_NAME = "name"
"""The order of names, which lists have unless another is asked for."""

OWN = "field:"
"""The field of an own field is this and its id in hex."""


class FilterOp(StrEnum):
    """How a field is compared; the comment says which values are expected."""

    IS = "is"  # any of the values
    IS_NOT = "is_not"  # none of the values; empty ones pass
    CONTAINS = "contains"  # words, each may be a beginning; any of the values
    FILLED = "filled"
    EMPTY = "empty"
    YES = "yes"
    NO = "no"
    BETWEEN = "between"  # (from, to), both included, None = open
    NEXT_DAYS = "next_days"  # (days,): today and so many days after it
    LAST_DAYS = "last_days"  # (days,): not longer ago than that
    OLDER_DAYS = "older_days"  # (days,): longer ago than that, or never
    THIS_MONTH = "this_month"
    OVERDUE = "overdue"


class Editor(StrEnum):
    """What the window offers for the values of a field."""

    CHOICES = "choices"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MONTH_DAY = "month_day"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition; ``field`` is the id of a ``FilterField``."""

    field: str
    op: FilterOp
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientQuery:
    """What a list shows. ``sort``: one of ``sorting.SORTS`` or the filter id of an own field.

    ``bin``: the deleted clients instead of the live ones.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str = BY_NAME
    descending: bool = False
    bin: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose. ``name`` is the user's word for it; empty: the window has one for ``value`` or ``role``."""

    value: Value
    name: str = ""
    role: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class FilterField:
    """Something to filter by. ``name`` is filled for own fields only.

    ``counted``: the choices are values found in the base; ``lists.count_by`` gives them with their counts.
    """

    id: str
    editor: Editor
    ops: tuple[FilterOp, ...]
    choices: tuple[Choice, ...] = ()
    name: str = ""
    counted: bool = False


_CHOICE = (FilterOp.IS, FilterOp.IS_NOT, FilterOp.FILLED, FilterOp.EMPTY)
_TEXT = (FilterOp.IS, FilterOp.CONTAINS, FilterOp.FILLED, FilterOp.EMPTY)
_FILLED = (FilterOp.FILLED, FilterOp.EMPTY)
_YES = (FilterOp.YES, FilterOp.NO)
_BIRTHDAY = (FilterOp.NEXT_DAYS, FilterOp.THIS_MONTH, FilterOp.BETWEEN, *_FILLED)
_WHEN = (FilterOp.BETWEEN, FilterOp.LAST_DAYS, FilterOp.OLDER_DAYS)

_LISTS: Mapping[str, str] = {
    "stage": "SELECT id, name, role, colour FROM stage WHERE deleted = 0 ORDER BY rank, name",
    "tag": "SELECT id, name, '', colour FROM tag WHERE deleted = 0 ORDER BY name",
    "group": "SELECT id, name, '', '' FROM client_group WHERE deleted = 0 ORDER BY rank, name",
    "source": "SELECT id, name, '', '' FROM source WHERE deleted = 0 ORDER BY rank, name",
}

_OWN_OPS: Mapping[str, tuple[Editor, tuple[FilterOp, ...]]] = {
    FieldKind.TEXT: (Editor.TEXT, (FilterOp.IS, FilterOp.CONTAINS, *_FILLED)),
    FieldKind.NUMBER: (Editor.NUMBER, (FilterOp.BETWEEN, *_FILLED)),
    FieldKind.DATE: (Editor.DATE, (FilterOp.BETWEEN, FilterOp.LAST_DAYS, FilterOp.NEXT_DAYS, *_FILLED)),
    FieldKind.YES_NO: (Editor.NONE, (*_YES, *_FILLED)),
    FieldKind.CHOICE: (Editor.CHOICES, _CHOICE),
}


def filter_fields(store: Store) -> list[FilterField]:
    """Everything there is to filter by, in the order of a menu."""
    choices = {name: tuple(Choice(*row) for row in store.read(sql)) for name, sql in _LISTS.items()}
    choices["responsible"] = of_people(store)
    kinds = tuple(Choice(kind.value) for kind in ClientKind)
    channels = tuple(Choice(channel.value) for channel in Channel if channel)
    segments = tuple(Choice(segment.value) for segment in Segment)
    return [
        FilterField("kind", Editor.CHOICES, (FilterOp.IS,), kinds),
        FilterField("stage", Editor.CHOICES, _CHOICE, choices["stage"]),
        FilterField("tag", Editor.CHOICES, _CHOICE, choices["tag"]),
        FilterField("group", Editor.CHOICES, _CHOICE, choices["group"]),
        FilterField("source", Editor.CHOICES, _CHOICE, choices["source"]),
        FilterField("responsible", Editor.CHOICES, _CHOICE, choices["responsible"]),
        FilterField("last_contact", Editor.NUMBER, (*_WHEN, *_FILLED)),
        FilterField("next_contact", Editor.NUMBER, (FilterOp.NEXT_DAYS, FilterOp.OVERDUE, FilterOp.BETWEEN, *_FILLED)),
        FilterField("complaint", Editor.NONE, _YES),
        FilterField("request", Editor.NONE, _YES),
        FilterField("owes", Editor.NONE, _YES),
        FilterField("vip", Editor.NONE, _YES),
        FilterField("segment", Editor.CHOICES, _CHOICE, segments),
        *(FilterField(name, Editor.CHOICES, _TEXT, counted=True) for name in ("city", "region", "country")),
        *(FilterField(name, Editor.TEXT, _TEXT, counted=True) for name in ("company", "job_title")),
        *(FilterField(name, Editor.NONE, _FILLED) for name in ("phone", "email")),
        FilterField("birthday", Editor.MONTH_DAY, _BIRTHDAY),
        FilterField("language", Editor.CHOICES, _CHOICE, counted=True),
        FilterField("channel", Editor.CHOICES, _CHOICE, channels),
        FilterField("do_not_contact", Editor.NONE, _YES),
        FilterField("referrer", Editor.NONE, (FilterOp.IS, *_FILLED)),
        FilterField("picked", Editor.NONE, (FilterOp.IS,)),
        FilterField("notes", Editor.TEXT, (FilterOp.CONTAINS,)),
        FilterField("number", Editor.NUMBER, (FilterOp.BETWEEN, *_FILLED)),
        FilterField("created", Editor.DATE, _WHEN),
        FilterField("changed", Editor.DATE, _WHEN),
        FilterField("import", Editor.CHOICES, (FilterOp.IS,), _imports(store)),
        *_own_fields(store),
    ]  # fmt: skip


ME = "me"
"""The role of the choice that is whoever sits here."""


def of_people(store: Store) -> tuple[Choice, ...]:
    """The colleagues to choose from: me first, who left last."""
    return tuple(Choice(each.id, each.name, ME if each.is_me else "") for each in colleagues.to_choose(store))


MOST_PICKED = 30_000
"""So many values SQLite takes in one query (SQLITE_MAX_VARIABLE_NUMBER is 32,766)."""


def picked(ids: Sequence[bytes]) -> ClientQuery:
    """The list of these very clients, ``MOST_PICKED`` at most."""
    return ClientQuery(filters=(Filter("picked", FilterOp.IS, tuple(ids[:MOST_PICKED])),))


_MET = {"completed": "completes", "same": "same", "duplicates": "duplicate", "review": "look"}
"""What an import counts -> the verdict under which it keeps those clients."""


def met_by_import(import_id: bytes, verdict: str) -> str:
    """The value of the filter "import" for the clients of rows of one verdict, of "look", or of "all" its rows.

    The id of an import alone stands for the clients that came with it.
    """
    return f"{import_id.hex()}:{verdict}"


def part_of_import(value: str) -> tuple[bytes, str]:
    """The inverse of ``met_by_import``; what is none gives an import that does not exist."""
    text, _, verdict = value.partition(":")
    try:
        return bytes.fromhex(text), verdict
    except ValueError:
        return b"", verdict


def _imports(store: Store) -> tuple[Choice, ...]:
    """Each import, newest first, and the other clients it met."""
    found = []
    for import_id, at, counts in store.read("SELECT id, at, counts FROM import_run ORDER BY at DESC"):
        found.append(Choice(import_id, at))
        known = json.loads(counts)
        found += [
            Choice(met_by_import(import_id, verdict), at, verdict)
            for name, verdict in (*_MET.items(), ("read", "all"))
            if known.get(name)
        ]
    return tuple(found)


def _own_fields(store: Store) -> Iterable[FilterField]:
    rows = store.read("SELECT id, name, kind, choices FROM field WHERE deleted = 0 ORDER BY rank, name")
    for field_id, name, kind, choices in rows:
        editor, ops = _OWN_OPS.get(kind, _OWN_OPS[FieldKind.TEXT])
        values = tuple(Choice(value, value) for value in json.loads(choices))
        yield FilterField(OWN + field_id.hex(), editor, ops, values, name, counted=kind == FieldKind.CHOICE)


def to_json(query: ClientQuery) -> dict[str, Any]:
    """The query as a saved view keeps it."""
    return {
        "version": JSON_VERSION,
        "text": query.text,
        "sort": query.sort,
        "descending": query.descending,
        "bin": query.bin,
        "filters": [
            {"field": f.field, "op": f.op.value, "values": [_value_to_json(value) for value in f.values]}
            for f in query.filters
        ],
    }


def from_json(data: Mapping[str, Any]) -> ClientQuery:
    """The query of a saved view. What a newer program wrote and this one does not know is left out."""
    found = []
    for item in data.get("filters", ()):
        try:
            values = tuple(_value_from_json(value) for value in item.get("values", ()))
            found.append(Filter(str(item["field"]), FilterOp(item["op"]), values))
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    return ClientQuery(
        str(data.get("text", "")),
        tuple(found),
        str(data.get("sort", BY_NAME)),
        descending=bool(data.get("descending", False)),
        bin=bool(data.get("bin", False)),
    )


def still_there(query: ClientQuery, fields: Iterable[FilterField]) -> ClientQuery:
    """The query without what is gone since it was saved: deleted own fields, tags, stages.

    A filter all of whose values are gone goes too; else the view would show nobody and not say why.
    """
    known = {field.id: field for field in fields}
    kept = []
    for f in query.filters:
        field = known.get(f.field)
        if field is None or f.op not in field.ops:
            continue
        # An empty vocabulary still has values gone; values counted in the base, and free ones, are not looked up.
        if field.editor is Editor.CHOICES and not field.counted:
            there = {choice.value for choice in field.choices}
            values = tuple(value for value in f.values if value in there)
            if f.values and not values:
                continue
            f = replace(f, values=values)
        kept.append(f)
    return replace(query, filters=tuple(kept))


def _value_to_json(value: Value) -> Any:
    return {"id": value.hex()} if isinstance(value, bytes) else value


def _value_from_json(value: Any) -> Value:
    if isinstance(value, dict):
        return bytes.fromhex(value["id"])
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(value)
