"""Rows as JSON text: how SQL writes them in triggers and statements, and how they are read again.

What JSON cannot hold exactly is an object: ``{"$blob": hex}`` and ``{"$real": 17 digits}`` (SQLite's own JSON writes 15
digits, and the user's 0.1 + 0.2 must come back to the last bit; SQLite itself prints fractions exactly only below
1e100).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def _encoded(value: str) -> str:
    """SQL that gives ``value`` as JSON text."""
    return (
        f"CASE typeof({value})"
        f" WHEN 'blob' THEN '{{\"$blob\":\"' || hex({value}) || '\"}}'"
        f" WHEN 'real' THEN '{{\"$real\":\"' || printf('%!.17g', {value}) || '\"}}'"
        f" ELSE json_quote({value}) END"
    )


def member(row: str, column: str) -> str:
    """SQL that gives ``,"column":value`` of ``row`` (OLD, NEW, the name of a table)."""
    return f"',\"{column}\":' || " + _encoded(f'{row}."{column}"')


def whole(row: str, columns: Iterable[str]) -> str:
    """SQL that gives these columns of ``row`` as one JSON object; ``columns`` must not be empty."""
    return "'{' || substr(" + " || ".join(member(row, column) for column in columns) + ", 2) || '}'"


def changed(column: str) -> str:
    """SQL, for a trigger of updates, that says whether the column got another value."""
    # BINARY: under a column's own NOCASE collation 'anna' -> 'Anna' would be no change and leave no trace.
    return f'OLD."{column}" IS NOT NEW."{column}" COLLATE BINARY'


def _decode_object(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        if "$blob" in value:
            return bytes.fromhex(value["$blob"])
        if "$real" in value:
            return float(value["$real"])
    return value


_DECODER = json.JSONDecoder(object_hook=_decode_object)  # made once: json.loads would make one for each row


def decode(text: str) -> dict[str, Any]:
    """The values by column, exactly as SQLite held them."""
    values: dict[str, Any] = _DECODER.decode(text)
    return values


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return {"$blob": value.hex().upper()}
    if isinstance(value, float):
        # SQLite prints 17 digits of infinity as "Inf".
        return {"$real": repr(value)}
    return value


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(values: Mapping[str, Any]) -> str:
    """The JSON text that ``decode`` reads; the same values give the same text."""
    return _ENCODER.encode({column: _plain(value) for column, value in values.items()})


def encode_value(value: Any) -> str:
    """One value as JSON text."""
    return _ENCODER.encode(_plain(value))


def decode_value(text: str) -> Any:
    """The value that ``encode_value`` wrote."""
    return _DECODER.decode(text)
