"""Lists brought into a base, as the command line and the window do it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from crm_desktop.exchange.importing.existing import Existing
from crm_desktop.exchange.importing.plan import Choice, plan_file
from crm_desktop.exchange.importing.session import Result, Session

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.importing.record import Entity
    from crm_desktop.exchange.importing.staging import Action, StagedRow
    from crm_desktop.storage.store import Store


def nothing(*_: int) -> None:
    """Progress that nobody looks at."""


def bring(store: Store, *paths: Path, choice: Choice | None = None, region: str = "LT") -> Result:
    """Rehearse the files together and write them."""
    plans = [plan for path in paths for plan in plan_file(store, path, region, "en", choice)]
    with Session(store, plans, region) as session:
        session.rehearse(nothing)
        return session.run(nothing)


def bring_as(store: Store, action: Action, *paths: Path) -> Result:
    return bring(store, *paths, choice=Choice(on_match=action))


def rehearsed(store: Store, path: Path, region: str = "LT") -> list[StagedRow]:
    """What would become of each row."""
    with Session(store, plan_file(store, path, region, "en"), region) as session:
        session.rehearse(nothing)
        return session.staging.page(0, 10_000)


def listed(path: Path, header: Sequence[str], *rows: Sequence[Any]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    return path


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """An .xlsx file of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def clients(store: Store) -> dict[str, Entity]:
    """All live clients by name."""
    return {entity.name: entity for entity in entities(store)}


def entities(store: Store) -> Iterable[Entity]:
    """All live clients, oldest first."""
    ids = [identifier for (identifier,) in store.read("SELECT id FROM client WHERE deleted = 0 ORDER BY rid")]
    found = Existing(store).entities(ids)
    return [found[identifier] for identifier in ids]


_USER_TABLES = (
    *(
        "colleague",
        "stage",
        "source",
        "tag",
        "client_group",
        "field",
        "client",
        "employment",
        "contact_point",
    ),
    *(
        "named_date",
        "client_tag",
        "group_member",
        "field_value",
        "external_id",
        "activity",
        "request",
        "deal",
    ),
)
_DERIVED = ("client_list", "client_text", "client_mark")


def contents(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the user has in the base and all lists made of it, but for the numbers of the rows."""
    found = {}
    for table in (*_USER_TABLES, *_DERIVED):
        columns = [
            name
            for _, name, *_ in store.read(f"PRAGMA table_info({table})")
            if name not in ("rid", "rev", "pos", "changed_at")
        ]
        # The words of a list's text name entries of lists by their row numbers.
        columns = [name for name in columns if not (table == "client_text" and name == "other")]
        found[table] = sorted(store.read(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found
