"""``duplicates``, ``merge``: who stands twice in the base, and making them one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, count
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.services.duplicates.finding import DuplicatePair, Side


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    made = command(
        commands, "duplicates", duplicates, tr("clients that are probably in the base twice, and why")
    )
    made.add_argument("--limit", type=count, default=50, metavar="N", help=tr("show so many at most"))
    made = command(
        commands, "merge", merge, tr("make several clients one; nothing is lost, undo parts them again")
    )
    made.add_argument("keep", metavar="KEEP", help=tr("the client to keep: its number or id"))
    made.add_argument("others", metavar="OTHER", nargs="+", help=tr("the clients that go into it"))


def duplicates(arguments: argparse.Namespace) -> int:
    """List probable duplicates, the surest first."""
    from crm_desktop.services.duplicates.finding import find

    with opened(arguments) as store:
        pairs = find(store, output.ProgressLine(tr("Comparing")))
    if arguments.json:
        rows = [_as_json(pair) for pair in pairs[: arguments.limit]]
        output.emit_json({"total": len(pairs), "rows": rows})
        return 0
    from crm_desktop.ui.text_duplicates import certainty, pairs_found, reasons_words

    output.table(
        [
            (_shown(pair.one), _shown(pair.other), certainty(pair.certainty), reasons_words(pair))
            for pair in pairs[: arguments.limit]
        ]
    )
    print(pairs_found(len(pairs)) if pairs else tr("Nobody is in the base twice, as far as can be told."))
    return 0


def merge(arguments: argparse.Namespace) -> int:
    """Merge clients into the first one named."""
    from crm_desktop.services.by_number import by_number_or_id
    from crm_desktop.services.duplicates.merging import merge as merged
    from crm_desktop.ui.text_duplicates import lost_words

    with opened(arguments) as store:
        keep = by_number_or_id(store, arguments.keep)
        others = [by_number_or_id(store, text) for text in arguments.others]
        operation = merged(store, keep, others, say=lost_words)
        ((name, number),) = store.read("SELECT name, number FROM client WHERE id = ?", (keep,))
    if arguments.json:
        output.emit_json({"operation": operation, "kept": {"id": keep, "number": number, "name": name}})
        return 0
    print(
        ntr("{n} client merged into {name}.", "{n} clients merged into {name}.", len(set(others)), name=name),
        tr("To part them again: crm-desktop undo {operation}", operation=operation),
    )
    return 0


def _shown(side: Side) -> str:
    return f"№ {side.number} {side.name}" if side.number is not None else side.name


def _as_json(pair: DuplicatePair) -> dict[str, object]:
    def side(client: Side) -> dict[str, object]:
        return {"id": client.id, "number": client.number, "name": client.name, "kind": client.kind}

    reasons = [
        {"why": reason.why.value, "value": reason.value, "points": reason.points} for reason in pair.reasons
    ]
    return {
        "one": side(pair.one), "other": side(pair.other), "certainty": pair.certainty.value, "score": pair.score,
        "reasons": reasons,
    }  # fmt: skip
