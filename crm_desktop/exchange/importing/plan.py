"""What is to be imported: which tables of which files, and what each column means. Found by itself, open to change."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm_desktop.clock import utc_text
from crm_desktop.errors import MappingRefused, SheetNotFound
from crm_desktop.exchange.columns.fields import Target
from crm_desktop.exchange.columns.guess import guess_columns, known_header
from crm_desktop.exchange.columns.json_cells import json_headers, json_rows
from crm_desktop.exchange.columns.presets import OWN_EXPORT
from crm_desktop.exchange.importing.beside import (
    hidden_rows,
    plain_table,
    with_columns_beside,
    without_hidden,
)
from crm_desktop.exchange.importing.cells import storable
from crm_desktop.exchange.importing.given_columns import given_mapping, given_table
from crm_desktop.exchange.importing.hints import Column
from crm_desktop.exchange.importing.opening import open_file
from crm_desktop.exchange.importing.record import RawRow
from crm_desktop.exchange.importing.staging import Action
from crm_desktop.exchange.reading.tables import Table, column_letter, find_tables, table_at, table_rows

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.columns.mapping import Mapping as ColumnMapping
    from crm_desktop.exchange.reading.book import Book, Cell, Sheet
    from crm_desktop.kinds import FieldKind
    from crm_desktop.models.names import NameOrder
    from crm_desktop.storage.store import Store

_SAMPLE_ROWS = 200
_SAMPLED_FROM = 5_000


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table of a file, how its columns are read, and what to do with clients that are known."""

    book: Book
    sheet: Sheet
    table: Table
    columns: tuple[Column, ...]
    preset: str = ""
    record_kind: str = "clients"
    why: str = ""
    """Why nothing is taken from the table, one word; empty if it is."""
    on_match: Action = Action.AUTO
    chosen: bool = True
    source: str = ""
    """The program that the ids of the table belong to, if its layout is known."""
    order: NameOrder | None = None
    dropped_groups: tuple[str, ...] = ()
    json_keys: tuple[str, ...] = ()
    """Keys of the objects, where each row is one cell of JSON."""
    hidden: int = 0
    """Records among those to be brought in that Excel does not show."""
    currency: str = ""
    """ISO 4217, of sums that name none; '' for the usual one of the base."""
    own_kinds: Mapping[int, FieldKind] = field(default_factory=dict)
    """Types that the user chose for own fields, by column; the others are guessed from the cells."""

    def has(self, name: str) -> bool:
        """Whether a column has the meaning of this name."""
        return any(column.target.field == name for column in self.columns)

    @property
    def file(self) -> str:
        return self.book.path.name

    def facts(self) -> dict[str, Any]:
        """What the command line and the page of past imports tell of this table."""
        return {
            "file": self.file,
            "sheet": self.sheet.name,
            "header_row": self.table.header_row,
            "encoding": self.book.encoding,
            "separator": self.book.separator,
            "preset": self.preset or None,
            "mapping": {_shown_header(column): str(column.target) for column in self.columns},
            **({"hidden_rows": self.hidden} if self.hidden else {}),
        }

    def rows(self, source: int) -> Iterator[RawRow]:
        """The records of the table."""
        return (RawRow(source, number, row) for number, row in self.cells())

    def cells(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The records with their row numbers, objects of JSON parted into cells."""
        for number, row in table_rows(self.sheet, self.table):
            yield number, next(json_rows(self.json_keys, [row])) if self.json_keys else row

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the cells."""
        return self.json_keys or self.table.headers


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user chose instead of what was found; empty values leave the finding alone."""

    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Targets by header (or column letter)."""
    on_match: Action = Action.AUTO
    password: str | None = None
    encoding: str | None = None
    separator: str | None = None
    header_row: int | None = None
    """The row of the header; 0: there is none."""
    currency: str = ""
    """Of sums that name none."""
    visible_only: bool = False
    """Leave out the rows that Excel does not show."""


def plan_file(
    store: Store, path: Path, region: str, language: str, choice: Choice | None = None
) -> list[TablePlan]:
    """All tables of a file with their meanings; ``chosen`` marks those that hold clients or their history.

    Raises:
        FileUnreadable: see ``reading.opening.open_book``.
        SheetNotFound: the chosen sheet is not there.
        MappingRefused: a chosen mapping names no column or no field.
    """
    choice = choice or Choice()
    book = open_file(path, password=choice.password, encoding=choice.encoding, separator=choice.separator)
    sheets = [sheet for sheet in book.sheets if choice.sheet in (None, sheet.name)]
    if not sheets:
        raise SheetNotFound(
            path=str(path), sheet=choice.sheet, sheets=tuple(sheet.name for sheet in book.sheets)
        )
    plans = [
        plan_table(store, book, sheet, table, region, language, choice)
        for sheet in sheets
        for table in _tables(sheet, choice, language)
    ]
    if choice.mapping and not any(_names_column(plan, header) for plan in plans for header in choice.mapping):
        raise MappingRefused(path=str(path), column=next(iter(choice.mapping)), target="")
    return plans


def _tables(sheet: Sheet, choice: Choice, language: str) -> Iterator[Table]:
    """The tables found in a sheet, or the one under the header that the user has named."""
    if sheet.meanings:
        yield given_table(sheet, language)
    elif choice.header_row is None:
        yield from find_tables(sheet, known_header)
    elif table := table_at(sheet, choice.header_row or None):
        yield table


def plan_table(
    store: Store, book: Book, sheet: Sheet, table: Table, region: str, language: str, choice: Choice
) -> TablePlan:
    """One table: the mapping used last time for the same headers, else guessed from headers and values."""
    if sheet.plain is not None:
        sheet, table = sheet.plain, plain_table(table)
    if choice.visible_only:
        table = without_hidden(sheet, table)
    headers: Sequence[str] = table.headers
    if sheet.meanings:
        sample, guess = [], given_mapping(sheet, language)
    else:
        sample = _sample(sheet, table)
        guess = guess_columns(headers, sample, region=region, language=language)
    keys: tuple[str, ...] = ()
    if guess.reason == "json_cells" and (keys := json_headers(sample)):
        headers, sample = keys, list(json_rows(keys, sample))
        guess = guess_columns(headers, sample, region=region, language=language)
    plan = TablePlan(
        book,
        sheet,
        _all_rows(table) if guess.preset == OWN_EXPORT else table,
        tuple(Column(c.index, storable(c.header), c.target, c.fillers) for c in guess.columns),
        guess.preset or "",
        guess.record_kind,
        guess.reason,
        choice.on_match,
        guess.record_kind != "nothing",
        guess.source,
        guess.name_order,
        guess.dropped_groups,
        keys,
        len(hidden_rows(sheet, table)),
        choice.currency,
    )
    if not keys and not sheet.meanings and guess.preset != OWN_EXPORT:
        plan = _with_columns_beside(plan, guess, language)
    saved = saved_mapping(store, plan.headers)
    if saved:
        plan = replace(with_targets(plan, saved), chosen=True)
    if choice.mapping:
        own = {header: text for header, text in choice.mapping.items() if _names_column(plan, header)}
        plan = replace(with_targets(plan, own), chosen=bool(own) or plan.chosen)
    return plan


def _with_columns_beside(plan: TablePlan, guess: ColumnMapping, language: str) -> TablePlan:
    """The plan with the columns that only the looks of the rows and the rows of companies tell."""
    added = with_columns_beside(plan.sheet, plan.table, guess, language)
    width = len(plan.table.headers)
    columns = [
        Column(width + place, added.table.headers[width + place], Target.parse(target))
        for place, target in enumerate(added.targets)
    ]
    return replace(plan, sheet=added.sheet, table=added.table, columns=(*plan.columns, *columns))


def _all_rows(table: Table) -> Table:
    """The table with the rows that looked like totals or remarks below it: an export of ours has neither."""
    above = tuple(skipped for skipped in table.skipped if skipped[1] == "above")
    last = max([table.last_row, *(row for row, _ in table.skipped)])
    return replace(table, skipped=above, last_row=last)


def given_meaning(plan: TablePlan, index: int) -> Target | None:
    """The one meaning that a column of a calendar can have, if it is not left out; None for columns of lists."""
    return Target.parse(plan.sheet.meanings[index]) if plan.record_kind == "events" else None


def with_targets(plan: TablePlan, mapping: Mapping[str, str]) -> TablePlan:
    """The plan with other meanings for the columns named by header or letter.

    Raises:
        MappingRefused: a target that does not exist.
    """
    columns = []
    for column in plan.columns:
        text = (
            mapping.get(_shown_header(column))
            or mapping.get(column.header)
            or mapping.get(column_letter(column.index))
        )
        if text is None:
            columns.append(column)
            continue
        try:
            target = Target.parse(text)
        except ValueError as error:
            raise MappingRefused(path=str(plan.book.path), column=column.header, target=text) from error
        columns.append(replace(column, target=target))
    return replace(plan, columns=tuple(columns))


def with_target(plan: TablePlan, index: int, target: Target, kind: FieldKind | None = None) -> TablePlan:
    """The plan with another meaning for one column; ``kind`` is the type of an own field, None: guessed."""
    columns = [replace(column, target=target) if column.index == index else column for column in plan.columns]
    kinds = {column: known for column, known in plan.own_kinds.items() if column != index}
    if kind is not None:
        kinds[index] = kind
    return replace(plan, columns=tuple(columns), own_kinds=kinds)


def saved_mapping(store: Store, headers: Sequence[str]) -> dict[str, str]:
    """The meanings that the user gave to these very headers last time."""
    rows = store.read("SELECT mapping FROM import_mapping WHERE signature = ?", (_signature(headers),))
    mapping: dict[str, str] = json.loads(rows[0][0]) if rows else {}
    return mapping


def remember_mapping(store: Store, plan: TablePlan) -> None:
    """Keep the meanings of the plan's columns for the next file with the same headers."""
    shown = Counter(_shown_header(column) for column in plan.columns)
    # Of equal headers each is remembered under its letter, which tells them apart.
    keys = {
        column.index: name if shown[name := _shown_header(column)] == 1 else column_letter(column.index)
        for column in plan.columns
    }
    mapping = json.dumps(
        {keys[column.index]: str(column.target) for column in plan.columns}, ensure_ascii=False
    )
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO import_mapping(signature, mapping, at) VALUES (?,?,?)"
            " ON CONFLICT(signature) DO UPDATE SET mapping = excluded.mapping, at = excluded.at",
            (_signature(plan.headers), mapping, utc_text(store.clock.now())),
        )


def forget_mapping(store: Store, headers: Sequence[str]) -> None:
    """Forget the meanings that the user gave to these very headers: the next such file is guessed."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM import_mapping WHERE signature = ?", (_signature(headers),))


def _sample(sheet: Sheet, table: Table) -> list[tuple[Cell, ...]]:
    rows = [row for _, row in islice(table_rows(sheet, table), _SAMPLED_FROM)]
    step = max(1, len(rows) // _SAMPLE_ROWS)
    return rows[::step]


def _shown_header(column: Column) -> str:
    return column.header.strip() or column_letter(column.index)


def _names_column(plan: TablePlan, name: str) -> bool:
    return any(name in (_shown_header(c), c.header, column_letter(c.index)) for c in plan.columns)


def _signature(headers: Sequence[str]) -> str:
    folded = "\x1f".join(" ".join(header.split()).casefold() for header in headers)
    return hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=16).hexdigest()
