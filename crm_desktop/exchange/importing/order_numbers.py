"""Rows of a table that carry the number of an order, with what their cells say of its deal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from crm_desktop.exchange.importing.building import Builder
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.deal_cells import DEAL_READERS

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_parts import DealParts
    from crm_desktop.exchange.importing.hints import Column, Hints
    from crm_desktop.exchange.importing.record import RawRow


def numbered(
    rows: Iterable[RawRow], columns: Sequence[Column], hints: Hints
) -> Iterator[tuple[RawRow, str, DealParts]]:
    """Each row that names an order, the number it names, and the deal as far as this row tells it."""
    steps = [
        (column, DEAL_READERS[column.target.field])
        for column in columns
        if column.target.field in DEAL_READERS
    ]
    for raw in rows:
        builder = Builder(None)
        for column, read in steps:
            if column.index < len(raw.cells) and cell_text(raw.cells[column.index]):
                read(builder, raw.cells[column.index], column, hints)
        parts = builder.deal
        if parts is not None and (uid := parts.texts.get("uid")):
            yield raw, uid, parts
