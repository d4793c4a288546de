"""How the cells of a table are to be read, as only whole columns tell: dates, fractions, names, own fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from crm_desktop.errors import FieldValueRefused
from crm_desktop.exchange.columns.field_kinds import guess_field_kind
from crm_desktop.exchange.columns.fields import FIELDS, ValueKind
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.importing.cells import cell_text
from crm_desktop.exchange.importing.hints import Column, Hints, own_name
from crm_desktop.exchange.importing.names import OwnField
from crm_desktop.folding import fold
from crm_desktop.kinds import FieldKind
from crm_desktop.models.dates import DateReader
from crm_desktop.models.limits import LONGEST_TEXT
from crm_desktop.models.money import decimal_sign
from crm_desktop.models.names import NameOrder, name_order
from crm_desktop.models.own_fields import canonical

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.plan import TablePlan
    from crm_desktop.exchange.reading.book import Cell

_HINT_VALUES = 50_000


def hints_of(
    plan: TablePlan, region: str, rows: Iterable[tuple[int, tuple[Cell, ...]]] | None = None
) -> Hints:
    """Read through the columns whose meaning depends on all their cells: dates, names, own fields.

    ``rows``: only these records (numbers and cells), for a preview; else those of the table.
    """
    exact = plan.preset == OWN_EXPORT
    wanted = [column for column in plan.columns if _needs_all(column)]
    values: dict[int, list[Cell]] = {column.index: [] for column in wanted}
    for _, row in islice(plan.cells() if rows is None else rows, _HINT_VALUES):
        for index, cells in values.items():
            if index < len(row) and row[index] is not None:
                cells.append(row[index])
    dates = _date_readers(
        {index: values[index] for index in _of_kind(wanted, ValueKind.DATE)}, list(values.values())
    )
    decimals = {index: decimal_sign(values[index]) for index in _of_kind(wanted, ValueKind.NUMBER)}
    own = {
        own_name(column): _own_field(
            values[column.index], column.header, plan.own_kinds.get(column.index), exact=exact
        )
        for column in wanted
        if column.target.field == "own"
    }
    dropped = frozenset(map(fold, plan.dropped_groups))
    return Hints(region, _order(plan, values), dates, decimals, own, system_of(plan), dropped, exact)


def _of_kind(columns: Iterable[Column], kind: ValueKind) -> list[int]:
    return [column.index for column in columns if FIELDS[column.target.field].kind is kind]


def _date_readers(
    dates: Mapping[int, Sequence[Cell]], beside: Sequence[Sequence[Cell]]
) -> dict[int, DateReader]:
    """A reader for each column of dates. Where its own cells do not tell day from month, those ``beside`` it do: one
    list is written by one hand.
    """
    readers = {}
    for index, cells in dates.items():
        readers[index] = DateReader.for_column(cells)
        if readers[index] != DateReader.for_column(cells, default="mdy"):
            readers[index] = DateReader.for_column(chain.from_iterable(beside))
    return readers


def _own_field(
    values: Sequence[Cell], header: str, chosen: FieldKind | None, *, exact: bool = False
) -> OwnField:
    """The type of an own field; ``exact``: only one that leaves every value as it is written."""
    kind = chosen or guess_field_kind(values, header)
    texts = {cell_text(value) for value in values}
    choices = sorted(filter(None, texts)) if kind is FieldKind.CHOICE else []
    if len(json.dumps(choices)) > LONGEST_TEXT:
        return OwnField()  # so many choices are no list to choose from
    field = OwnField(kind, tuple(choices))
    return OwnField() if exact and not all(_is_canonical(field, text) for text in texts) else field


def _is_canonical(field: OwnField, text: str) -> bool:
    try:
        return canonical("", field.kind, field.choices, text) == text
    except FieldValueRefused:
        return False


def system_of(plan: TablePlan) -> str:
    """The outside program the ids of a table belong to: its preset, else the headers of the id column."""
    if plan.source:
        return plan.source
    header = next((column.header for column in plan.columns if column.target.field == "external_id"), "")
    return " ".join(header.split()).casefold()


def _needs_all(column: Column) -> bool:
    name = column.target.field
    if FIELDS[name].kind is ValueKind.NUMBER:
        return name.startswith("deal.")
    wanted = ("own", "name.any", "name.full", "deal.notes")
    return name in wanted or FIELDS[name].kind is ValueKind.DATE


def _order(plan: TablePlan, values: Mapping[int, Sequence[Cell]]) -> NameOrder | None:
    """Family or given name first: as the full names show, else as the columns stand."""
    whole = [column.index for column in plan.columns if column.target.field in ("name.any", "name.full")]
    if whole:
        return plan.order or name_order(
            cell for index in whole for cell in values[index] if isinstance(cell, str)
        )
    places = {column.target.field: column.index for column in plan.columns}
    if "name.family" in places and "name.given" in places:
        return "family_first" if places["name.family"] < places["name.given"] else "given_first"
    return None
