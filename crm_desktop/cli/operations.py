"""``undo``, ``redo``, ``history``: what was done, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.kinds import Op
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.services.field_history import FieldChangeRow
    from crm_desktop.services.kept import KeptDetail
    from crm_desktop.services.operations import OperationRow, TakenBack
    from crm_desktop.storage.store import Store


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    made = command(commands, "undo", undo, tr("take an operation back, also an old one or a whole import"))
    made.add_argument(
        "operation", nargs="?", type=int, metavar="OPERATION",
        help=tr("its number in the history (else the newest one)"),
    )  # fmt: skip
    command(commands, "redo", redo, tr("do again what was taken back last"))
    made = command(commands, "history", history, tr("what was done in this base, or with one client"))
    made.add_argument("--client", metavar="№|ID", help=tr("every change of this client, field by field"))
    made.add_argument("--limit", type=int, default=50, metavar="N", help=tr("show so many at most"))


def undo(arguments: argparse.Namespace) -> int:
    """Take back one operation."""
    from crm_desktop.services import operations

    with opened(arguments) as store:
        progress = output.ProgressLine(tr("Taking back"))
        result = operations.undo(store, arguments.operation, progress=progress)
        _tell(arguments, store, result, tr("Taken back: {what}"), result.op)
    return 0


def redo(arguments: argparse.Namespace) -> int:
    """Take back the newest undo."""
    from crm_desktop.services import operations

    with opened(arguments) as store:
        redone = operations.can_redo(store)
        result = operations.redo(store, progress=output.ProgressLine(tr("Doing again")))
        before = operations.recent(store, 1, (redone.undoes or 0) + 1) if redone else []
        _tell(arguments, store, result, tr("Done again: {what}"), before[0].op if before else result.op)
    return 0


def _tell(arguments: argparse.Namespace, store: Store, result: TakenBack, sentence: str, op: str) -> None:
    """Say what was taken back, and list what stays: whose it is, what it holds now, what was written first."""
    from crm_desktop.services import kept

    found = kept.details(store, result, result.kept)
    if arguments.json:
        output.emit_json({**output.plain(result), "kept": [_kept_json(each) for each in found]})
        return
    from crm_desktop.ui.text_kept import stays, words
    from crm_desktop.ui.text_operations import op_name

    print(sentence.format(what=op_name(op)))
    if found:
        print(f"{stays(len(found))}:")
    for each in found:
        said = words(each)
        line = f"{said.client}: {said.field}: {said.now}" if said.client else f"{said.field}: {said.now}"
        print(f"  {line}" + (f" ({tr('was {value}', value=said.written)})" if said.written else ""))


def _kept_json(detail: KeptDetail) -> dict[str, object]:
    changes = [
        {"field": change.field, "subject": change.subject, "now": change.new, "written": change.old,
         "removed": change.field is None}
        for change in detail.changes
    ]  # fmt: skip
    return {**output.plain(detail.row), "op": detail.op, "changes": output.plain(changes)}


def history(arguments: argparse.Namespace) -> int:
    """List operations, or the changes of one client."""
    with opened(arguments) as store:
        if arguments.client:
            from crm_desktop.services import field_history
            from crm_desktop.services.by_number import by_number_or_id

            changes = field_history.of(store, by_number_or_id(store, arguments.client))[: arguments.limit]
            _print_changes(arguments, changes)
        else:
            from crm_desktop.services import operations

            _print_operations(arguments, operations.recent(store, arguments.limit))
    return 0


def _print_operations(arguments: argparse.Namespace, rows: list[OperationRow]) -> None:
    if arguments.json:
        output.emit_json(rows)
        return
    from crm_desktop.ui.formats import moment
    from crm_desktop.ui.text_operations import op_name

    if not rows:
        print(tr("Nothing was done in this base yet."))
    states = {"undone": tr("taken back"), "open": tr("running")}
    output.table(
        [
            (str(row.seq), moment(row.at), row.who, _what(row, op_name(row.op)), states.get(row.state, ""))
            for row in rows
        ]
    )


def _what(row: OperationRow, name: str) -> str:
    """What was done, and to whom if those are few."""
    whom = ", ".join(client.name for client in row.clients)
    return f"{name}: {whom}" if whom and row.op not in {Op.IMPORT, Op.MAKE_SAMPLE} else name


def _print_changes(arguments: argparse.Namespace, rows: list[FieldChangeRow]) -> None:
    if arguments.json:
        output.emit_json(rows)
        return
    from crm_desktop.ui.formats import DASH, moment
    from crm_desktop.ui.text_kinds import field
    from crm_desktop.ui.text_operations import op_name

    output.table(
        [
            (
                moment(row.at),
                row.who,
                op_name(row.op),
                field(row.field or row.subject or row.table),
                f"{DASH if row.old in (None, '') else row.old} → {DASH if row.new in (None, '') else row.new}",
            )
            for row in rows
        ]
    )
