from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.clipping import clip
from crm_desktop.exchange.exporting.table import Column, ColumnKind, Table

if TYPE_CHECKING:
    from crm_desktop.exchange.exporting.table import Value


def test_cells_say_their_types_and_formulas_stay_text():
    columns = [
        Column("Name"),
        Column("Phone"),
        Column("No", ColumnKind.NUMBER),
        Column("Born", ColumnKind.DATE),
        Column("Called", ColumnKind.INSTANT),
    ]
    rows: list[list[Value]] = [
        ["=1+1\tand\na line", "+370 612 34567", "7", "1970-01-02", "2026-11-20T10:00:00.000Z"],
        ["<b>", "", None, "--05-17", ""],
    ]
    made = clip(Table("", columns, rows), lambda _done: None)
    lines = made.text.decode().split("\n")
    assert lines[0] == "Name\tPhone\tNo\tBorn\tCalled"
    assert lines[1] == "'=1+1 and a line\t+370 612 34567\t7\t1970-01-02\t2026-11-20 12:00:00"
    assert lines[2] == "<b>\t\t\t'--05-17\t"
    html = made.html.decode()
    assert "<td style=\"mso-number-format:'\\@'\">=1+1\tand<br>a line</td>" in html
    assert "mso-number-format:'yyyy\\-mm\\-dd'\">1970-01-02<" in html
    assert ">2026-11-20 12:00<" in html
    assert "<td>7</td>" in html
    assert "&lt;b&gt;" in html
    assert made.rows == 2


def test_long_lists_tell_how_far_they_are():
    told: list[int] = []
    made = clip(Table("", [Column("Name")], (["x"] for _ in range(1200))), told.append)
    assert (told, made.rows) == ([500, 1000], 1200)
