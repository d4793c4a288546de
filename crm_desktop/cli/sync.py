"""``sync join``, ``now``, ``status``, ``leave``, ``script``: the base that is shared with colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output, sync_join
from crm_desktop.cli.arguments import Commands, Parser, command
from crm_desktop.cli.session import opened
from crm_desktop.cli.sync_password import add_password_options, password_for
from crm_desktop.command_errors import ChoiceRefused, NotShared
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.engine import Synced
    from crm_desktop.sync.membership import Membership
    from crm_desktop.sync.state import SyncState


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    help_ = tr("share the base with colleagues through a PostgreSQL database")
    group = commands.add_parser("sync", help=help_, description=help_)
    deeds = group.add_subparsers(dest="deed", required=True, metavar="COMMAND", parser_class=Parser)
    sync_join.register(deeds)
    made = command(deeds, "now", now, tr("exchange with the shared base"))
    made.add_argument(
        "--thorough", action="store_true", help=tr("compare all contents with the server’s as well")
    )
    made.add_argument(
        "--name", default="", metavar="NAME", help=tr("what this computer is to be called there")
    )
    add_password_options(made)
    command(deeds, "status", status, tr("how the exchange stands; nothing is asked of the server"))
    command(deeds, "leave", leave, tr("belong to no shared base any more; everything stays in this one"))
    made = command(deeds, "script", script, tr("the SQL that an administrator runs once on the server"))
    made.add_argument("--database", default="crm", metavar="NAME", help=tr("the name of the database"))
    made.add_argument(
        "--people",
        required=True,
        metavar="NAMES",
        help=tr("colleagues, with commas; the first makes the shared base"),
    )
    made.add_argument("--network", default="samenet", metavar="CIDR", help=tr("where they come from"))


def belonging(store: Store) -> Membership:
    """Where the base belongs. Raises ``NotShared`` where it works alone."""
    from crm_desktop.sync.membership import membership

    belongs = membership(store)
    if belongs is None:
        raise NotShared(path=store.path)
    return belongs


def now(arguments: argparse.Namespace) -> int:
    """Exchange once."""
    from contextlib import closing

    from crm_desktop.services import listing
    from crm_desktop.sync.engine import exchange_of
    from crm_desktop.sync.membership import name_device
    from crm_desktop.ui.text import language

    with opened(arguments) as store:
        belonging(store)
        if arguments.name:
            name_device(store, arguments.name)
        belongs = belonging(store)
        password = password_for(arguments, belongs.address)
        with closing(exchange_of(store, belongs)) as exchange:
            exchange.telling = sync_join.telling()
            done = exchange.sync(password, thorough=arguments.thorough)
        listing.ensure(store, language())
        state = _state(store)
    if arguments.json:
        output.emit_json({**numbers(done), "unsent": state.unsent, "differences": state.differences})
    else:
        output.lines(*summary(done), *_thorough(arguments, done), *_waiting(state))
    return 0


def numbers(done: Synced) -> dict[str, int]:
    """What a sync has done, for JSON."""
    return {
        name: getattr(done, name) for name in ("came", "went", "pushes", "conflicts", "refused", "repaired")
    }


def summary(done: Synced) -> list[str]:
    """What a sync has done, for people."""
    if not done.came and not done.went:
        return [tr("Nothing new on either side.")]
    return [
        ntr("{n} entry was fetched from the shared base.", "{n} entries were fetched from the shared base.", done.came),
        ntr("{n} entry was sent there.", "{n} entries were sent there.", done.went),
    ]  # fmt: skip


def _thorough(arguments: argparse.Namespace, done: Synced) -> list[str]:
    from crm_desktop.ui.text_shared import compared

    return [compared(done.repaired)] if arguments.thorough or done.repaired else []


def _waiting(state: SyncState) -> list[str]:
    """What is still to be done by somebody."""
    from crm_desktop.ui import text_joining, text_shared

    return [
        text_shared.waiting(state.unsent) if state.unsent else "",
        text_shared.could_not(state.refused) if state.refused else "",
        text_joining.differences(state.differences) if state.differences else "",
    ]


def _state(store: Store) -> SyncState:
    from crm_desktop.sync.state import sync_state

    return sync_state(store)


# ------------------------------------------------------------------------------------------------------------- status


def status(arguments: argparse.Namespace) -> int:
    """Tell how it stands; code 1 where the last exchange failed, or the base belongs nowhere."""
    with opened(arguments) as store:
        state = _state(store)
        refused = _refused(store) if state.refused else []
    if arguments.json:
        output.emit_json(_status_json(state, refused))
    else:
        output.lines(
            *_status_lines(state), *(f"  {row['table']} {row['id']}: {row['reason']}" for row in refused)
        )
    return 0 if state.membership is not None and state.last_error is None else 1


def _refused(store: Store) -> list[dict[str, str]]:
    from crm_desktop.sync.freezing import refused

    return [
        {"table": table, "id": output.plain(id_), "reason": reason, "at": at}
        for (table, id_), reason, at in refused(store)
    ]


def _status_json(state: SyncState, refused: list[dict[str, str]]) -> dict[str, Any]:
    belongs, error = state.membership, state.last_error
    if belongs is None:
        return {"member": False}
    from crm_desktop.ui.text_errors import error_text

    return {
        "member": True,
        **address_json(belongs.address),
        "device": belongs.device,
        "moved": belongs.moved,
        "last_ok_at": state.last_ok_at or None,
        "last_error": None if error is None else {"kind": type(error).__name__, "text": error_text(error)},
        "unsent": state.unsent,
        "refused": refused,
        "differences": state.differences,
        "server_ahead_seconds": state.server_ahead_seconds,
        "clock_off": state.clock_off,
        "repaired": state.repaired,
    }


def address_json(address: ServerAddress) -> dict[str, Any]:
    """Where a shared base is, for JSON."""
    return {
        "host": address.host,
        "port": address.port,
        "database": address.database,
        "user": address.user,
        "ca_file": None if address.ca_file is None else str(address.ca_file),
        "encrypted": address.encrypted,
    }


def _status_lines(state: SyncState) -> list[str]:
    from crm_desktop.ui import formats, text_shared
    from crm_desktop.ui.text_errors import error_text

    if state.membership is None:
        return [tr("This base belongs to no shared one: it works alone.")]
    last = state.last_ok_at
    ahead = state.server_ahead_seconds
    return [
        text_shared.where(state.membership),
        tr("Last exchange {when}", when=formats.moment(last)) if last else tr("Nothing exchanged yet"),
        *_waiting(state),
        "" if state.last_error is None else error_text(state.last_error),
        text_shared.clock_off(ahead) if ahead is not None and state.clock_off else "",
        text_shared.compared(state.repaired) if state.repaired else "",
    ]


# -------------------------------------------------------------------------------------------------- leaving, preparing


def leave(arguments: argparse.Namespace) -> int:
    """Forget the shared base."""
    from crm_desktop.sync.joining import leave as leave_it

    with opened(arguments) as store:
        belongs = belonging(store)
        unsent = _state(store).unsent
        leave_it(store)
    if arguments.json:
        output.emit_json({"left": address_json(belongs.address), "unsent": unsent})
        return 0
    output.lines(
        tr("This base works alone from now on. Everything stays in it, and in the shared one."),
        ntr("{n} edit was never sent there.", "{n} edits were never sent there.", unsent) if unsent else "",
    )
    return 0


def script(arguments: argparse.Namespace) -> int:
    """Print what the administrator runs, and the line that lets people in."""
    from crm_desktop.sync.server_roles import hba_line
    from crm_desktop.ui.shared.joining.logins import logins
    from crm_desktop.ui.shared.joining.logins import script as sql

    people = logins(arguments.people)
    if not people:
        raise ChoiceRefused(option="--people", value=arguments.people, known=("anna,jonas",))
    line = hba_line(arguments.database, arguments.network)
    if arguments.json:
        output.emit_json({"sql": sql(arguments.database, people), "pg_hba": line, "logins": people})
    else:
        print(sql(arguments.database, people))
        print("-- " + tr("In pg_hba.conf, above other lines; then: SELECT pg_reload_conf()"))
        print(f"-- {line}")
    return 0
