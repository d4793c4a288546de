"""Drafts as JSON, exactly: ids, kinds and maps with ids as keys come back as what they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from crm_desktop import kinds
from crm_desktop.services import drafts

_BYTES, _KIND, _DRAFT, _TUPLE, _MAP = "$id", "$kind", "$draft", "$tuple", "$map"


def to_json(value: Any) -> str:
    """JSON of drafts and of plain values (texts, numbers, ids, lists, tuples, mappings) nested in any way.

    Raises TypeError for anything else.
    """
    return json.dumps(encoded(value), ensure_ascii=False)


def from_json(text: str) -> Any:
    """What ``to_json`` was given. Raises ValueError or TypeError for a draft of another version of the program."""
    return decoded(json.loads(text))


def encoded(value: Any) -> Any:
    """The value with nothing in it but what JSON has."""
    if isinstance(value, StrEnum):
        return {_KIND: type(value).__name__, "value": value.value}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes):
        return {_BYTES: value.hex()}
    if isinstance(value, list):
        return [encoded(item) for item in value]
    if isinstance(value, tuple):
        return {_TUPLE: [encoded(item) for item in value]}
    if isinstance(value, Mapping):
        return {_MAP: [[encoded(key), encoded(item)] for key, item in value.items()]}
    if is_dataclass(value) and hasattr(drafts, type(value).__name__):
        items = {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
        return {_DRAFT: type(value).__name__, "items": items}
    raise TypeError(f"not for a draft: {type(value).__name__}")


def decoded(value: Any) -> Any:
    """The value that ``encoded`` was given."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _BYTES in value:
        return bytes.fromhex(value[_BYTES])
    if _TUPLE in value:
        return tuple(decoded(item) for item in value[_TUPLE])
    if _MAP in value:
        return {decoded(key): decoded(item) for key, item in value[_MAP]}
    if _KIND in value:
        return _named(kinds, value[_KIND])(value["value"])
    return _named(drafts, value[_DRAFT])(**{name: decoded(item) for name, item in value["items"].items()})


def _named(module: Any, name: str) -> Any:
    """A class of that module; ValueError when this version has none of the name."""
    found = getattr(module, name, None)
    if not isinstance(found, type):
        raise ValueError(name)  # noqa: TRY004  it is the text that is wrong, not its type
    return found
