"""Drafts from JSON: the keys are the fields of the drafts, names stand for entries of lists, №|ID for clients."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from crm_desktop import ids
from crm_desktop.cli.activity_json import activity_values, read_time
from crm_desktop.clock import utc_text
from crm_desktop.command_errors import JsonKeyMissing, JsonKeyUnknown, JsonValueRefused
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind, PointKind, StageRole
from crm_desktop.services import deal_stages, dictionaries, fields
from crm_desktop.services.base import stage_id
from crm_desktop.services.by_number import by_number_or_id
from crm_desktop.services.dictionaries import Dictionary
from crm_desktop.services.drafts import (
    ActivityDraft,
    ClientDraft,
    DateDraft,
    DealDraft,
    EmploymentDraft,
    FeedbackDraft,
    ItemDraft,
    PaymentDraft,
    PointDraft,
    RequestDraft,
)
from crm_desktop.services.wall import midnight

if TYPE_CHECKING:
    from crm_desktop.storage.store import Store

D = TypeVar("D")
Json = Mapping[str, Any]
Reader = Callable[[Any], Any]

_SHORT_POINTS = {
    "phones": PointKind.PHONE,
    "emails": PointKind.EMAIL,
    "messengers": PointKind.MESSENGER,
    "sites": PointKind.SITE,
    "addresses": PointKind.ADDRESS,
}


def client(store: Store, given: Json) -> ClientDraft:
    """A client. Beside the fields of the draft there are ``phones``, ``emails``, ``messengers``, ``sites`` and
    ``addresses`` as lists of texts, ``company`` and ``job_title``; ``stage``, ``source`` and ``responsible`` by name,
    ``referrer`` as №|ID, ``fields`` by their names.

    Raises JsonKeyUnknown, JsonValueRefused, ClientNotFound.
    """
    rest = dict(given)
    points = [_draft(PointDraft, each, {}) for each in _list(rest, "points")]
    for key, kind in _SHORT_POINTS.items():
        points += [PointDraft(kind, value=_text(key, each)) for each in _list(rest, key)]
    jobs = [
        _draft(EmploymentDraft, each, {"company_id": lambda text: by_number_or_id(store, text)})
        for each in _list(rest, "employments")
    ]
    if "company" in rest or "job_title" in rest:
        company, title = rest.pop("company", ""), rest.pop("job_title", "")
        jobs.append(
            EmploymentDraft(company_name=_text("company", company), job_title=_text("job_title", title))
        )
    named: dict[str, Any] = {
        "points": tuple(points),
        "employments": tuple(jobs),
        "dates": tuple(_draft(DateDraft, each, {}) for each in _list(rest, "dates")),
        "fields": _own_fields(store, rest.pop("fields", {})),
    }
    for key, reader in _names(store).items():
        if rest.get(key):
            named[f"{key}_id"] = reader(rest[key])
        rest.pop(key, None)
    return _draft(ClientDraft, rest, {}, named)


def activity(store: Store, given: Json) -> ActivityDraft:
    """An activity: ``client`` (none: with nobody) and ``further`` as №|ID, ``responsible`` by name, times as people
    write them (``activity_json``), the rest as in the draft.
    """
    values = activity_values(store, given)
    named = {"further": values.pop("further")}
    return _of_client(store, ActivityDraft, {"client": None, **values}, named)


def deal(store: Store, given: Json) -> DealDraft:
    """A deal; sums in minor units (cents), quantities of ``items`` in thousandths. ``stage`` by its name or as one of
    the first ones (new, offer, terms, won, lost), ``pipeline`` where a name stands in several, ``source`` by name.
    """
    rest = dict(given)
    items = [_draft(ItemDraft, each, {}) for each in _list(rest, "items")]
    named: dict[str, Any] = {"items": tuple(items)}
    stage, pipeline = rest.pop("stage", None), rest.pop("pipeline", None)
    if stage:
        named["stage_id"] = _deal_stage(store, _text("stage", stage), pipeline)
    source = rest.pop("source", None)
    if source:
        named["source_id"] = _names(store)["source"](source)
    return _of_client(store, DealDraft, rest, named)


def payment(store: Store, given: Json) -> PaymentDraft:
    """A payment; the amount in minor units (cents), ``deal`` the id of a deal."""
    rest = dict(given)
    named = {"deal_id": _id("deal", rest.pop("deal"))} if rest.get("deal") else {}
    rest.pop("deal", None)
    return _of_client(store, PaymentDraft, rest, named)


def request(store: Store, given: Json) -> RequestDraft:
    """A complaint, an inquiry or a wish; times as people write them, days are those on which it began."""
    return _of_client(store, RequestDraft, _instants(given, "received_at", "answered_at", "resolved_at"))


def feedback(store: Store, given: Json) -> FeedbackDraft:
    """How satisfied a client was: ``mark`` 1 to 5, ``comment``, ``at``; ``request`` and ``deal`` are ids."""
    rest = _instants(given, "at")
    named = {f"{key}_id": _id(key, rest[key]) for key in ("request", "deal") if rest.get(key)}
    for key in ("request", "deal"):
        rest.pop(key, None)
    return _of_client(store, FeedbackDraft, rest, named)


def _instants(given: Json, *keys: str) -> dict[str, Any]:
    """The JSON with these times as instants; a day alone is its beginning."""
    values = dict(given)
    for key in keys:
        if values.get(key) and read_time(values, key):
            values[key] = utc_text(midnight(date.fromisoformat(values[key])))
    return values


def _of_client(store: Store, kind: type[D], given: Json, named: Json | None = None) -> D:
    rest = dict(given)
    if "client" not in rest:
        raise JsonKeyMissing(key="client")
    client = rest.pop("client")
    found = {**(named or {}), "client_id": None if client is None else by_number_or_id(store, str(client))}
    if rest.get("responsible"):
        found["responsible_id"] = _names(store)["responsible"](rest["responsible"])
    rest.pop("responsible", None)
    return _draft(kind, rest, {}, found)


def _names(store: Store) -> Mapping[str, Reader]:
    """How the entries of lists are named: made where they are missing, but for stages."""

    def entry(key: str, which: Dictionary) -> Reader:
        return lambda name: next(iter(dictionaries.ensure(store, which, [_text(key, name)]).values()))

    return {
        "stage": lambda name: _stage(store, _text("stage", name)),
        "source": entry("source", Dictionary.SOURCE),
        "responsible": entry("responsible", Dictionary.COLLEAGUE),
        "referrer": lambda text: by_number_or_id(store, str(text)),
    }


def _stage(store: Store, name: str) -> bytes:
    """A stage by its role or by its own name."""
    roles = [role.value for role in StageRole if role]
    if name in roles:
        return stage_id(StageRole(name))
    found = dictionaries.find(store, Dictionary.STAGE, name)
    if found is None:
        raise JsonValueRefused(key="stage", value=name, expected=", ".join(roles))
    return found


def _deal_stage(store: Store, name: str, pipeline: Any) -> bytes:
    """A stage of deals by its own name, or by the word of one of the first ones."""
    wanted = None if pipeline is None else fold(_text("pipeline", pipeline))
    offered = [each for each in deal_stages.stages(store) if wanted in (None, fold(each.pipeline))]
    for each in offered:
        if fold(each.name or each.word or each.role) == fold(name):
            return each.id
    known = ", ".join(each.name or each.word or each.role for each in offered)
    raise JsonValueRefused(key="stage", value=name, expected=known)


def _own_fields(store: Store, given: Any) -> dict[bytes, str]:
    if not isinstance(given, dict):
        raise JsonValueRefused(key="fields", value=given, expected="{}")
    found = fields.ensure(store, [(name, FieldKind.TEXT, ()) for name in given])
    return {id_: _text(name, value) for id_, (name, value) in zip(found, given.items(), strict=True)}


def _draft(kind: type[D], given: Any, readers: Mapping[str, Reader], named: Json | None = None) -> D:
    """A draft of ``kind``: the values given, checked against its fields, and those ``named`` already."""
    if not isinstance(given, dict):
        raise JsonValueRefused(key=kind.__name__, value=given, expected="{}")
    hints = get_type_hints(kind)
    values: dict[str, Any] = dict(named or {})
    known = [
        key for key, hint in hints.items() if key in readers or (key not in values and hint not in _OF_ROWS)
    ]
    for key, value in given.items():
        if key not in known:
            raise JsonKeyUnknown(key=key, known=", ".join(known))
        values[key] = readers[key](value) if key in readers else _value(key, value, hints[key])
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        if field.name not in values and field.default is field.default_factory is dataclasses.MISSING:
            raise JsonKeyMissing(key=field.name)
    return kind(**values)


_OF_ROWS = (bytes, bytes | None)
"""Types of fields that hold ids of rows: JSON names those rows in other ways."""


def _value(key: str, value: Any, hint: Any) -> Any:
    """The value as the field's type wants it; what is of no such type is refused, never bent."""
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    if value is None and NoneType in kinds:
        return None
    wanted = kinds[0]
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise JsonValueRefused(key=key, value=value, expected="[]")
        return tuple(_text(key, each) for each in value)
    if issubclass(wanted, StrEnum):
        if value not in list(wanted):
            raise JsonValueRefused(key=key, value=value, expected=", ".join(filter(None, wanted)))
        return wanted(value)
    if type(value) is not wanted:  # a bool is an int to isinstance
        raise JsonValueRefused(key=key, value=value, expected=_TYPE_NAMES[wanted])
    return value


_TYPE_NAMES = {str: '"..."', int: "0", bool: "true, false"}
"""How a value of each type looks in JSON."""


def _text(key: str, value: Any) -> str:
    return str(_value(key, value, str))


def _list(rest: dict[str, Any], key: str) -> list[Any]:
    """Take the list under ``key`` out of ``rest``; empty where there is none."""
    value = rest.pop(key, [])
    if not isinstance(value, list):
        raise JsonValueRefused(key=key, value=value, expected="[]")
    return value


def _id(key: str, value: Any) -> bytes:
    try:
        return ids.from_text(_text(key, value))
    except ValueError:
        raise JsonValueRefused(
            key=key, value=value, expected="00000000-0000-0000-0000-000000000000"
        ) from None
