"""What goes over the network comes back as it was, to the byte (T10); what cannot, is refused (``test_pushing``)."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest

from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.sync import pushing
from crm_desktop.sync.pulling import pull
from crm_desktop.sync.tables import ColumnType, synced_table
from tests.sync.batches import Sending, edited, id_of, new
from tests.sync.laptops import synced

ODD = (
    "", " ", "  trailing  ", "\t\r\n", "null", "NULL", "\\N", "\\.", "\\x00", "\\", '"', "'", "''", '{"a":1}', "[]",
    "$1", "%s", "%", "{}", "true", "1e5", "0001", "+370 600 00000", "ё", "\u0435\u0308", "й", "Ž", "Z\u030c", "ß", "İ",
    "\ufb01", "\u00a0", "\u2028", "\u2029", "\ufeff", "\u200f", "\u202e", "אבג", "العربية", "中文", "한글", "🇱🇹",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0010ffff", "\u0001", "\u001f", "\x7f", "\x80", "\ufffd",
    "\uffff", "x" * 500, "0001-01-01", "9999-12-31", "--02-29", "2026-02-29", "2026-03-29T01:30:00.000Z",
    "2026-10-25T00:30:00.000Z", "-infinity", "NaN",
)  # fmt: skip
"""Texts that some program somewhere does not bring back; 500 characters fit everywhere."""
LONG = ("x" * 100_000, "ё" * 50_000, "👍" * 25_000, '"\\' * 50_000, "\u0001" * 100_000)
NUMBER = synced_table("client").names.index("number")
NUMBERS = (0, 1, -1, 2**31 - 1, 2**31, -(2**31), 2**32, LARGEST_INTEGER, -LARGEST_INTEGER)


def _text(rng):
    """Any characters that a text may hold: no NUL, no half of a surrogate pair."""
    length = rng.choice((0, 1, 2, 5, 30))
    limit = rng.choice((0x80, 0x800, 0x10000, sys.maxunicode + 1))
    letters = (chr(rng.randrange(1, limit)) for _ in range(length))
    return "".join(letter for letter in letters if not 0xD800 <= ord(letter) < 0xE000)


def _value(rng, column):
    if column.nullable and rng.random() < 0.3:
        return None
    if column.type is ColumnType.INTEGER:
        return rng.choice(NUMBERS) if rng.random() < 0.5 else rng.randrange(-(2**53) + 1, 2**53)
    if column.type is ColumnType.BYTES:
        return rng.randbytes(rng.choice((0, 1, 16, 1000)))
    return rng.choice(ODD) if rng.random() < 0.3 else _text(rng)


def _random_rows(rng, table, count):
    """Rows of a table that refers to nothing, or to one client."""
    for _ in range(count):
        values = {
            column.name: _value(rng, column)
            for column in synced_table(table).columns
            if column.type not in (ColumnType.ID, ColumnType.FLAG) and column.name not in ("number", "name")
        }
        for column in synced_table(table).columns:
            if column.name == "client_id":
                values["client_id"] = id_of("ona")
        yield rng.randbytes(16), values


def _come_back(sending, rows):
    """The rows are on the server as they were sent, type by type."""
    found = pull(sending.connection, 0).snapshot.rows
    held = {
        (table, row[0]): dict(zip(synced_table(table).names, row[2:], strict=True))
        for table, of in found.items()
        for row in of
    }
    for row in rows:
        back = held[row.table, row.id]
        assert back == row.mine
        assert {name: type(value) for name, value in back.items()} == {
            name: type(value) for name, value in row.mine.items()
        }


@pytest.fixture
def a(log_in, shared):
    sending = Sending(log_in(shared), "a")
    sending.send(new("client", id_of("ona"), name="Ona"))
    return sending


@pytest.mark.parametrize("way", ["single", "stream"])
@pytest.mark.parametrize("seed", range(3))
def test_random_values_come_back(a, monkeypatch, way, seed):
    """New, and then every value another; 5,000 rows in all."""
    monkeypatch.setattr(pushing, "COPY_FROM", 1 if way == "stream" else 10**9)
    rng = random.Random(f"{seed}{way}")
    tables = ("client", "contact_point", "photo", "request", "setting", "reminder_answer", "report")
    rows = []
    for table in tables:
        for id_, values in _random_rows(rng, table, 60):
            if table == "reminder_answer":
                values["subject_id"] = rng.randbytes(16)
            rows.append(new(table, id_, **values))
    a.send(*rows)
    # The server gives a number to each new client that has none.
    given = {row[0]: row[2 + NUMBER] for row in pull(a.connection, 0).snapshot.rows["client"]}
    rows = [
        replace(row, mine={**row.mine, "number": given[row.id]}) if row.table == "client" else row
        for row in rows
    ]
    _come_back(a, rows)
    changed = []
    for row in rows:
        ((_, values),) = _random_rows(rng, row.table, 1)
        changed.append(edited(row.table, row.id, row.mine, **values))
    a.send(*changed)
    _come_back(a, changed)


def test_odd_and_long_values_go_from_laptop_to_laptop(team):
    anna, jonas = team("anna"), team("jonas")
    for text in ODD:
        anna.laptop.insert("client", name="x", notes=text, likes=text[:500], source_detail=text[:500])
    for text in LONG:
        anna.laptop.insert("client", name="x", notes=text)
    for number in NUMBERS:
        client = anna.laptop.insert("client", name="x", number=None, discount_bp=number)
        anna.laptop.insert("photo", client_id=client, mime="image/png", data=bytes(range(256)), rank=number)
    anna.sync()
    jonas.sync()
    mine, theirs = synced(anna.laptop.store), synced(jonas.laptop.store)
    assert mine == theirs
    assert sorted(row["notes"] for row in theirs["client"].values()) == sorted(
        [*ODD, *LONG, *("" for _ in NUMBERS)]
    )
    for table, rows in theirs.items():
        for id_, row in rows.items():
            assert [type(value) for value in row.values()] == [
                type(value) for value in mine[table][id_].values()
            ]
    assert jonas.sync().went == 0
