"""Writing the derived tables: clients put in, moved, taken out, always all tables together.

The full-text tables keep no texts of their own (external content): a row leaves them by the very texts it came with,
which ``client_text`` still has. So each write is: old rows out of the index, tables changed, new rows into the index,
in statements for the whole batch (one by one it takes four times as long).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.models.derived import BIN, FULL_TEXT, LIST_COLUMNS, TEXT_COLUMNS
from crm_desktop.services.finding.documents import Document
from crm_desktop.services.finding.places import DELETED, LIVE, plan

if TYPE_CHECKING:
    import sqlite3


T = TypeVar("T")

_BATCH = 500
_FAR = 1 << 50

_INSERT_LIST = (
    f"INSERT INTO client_list(pos, client_id, {', '.join(LIST_COLUMNS)}, changed_at)"
    f" VALUES (?, ?, {', '.join('?' * len(LIST_COLUMNS))}, ?)"
)
_UPDATE_LIST = (
    f"UPDATE client_list SET {', '.join(f'{column} = ?' for column in LIST_COLUMNS)},"
    " changed_at = COALESCE(?, changed_at) WHERE pos = ?"
)
_INSERT_TEXT = (
    f"INSERT INTO client_text(pos, {', '.join(TEXT_COLUMNS)}) VALUES (?{', ?' * len(TEXT_COLUMNS)})"
)
_UPDATE_TEXT = f"UPDATE client_text SET {', '.join(f'{column} = ?' for column in TEXT_COLUMNS)} WHERE pos = ?"


def state(connection: sqlite3.Connection) -> tuple[str, str, bool]:
    """For which language and by which rules the tables were made, and whether they are complete."""
    ((language, rules, complete),) = connection.execute("SELECT language, rules, complete FROM derived_state")
    return language, rules, bool(complete)


def put(connection: sqlite3.Connection, documents: Sequence[Document], at: str | None) -> None:
    """Write clients as the documents say, wherever they stood before. ``at`` (None: unknown) is when they changed."""
    known = _known(connection, [document.client_id for document in documents])
    staying: dict[int, Document] = {}
    arriving: list[tuple[Document, str | None]] = []
    leaving: list[int] = []
    for document in documents:
        pos, name_key, changed_at = known.get(document.client_id, (None, b"", None))
        if pos is not None and name_key == document.name_key and (pos >= BIN) == document.in_bin:
            staying[pos] = document
            continue
        arriving.append((document, at or changed_at or document.row[LIST_COLUMNS.index("created_at")]))
        if pos is not None:
            leaving.append(pos)
    _rewrite(connection, staying, at)
    _drop(connection, leaving)
    for in_bin in (False, True):
        _arrive(connection, [pair for pair in arriving if pair[0].in_bin == in_bin], in_bin=in_bin)


def drop(connection: sqlite3.Connection, client_ids: Sequence[bytes]) -> None:
    """Take out clients that are there no more."""
    _drop(connection, [pos for pos, _, _ in _known(connection, client_ids).values()])


def clear(connection: sqlite3.Connection) -> None:
    """Empty all derived tables."""
    for table in FULL_TEXT:
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")
    for table in ("client_text", "client_mark", "client_list"):
        connection.execute(f"DELETE FROM {table}")


def stored_documents(connection: sqlite3.Connection, client_ids: Sequence[bytes]) -> dict[bytes, Document]:
    """The documents as they stand in the tables, to compare with what they should be."""
    columns = ", ".join([*(f"l.{c}" for c in LIST_COLUMNS), *(f"t.{c}" for c in TEXT_COLUMNS)])
    found = {}
    for batch in batches(client_ids):
        marks: dict[int, set[bytes]] = {}
        sql = (
            "SELECT m.pos, m.mark_id FROM client_mark m JOIN client_list l ON l.pos = m.pos"
            f" WHERE l.client_id IN ({slots(batch)})"
        )
        for pos, mark in connection.execute(sql, batch):
            marks.setdefault(pos, set()).add(mark)
        sql = (
            f"SELECT l.client_id, l.pos, l.name_key, {columns} FROM client_list l JOIN client_text t ON t.pos = l.pos"
            f" WHERE l.client_id IN ({slots(batch)})"
        )
        for client_id, pos, name_key, *values in connection.execute(sql, batch):
            row, text = tuple(values[: len(LIST_COLUMNS)]), tuple(values[len(LIST_COLUMNS) :])
            found[client_id] = Document(
                client_id, pos >= BIN, name_key, row, text, frozenset(marks.get(pos, ()))
            )
    return found


def _known(
    connection: sqlite3.Connection, ids: Sequence[bytes]
) -> dict[bytes, tuple[int, bytes, str | None]]:
    known: dict[bytes, tuple[int, bytes, str | None]] = {}
    for batch in batches(ids):
        rows = connection.execute(
            f"SELECT client_id, pos, name_key, changed_at FROM client_list WHERE client_id IN ({slots(batch)})",
            batch,
        )
        known.update(
            (client_id, (pos, name_key, changed_at)) for client_id, pos, name_key, changed_at in rows
        )
    return known


def _rewrite(connection: sqlite3.Connection, documents: Mapping[int, Document], at: str | None) -> None:
    """Clients that stay in their place: only those full-text tables are touched whose words differ."""
    if not documents:
        return
    connection.executemany(_UPDATE_LIST, ((*d.row, at, pos) for pos, d in documents.items()))
    differing: dict[str, list[int]] = {}
    texts: dict[int, tuple[str, ...]] = {}
    for batch in batches(list(documents)):
        sql = f"SELECT pos, {', '.join(TEXT_COLUMNS)} FROM client_text WHERE pos IN ({slots(batch)})"
        for pos, *old in connection.execute(sql, batch):
            new = documents[pos].text
            changed = {column for column, a, b in zip(TEXT_COLUMNS, old, new, strict=True) if a != b}
            if changed:
                texts[pos] = new
            for table, columns in FULL_TEXT.items():
                if changed.intersection(columns):
                    differing.setdefault(table, []).append(pos)
    for table, places in differing.items():
        _unindex(connection, table, places)
    connection.executemany(_UPDATE_TEXT, ((*text, pos) for pos, text in texts.items()))
    for table, places in differing.items():
        _index(connection, table, places)
    _write_marks(connection, {pos: document.marks for pos, document in documents.items()})


def _arrive(
    connection: sqlite3.Connection, arriving: list[tuple[Document, str | None]], *, in_bin: bool
) -> None:
    arriving.sort(key=lambda pair: (pair[0].name_key, pair[0].client_id))
    while arriving:
        planned = plan(
            connection, DELETED if in_bin else LIVE, [(d.name_key, d.client_id) for d, _ in arriving]
        )
        _move(connection, planned.moves)
        placed = list(zip(planned.places, arriving, strict=False))
        connection.executemany(
            _INSERT_LIST, ((pos, d.client_id, *d.row, changed_at) for pos, (d, changed_at) in placed)
        )
        connection.executemany(_INSERT_TEXT, ((pos, *d.text) for pos, (d, _) in placed))
        connection.executemany(
            "INSERT INTO client_mark VALUES (?, ?)",
            ((mark, pos) for pos, (d, _) in placed for mark in d.marks),
        )
        for table in FULL_TEXT:
            _index(connection, table, planned.places)
        arriving = arriving[len(planned.places) :]


def _drop(connection: sqlite3.Connection, places: Sequence[int]) -> None:
    for table in FULL_TEXT:
        _unindex(connection, table, places)
    for batch in batches(places):
        for table in ("client_text", "client_mark", "client_list"):
            connection.execute(f"DELETE FROM {table} WHERE pos IN ({slots(batch)})", batch)


def _move(connection: sqlite3.Connection, moves: Mapping[int, int]) -> None:
    if not moves:
        return
    for table in FULL_TEXT:
        _unindex(connection, table, list(moves))
    for table in ("client_list", "client_text", "client_mark"):
        # In two steps: a new place may be the old one of another who has not moved yet.
        sql = f"UPDATE {table} SET pos = ? WHERE pos = ?"
        connection.executemany(sql, ((new + _FAR, old) for old, new in moves.items()))
        connection.executemany(sql, ((new, new + _FAR) for new in moves.values()))
    for table in FULL_TEXT:
        _index(connection, table, list(moves.values()))


def _write_marks(connection: sqlite3.Connection, marks: Mapping[int, frozenset[bytes]]) -> None:
    present: set[tuple[bytes, int]] = set()
    for batch in batches(list(marks)):
        present.update(
            connection.execute(f"SELECT mark_id, pos FROM client_mark WHERE pos IN ({slots(batch)})", batch)
        )
    wanted = {(mark, pos) for pos, of_client in marks.items() for mark in of_client}
    connection.executemany("DELETE FROM client_mark WHERE mark_id = ? AND pos = ?", present - wanted)
    connection.executemany("INSERT INTO client_mark VALUES (?, ?)", wanted - present)


def _index(connection: sqlite3.Connection, table: str, places: Sequence[int]) -> None:
    columns = ", ".join(FULL_TEXT[table])
    for batch in batches(places):
        connection.execute(
            f"INSERT INTO {table}(rowid, {columns})"
            f" SELECT pos, {columns} FROM client_text WHERE pos IN ({slots(batch)})",
            batch,
        )


def _unindex(connection: sqlite3.Connection, table: str, places: Sequence[int]) -> None:
    columns = ", ".join(FULL_TEXT[table])
    for batch in batches(places):
        connection.execute(
            f"INSERT INTO {table}({table}, rowid, {columns})"
            f" SELECT 'delete', pos, {columns} FROM client_text WHERE pos IN ({slots(batch)})",
            batch,
        )


def batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Parts of the values small enough for one statement."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def slots(values: Sequence[object]) -> str:
    """As many question marks as there are values."""
    return ",".join("?" * len(values))
