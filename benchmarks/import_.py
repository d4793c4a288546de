"""Bringing 200,000 rows of twelve columns from a workbook and from CSV.

The floor does what nobody can leave out, with the same libraries and nothing else: read the cells, part and fold them
in the plainest way, insert clients and contact points with their indexes, fill the search index. It matches nothing,
keeps no journal and understands no column.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.bases import FOLDER, SEED
from benchmarks.child import measured, peak_mb
from benchmarks.figure import Figure

HEADER = (
    "ID", "Фамилия", "Имя", "Отчество", "Компания", "Мобильный телефон", "E-mail", "Дата рождения", "Город", "Адрес",
    "Источник", "Примечание",
)  # fmt: skip


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """Both files, each rehearsed and written by the program into an empty base, and read and inserted by the floor."""
    figures = []
    for suffix in ("xlsx", "csv"):
        path = list_of(rows, suffix)
        ours = measured("benchmarks.import_", "ours", path=str(path))
        floor = measured("benchmarks.import_", "floor", path=str(path))
        note = (
            f"rehearsal {ours['rehearsal']:.1f} s, writing {ours['writing']:.1f} s, {ours['new']} new clients"
        )
        figures += [
            Figure(
                f"import {rows:,} rows of {suffix}", ours["seconds"], "s", floor["seconds"], 1.5, note=note
            ),
            Figure("  memory then", ours["memory"], "MB", floor["memory"], limit=400),
        ]
    return figures


def list_of(rows: int, suffix: str) -> Path:
    """A list of invented people in a file that is kept for the next run."""
    path = FOLDER / f"list-{rows}.{suffix}"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"new-{path.name}")
    if suffix == "csv":
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(HEADER)
            writer.writerows(_people(rows))
    else:
        import rustpy_xlsxwriter

        records = (dict(zip(HEADER, row, strict=True)) for row in _people(rows))
        rustpy_xlsxwriter.FastExcel(str(draft)).sheet("Клиенты", records).save()
    draft.rename(path)
    return path


def _people(rows: int) -> Iterator[list[str]]:
    """Rows as a salesperson keeps them; one in thirty stands there twice."""
    from crm_desktop.kinds import PointLabel
    from crm_desktop.services.demo import people, reach
    from crm_desktop.services.demo.chance import pick
    from crm_desktop.services.demo.packs import load

    rng = Random(SEED)
    packs = [load(language) for language in ("ru", "ru", "lt", "en")]
    known: list[list[str]] = []
    for number in range(rows):
        if known and rng.random() < 0.03:
            yield pick(rng, known)
            continue
        pack = pick(rng, packs)
        name, city = people.make_name(rng, pack), pick(rng, pack.cities)
        born = f"{1 + int(rng.random() * 28):02d}.{1 + int(rng.random() * 12):02d}.{1945 + int(rng.random() * 60)}"
        row = [
            f"{number}", name.family, name.given, name.middle,
            people.make_company(rng, pack) if rng.random() < 0.2 else "",
            reach.mobile(rng, pack).value,
            reach.person_email(rng, pack, name.given, name.family, number).value if rng.random() < 0.6 else "",
            born if rng.random() < 0.6 else "", city.name,
            reach.address(rng, pack, city, PointLabel.HOME).street if rng.random() < 0.5 else "",
            pick(rng, pack["sources"]), pick(rng, pack["flowers"]["notes"]) if rng.random() < 0.3 else "",
        ]  # fmt: skip
        known.append(row)
        del known[:-1000]
        yield row


def ours(path: str) -> dict[str, Any]:
    """The program's import into an empty base, all rows searchable and the whole of it undoable at the end."""
    from crm_desktop.exchange.importing.plan import plan_file
    from crm_desktop.exchange.importing.session import Session
    from crm_desktop.services.base import open_base

    with tempfile.TemporaryDirectory() as folder:
        store = open_base(Path(folder) / "base.crm", region="RU", language="ru").store
        start = time.process_time()
        with Session(store, plan_file(store, Path(path), "RU", "ru"), "RU") as session:
            session.rehearse(lambda done, total: None)
            rehearsed = time.process_time()
            result = session.run(lambda done, total: None)
        end = time.process_time()
        store.close()
    return {
        "seconds": end - start, "rehearsal": rehearsed - start, "writing": end - rehearsed, "memory": peak_mb(),
        "new": result.json()["new"],
    }  # fmt: skip


_TABLES = """
CREATE TABLE client (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, number INTEGER, name TEXT, family TEXT,
    given TEXT, middle TEXT, birthday TEXT, source TEXT, notes TEXT, company TEXT);
CREATE INDEX client_number ON client(number);
CREATE INDEX client_birthday ON client(substr(birthday, -5)) WHERE birthday <> '';
CREATE TABLE contact_point (rid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, client_id BLOB NOT NULL, kind TEXT,
    value TEXT, key TEXT);
CREATE INDEX contact_point_client ON contact_point(client_id);
CREATE INDEX contact_point_key ON contact_point(key) WHERE key <> '';
CREATE TABLE list (pos INTEGER PRIMARY KEY, id BLOB, name TEXT, sort_key BLOB, phone TEXT, email TEXT, city TEXT);
CREATE TABLE words (pos INTEGER PRIMARY KEY, main TEXT, rest TEXT);
CREATE VIRTUAL TABLE words_fts USING fts5(main, content=words, content_rowid=pos, prefix='1 2 3', detail=none);
CREATE VIRTUAL TABLE parts_fts USING fts5(main, content=words, content_rowid=pos, tokenize=trigram, detail=none);
CREATE VIRTUAL TABLE rest_fts USING fts5(rest, content=words, content_rowid=pos, prefix='1 2 3', detail=none);
"""


def floor(path: str) -> dict[str, Any]:
    """Cells into tables with their indexes and the search, and nothing more."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_TABLES)
        start = time.process_time()
        _insert(connection, _cells(Path(path)))
        seconds = time.process_time() - start
        connection.close()
    return {"seconds": seconds, "memory": peak_mb()}


def _cells(path: Path) -> Iterator[list[str]]:
    """The rows below the header."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, delimiter=";")
            next(reader)
            yield from reader
        return
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    rows = sheet.iter_rows()
    next(rows)
    yield from ([str(cell) for cell in row] for row in rows)


def _insert(connection: sqlite3.Connection, rows: Iterator[list[str]]) -> None:
    from crm_desktop.collation import sort_key
    from crm_desktop.folding import fold
    from crm_desktop.ids import uuid7

    clients, points, listed = [], [], []
    for number, row in enumerate(rows, start=1):
        _, family, given, middle, company, phone, email, born, city, street, source, notes = map(
            str.strip, row
        )
        id_, name = uuid7(), " ".join(filter(None, (family, given, middle)))
        digits = "".join(filter(str.isdigit, phone))
        clients.append(
            (
                id_,
                number,
                name,
                family,
                given,
                middle,
                "-".join(reversed(born.split("."))),
                source,
                notes,
                company,
            )
        )
        points += [
            (uuid7(), id_, kind, value, key)
            for kind, value, key in (
                ("phone", phone, digits),
                ("email", email, email.lower()),
                ("address", street, ""),
            )
            if value
        ]
        main = fold(f"{name} {digits} {email} {number} {company}")
        listed.append(
            (sort_key(name, "ru"), id_, name, phone, email, city, main, fold(f"{notes} {street} {city}"))
        )
    listed.sort()
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO client(id, number, name, family, given, middle, birthday, source, notes, company)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        clients,
    )
    connection.executemany(
        "INSERT INTO contact_point(id, client_id, kind, value, key) VALUES (?, ?, ?, ?, ?)", points
    )
    connection.executemany(
        "INSERT INTO list(sort_key, id, name, phone, email, city) VALUES (?, ?, ?, ?, ?, ?)",
        (each[:6] for each in listed),
    )
    connection.executemany("INSERT INTO words(main, rest) VALUES (?, ?)", (each[6:] for each in listed))
    for table, column in (("words_fts", "main"), ("parts_fts", "main"), ("rest_fts", "rest")):
        connection.execute(f"INSERT INTO {table}(rowid, {column}) SELECT pos, {column} FROM words")
    connection.execute("COMMIT")
