"""``report``: any report as a table in the terminal, as JSON, or as a workbook, PDF or CSV file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, day
from crm_desktop.cli.session import opened
from crm_desktop.kinds import ActivityKind, ReportKind
from crm_desktop.services.reports.options import Attribution, Options, Question
from crm_desktop.services.reports.periods import PeriodName
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.exchange.reporting.worded import WordedReport, WordedTable
    from crm_desktop.services.reports.table import Report
    from crm_desktop.storage.store import Store

_NAMED = ("person", "group", "source", "tag", "stage")


def register(commands: Commands) -> None:
    """Add the command."""
    made = command(commands, "report", report, tr("figures over a period, as a table, a file or JSON"))
    made.add_argument(
        "kind", choices=[kind.value for kind in ReportKind], metavar="KIND", help=", ".join(ReportKind)
    )
    periods = [name.value for name in PeriodName if name is not PeriodName.DAYS]
    made.add_argument("--period", choices=periods, metavar="NAME", help=", ".join(periods))
    made.add_argument("--from", dest="first", type=day, metavar="DATE", help=tr("the first day"))
    made.add_argument("--to", dest="last", type=day, metavar="DATE", help=tr("the last day"))
    for name in _NAMED:
        made.add_argument(f"--{name}", metavar="NAME", help=_help(name))
    made.add_argument("--client", metavar="№|ID", help=tr("the client's number or id"))
    made.add_argument("--currency", metavar="CODE", default="", help=tr("all money in this one"))
    made.add_argument(
        "--kinds", nargs="+", choices=[kind.value for kind in ActivityKind], metavar="KIND", default=[]
    )
    made.add_argument(
        "--question", choices=[each.value for each in Question if each], metavar="NAME", default=""
    )
    made.add_argument("--attribution", choices=[each.value for each in Attribution], metavar="NAME")
    made.add_argument("--by", metavar="FIELD", help=tr("the field by which clients are counted"))
    made.add_argument("--to-file", type=Path, metavar="FILE", help=tr("write .xlsx, .pdf or .csv"))


def report(arguments: argparse.Namespace) -> int:
    """Make the report and print it, or write it into a file."""
    from crm_desktop.services.reports import making
    from crm_desktop.ui import report_files, text_reports

    kind = ReportKind(arguments.kind)
    with opened(arguments) as store:
        options = _options(store, kind, arguments)
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


def _options(store: Store, kind: ReportKind, arguments: argparse.Namespace) -> Options:
    """What is asked for; of what is not said, as the window has it."""
    from crm_desktop.services.by_number import by_number_or_id
    from crm_desktop.ui.reports.entries import usual

    options = replace(usual(kind), rows=0, currency=arguments.currency.upper(), kinds=tuple(arguments.kinds))
    if arguments.period:
        options = replace(options, period=PeriodName(arguments.period))
    if arguments.first or arguments.last:
        today = store.clock.now().astimezone().date()
        first, last = arguments.first or arguments.last, arguments.last or max(today, arguments.first)
        options = replace(options, period=PeriodName.DAYS, first=first.isoformat(), last=last.isoformat())
    for name in _NAMED:
        if getattr(arguments, name):
            found: dict[str, Any] = {name: _named(store, name, getattr(arguments, name))}
            options = replace(options, **found)
    if arguments.client:
        options = replace(options, client=by_number_or_id(store, arguments.client))
    if arguments.question:
        options = replace(options, question=Question(arguments.question))
    if arguments.attribution:
        options = replace(options, attribution=Attribution(arguments.attribution))
    return replace(options, by=arguments.by) if arguments.by else options


def _named(store: Store, option: str, name: str) -> bytes:
    """The entry of a list by its name, or by the word for its role. Raises RecordNotFound."""
    from crm_desktop.errors import RecordNotFound
    from crm_desktop.folding import fold
    from crm_desktop.services.dictionaries import Dictionary, entries
    from crm_desktop.ui import text_kinds

    which = {
        "person": Dictionary.COLLEAGUE,
        "group": Dictionary.GROUP,
        "source": Dictionary.SOURCE,
        "tag": Dictionary.TAG,
        "stage": Dictionary.STAGE,
    }[option]
    for each in entries(store, which):
        words = {
            each.name,
            text_kinds.stage(each.name, each.role) if which is Dictionary.STAGE else each.name,
        }
        if fold(name) in map(fold, words):
            return each.id
    raise RecordNotFound(table=which.value, id=name)


def _json(made: Report, worded: WordedReport, file: Path | None) -> dict[str, object]:
    """Facts with their ids, and the words beside them. Money is in minor units, as everywhere in JSON."""
    return {
        "kind": made.kind.value,
        "title": worded.title,
        "options": [{"option": title, "value": words} for title, words in worded.asked],
        "figures": [output.plain(each) for each in made.figures],
        "tables": [
            {
                "id": table.id,
                "title": words.title,
                "columns": [output.plain(column) for column in table.columns],
                "rows": [
                    {column.id: value for column, value in zip(table.columns, row.values, strict=True)}
                    for row in words.rows
                ],
                "total": None
                if words.total is None
                else {
                    column.id: value for column, value in zip(table.columns, words.total.values, strict=True)
                },
            }
            for table, words in zip(made.tables, worded.tables, strict=True)
        ],
        "notes": list(worded.notes),
        "file": None if file is None else str(file),
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


def _help(option: str) -> str:
    return {
        "person": tr("only what this colleague had"),
        "group": tr("only clients of this group"),
        "source": tr("only clients of this source"),
        "tag": tr("only clients with this tag"),
        "stage": tr("only clients at this stage"),
    }[option]
