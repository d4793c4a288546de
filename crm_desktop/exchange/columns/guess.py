"""From headers and sample rows to a mapping: preset first, then the header's words, then the look of the values.

Position never decides, only neighbourhood: which names, dates and phones stand beside a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from crm_desktop.exchange.columns.column import Column
from crm_desktop.exchange.columns.confirm import confirmed, guessed_from_values
from crm_desktop.exchange.columns.context import settle
from crm_desktop.exchange.columns.deals import remarks_of_deals, settle_deals
from crm_desktop.exchange.columns.field_kinds import guess_field_kind
from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.headers import header_meaning, known_header
from crm_desktop.exchange.columns.mapping import ColumnGuess, Mapping
from crm_desktop.exchange.columns.presets import find_preset, preset_targets
from crm_desktop.exchange.columns.subject import kind_of_rows, subject_of
from crm_desktop.kinds import FieldKind
from crm_desktop.models.names import name_order

__all__ = ["guess_columns", "known_header"]


def guess_columns(
    headers: Sequence[str], sample_rows: Sequence[Sequence[Any]], *, region: str = "", language: str = ""
) -> Mapping:
    """What each column is and what the rows are.

    Args:
        headers: as written; '' for a column without one, no headers at all for a table without a header row.
        sample_rows: rows below the header, best spread over the file; 200 filled cells a column are looked at.
        region: the base's country (ISO 3166), by which bare numbers are told to be telephones.
        language: the user's language, which breaks ties between equal readings.
    """
    width = max([len(headers), *(len(row) for row in sample_rows)], default=0)
    names = [*headers, *[""] * (width - len(headers))]
    columns = [
        Column(index, names[index], [row[index] if index < len(row) else None for row in sample_rows], region)
        for index in range(width)
    ]
    preset = find_preset(headers)
    if preset:
        for column, target in zip(columns, preset_targets(preset, names), strict=True):
            if target:
                column.become(target, "preset", 1.0)
    for column in columns:
        if column.target is None:
            _by_header(column, loose=preset is None)
    guessed_from_values(columns)
    settle(columns, trusted=preset is not None)
    for column in columns:
        if column.target is None:
            column.disown()
    kind = preset.record_kind if preset else ""
    if preset is None:
        kind = settle_deals(columns)
    elif kind == "deals":
        remarks_of_deals(columns)
    record_kind, reason = kind_of_rows(columns, kind)
    fillers = preset.fillers if preset else ()
    dropped = preset.dropped_groups if preset else ()
    return Mapping(
        tuple(_guess(column, fillers) for column in columns),
        record_kind,
        subject_of(columns),
        preset.name if preset else None,
        preset.source if preset else "",
        reason,
        _order_of_names(columns, language),
        dropped,
    )


def _by_header(column: Column, *, loose: bool) -> None:
    """Decide by the header if the values agree; columns a preset does not know are read by exact synonyms only."""
    meaning = header_meaning(column.header)
    if meaning is None or not (loose or meaning.confidence == 1.0 or meaning.why != "header"):
        return
    column.become(meaning.target, meaning.why, meaning.confidence)
    confirmed(column)


def _guess(column: Column, fillers: tuple[str, ...]) -> ColumnGuess:
    target = column.target or Target("own", column.header)
    kept = target.field in {"own", "sensitive"}
    kind = guess_field_kind(column.values, column.header) if kept else FieldKind.TEXT
    return ColumnGuess(
        column.index, column.header, target, column.confidence, column.why, len(column.values), kind, fillers
    )


def _order_of_names(
    columns: Sequence[Column], language: str
) -> Literal["family_first", "given_first"] | None:
    """The order of full names: what they show; else the custom of the language."""
    for column in columns:
        if column.field in {"name.full", "name.any"}:
            order = name_order(value for value in column.values if isinstance(value, str))
            return order or ("family_first" if language == "ru" else None)
    return None
