"""``report``: any report as a table in the terminal, as JSON, or as a workbook, PDF or CSV file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.cli import output, report_options
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.kinds import ReportKind
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.exchange.reporting.worded import WordedReport, WordedRow, WordedTable
    from crm_desktop.services.reports.table import Report, Table


def register(commands: Commands) -> None:
    """Add the command."""
    made = command(commands, "report", report, tr("figures over a period, as a table, a file or JSON"))
    report_options.add(made)
    made.add_argument("--to-file", type=Path, metavar="FILE", help=tr("write .xlsx, .pdf or .csv"))


def report(arguments: argparse.Namespace) -> int:
    """Make the report and print it, or write it into a file."""
    from crm_desktop.services.reports import making
    from crm_desktop.ui import report_files, text_reports

    kind = ReportKind(arguments.kind)
    with opened(arguments) as store:
        options, left_out = report_options.options(store, kind, arguments)
        for each in left_out:
            print(tr("{option} means nothing to this report and is left out.", option=each), file=sys.stderr)
        now = store.clock.now()
        made = making.make(store, kind, options, now, output.ProgressLine(tr("Counting")))
        worded = text_reports.worded(store, made, now)
    if arguments.to_file is not None:
        report_files.write(arguments.to_file, worded)
    if arguments.json:
        output.emit_json(_json(made, worded, arguments.to_file))
    elif arguments.to_file is not None:
        output.lines(tr("Saved as {name}", name=str(arguments.to_file)))
    else:
        _print(worded)
    return 0


def _json(made: Report, worded: WordedReport, file: Path | None) -> dict[str, object]:
    """Facts with their ids, and the words beside them. Money is in minor units, as everywhere in JSON."""
    return {
        "kind": made.kind.value,
        "title": worded.title,
        "options": [{"option": title, "value": words} for title, words in worded.asked],
        "figures": [output.plain(each) for each in made.figures],
        "tables": [
            _table_json(table, words) for table, words in zip(made.tables, worded.tables, strict=True)
        ],
        "notes": list(worded.notes),
        "file": None if file is None else str(file),
    }


def _table_json(table: Table, words: WordedTable) -> dict[str, object]:
    """One table, with the columns that are told."""
    told = [column.id for column in words.columns]

    def values(row: WordedRow) -> dict[str, object]:
        return dict(zip(told, row.values, strict=True))

    return {
        "id": table.id,
        "title": words.title,
        "columns": [output.plain(column) for column in table.columns if column.id in told],
        "rows": [values(row) for row in words.rows],
        "total": None if words.total is None else values(words.total),
    }


def _print(report: WordedReport) -> None:
    output.lines(report.title, " · ".join(words for _, words in report.asked), " ")
    for figure in report.figures:
        output.lines(f"{figure.title}: {figure.value}{f' ({figure.before})' if figure.before else ''}")
    for table in report.tables:
        output.lines(" ", table.title)
        _print_table(table)
    output.lines(" ", *report.notes)


def _print_table(table: WordedTable) -> None:
    rows = [*table.rows, *([table.total] if table.total else [])]
    output.table([[column.title for column in table.columns], *(list(row.shown) for row in rows)])
