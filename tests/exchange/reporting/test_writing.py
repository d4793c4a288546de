from __future__ import annotations

import csv

import pytest

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.reporting.writing import free_name, write
from tests.exchange.reporting.reports import report, table


def test_plain_tables_hold_exact_values_and_no_formula(tmp_path):
    path = tmp_path / "report.csv"
    write(path, report(table(), table()))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Sales [by day]"]
    assert rows[1] == ["When", "Client", "Sales, EUR", "Sales, JPY", "Share"]
    assert rows[2] == ["2026-11-16", "'=1+1", "1234.56", "500", "0.25"]
    assert rows[3] == ["29 Feb", "Ėžys\x07", "-0.5", "", ""]
    assert rows[5] == []
    assert rows[6] == rows[0]


def test_the_suffix_says_the_form(tmp_path):
    write(tmp_path / "A.XLSX", report())
    assert (tmp_path / "A.XLSX").read_bytes()[:2] == b"PK"
    with pytest.raises(FileNotWritten) as caught:
        write(tmp_path / "a.doc", report())
    assert caught.value.facts["why"] == "format"


def test_a_file_that_lies_there_is_left_alone(tmp_path):
    assert free_name(tmp_path, "Week", ".xlsx").name == "Week.xlsx"
    (tmp_path / "Week.xlsx").touch()
    (tmp_path / "Week (2).xlsx").touch()
    assert free_name(tmp_path, "Week", ".xlsx").name == "Week (3).xlsx"
    with pytest.raises(FileNotWritten):
        free_name(tmp_path / "gone", "Week", ".xlsx")
