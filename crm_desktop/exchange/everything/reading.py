"""The exact tables of a folder, row by row, checked as they come."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from crm_desktop.errors import FileDamaged, ValueRefused
from crm_desktop.exchange.everything.cells import Value, read
from crm_desktop.exchange.everything.folder import ENCODING, EXACT, PHOTOS, SEPARATOR, Columns
from crm_desktop.kinds import ActivityKind, Channel, ClientKind, DealState, FieldKind, PointKind, RequestKind
from crm_desktop.models.limits import check_row
from crm_desktop.services.photos import LARGEST

if TYPE_CHECKING:
    from enum import StrEnum
    from pathlib import Path

_ID_BYTES = 16
_CODES: Mapping[tuple[str, str], type[StrEnum]] = {
    ("client", "kind"): ClientKind,
    ("contact_point", "kind"): PointKind,
    ("activity", "kind"): ActivityKind,
    ("request", "kind"): RequestKind,
    ("request", "channel"): Channel,
    ("deal", "state"): DealState,
    ("field", "kind"): FieldKind,
}
"""Columns whose values the program must know; anything else came from another hand."""


def rows(folder: Path, table: str, columns: Columns) -> Iterator[dict[str, Value]]:
    """The rows of a table by column; nothing where an older program wrote no such table.

    A column that an older program did not have is not in the row.

    Raises:
        FileDamaged: the file is not as it was written: a cell, a row or a picture is missing or senseless.
    """
    path = folder / EXACT / f"{table}.csv"
    if not path.exists():
        return
    csv.field_size_limit(max(csv.field_size_limit(), 1 << 27))
    try:
        with path.open(encoding=ENCODING, newline="") as file:
            reader = csv.reader(file, delimiter=SEPARATOR, strict=True)
            titles = next(reader, [])
            if len(set(titles)) != len(titles) or "id" not in titles or not set(titles) <= set(columns.names):
                raise FileDamaged(path=str(path), reason=f"columns {titles}")
            for cells in reader:
                yield _row(folder, path, table, columns, dict(zip(titles, cells, strict=True)))
    except (OSError, ValueError, csv.Error, ValueRefused) as error:
        raise FileDamaged(path=str(path), reason=str(error)) from error


def _row(
    folder: Path, path: Path, table: str, columns: Columns, cells: Mapping[str, str]
) -> dict[str, Value]:
    row = {
        name: _picture(folder, text)
        if (table, name) == ("photo", "data")
        else read(text, columns.kinds[name], path)
        for name, text in cells.items()
    }
    identifier = row["id"]
    if not isinstance(identifier, bytes) or len(identifier) != _ID_BYTES:
        raise FileDamaged(path=str(path), reason="a row without an id")
    for name, value in row.items():
        codes = _CODES.get((table, name))
        if codes is not None and value not in list(codes):
            raise FileDamaged(path=str(path), reason=f"{name} {value!r}")
    check_row({name: value for name, value in row.items() if isinstance(value, str)})
    return row


def _picture(folder: Path, cell: str) -> bytes:
    name = str(read(cell, "TEXT", folder))
    file = folder / PHOTOS / name
    if file.parent != folder / PHOTOS or name in ("", ".", ".."):
        raise FileDamaged(path=str(file), reason="not a picture of this folder")
    if file.stat().st_size > LARGEST:
        raise FileDamaged(path=str(file), reason="too big")
    return file.read_bytes()
