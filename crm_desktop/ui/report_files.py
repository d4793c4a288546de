"""Reports into files, with their words: for the shell and for the weekly files. Free of Qt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.ui import text_reports
from crm_desktop.ui.exporting.saving import safe_stem
from crm_desktop.ui.text import language

if TYPE_CHECKING:
    from datetime import datetime

    from crm_desktop.exchange.reporting.worded import WordedReport
    from crm_desktop.services.base import Store
    from crm_desktop.services.saved_reports import SavedReport


def write(path: Path, report: WordedReport) -> None:
    """Write a report by the suffix of the file: .xlsx, .csv or .pdf. Raises FileNotWritten."""
    if path.suffix.lower() == ".pdf":
        from crm_desktop.background.report_pdf import paint

        paint(path, report, language())
    else:
        from crm_desktop.exchange.reporting import writing

        writing.write(path, report)


def write_saved(store: Store, report: SavedReport, slot: datetime) -> Path:
    """Write the weekly file of a saved report as of the moment it was due; a name that nothing has yet.

    Raises:
        FileNotWritten, PeriodRefused: the file; what the report is asked for.
    """
    from crm_desktop.exchange.reporting.writing import free_name
    from crm_desktop.services.reports import making

    weekly = report.weekly
    if weekly is None:
        raise ValueError(report)
    day = slot.astimezone().date().isoformat()
    path = free_name(Path(weekly.folder), f"{safe_stem(report.name)} {day}", f".{weekly.form}")
    made = making.make(store, report.kind, replace(report.options, rows=0), slot)
    write(path, text_reports.worded(store, made, slot, report.name))
    return path
