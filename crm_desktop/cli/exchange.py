"""``import`` and ``export``: lists in, lists out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import deal_file, everything, output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import base_path, opened
from crm_desktop.command_errors import JsonUnreadable
from crm_desktop.errors import FileNotWritten
from crm_desktop.ui import text_deals
from crm_desktop.ui.text import grouped, language, ntr, tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from crm_desktop.exchange.importing.plan import Choice, TablePlan
    from crm_desktop.exchange.importing.session import Result, Session
    from crm_desktop.services.filters import ClientQuery
    from crm_desktop.storage.store import Store

_REJECTS_SHOWN = 50
_ON_MATCH = ("complete", "update", "skip", "new")


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    made = command(
        commands,
        "import",
        import_,
        tr("bring clients and contacts from spreadsheets, address books and calendars"),
    )
    made.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help=tr("xlsx, xls, ods, csv, vcf, ics and others")
    )
    made.add_argument("--sheet", metavar="NAME", help=tr("only this sheet"))
    made.add_argument(
        "--map", type=Path, metavar="MAP.json", help=tr("what columns mean: an object of headers and fields")
    )
    made.add_argument(
        "--on-match",
        choices=_ON_MATCH,
        help=tr("what to do with a client that is here already (else complete it)"),
    )
    made.add_argument(
        "--visible-only", action="store_true", help=tr("leave out the rows that the spreadsheet hides")
    )
    made.add_argument(
        "--currency",
        metavar="CODE",
        default="",
        help=tr("the currency of sums that name none, else your own one"),
    )
    made.add_argument("--password", metavar="WORD", help=tr("the password of a protected workbook"))
    made.add_argument("--dry-run", action="store_true", help=tr("only tell what would happen"))
    made.add_argument(
        "--rejects",
        type=Path,
        metavar="OUT.xlsx",
        help=tr("write the rows that could not go in, with the reason"),
    )
    made = command(commands, "export", export, tr("write clients, deals or the diary into a file"))
    made.add_argument("what", choices=("clients", "activities", "deals", "all"), help=tr("what to write"))
    made.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="F.xlsx|.csv|.vcf|.ics|DIR",
        help=tr("the file to write; for all a folder"),
    )
    made.add_argument("--view", metavar="NAME", help=tr("only the clients of this saved view, in its order"))


def import_(arguments: argparse.Namespace) -> int:
    """Rehearse all rows of the files, then write them as one operation."""
    from crm_desktop.exchange.everything.folder import is_everything
    from crm_desktop.exchange.importing.session import Result, Session
    from crm_desktop.services.facts import region

    with _base_of_import(arguments) as store:
        if len(arguments.files) == 1 and is_everything(arguments.files[0]):
            return everything.bring_back(arguments, store, arguments.files[0])
        plans = _plans(arguments, store, region(store))
        with Session(store, plans, region(store)) as session:
            summary = session.rehearse(output.ProgressLine(tr("Reading")))
            progress = output.ProgressLine(tr("Writing"))
            result = Result(summary, None) if arguments.dry_run else session.run(progress)
            rejects = _rejects(session)
            if arguments.rejects and rejects:
                _write_rejects(arguments.rejects, session)
            _tell(arguments, session, result, rejects)
            if not arguments.json:
                _tell_left_out(plans)
    return 0


@contextmanager
def _base_of_import(arguments: argparse.Namespace) -> Iterator[Store]:
    """The base; a rehearsal for a base that is not there yet uses an empty one that vanishes."""
    if not arguments.dry_run or base_path(arguments).exists():
        with opened(arguments, create=True) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="crm-desktop-") as folder:
        arguments.base = Path(folder) / "rehearsal.crm"
        with opened(arguments, create=True) as store:
            yield store


def _plans(arguments: argparse.Namespace, store: Store, region: str) -> list[TablePlan]:
    from crm_desktop.exchange.importing.plan import plan_file

    choice = _choice(arguments)
    return [plan for path in arguments.files for plan in plan_file(store, path, region, language(), choice)]


def _choice(arguments: argparse.Namespace) -> Choice:
    from crm_desktop.exchange.importing.plan import Choice
    from crm_desktop.exchange.importing.staging import Action

    return Choice(
        sheet=arguments.sheet,
        mapping=_mapping(arguments.map) if arguments.map else {},
        on_match=Action(arguments.on_match) if arguments.on_match else Action.AUTO,
        password=arguments.password,
        currency=_currency(arguments.currency),
        visible_only=arguments.visible_only,
    )


def _currency(code: str) -> str:
    """Raises CurrencyRefused for what is no code of ISO 4217."""
    from crm_desktop.services.currencies import checked

    return checked(code)


def _mapping(path: Path) -> dict[str, str]:
    """An object of column headers (or letters) and fields. Raises JsonUnreadable."""
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise JsonUnreadable(path=str(path), line=0, reason=error.strerror) from None
    except ValueError as error:
        raise JsonUnreadable(path=str(path), line=getattr(error, "lineno", 1)) from None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise JsonUnreadable(path=str(path), line=1)
    return given


def _rejects(session: Session) -> list[dict[str, Any]]:
    """The rows that nothing can be made of, in the order of the files."""
    from crm_desktop.exchange.importing.staging import Verdict

    return [
        {"file": session.plans[row.source].file, "row": row.row, "reason": row.reason}
        for rows in session.staging.walk(verdicts=(Verdict.REJECTED,))
        for row in rows
    ]


def _write_rejects(path: Path, session: Session) -> None:
    """Write the workbook of rejected rows. Raises FileNotWritten, also for a file that is to be no workbook."""
    from crm_desktop.exchange.exporting.files import write_tables
    from crm_desktop.exchange.exporting.rejects import rejects_tables
    from crm_desktop.ui.text_import import problem

    if path.suffix.lower() != ".xlsx":
        raise FileNotWritten(path=str(path), why="format")
    tables = rejects_tables(session.plans, session.staging, tr("Why it could not go in"), problem)
    write_tables(path, tables, lambda done: None)


def _tell(
    arguments: argparse.Namespace, session: Session, result: Result, rejects: Sequence[dict[str, Any]]
) -> None:
    counts = result.json()
    if arguments.json:
        import_id = counts.pop("import_id")
        del counts["events"]  # among the activities
        files = [plan.facts() for plan in session.plans]
        output.emit_json({"import_id": import_id, "files": files, **counts, "rejects": rejects})
        return
    from crm_desktop.ui.text_import import problem

    for plan in session.plans:
        _tell_table(plan)
    output.lines(
        tr("This is a rehearsal: nothing was written.") if arguments.dry_run else "",
        ntr("{n} row read", "{n} rows read", counts["read"]),
        *_count_lines(counts),
        *(f"    {words}" for words in text_deals.worth(session.summary.worth)),
    )
    shown = rejects[:_REJECTS_SHOWN]
    output.table([(f"  {reject['file']}:{reject['row']}", problem(reject["reason"])) for reject in shown])
    if more := len(rejects) - len(shown):
        output.lines(
            ntr(
                "  … and {n} more row that cannot go in; --rejects OUT.xlsx writes all of them",
                "  … and {n} more rows that cannot go in; --rejects OUT.xlsx writes all of them",
                more,
            )
        )


def _tell_table(plan: TablePlan) -> None:
    """How a table was read: where it stands, and what each of its columns means."""
    from crm_desktop.ui.text_import import header_words, program_name, target_name
    from crm_desktop.ui.text_reading import hidden_rows

    table = plan.table
    header = tr("header in row {row}", row=table.header_row) if table.header_row else tr("no header")
    sheet = tr("sheet {name}", name=plan.sheet.name) if plan.sheet.name else ""
    how = filter(None, (sheet, plan.book.encoding, program_name(plan.preset), header))
    print(f"{plan.file}: {', '.join(how)}")
    if plan.hidden:
        print("  " + hidden_rows(plan.hidden))
    output.table(
        [
            (f"  {header_words(column.header, column.index)}", "→ " + target_name(column.target))
            for column in plan.columns
        ]
    )


def _tell_left_out(plans: Sequence[TablePlan]) -> None:
    """The tables that nothing is taken from, and why."""
    from crm_desktop.ui.text_import import why_nothing

    has_deals = any(plan.record_kind == "deals" for plan in plans)
    for plan in plans:
        # Goods without their orders are sales of nobody.
        why = "no_client_column" if plan.record_kind == "deal_lines" and not has_deals else plan.why
        if why and (not plan.chosen or plan.record_kind == "deal_lines"):
            print(f"{plan.file}{f', {plan.sheet.name}' if plan.sheet.name else ''}: {why_nothing(why)}")


def _count_lines(counts: dict[str, Any]) -> Iterator[str]:
    """The counts that are not zero, one a line."""
    from crm_desktop.exchange.importing.staging import Verdict
    from crm_desktop.ui.text_import import further_rows, verdict_sentence

    by_verdict = {
        Verdict.NEW: counts["new"],
        Verdict.COMPLETES: counts["completed"],
        Verdict.SAME: counts["same"],
        Verdict.DUPLICATE: counts["duplicates"] - counts["order_lines"],
        Verdict.REJECTED: counts["rejected"],
    }
    lines = [
        (number, verdict_sentence(verdict, number, events=bool(counts["events"])))
        for verdict, number in by_verdict.items()
    ]
    lines += [
        (counts["review"], ntr("to be looked at", "to be looked at", counts["review"])),
        (counts["order_lines"], further_rows(counts["order_lines"])),
        (counts["activities"], ntr("history entry", "history entries", counts["activities"])),
        (counts["deals"], ntr("deal", "deals", counts["deals"])),
    ]
    return (f"  {grouped(number)} {words}" for number, words in lines if number)


def export(arguments: argparse.Namespace) -> int:
    """Write clients with everything on their cards, the diary as a calendar, or all there is as a folder."""
    if arguments.what == "all":
        return everything.take_out(arguments)
    if arguments.what == "activities":
        return _export_diary(arguments)
    if arguments.what == "deals":
        return deal_file.export(arguments)
    from crm_desktop.exchange.exporting.cards import write_cards
    from crm_desktop.exchange.exporting.clients import clients_table
    from crm_desktop.exchange.exporting.files import write_tables
    from crm_desktop.services.lists import order
    from crm_desktop.services.picked import ids_at
    from crm_desktop.ui.text_import import cut_texts

    with opened(arguments) as store, store.snapshot():
        ids = ids_at(store, order(store, _query(store, arguments.view)))
        progress = output.ProgressLine(tr("Writing"))

        def told(done: int) -> None:
            progress(done, len(ids))

        if arguments.to.suffix.lower() == ".vcf":
            written = write_cards(arguments.to, store, ids, told)
        else:
            table = clients_table(store, ids, tr("Clients"), language())
            written = write_tables(arguments.to, [table], told)
    if arguments.json:
        output.emit_json({"file": str(arguments.to), "rows": written.rows, "cut": written.cut})
    else:
        print(
            ntr(
                "{n} client written to {path}",
                "{n} clients written to {path}",
                written.rows,
                path=arguments.to,
            )
        )
        if written.cut:
            print(cut_texts(written.cut))
    return 0


def _export_diary(arguments: argparse.Namespace) -> int:
    """Write planned and held contacts as a calendar. Raises FileNotWritten, also for another format."""
    from crm_desktop.exchange.exporting.activities import export_calendar

    if arguments.to.suffix.lower() != ".ics":
        raise FileNotWritten(path=str(arguments.to), why="format")
    with opened(arguments) as store, store.snapshot():
        ((total,),) = store.read("SELECT COUNT(*) FROM activity WHERE deleted = 0")
        progress = output.ProgressLine(tr("Writing"))
        written = export_calendar(store, arguments.to, lambda done: progress(done, total))
    if arguments.json:
        output.emit_json({"file": str(arguments.to), "rows": written, "cut": 0})
    else:
        print(
            ntr(
                "{n} contact written to {path}",
                "{n} contacts written to {path}",
                written,
                path=arguments.to,
            )
        )
    return 0


def _query(store: Store, view: str | None) -> ClientQuery:
    """All clients, or what a saved view shows. Raises ViewNotFound."""
    from crm_desktop.errors import ViewNotFound
    from crm_desktop.folding import fold
    from crm_desktop.services.filters import ClientQuery, from_json
    from crm_desktop.services.views import CLIENTS, views

    if view is None:
        return ClientQuery()
    saved = [each for each in views(store) if each.of == CLIENTS]
    for each in saved:
        if fold(each.name) == fold(view):
            return from_json(each.query)
    raise ViewNotFound(name=view, views=", ".join(each.name for each in saved))
