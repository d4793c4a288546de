"""Worded reports for tests: with money in two scales, days, shares, and texts that look like formulas."""

from __future__ import annotations

from crm_desktop.exchange.reporting.worded import (
    WordedChart,
    WordedColumn,
    WordedFigure,
    WordedReport,
    WordedRow,
    WordedTable,
)
from crm_desktop.services.reports.table import CellKind, ChartKind

COLUMNS = (
    WordedColumn("when", "When", CellKind.DAY),
    WordedColumn("client", "Client", CellKind.TEXT),
    WordedColumn("amount:EUR", "Sales, EUR", CellKind.MONEY, "EUR", drills=True),
    WordedColumn("amount:JPY", "Sales, JPY", CellKind.MONEY, "JPY"),
    WordedColumn("share", "Share", CellKind.SHARE),
)
ROWS = (
    WordedRow(
        "a", ("2026-11-16", "=1+1", 123456, 500, 0.25), ("Mon, 16 Nov", "=1+1", "€1,234.56", "¥500", "25 %")
    ),
    WordedRow("b", ("--02-29", "Ėžys\x07", -50, None, None), ("29 Feb", "Ėžys\x07", "-€0.50", "—", "—")),
)
TOTAL = WordedRow("total", ("Total", "", 123406, 500, 1.0), ("Total", "", "€1,234.06", "¥500", "100 %"))


def table(kind=ChartKind.COLUMNS, series=(2,), rows=ROWS, name="Sales [by day]"):
    return WordedTable("days", name, COLUMNS, rows, TOTAL, WordedChart(kind, 0, series), "3 more rows")


def report(*tables):
    return WordedReport(
        "Sales",
        (("Period", "This week"), ("Group", "=VIP")),
        (WordedFigure("amount", "Sales", "€1,234.06", "before: €1", 1, "EUR"),),
        tables or (table(),),
        ("A rule that was followed.",),
        "Made on Sunday",
        "How it is counted",
        "At a glance",
    )
