"""``requests``: who waits, how long, and who asked for something."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command, count, day
from crm_desktop.cli.request_deeds import colleague
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

_SHOWN = 50


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(
        commands, "requests", listed, tr("complaints, questions and wishes, and how long they wait")
    )
    made.add_argument("text", nargs="*", help=tr("words in them: who asked for blue vases"))
    which = made.add_mutually_exclusive_group()
    for name, words in (
        ("overdue", tr("those that wait too long")),
        ("resolved", tr("those that are resolved")),
        ("all", tr("all of them")),
    ):
        which.add_argument(f"--{name}", dest="standing", action="store_const", const=name, help=words)
    made.add_argument(
        "--channel",
        choices=("phone", "email", "sms", "messenger", "visit", "letter"),
        help=tr("that came so"),
    )
    made.add_argument(
        "--with", dest="whose", metavar="NAME", help=tr("that this colleague has; - for nobody")
    )
    made.add_argument(
        "--from", dest="first", type=day, metavar="DATE", help=tr("received on this day or later")
    )
    made.add_argument(
        "--to", dest="last", type=day, metavar="DATE", help=tr("received on this day or earlier")
    )
    made.add_argument("--kind", choices=("complaint", "inquiry", "wish"), help=tr("of one kind"))
    made.add_argument("--limit", type=count, default=_SHOWN, metavar="N", help=tr("at most so many"))
    made.set_defaults(standing="open")


def listed(arguments: argparse.Namespace) -> int:
    """List requests: the longest waiting first, resolved ones the newest first."""
    from crm_desktop.kinds import Channel, RequestKind
    from crm_desktop.services import request_list
    from crm_desktop.services.request_list import RequestQuery, Standing
    from crm_desktop.ui import text_kinds, text_requests

    kinds = (RequestKind(arguments.kind),) if arguments.kind else ()
    channels = (Channel(arguments.channel),) if arguments.channel else ()
    with opened(arguments) as store:
        whose = () if arguments.whose is None else (colleague(store, "--with", arguments.whose),)
        query = RequestQuery(
            Standing(arguments.standing),
            kinds,
            channels,
            whose,
            arguments.first,
            arguments.last,
            " ".join(arguments.text),
        )
        now = store.clock.now()
        found = request_list.page(store, query, now, arguments.limit, counted=True)
    rows, total = found.rows, found.total or 0
    if arguments.json:
        told = [
            {name: value for name, value in dataclasses.asdict(row).items() if name != "cursor"}
            | {"overdue": text_requests.is_late(row.due_at, now)}
            for row in rows
        ]
        output.emit_json({"total": total, "rows": told})
        return 0
    output.table(
        [
            (
                text_requests.clock(row, now),
                text_requests.badge(row, now)[0],
                text_kinds.request_kind(row.kind),
                row.client,
                row.phone,
                " ".join(row.text.split()),
                row.responsible,
            )
            for row in rows
        ]
    )
    print(text_requests.listed(total))
    return 0
