"""A row of cells and the meanings of its columns, made into a record.

What cannot be understood is never dropped: the cell's text goes into the notes under its header, and the row is marked
for a look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crm_desktop.errors import FieldValueRefused
from crm_desktop.exchange.columns.values import (
    is_placeholder,
    parse_company_flag,
    parse_flag,
    parse_gender,
    split_list,
)
from crm_desktop.exchange.importing.building import Builder
from crm_desktop.exchange.importing.cells import cell_text, id_text
from crm_desktop.exchange.importing.deal_cells import DEAL_READERS
from crm_desktop.exchange.importing.exact import EXACT_READERS
from crm_desktop.exchange.importing.fitting import fit, may_exceed
from crm_desktop.exchange.importing.hints import Column, Hints, own_name
from crm_desktop.exchange.importing.history_cells import HISTORY_READERS
from crm_desktop.exchange.importing.moments import instant_of
from crm_desktop.exchange.importing.names import OwnField, stage_name
from crm_desktop.exchange.importing.point_cells import POINT_READERS
from crm_desktop.exchange.importing.price_cells import PRICE_READERS
from crm_desktop.exchange.importing.record import Entity, Problem, Record
from crm_desktop.exchange.reading.special_cells import Picture
from crm_desktop.kinds import Channel
from crm_desktop.models.companies import looks_like_company
from crm_desktop.models.dates import DateReader, from_parts, is_plausible_birthday
from crm_desktop.models.own_fields import canonical

if TYPE_CHECKING:
    from crm_desktop.exchange.importing.deal_entry import DealEntry
    from crm_desktop.exchange.importing.record import RawRow

_CHANNELS = frozenset(channel.value for channel in Channel)
_LONGEST_NUMBER = 9  # digits: models and services give no longer ones (services.numbers)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", re.ASCII)
_ID_HEADER = re.compile(r"(?:^|[\W_])id$", re.IGNORECASE)


class Cleaner:
    """Makes records of the rows of one table."""

    def __init__(self, columns: Sequence[Column], hints: Hints) -> None:
        self._hints = hints
        self._is_empty = _is_blank if hints.exact else _is_empty
        readers = {**_READERS, **EXACT_READERS} if hints.exact else _READERS
        self._steps = [
            (column.index, readers[column.target.field], column)
            for column in columns
            if column.target.field in readers
        ]
        self._long_headers = may_exceed([column.header + column.target.label for _, _, column in self._steps])

    def __call__(self, raw: RawRow) -> Record | str:
        """The record, or the one-word reason why nothing can be made of the row."""
        builder = Builder(self._hints.name_order, exact=self._hints.exact)
        cells, width = raw.cells, len(raw.cells)
        for index, read, column in self._steps:
            if index < width and (cell := cells[index]) is not None and not self._is_empty(cell, column):
                read(builder, cell, column, self._hints)
        orders = self._hints.orders
        head = orders.head(raw.row) if orders is not None and builder.deal is not None else None
        if orders is not None and head is not None and (head != raw.row or orders.repeats(raw.row)):
            return self._further_row(builder, raw, head)
        deal = self._deal(builder, raw) if builder.deal is not None else None
        record = builder.record(deal)
        if record is None:
            return builder.damage or ("deal_without_client" if deal else "nothing")
        if self._long_headers or may_exceed(cells):
            fit(record)
        return record

    def _further_row(self, builder: Builder, raw: RawRow, head: int) -> Record:
        """A row of an order that another row brings in: what it says of the client, if it says anything."""
        record = builder.record() or Record(Entity(), problems=builder.problems)
        record.order_row = head
        if self._long_headers or may_exceed(raw.cells):
            fit(record)
        return record

    def _deal(self, builder: Builder, raw: RawRow) -> DealEntry | None:
        """The row's deal; where the cells make none they are notes of the client."""
        assert builder.deal is not None
        lists, orders = builder.lists, self._hints.orders
        order = None
        if orders is not None and orders.head(raw.row) is not None:
            order = orders.at(raw.row)
            builder.deal.texts["uid"] = orders.uid(raw.row)
        deal = builder.deal.entry(
            self._hints,
            responsible=lists.get("responsible", ""),
            source=lists.get("source", ""),
            order=order,
        )
        if deal is None:
            for index, _, column in self._steps:
                if column.target.field.startswith("deal.") and index < len(raw.cells):
                    builder.note(column.header, cell_text(raw.cells[index]))
        return deal


def read_cell(cell: Any, column: Column, hints: Hints) -> Builder:
    """What one cell says by itself, for the preview; nothing where the column is left out or the cell empty."""
    builder = Builder(hints.name_order)
    read = _READERS.get(column.target.field)
    if read is not None and cell is not None and not _is_empty(cell, column):
        read(builder, cell, column, hints)
    return builder


def _is_empty(cell: Any, column: Column) -> bool:
    if not isinstance(cell, str):
        return False
    return is_placeholder(cell) or (bool(column.fillers) and cell.strip() in column.fillers)


def _is_blank(cell: Any, _column: Column) -> bool:
    """An export of ours has no words for "empty": a card may well say "none"."""
    return isinstance(cell, str) and not cell.strip()


_Reader = Callable[[Builder, Any, Column, Hints], None]


def _part(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        builder.set_part(name, cell_text(cell), contact=column.target.label == "contact")

    return read


def _job(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        builder.headers.setdefault(name, column.header.strip())
        builder.set_part(name, cell_text(cell))

    return read


def _stage(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    builder.lists.setdefault("stage", stage_name(cell_text(cell)))


def _value(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
        builder.values.setdefault(name, cell_text(cell))

    return read


def _named(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
        builder.lists.setdefault(name, cell_text(cell))

    return read


def _birthday(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    read = hints.dates.get(column.index, DateReader()).read(cell)
    if read.day and (
        hints.exact or read.day.startswith("--") or is_plausible_birthday(read.day, hints.today)
    ):
        builder.birthday = builder.birthday or read.day
    elif read.day or read.problem:
        builder.problem(column.index, "bad_date", column.header, cell_text(cell))


def _birthday_part(part: str) -> _Reader:
    def read(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
        builder.birthday_parts[part] = cell
        found = from_parts(*(builder.birthday_parts.get(name) for name in ("year", "month", "day")))
        builder.birthday = found.day or builder.birthday

    return read


def _date(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    read = hints.dates.get(column.index, DateReader()).read(cell)
    if read.day:
        builder.add_date(column.target.label or column.header, read.day, column.target.group)
    elif read.problem:
        builder.problem(column.index, "bad_date", column.header, cell_text(cell))


def _date_label(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.label_group("date", column.target.group, cell_text(cell))


def _created(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    read = hints.dates.get(column.index, DateReader()).read(cell)
    if read.day and not read.day.startswith("--"):
        builder.values["created_at"] = instant_of(read.at or datetime.fromisoformat(read.day))
    elif read.problem:
        builder.problem(column.index, "bad_date", column.header, cell_text(cell))


def _gender(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    if gender := parse_gender(cell):
        builder.values["gender"] = gender.value
    else:
        builder.note(column.header, cell_text(cell))


def _flag(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    said = parse_company_flag(cell)
    builder.is_company = looks_like_company(cell_text(cell)) if said is None else said


def _parent(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    if _ID_HEADER.search(column.header.strip()):
        builder.employer_external = (hints.system, cell_text(cell))
    else:
        builder.employer = builder.employer or cell_text(cell)


def _external(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    builder.externals.append((column.target.label or hints.system or column.header, id_text(cell)))


def _many(name: str) -> _Reader:
    def read(builder: Builder, cell: Any, _column: Column, hints: Hints) -> None:
        getattr(builder, name).extend(split_list(cell_text(cell), hints.dropped_groups))

    return read


def _photo(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    if isinstance(cell, Picture):
        builder.photos.append(cell)
    else:  # the name of a file, or an address that is never fetched
        builder.note(column.header, cell_text(cell))


def _damage(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    builder.damage = getattr(cell, "code", "")
    builder.problems.append(Problem(column.index, builder.damage, cell_text(cell)))


def _note(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    builder.notes.append(cell_text(cell))


def _likes(builder: Builder, cell: Any, _column: Column, _hints: Hints) -> None:
    builder.values["likes"] = "\n".join(filter(None, (builder.values.get("likes"), cell_text(cell))))


def _number(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER and text[0] != "0":
        builder.values["number"] = text
    else:
        builder.note(column.header, text)


def _channel(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    text = cell_text(cell)
    if text in _CHANNELS:
        builder.values["preferred_channel"] = text
    else:
        builder.note(column.header, text)


def _yes(field: str) -> _Reader:
    """A mark that stands where the cell says yes."""

    def read(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
        said = parse_flag(cell)
        if said is None:
            builder.problem(column.index, "does_not_fit", column.header, cell_text(cell))
        elif said:
            builder.values[field] = "1"

    return read


def _discount(builder: Builder, cell: Any, column: Column, _hints: Hints) -> None:
    """Percents with at most two decimals, kept as whole hundredths of a percent."""
    text = cell_text(cell)
    match = _PERCENT.fullmatch(text)
    if match and (hundredths := int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))) <= 100_00:
        if hundredths:
            builder.values["discount_bp"] = str(hundredths)
    else:
        builder.problem(column.index, "does_not_fit", column.header, text)


def _own(builder: Builder, cell: Any, column: Column, hints: Hints) -> None:
    name = own_name(column)
    own = hints.own_fields.get(name, OwnField())
    text = cell_text(cell)
    try:
        value = canonical(name, own.kind, own.choices, text)
    except FieldValueRefused:
        builder.problem(column.index, "does_not_fit", name, text)
        return
    if not value:
        return
    known = builder.fields.get(name)
    builder.fields[name] = f"{known}; {value}" if known and known != value else value


_READERS: dict[str, _Reader] = {
    **{
        f"name.{part}": _part(part)
        for part in ("any", "full", "family", "given", "middle", "prefix", "suffix", "nickname")
    },
    "company.name": _part("company"),
    "company.flag": _flag,
    "company.parent": _parent,
    "position": _job("job_title"),
    "department": _job("department"),
    "birthday": _birthday,
    **{f"birthday.{part}": _birthday_part(part) for part in ("day", "month", "year")},
    "date": _date,
    "date.label": _date_label,
    "created_at": _created,
    "gender": _gender,
    **{name: _value(name) for name in ("language", "salutation", "price_terms", "loyalty_card")},
    "number": _number,
    "channel": _channel,
    "hours": _value("preferred_hours"),
    **{name: _yes(name) for name in ("do_not_contact", "vip")},
    "discount": _discount,
    "source.detail": _value("source_detail"),
    "stage": _stage,
    **{name: _named(name) for name in ("source", "responsible", "referrer")},
    "tags": _many("tags"),
    "group": _many("groups"),
    "note": _note,
    "photo": _photo,
    "damage": _damage,
    "likes": _likes,
    "external_id": _external,
    **dict.fromkeys(("own", "own.label"), _own),
    **POINT_READERS,
    **PRICE_READERS,
    **HISTORY_READERS,
    **DEAL_READERS,
}
