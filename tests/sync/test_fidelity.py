"""What goes over the network comes back as it was, to the byte (T10); what cannot, is refused (``test_pushing``)."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from typing import Any

import pytest

from crm_desktop import errors
from crm_desktop.models.limits import LARGEST_INTEGER
from crm_desktop.sync import freezing, pushing, seeding
from crm_desktop.sync.failures import read_refusal
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
NUMBERS = (
    0, 1, -1, 2**31 - 1, 2**31, -(2**31), 2**32, LARGEST_INTEGER, -LARGEST_INTEGER, 2**53, 2**63 - 1, -(2**63),
)  # fmt: skip
"""Beyond ``LARGEST_INTEGER`` forms take none; what a tool wrote travels as it is."""


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
    _go_and_come_back(a, random.Random(f"{seed}{way}"), 60)


@pytest.mark.long
@pytest.mark.parametrize("way", ["single", "stream"])
@pytest.mark.parametrize("seed", range(10))
def test_random_values_come_back_at_length(a, monkeypatch, way, seed):
    """100,000 rows in all."""
    monkeypatch.setattr(pushing, "COPY_FROM", 1 if way == "stream" else 10**9)
    _go_and_come_back(a, random.Random(f"long {seed}{way}"), 360)


def _go_and_come_back(a, rng, count):
    """So many rows of each of seven tables, new and then changed."""
    tables = ("client", "contact_point", "photo", "request", "setting", "reminder_answer", "report")
    rows = []
    for table in tables:
        for id_, values in _random_rows(rng, table, count):
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


# --- what slips in past the forms (#19) ---

SLIPPED: dict[str, dict[str, Any]] = {
    "a NUL": {"notes": "a\0b"},
    "a long text": {"notes": "ё" * 50_001},
    "a long name": {"name": "x" * 501},
    "words for a number": {"discount_bp": "a tenth"},
    "a fraction for a number": {"discount_bp": 1.5},
    "no number at all": {"discount_bp": float("inf")},
    "bytes for a text": {"notes": b"\xff\xfe"},
    "a picture that is too big": {"photo": bytes(3_000_001)},
}
NAMED = {
    "a NUL": errors.TextNotStorable,
    "a long text": errors.TextTooLong,
    "a long name": errors.TextTooLong,
    "words for a number": errors.KindRefused,
    "a fraction for a number": errors.KindRefused,
    "no number at all": errors.KindRefused,
    "bytes for a text": errors.KindRefused,
    "a picture that is too big": errors.PhotoRefused,
}
"""Each is told in words of the program, not in the server's."""


@pytest.mark.parametrize("way", ["single", "stream", "seed"])
def test_what_slips_in_is_kept_back_alone_and_goes_once_it_is_mended(team, monkeypatch, way):
    """By a tool, an import, a calendar: everything else goes, and goes on going."""
    monkeypatch.setattr(pushing, "COPY_FROM", 1 if way == "stream" else 10**9)
    monkeypatch.setattr(seeding, "MANY", 1 if way == "seed" else 10**9)
    anna, jonas = team("anna"), team("jonas")
    laptop = anna.laptop
    good = [laptop.insert("client", name=f"good {place}") for place in range(20)]
    bad = {}
    for what, values in SLIPPED.items():
        if "photo" in values:
            bad[what] = (
                "photo",
                laptop.insert("photo", client_id=good[0], mime="image/png", data=values["photo"]),
            )
        else:
            bad[what] = "client", laptop.insert("client", **{"name": what, **values})
    done = anna.sync()
    assert done.refused == len(SLIPPED)
    why = {key: type(read_refusal(reason)) for key, reason, _ in freezing.refused(laptop.store)}
    assert why == {key: NAMED[what] for what, key in bad.items()}
    jonas.sync()
    there = synced(jonas.laptop.store)
    assert set(good) <= set(there["client"])
    assert not {id_ for _, id_ in bad.values()} & {*there["client"], *there["photo"]}
    laptop.insert("client", name="later")
    again = anna.sync()
    assert (again.refused, again.went) == (0, 1)
    for table, id_ in bad.values():
        mended = {"data": b"small"} if table == "photo" else {"name": "mended", "notes": "", "discount_bp": 5}
        laptop.update(table, id_, **mended)
    anna.sync()
    jonas.sync()
    assert freezing.refused(laptop.store) == []
    assert synced(laptop.store) == synced(jonas.laptop.store)


@pytest.mark.parametrize("what", SLIPPED)
def test_an_edit_that_slips_in_is_kept_back_and_the_others_keep_what_was(team, what):
    anna, jonas = team("anna"), team("jonas")
    client = anna.laptop.insert("client", name="Ona")
    photo = anna.laptop.insert("photo", client_id=client, mime="image/png", data=b"p")
    anna.sync()
    jonas.sync()
    values = SLIPPED[what]
    if "photo" in values:
        anna.laptop.update("photo", photo, data=values["photo"])
    else:
        anna.laptop.update("client", client, **values)
    other = anna.laptop.insert("client", name="Petras")
    assert anna.sync().refused == 1
    assert jonas.sync().came == 1
    assert jonas.laptop.value("client", other, "name") == "Petras"
    assert jonas.laptop.value("client", client, "name") == "Ona"
    # The other side edits it meanwhile: the pull is merged into what is kept back, and nothing is lost or stuck.
    jonas.laptop.update("client", client, likes="tea")
    jonas.sync()
    anna.sync()
    assert anna.laptop.value("client", client, "likes") == "tea"
