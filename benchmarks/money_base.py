"""A base with money in it: as many deals as clients, with requests, marks, costs and changes of stages, made by SQL."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks.bases import TODAY, copy_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

_DAYS = 1_500
_SEED = 9
_CURRENCIES = ("RUB",) * 90 + ("EUR",) * 7 + ("USD",) * 3
_WORDS = ("vase", "tulips", "filter", "duct", "fan", "ribbon")
_COSTS = 1_000


def money_base(base: Path, clients: int) -> Path:
    """The base with that many deals, kept beside it."""
    path = base.with_name(f"{base.stem}-money.crm")
    if path.exists():
        return path
    print(f"putting money into {path} ...", file=sys.stderr, flush=True)
    folder = base.parent / "draft"
    folder.mkdir(exist_ok=True)
    draft = copy_of(base, folder)
    with closing(sqlite3.connect(draft)) as connection:
        _fill(connection, clients)
    draft.rename(path)
    folder.rmdir()
    return path


def _fill(connection: sqlite3.Connection, count: int) -> None:
    """All rows at once; the journal does not hear of them, or it would take minutes."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    rng = Random(_SEED)
    known = {
        table: [
            row[0] for row in connection.execute(f"SELECT id FROM {table} WHERE deleted = 0 ORDER BY rid")
        ]
        for table in ("client", "colleague", "source", "stage")
    }
    ((have,),) = connection.execute("SELECT COUNT(*) FROM deal")
    for table, rows in (
        ("deal", _deals(rng, known, count - have)),
        ("request", _requests(rng, known, count // 10)),
        ("feedback", _marks(rng, known, count // 20)),
        ("source_cost", _costs(rng, known)),
        ("stage_change", _stages(rng, known, count * 3 // 4)),
    ):
        _insert(connection, table, rows)
    deals = [row[0] for row in connection.execute("SELECT id FROM deal ORDER BY rid")]
    _insert(connection, "deal_item", _items(rng, deals, count // 2))
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows, None)
    if first is None:
        return
    slots = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table}(id, {', '.join(first)}) VALUES (randomblob(16), {slots})"
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _day(rng: Random, ahead: int = 0) -> date:
    """More often of late than long ago."""
    return TODAY + timedelta(days=ahead - int(rng.random() ** 1.3 * _DAYS))


def _client(rng: Random, known: dict[str, list[bytes]]) -> bytes:
    """Some come again and again."""
    return known["client"][int(rng.random() ** 1.7 * len(known["client"]))]


def _deals(rng: Random, known: dict[str, list[bytes]], count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        on, amount = _day(rng).isoformat(), rng.randrange(1_000, 500_000)
        state = rng.choice(("won",) * 14 + ("lost",) * 3 + ("open",) * 3)
        expected = _day(rng, 200) if state == "open" else None
        yield {
            "client_id": _client(rng, known), "title": f"{rng.choice(_WORDS)} {number % 50}", "amount": amount,
            "currency": rng.choice(_CURRENCIES), "state": state, "created_at": f"{on}T09:00:00.000Z",
            "expected_on": expected and max(expected, TODAY - timedelta(days=30)).isoformat(),
            "closed_on": None if state == "open" else on, "cost": rng.choice((None, amount * 6 // 10)),
            "responsible_id": rng.choice([None, *known["colleague"]]),
            "source_id": rng.choice([None, *known["source"]]),
        }  # fmt: skip


def _requests(rng: Random, known: dict[str, list[bytes]], count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        received = f"{_day(rng)}T{rng.randrange(6, 18):02}:{rng.randrange(60):02}:00.000Z"
        answered = f"{received[:14]}59:00.000Z" if rng.random() < 0.9 else None
        yield {
            "client_id": _client(rng, known), "kind": rng.choice(("complaint", "inquiry", "wish")), "text": "x",
            "received_at": received, "answered_at": answered, "channel": rng.choice(("", "phone", "email")),
            "resolved_at": f"{received[:11]}23:00:00.000Z" if answered and rng.random() < 0.95 else None,
            "responsible_id": rng.choice([None, *known["colleague"]]),
        }  # fmt: skip


def _marks(rng: Random, known: dict[str, list[bytes]], count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        at = f"{_day(rng)}T12:00:00.000Z"
        yield {"client_id": _client(rng, known), "mark": rng.randint(1, 5), "at": at}


def _costs(rng: Random, known: dict[str, list[bytes]]) -> Iterator[dict[str, Any]]:
    for _ in range(_COSTS if known["source"] else 0):
        on = _day(rng)
        yield {
            "source_id": rng.choice(known["source"]), "on_day": on.isoformat(), "currency": "RUB",
            "until_day": rng.choice((None, (on + timedelta(days=29)).isoformat())),
            "amount": rng.randrange(1_000, 900_000),
        }  # fmt: skip


def _stages(rng: Random, known: dict[str, list[bytes]], count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        step = rng.randrange(len(known["stage"]) - 1)
        yield {
            "client_id": rng.choice(known["client"]), "from_id": known["stage"][step],
            "to_id": known["stage"][step + 1], "at": f"{_day(rng)}T10:00:00.000Z",
        }  # fmt: skip


def _items(rng: Random, deals: list[bytes], count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        yield {"deal_id": rng.choice(deals), "name": rng.choice(_WORDS), "price": rng.randrange(100, 9_000)}
