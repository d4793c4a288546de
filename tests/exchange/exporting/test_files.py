"""Files as other programs open them: texts come back as they were, none becomes a formula, whole or not at all."""

from __future__ import annotations

import csv
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.exporting import files
from crm_desktop.exchange.exporting.files import CUT_MARK, LONGEST_CELL, Saved, write_tables
from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table
from crm_desktop.exchange.importing.cells import cell_text

FORMULAS = ("=1+1", "+A1", "-A1", "@SUM(A1)", "'=1+1", "''=1", "'+370 612", '=HYPERLINK("http://x.lt")')


def nothing(_done):
    pass


def table(*rows, kind=ColumnKind.TEXT, name="Clients", title="Name"):
    return Table(name, [Column(title, kind)], [[value] for value in rows])


def in_workbook(path):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).worksheets[0].iter_rows()]


def in_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.mark.parametrize("kind", ColumnKind)
def test_no_text_is_a_formula_in_any_kind_of_cell(kind, tmp_path):
    write_tables(tmp_path / "a.xlsx", [table(*FORMULAS, kind=kind)], nothing)
    cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell_text(cell.value) for cell in cells] == list(FORMULAS)
    write_tables(tmp_path / "a.csv", [table(*FORMULAS, kind=kind)], nothing)
    found = [row[0] for row in in_csv(tmp_path / "a.csv")[1:]]
    assert all(not text.startswith(("=", "+", "-", "@")) for text in found)
    assert [cell_text(text) for text in found] == list(FORMULAS)


def test_a_title_that_looks_like_a_formula_is_text(tmp_path):
    write_tables(tmp_path / "a.csv", [table("x", title="=A1")], nothing)
    assert in_csv(tmp_path / "a.csv")[0] == ["'=A1"]
    write_tables(tmp_path / "a.xlsx", [table("x", title="=A1")], nothing)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].data_type == "s"


def test_a_phone_number_is_no_formula_and_gets_no_apostrophe(tmp_path):
    write_tables(tmp_path / "a.csv", [table("+370 612 34567", "-5")], nothing)
    assert in_csv(tmp_path / "a.csv")[1:] == [["+370 612 34567"], ["-5"]]


@given(st.lists(st.text(st.sampled_from("'=+-@až \n;\""), min_size=1, max_size=6).map(str.strip), max_size=4))
def test_any_text_comes_back_from_both(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("both")
    write_tables(folder / "a.csv", [table(*texts)], nothing)
    assert [cell_text(row[0]) if row else "" for row in in_csv(folder / "a.csv")[1:]] == texts
    write_tables(folder / "a.xlsx", [table(*texts)], nothing)
    found = [cell_text(row[0]) for row in in_workbook(folder / "a.xlsx")[1:]]
    assert [*found, *[""] * (len(texts) - len(found))] == texts


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_an_empty_table_has_its_header(suffix, tmp_path):
    path = tmp_path / f"empty{suffix}"
    assert write_tables(path, [Table("a", [Column("Name"), Column("Phone")], [])], nothing) == Saved(0, 0)
    rows = in_workbook(path) if suffix == ".xlsx" else in_csv(path)
    assert rows == [["Name", "Phone"]]


def test_dates_instants_and_numbers_have_their_types(tmp_path):
    columns = [Column("d", ColumnKind.DATE), Column("i", ColumnKind.INSTANT), Column("n", ColumnKind.NUMBER)]
    rows = [["2020-02-29", "2024-03-05T10:20:30.000Z", "2.5"], ["--02-29", "soon", "nan"], ["", "", ""]]
    write_tables(tmp_path / "a.xlsx", [Table("a", columns, rows)], nothing)
    found = in_workbook(tmp_path / "a.xlsx")
    local = datetime.fromisoformat("2024-03-05T10:20:30+00:00").astimezone().replace(tzinfo=None)
    assert found[1] == [datetime(2020, 2, 29), local, 2.5]  # noqa: DTZ001 - as workbooks have them
    assert found[2] == ["--02-29", "soon", "nan"]
    write_tables(tmp_path / "a.csv", [Table("a", columns, rows)], nothing)
    assert in_csv(tmp_path / "a.csv")[1:] == [
        [date(2020, 2, 29).isoformat(), local.isoformat(" "), "2.5"],
        ["'--02-29", "soon", "nan"],
        ["", "", ""],
    ]


@pytest.mark.parametrize(("sign", "units"), [("x", 1), ("ž", 1), ("😀", 2)])
def test_a_text_longer_than_a_cell_is_cut_with_a_mark_and_counted(sign, units, tmp_path):
    path = tmp_path / "a.xlsx"
    fits, too_long = sign * (LONGEST_CELL // units), sign * (LONGEST_CELL // units + 1)
    assert write_tables(path, [table(fits, too_long, "short")], nothing) == Saved(3, 1)
    (_, (whole,), (cut,), (short,)) = in_workbook(path)
    assert (whole, short) == (fits, "short")
    assert cut.endswith(CUT_MARK)
    assert too_long.startswith(cut.removesuffix(CUT_MARK))
    assert LONGEST_CELL - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_CELL


def test_csv_takes_a_long_text_whole(tmp_path):
    assert write_tables(tmp_path / "a.csv", [table("x" * 40_000)], nothing) == Saved(1, 0)
    csv.field_size_limit(1_000_000)
    assert in_csv(tmp_path / "a.csv")[1] == ["x" * 40_000]


def test_a_long_title_is_cut(tmp_path):
    write_tables(tmp_path / "a.xlsx", [table("x", title="T" * 40_000)], nothing)
    assert in_workbook(tmp_path / "a.xlsx")[0][0].endswith(CUT_MARK)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_half_a_pair_of_utf16_is_written_as_unreadable(suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    write_tables(path, [table("a\ud800b")], nothing)
    assert (in_workbook(path) if suffix == ".xlsx" else in_csv(path))[1] == ["a\ufffdb"]


def test_sheets_of_one_name_are_told_apart(tmp_path):
    path = tmp_path / "a.xlsx"
    names = ["Sheet", "sheet", "Sheet", "x" * 40, "x" * 41, "[]:*?/\\", "'", "History"]
    assert write_tables(path, [table("a", name=name) for name in names], nothing).rows == len(names)
    assert openpyxl.load_workbook(path).sheetnames == [
        "Sheet", "sheet (2)", "Sheet (3)", "x" * 31, "x" * 27 + " (2)", "Sheet1", "Sheet1 (2)", "History (2)",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_folder_that_is_missing_is_told(name, tmp_path):
    with pytest.raises(FileNotWritten) as raised:
        write_tables(tmp_path / "missing" / name, [table("a")], nothing)
    assert raised.value.facts["path"] == str(tmp_path / "missing" / name)
    assert "No such file" in str(raised.value.facts["why"])


def test_a_format_that_is_not_known_is_told(tmp_path):
    with pytest.raises(FileNotWritten) as raised:
        write_tables(tmp_path / "a.ods", [table("a")], nothing)
    assert raised.value.facts["why"] == "format"


def test_whatever_the_writer_raises_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "sheet_name", lambda _name, _taken: "a/b")
    (tmp_path / "a.xlsx").write_text("before")
    with pytest.raises(FileNotWritten):
        write_tables(tmp_path / "a.xlsx", [table("a")], nothing)
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_text() == "before"


class Stopped(Exception):
    """What the progress of a stopped export raises."""


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_stopping_leaves_the_old_file(name, tmp_path):
    def stop(_done):
        raise Stopped

    (tmp_path / name).write_text("before")
    with pytest.raises(Stopped):
        write_tables(tmp_path / name, [table(*["a"] * 600)], stop)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "before"


def test_progress_is_told_now_and_then(tmp_path):
    told: list[int] = []
    write_tables(tmp_path / "a.csv", [table(*["a"] * 1_200)], told.append)
    assert told == [500, 1_000]
