"""Take everything out: one folder of ordinary files, whole or not at all."""

from __future__ import annotations

import csv
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.clock import utc_text
from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.everything import sheets
from crm_desktop.exchange.everything.cells import written
from crm_desktop.exchange.everything.folder import (
    ABOUT,
    ENCODING,
    EXACT,
    PHOTOS,
    SEPARATOR,
    About,
    columns_of,
    names,
)
from crm_desktop.exchange.exporting.activities import export_calendar
from crm_desktop.exchange.exporting.cards import write_cards
from crm_desktop.exchange.exporting.clients import clients_table
from crm_desktop.exchange.exporting.files import write_tables
from crm_desktop.models.pictures import suffix_of
from crm_desktop.models.schema import SCHEMA
from crm_desktop.services import facts

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.exporting.table import Table
    from crm_desktop.storage.store import Store

_EVERY = 500

Progress = Callable[[int, int], None]
"""Told (done, total); raises to cancel, and then no folder is left."""


@dataclass(frozen=True)
class Words:
    """What the folder says in the user's language.

    Attributes:
        language: "en", "ru" or "lt": of the titles of the clients' columns.
        sheets: the titles of the sheets and of their columns (``sheets.SHEETS``), by their names.
        value: the word for a code in a column: ("kind", "call") -> "Call".
        readme: the text of README.txt, from the counts of rows by table.
    """

    language: str
    sheets: Mapping[str, str]
    value: Callable[[str, str], str]
    readme: Callable[[Mapping[str, int]], str]


class TakenOut(NamedTuple):
    """Where everything stands now, and how many live clients and history entries there are in it."""

    folder: Path
    clients: int
    activities: int


def write_everything(store: Store, folder: Path, words: Words, progress: Progress) -> TakenOut:
    """Write all that the base holds into ``folder``, which must not be there yet, or be empty.

    Raises:
        FileNotWritten: the folder is there with something in it, or cannot be written.
    """
    with store.snapshot(), _whole(folder) as part:
        rows = {table: _count(store, table) for table in names()}
        ids = [id_ for (id_,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY number, rid")]
        total = sum(rows.values()) + 3 * len(ids) + rows["activity"]
        told = _Told(progress, total)
        _write_exact(store, part, told)
        moment = About(utc_text(store.clock.now()), SCHEMA.version, facts.region(store), rows)
        (part / EXACT / ABOUT).write_text(moment.json(), ENCODING)
        _write_readable(store, part, ids, words, told)
        write_cards(part / "clients.vcf", store, ids, told.part())
        diary = export_calendar(store, part / "diary.ics", told.part())
        (part / "README.txt").write_text(words.readme(rows), ENCODING)
        progress(total, total)
    return TakenOut(folder, len(ids), diary)


class _Told:
    """Adds up what the parts of the work tell, each from nothing."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def part(self) -> Callable[[int], None]:
        """For the next part."""
        start = self._done

        def tell(done: int) -> None:
            self._done = start + done
            self._progress(min(self._done, self._total), self._total)

        return tell


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder`` that takes its name when everything is in it."""
    part = folder.with_name(f".{folder.name}.part")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise FileNotWritten(path=str(folder), why="not_empty")
        shutil.rmtree(part, ignore_errors=True)
        for each in (part, part / EXACT):
            each.mkdir(parents=True)
        yield part
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    except OSError as error:
        raise FileNotWritten(path=str(folder), why=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _count(store: Store, table: str) -> int:
    return int(store.read(f"SELECT count(*) FROM {table}")[0][0])


def _write_exact(store: Store, part: Path, told: _Told) -> None:
    for table in names():
        tell = told.part()
        columns = columns_of(store, table).names
        with (part / EXACT / f"{table}.csv").open("w", encoding=ENCODING, newline="") as file:
            writer = csv.writer(file, delimiter=SEPARATOR)
            writer.writerow(columns)
            for number, row in enumerate(_rows(store, table, columns), start=1):
                writer.writerow(_photo(part, columns, row) if table == "photo" else map(written, row))
                if number % _EVERY == 0:
                    tell(number)


def _rows(store: Store, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    return store.cursor(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rid")


def _photo(part: Path, columns: Sequence[str], row: Sequence[Any]) -> list[str]:
    """The row of a picture, which itself goes into a file beside the tables."""
    values = dict(zip(columns, row, strict=True))
    name = f"{uuid.UUID(bytes=values['id'])}{suffix_of(values['mime'])}"
    (part / PHOTOS).mkdir(exist_ok=True)
    (part / PHOTOS / name).write_bytes(values["data"])
    return [written(name if column == "data" else value) for column, value in values.items()]


def _write_readable(store: Store, part: Path, ids: Sequence[bytes], words: Words, told: _Told) -> None:
    def clients() -> Table:
        return clients_table(store, ids, words.sheets["clients"], words.language)

    others = [sheets.table(store, sheet, words.sheets, words.value) for sheet in sheets.SHEETS]
    write_tables(part / "clients.xlsx", [clients(), *others], told.part())
    write_tables(part / "clients.csv", [clients()], told.part())
