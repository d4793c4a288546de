"""``remind``: what is due, for scripts and for people without a window."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.services.reminders import DueReminder
    from crm_desktop.storage.store import Store

_MOST = 100_000
_COMING = 10


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(commands, "remind", remind, tr("the reminders that are due, and those that come next"))
    made.add_argument("--due", action="store_true", help=tr("only those that are due"))


def remind(arguments: argparse.Namespace) -> int:
    """Print what is due now; nothing is answered by that."""
    now = datetime.now(UTC)
    with opened(arguments) as store:
        found, ahead = _found(store, now, only_due=arguments.due)
    if arguments.json:
        output.emit_json(
            [_plain(line, due=True) for line in found] + [_plain(line, due=False) for line in ahead]
        )
    else:
        _print(found, ahead, now)
    return 0


def _found(store: Store, now: datetime, *, only_due: bool) -> tuple[list[DueReminder], list[DueReminder]]:
    from crm_desktop.services import reminders

    while not reminders.refresh(store, now):
        pass  # each call does a part of what there is to be worked out
    return reminders.due(store, now, _MOST), [] if only_due else reminders.coming(store, now, _COMING)


def _plain(line: DueReminder, *, due: bool) -> dict[str, object]:
    """One reminder with the parts of its name side by side."""
    values = output.plain(line)
    kind, subject, moment = values.pop("ref")
    return {"kind": kind, "id": subject, "moment": moment, "due": due, **values}


def _print(found: list[DueReminder], ahead: list[DueReminder], now: datetime) -> None:
    if not found:
        print(tr("Nothing is due."))
    for heading, lines in ((tr("Due"), found), (tr("Next"), ahead)):
        if lines:
            print(heading)
            output.table([_row(line, now) for line in lines])


def _row(line: DueReminder, now: datetime) -> tuple[str, ...]:
    from crm_desktop.ui import text_reminders

    number = "" if line.number is None else str(line.number)
    return (
        "  " + text_reminders.when(line, now),
        number,
        text_reminders.title(line),
        text_reminders.beside(line),
        text_reminders.detail(line),
    )
