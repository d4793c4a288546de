"""``request``: a first answer, a resolution, another colleague, for requests by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import ids
from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.command_errors import ChoiceRefused
from crm_desktop.errors import RecordNotFound
from crm_desktop.kinds import Op
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from crm_desktop.storage.store import Store

NOBODY = "-"
"""Stands for no colleague where one is named."""


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(commands, "request", done, tr("answer requests, resolve them, hand them over"))
    made.add_argument("deed", choices=tuple(_DEEDS), help=tr("what is done"))
    made.add_argument("ids", nargs="+", metavar="ID", help=tr("the requests, by what requests --json tells"))
    made.add_argument("--words", default="", metavar="TEXT", help=tr("how they were resolved"))
    made.add_argument("--to", metavar="NAME", help=tr("the colleague who gets them; - for nobody"))


def done(arguments: argparse.Namespace) -> int:
    """Do it to all of them or to none, as one operation; those that stand so already stay as they are."""
    from crm_desktop.services import requests
    from crm_desktop.ui.text_operations import op_done

    deed, op = _DEEDS[arguments.deed]
    with opened(arguments) as store:
        found = [_id(each) for each in arguments.ids]
        for each in found:
            requests.draft_of(store, each)
        count = deed(store, found, arguments)
    if arguments.json:
        output.emit_json({"changed": count})
    else:
        print(op_done(op, count) if count else tr("Nothing to do: they stand so already."))
    return 0


def colleague(store: Store, option: str, name: str) -> bytes | None:
    """A colleague by name; ``-`` is nobody. Raises ChoiceRefused."""
    from crm_desktop.services.dictionaries import Dictionary, entries, find

    if name == NOBODY:
        return None
    found = find(store, Dictionary.COLLEAGUE, name)
    if found is None:
        known = [NOBODY, *(each.name for each in entries(store, Dictionary.COLLEAGUE))]
        raise ChoiceRefused(option=option, value=name, known=", ".join(known))
    return found


def _answer(store: Store, found: Sequence[bytes], _arguments: argparse.Namespace) -> int:
    from crm_desktop.services import requests

    return requests.answer_all(store, found)


def _resolve(store: Store, found: Sequence[bytes], arguments: argparse.Namespace) -> int:
    from crm_desktop.services import requests

    return requests.resolve_all(store, found, arguments.words)


def _reopen(store: Store, found: Sequence[bytes], _arguments: argparse.Namespace) -> int:
    from crm_desktop.services import requests

    return requests.reopen_all(store, found)


def _hand_over(store: Store, found: Sequence[bytes], arguments: argparse.Namespace) -> int:
    from crm_desktop.services import requests

    return requests.hand_over(store, found, colleague(store, "--to", arguments.to or ""))


_DEEDS: dict[str, tuple[Callable[[Store, Sequence[bytes], argparse.Namespace], int], Op]] = {
    "answer": (_answer, Op.EDIT_REQUEST),
    "resolve": (_resolve, Op.EDIT_REQUEST),
    "reopen": (_reopen, Op.EDIT_REQUEST),
    "hand-over": (_hand_over, Op.HAND_OVER_REQUEST),
}


def _id(text: str) -> bytes:
    try:
        return ids.from_text(text)
    except ValueError:
        raise RecordNotFound(table="request", id=text) from None
