"""Each report beside the plain SQL that computes the same numbers (``report_floors``), and the weekly workbook beside
openpyxl writing the same cells.

The base holds as many deals as clients. The notes of reports, and what is looked up for their words, are in our figures
and not in the floors.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bases import LANGUAGE, TODAY
from benchmarks.child import measured
from benchmarks.figure import Figure, median
from benchmarks.money_base import money_base

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.kinds import ReportKind
    from crm_desktop.services.base import Store
    from crm_desktop.services.reports.options import Options

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=UTC)
_RUNS = 3
_MOST, _MOST_WORKBOOK = 3.0, 1.5
_PERIODS = {
    "weekly": "last_week",
    "meetings": "week_before_last",
    "retention": "last_month",
    "dates": "next_month",
}
"""The others are of the last twelve months."""


def measure(base: Path, clients: int, rows: int) -> list[Figure]:
    """All reports on one base, and the file."""
    del rows
    path = str(money_base(base, clients))
    taken = measured("benchmarks.reports", "reports", path=path)
    book = measured("benchmarks.reports", "workbook", path=path)
    return [
        *(
            Figure(f"report {kind}, {period}", ours, "ms", floor, most=_MOST)
            for kind, period, ours, floor in taken
        ),
        Figure("workbook of the weekly report", book["ours"], "ms", book["floor"], most=_MOST_WORKBOOK,
               note=f"{book['cells']} cells, {book['charts']} charts"),
    ]  # fmt: skip


def reports(path: str) -> list[tuple[str, str, float, float]]:
    """Kind, period, and the processor's time of the report and of its floor in milliseconds."""
    from crm_desktop.kinds import ReportKind
    from crm_desktop.services.base import open_base

    store = open_base(Path(path), language=LANGUAGE).store
    found = []
    for kind in ReportKind:
        options = _options(kind)
        ours, floor = _in_turns(partial(_make, store, kind, options), partial(_plainly, store, kind, options))
        found.append((kind.value, options.period.value, ours, floor))
    store.close()
    return found


def workbook(path: str) -> dict[str, Any]:
    """The file of last week's report with its charts, and as many cells with the same charts plainly written."""
    from crm_desktop.exchange.reporting.workbook import write_workbook
    from crm_desktop.kinds import ReportKind
    from crm_desktop.services.base import open_base
    from crm_desktop.ui import text, text_reports

    text.set_language("en")
    store = open_base(Path(path), language=LANGUAGE).store
    worded = text_reports.worded(store, _make(store, ReportKind.WEEKLY, _options(ReportKind.WEEKLY)), NOW)
    store.close()
    with tempfile.TemporaryDirectory() as folder:
        ours_at, plain_at = Path(folder) / "ours.xlsx", Path(folder) / "plain.xlsx"
        write_workbook(ours_at, worded)
        sheets = _cells(ours_at)
        ours, floor = _in_turns(
            partial(write_workbook, ours_at, worded), partial(_write_plainly, plain_at, sheets)
        )
    counts = {
        "cells": sum(len(row) for _, rows, _ in sheets for row in rows),
        "charts": sum(n for *_, n in sheets),
    }
    return {"ours": ours, "floor": floor, **counts}


def _in_turns(ours: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    ours()
    floor()
    taken = [(_milliseconds(ours), _milliseconds(floor)) for _ in range(_RUNS)]
    return median([pair[0] for pair in taken]), median([pair[1] for pair in taken])


def _milliseconds(job: Callable[[], object]) -> float:
    start = time.process_time()
    job()
    return (time.process_time() - start) * 1e3


def _options(kind: ReportKind) -> Options:
    from crm_desktop.services.reports.options import Options
    from crm_desktop.services.reports.periods import PeriodName

    return Options(PeriodName(_PERIODS.get(kind.value, "last_12_months")))


def _make(store: Store, kind: ReportKind, options: Options) -> Any:
    """Without what is kept for lists beside the report of segments: the floor keeps nothing."""
    from crm_desktop.garbage import rare_collections
    from crm_desktop.services.reports.making import maker

    with store.snapshot(), rare_collections:
        return maker(kind).make(store, options, NOW, lambda _done, _total: None)


def _plainly(store: Store, kind: ReportKind, options: Options) -> None:
    from benchmarks.report_floors import FLOORS
    from crm_desktop.clock import utc_text
    from crm_desktop.services.reports.options import span_of

    span = span_of(options, TODAY)
    low, high = span.instants()
    average = span
    for _ in range(12):
        average = average.before()
    values = {
        "first": span.first.isoformat(), "last": span.last.isoformat(), "low": low, "high": high,
        "before": span.before().first.isoformat(), "average": average.instants()[0], "today": TODAY.isoformat(),
        "now": utc_text(NOW), "year_ago": utc_text(NOW - timedelta(days=365)),
    }  # fmt: skip
    with store.snapshot():
        for statement in FLOORS[kind]:
            store.read(statement, values)


def _cells(path: Path) -> list[tuple[str, list[list[Any]], int]]:
    """By sheet: its cells, and how many charts it has."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    return [
        (sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows()], len(sheet._charts))  # noqa: SLF001  # no public name
        for sheet in book
    ]


def _write_plainly(path: Path, sheets: list[tuple[str, list[list[Any]], int]]) -> None:
    """The same cells in as many sheets with as many charts, all in openpyxl's own looks."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference

    book = Workbook()
    book.remove(book.active)
    for title, rows, charts in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for _ in range(charts):
            chart = BarChart()
            chart.add_data(
                Reference(sheet, min_col=2, max_col=4, min_row=4, max_row=len(rows)), titles_from_data=True
            )
            chart.set_categories(Reference(sheet, min_col=1, min_row=5, max_row=len(rows)))
            sheet.add_chart(chart, "J2")
    book.save(path)
