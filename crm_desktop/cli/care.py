"""``check``, ``doctor``, ``demo``: is the base whole, does the program work here, give me a base to try with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, count
from crm_desktop.cli.session import base_path, opened
from crm_desktop.ui.text import language, ntr, tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.cli.doctor import Finding


_REGIONS = {"ru": "RU", "lt": "LT", "en": "GB"}
"""Where the sample clients of a language live: phones without a country code are read so."""


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    made = command(commands, "check", check, tr("examine whether the base is whole"))
    made.add_argument("--thorough", action="store_true", help=tr("compare every index too; takes longer"))
    command(commands, "doctor", doctor, tr("what works on this computer and what does not"))
    made = command(commands, "demo", demo, tr("make a base with invented clients"))
    made.add_argument("--clients", type=count, default=200, metavar="N", help=tr("so many clients"))
    made.add_argument("--to", type=Path, required=True, metavar="FILE", help=tr("the new base"))
    made.add_argument(
        "--seed", type=int, default=1, metavar="N", help=tr("the same number makes the same people")
    )
    made.add_argument(
        "--mixed",
        action="store_true",
        help=tr("clients of all three languages, as the measurements use them"),
    )


def check(arguments: argparse.Namespace) -> int:
    """Examine the base; code 1 when something is wrong with it."""
    from crm_desktop.services.check import check as examine

    with opened(arguments) as store:
        report = examine(store, thorough=arguments.thorough)
    if arguments.json:
        output.emit_json(
            {
                "ok": report.ok,
                "problems": report.problems,
                "clients": report.clients,
                "activities": report.activities,
                "unfinished": [
                    {"operation": row.seq, "op": row.op, "at": row.at} for row in report.unfinished
                ],
            }
        )
        return 0 if report.ok else 1
    output.lines(
        ntr("{n} client", "{n} clients", report.clients),
        ntr("{n} history entry", "{n} history entries", report.activities),
        *(f"{problem.fault}: {problem.detail}" for problem in report.problems),
        *(tr("Not finished: operation {number}", number=row.seq) for row in report.unfinished),
        tr("The base is whole.")
        if report.ok
        else tr("The base is not whole. Make a copy of it before anything else."),
    )
    return 0 if report.ok else 1


def doctor(arguments: argparse.Namespace) -> int:
    """Tell what works here; code 1 when something that matters does not."""
    from crm_desktop.cli.doctor import examine

    findings = examine(base_path(arguments))
    if arguments.json:
        output.emit_json({"ok": all(finding.ok for finding in findings), "findings": findings})
    else:
        output.table([_finding_row(finding) for finding in findings])
    return 0 if all(finding.ok for finding in findings) else 1


def _finding_row(finding: Finding) -> tuple[str, str, str]:
    return ("✓" if finding.ok else "✗", finding.what, finding.detail)


def demo(arguments: argparse.Namespace) -> int:
    """Make a sample base; an existing file is never touched."""
    from crm_desktop.errors import BaseExists
    from crm_desktop.services.base import open_base
    from crm_desktop.services.demo import make_demo, shares_for
    from crm_desktop.services.demo.making import MIXED
    from crm_desktop.services.demo.twins import SHARE

    if arguments.to.exists():
        raise BaseExists(path=arguments.to)
    base = open_base(arguments.to, region=_REGIONS[language()], language=language())
    try:
        made = make_demo(
            base.store,
            arguments.clients,
            seed=arguments.seed,
            languages=MIXED if arguments.mixed else shares_for(language()),
            duplicates=SHARE,
            progress=output.ProgressLine(tr("Making clients")),
        )
        ((activities,),) = base.store.read("SELECT COUNT(*) FROM activity")
    finally:
        base.store.close()
    result: dict[str, Any] = {"base": str(arguments.to), "clients": len(made), "activities": activities}
    if arguments.json:
        output.emit_json(result)
    else:
        print(
            ntr("{n} client stands in {path}.", "{n} clients stand in {path}.", len(made), path=arguments.to)
        )
    return 0
