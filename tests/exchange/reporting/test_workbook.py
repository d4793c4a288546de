from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from crm_desktop.errors import FileNotWritten
from crm_desktop.exchange.reporting.book_charts import chart_of
from crm_desktop.exchange.reporting.values import number_format
from crm_desktop.exchange.reporting.worded import WordedColumn, WordedRow
from crm_desktop.exchange.reporting.workbook import HEAD, write_workbook
from crm_desktop.services.reports.table import CellKind, ChartKind
from tests.exchange.reporting.reports import ROWS, report, table


def test_cells_are_numbers_days_and_words_with_formats_and_nothing_is_a_formula(tmp_path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, report())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Sales", "Sales  by day"]
    sheet = book["Sales  by day"]
    rows = [
        [cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD, max_row=HEAD + 3, max_col=5)
    ]
    assert rows[0] == ["When", "Client", "Sales, EUR", "Sales, JPY", "Share"]
    assert rows[1] == [datetime(2026, 11, 16), "=1+1", 1234.56, 500, 0.25]  # noqa: DTZ001
    assert rows[2] == ["29 Feb", "Ėžys", -0.5, None, None]
    assert rows[3][:3] == ["Total", None, 1234.06]
    assert sheet.cell(HEAD + 1, 2).data_type == "s"
    formats = [sheet.cell(HEAD + 1, column).number_format for column in (1, 3, 4, 5)]
    assert formats == ["yyyy-mm-dd", "#,##0.00", "#,##0", "0.0%"]
    assert sheet.freeze_panes == "B5"
    assert sheet.cell(HEAD + 4, 1).value == "3 more rows"
    assert sheet["A2"].value == "This week · =VIP"


def test_the_first_sheet_says_what_was_asked_the_figures_and_the_rules(tmp_path):
    path = tmp_path / "report.xlsx"
    write_workbook(path, report())
    texts = {
        cell.value for row in openpyxl.load_workbook(path)["Sales"].iter_rows() for cell in row if cell.value
    }
    assert {
        "Sales", "Made on Sunday", "Period", "This week", "=VIP", "At a glance", "€1,234.06", "before: €1",
        "How it is counted", "A rule that was followed.",
    } <= texts  # fmt: skip


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_kind_of_picture_is_a_chart_over_the_cells(tmp_path, kind):
    series = (2, 4) if kind is ChartKind.PARETO else (2, 3)
    path = tmp_path / "report.xlsx"
    write_workbook(path, report(table(kind, series), table(kind, (2,), name="Sales [by day]")))
    with zipfile.ZipFile(path) as file:
        charts = [file.read(name).decode() for name in file.namelist() if "charts/chart" in name]
    assert len(charts) == 3  # one beside each table, and the first of them on the first sheet
    assert "'Sales  by day'!$C$5:$C$6" in charts[1].replace("&apos;", "'")
    both = charts[1]
    assert ("lineChart" in both) == (kind in (ChartKind.LINE, ChartKind.PARETO))
    assert ('barDir val="bar"' in both) == (kind in (ChartKind.BARS, ChartKind.FUNNEL))
    assert ('grouping val="stacked"' in both) == (kind is ChartKind.STACKED)


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.COLUMNS, ChartKind.LINE])
def test_scales_begin_at_nought_where_nothing_is_below_it(tmp_path, kind):
    above = (
        WordedRow("a", ("", "x", 12500, 9, 0.9), ("",) * 5),
        WordedRow("b", ("", "y", 15400, 8, 1), ("",) * 5),
    )
    for place, rows, ends in (
        (2, above, (0, None)),
        (4, above, (0, 1)),
        (2, (*above, WordedRow("c", ("", "z", -1, 1, 0), ("",) * 5)), (None, None)),
    ):
        made = chart_of(openpyxl.Workbook().active, table(kind, (place,), rows), HEAD)
        assert (made.y_axis.scaling.min, made.y_axis.scaling.max) == ends
        assert made.y_axis.crosses == ("max" if kind is ChartKind.BARS else None)


@pytest.mark.parametrize(("count", "anchor"), [(24, "A32"), (25, "G4")])
def test_the_picture_of_a_short_table_stands_below_it(tmp_path, count, anchor):
    path = tmp_path / "report.xlsx"
    write_workbook(path, report(table(rows=ROWS[:1] * count)))
    (drawn,) = openpyxl.load_workbook(path)["Sales  by day"]._charts
    start = drawn.anchor._from
    assert f"{'ABCDEFG'[start.col]}{start.row + 1}" == anchor


def test_hours_have_their_unit():
    assert number_format(WordedColumn("wait", "Wait", CellKind.HOURS, unit='"h"')) == '#,##0.0\u00a0"h"'


def test_where_there_is_nothing_to_draw_there_is_no_chart(tmp_path):
    path = tmp_path / "report.xlsx"
    empty = WordedRow("a", ("2026-11-16", "x", 0, None, None), ("", "", "", "", ""))
    write_workbook(path, report(table(rows=(empty,))))
    with zipfile.ZipFile(path) as file:
        assert not [name for name in file.namelist() if "charts" in name]


def test_a_report_may_have_nothing_but_a_name(tmp_path):
    path = tmp_path / "report.xlsx"
    bare = replace(table(), total=None, left_out="", chart=None)
    write_workbook(path, replace(report(bare), figures=(), notes=()))
    book = openpyxl.load_workbook(path)
    assert book["Sales"].max_row == HEAD + 1
    assert book["Sales  by day"].max_row == HEAD + 2


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(tmp_path):
    with pytest.raises(FileNotWritten):
        write_workbook(tmp_path / "gone" / "report.xlsx", report())
    assert list(tmp_path.iterdir()) == []
