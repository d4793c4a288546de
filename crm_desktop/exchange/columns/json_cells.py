"""Tables whose one column holds JSON objects: each object is a row, its keys are the headers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any


def json_headers(rows: Sequence[Sequence[Any]]) -> tuple[str, ...]:
    """The keys of the objects in the order they are met, or none where the column is not JSON throughout.

    Args:
        rows: sample rows of the table, below its header.
    """
    objects = [_object(row) for row in rows if any(cell not in (None, "") for cell in row)]
    if not objects or any(found is None for found in objects):
        return ()
    return tuple(dict.fromkeys(key for found in objects if found for key in found))


def json_rows(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows with one cell a key; a row that is no object keeps its text in the first cell."""
    for row in rows:
        found = _object(row)
        yield tuple(_plain(found.get(header)) for header in headers) if found is not None else tuple(row)


def _object(row: Sequence[Any]) -> dict[str, Any] | None:
    cells = [cell for cell in row if cell not in (None, "")]
    if len(cells) != 1 or not isinstance(cells[0], str) or not cells[0].lstrip().startswith("{"):
        return None
    try:
        found = json.loads(cells[0])
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _plain(value: Any) -> Any:
    """Cells hold plain values: lists and objects inside stay JSON text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
