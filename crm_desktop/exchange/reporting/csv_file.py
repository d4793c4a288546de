"""The tables of a report as CSV: one below the other, each under its title, a blank line between them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from crm_desktop.exchange.exporting.files import csv_cell, replacing
from crm_desktop.exchange.reporting.values import exact

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.reporting.worded import WordedReport


def write_csv(path: Path, report: WordedReport) -> None:
    """Write the file: values unrounded, days as ISO 8601 writes them. Raises FileNotWritten."""
    # The mark and the semicolon: see the exports of lists.
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for number, table in enumerate(report.tables):
            if number:
                writer.writerow([])
            writer.writerow([csv_cell(table.title)])
            writer.writerow([csv_cell(column.title) for column in table.columns])
            for row in (*table.rows, *([table.total] if table.total else [])):
                cells = zip(row.values, row.shown, table.columns, strict=True)
                writer.writerow([csv_cell(exact(value, shown, column)) for value, shown, column in cells])
