"""Text files as books."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import EncodingUnknown, FileMissing, FileTooLarge
from crm_desktop.exchange.reading.book import LONGEST_CELL
from crm_desktop.exchange.reading.delimited import open_delimited

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffd\ufeff"), max_size=8)


def book_of(tmp_path: Path, data: bytes, **rest: Any) -> list[tuple[object, ...]]:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    return list(open_delimited(path, **rest).sheets[0].rows)


@given(
    st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_cells_come_back_exactly(table: list[tuple[str, ...]], encoding: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)
        found = list(open_delimited(path, encoding=encoding, separator=";").sheets[0].rows)
    assert found == [tuple(cell or None for cell in row) for row in table]


def test_declared_separator_is_no_data(tmp_path: Path) -> None:
    assert book_of(tmp_path, b"sep=*\na*b\n") == [("a", "b")]


def test_given_encoding_and_separator(tmp_path: Path) -> None:
    assert book_of(tmp_path, "ж;1,5\n".encode("cp1251"), encoding="cp1251", separator=",") == [("ж;1", "5")]


@pytest.mark.parametrize("name", ["klingon", "hex", "rot13"])
def test_unknown_encoding(tmp_path: Path, name: str) -> None:
    with pytest.raises(EncodingUnknown):
        book_of(tmp_path, b"a", encoding=name)


def test_notes(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(b'a;b\nA\0A;1\n"x;2\n' + b"\xff;3\n" + "Ж;4\n".encode() * 20)
    book = open_delimited(path)
    assert {(note.code, note.count, note.row) for note in book.notes} == {
        ("nul_removed", 1, None),
        ("undecodable", 1, 4),
        ("unbalanced_quotes", 1, 3),
    }
    assert book.sheets[0].rows[1] == ("AA", "1")
    assert book.sheets[0].rows[3] == ("\ufffd", "3")


def test_a_cell_beyond_all_reason_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(b"a;b\n1;" + b"x" * (LONGEST_CELL + 1) + b"\n")
    book = open_delimited(path)
    assert [len(cell or "") for cell in map(str, book.sheets[0].rows[1])] == [1, LONGEST_CELL]
    assert [note.code for note in book.notes] == ["long_cells_cut"]


def test_a_line_beyond_all_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.exchange.reading.delimited._LONGEST_LINE", 100)
    with pytest.raises(FileTooLarge):
        book_of(tmp_path, b"a" * 101)


def test_progress_is_told_and_may_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.exchange.reading.delimited._PROGRESS_EVERY", 2)
    path = tmp_path / "list.csv"
    path.write_bytes(b"a;b\n" * 5)
    told: list[tuple[int, int]] = []
    open_delimited(path, progress=lambda done, total: told.append((done, total)))
    assert told == [(20, 20), (20, 20)]

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_delimited(path, progress=stop)


def test_a_file_that_went_away_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a;b\n")
    rows = open_delimited(path).sheets[0].rows
    path.unlink()
    with pytest.raises(FileMissing):
        list(rows)


def test_only_a_mark(tmp_path: Path) -> None:
    assert book_of(tmp_path, b"\xef\xbb\xbf") == []
