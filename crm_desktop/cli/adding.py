"""``add``: clients, activities, deals, payments, requests and marks of satisfaction from JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.command_errors import JsonUnreadable
from crm_desktop.kinds import Op
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.storage.store import Store

_OPS = {
    "client": Op.ADD_CLIENT,
    "activity": Op.ADD_ACTIVITY,
    "deal": Op.ADD_DEAL,
    "payment": Op.ADD_PAYMENT,
    "request": Op.ADD_REQUEST,
    "feedback": Op.ADD_FEEDBACK,
}


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(commands, "add", add, tr("add records given as JSON"))
    made.add_argument("what", choices=tuple(_OPS), help=tr("what the JSON describes"))
    made.add_argument(
        "--json-in", required=True, metavar="FILE|-",
        help=tr("a file with one object or a list of them; - reads what is piped in"),
    )  # fmt: skip


def add(arguments: argparse.Namespace) -> int:
    """Add one record or a list of them: all or none, one step to undo."""
    given = _read(arguments.json_in)
    objects = given if isinstance(given, list) else [given]
    with opened(arguments, create=True) as store:
        adder = _adder(arguments.what)
        with store.change(_OPS[arguments.what]):
            rows = [adder(store, each) for each in objects]
    if arguments.json:
        output.emit_json(rows if isinstance(given, list) else rows[0])
    else:
        added = sum(len(row.get("ids", (row,))) for row in rows)
        print(ntr("{n} record added.", "{n} records added.", added))
    return 0


def _adder(what: str) -> Callable[[Store, Mapping[str, Any]], dict[str, Any]]:
    """Adds one object; gives what is told of it."""
    from crm_desktop.cli import drafts
    from crm_desktop.cli.payment_json import add_payment
    from crm_desktop.services import activities, deals, feedback, requests

    adders: dict[str, Callable[[Store, Mapping[str, Any]], dict[str, Any]]] = {
        "client": _add_client,
        "activity": lambda store, given: {"id": activities.add(store, drafts.activity(store, given))},
        "deal": lambda store, given: {"id": deals.add(store, drafts.deal(store, given))},
        "payment": add_payment,
        "request": lambda store, given: {"id": requests.add(store, drafts.request(store, given))},
        "feedback": lambda store, given: {"id": feedback.add(store, drafts.feedback(store, given))},
    }
    return adders[what]


def _add_client(store: Store, given: Mapping[str, Any]) -> dict[str, Any]:
    from crm_desktop.cli import drafts
    from crm_desktop.services.saving import save_client

    id_ = save_client(store, None, drafts.client(store, given))
    ((number,),) = store.read("SELECT number FROM client WHERE id = ?", (id_,))
    return {"id": id_, "number": number}


def _read(name: str) -> Any:
    """The JSON in a file or on stdin. Raises JsonUnreadable."""
    from pathlib import Path

    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        given = json.loads(text)
    except json.JSONDecodeError as error:
        raise JsonUnreadable(path=name, line=error.lineno) from None
    except UnicodeDecodeError:
        raise JsonUnreadable(path=name, line=1) from None
    except OSError as error:
        raise JsonUnreadable(path=name, line=0, reason=error.strerror) from None
    if not isinstance(given, dict) and not (
        isinstance(given, list) and given and all(isinstance(each, dict) for each in given)
    ):
        raise JsonUnreadable(path=name, line=1)
    return given
