"""``sync join``: where the shared base is, what joining it would do, and doing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.cli import output
from crm_desktop.cli.arguments import Commands, command
from crm_desktop.cli.session import opened
from crm_desktop.cli.sync_password import add_password_options, password_for
from crm_desktop.command_errors import PasswordInArguments
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.storage.store import Store
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.joining import Joined, Outlook
    from crm_desktop.sync.telling import Phase, Telling

USUAL_PORT = 5432


def register(commands: Commands) -> None:
    """Add the command of this module."""
    made = command(commands, "join", join, tr("join a shared base, or make one in an empty database"))
    made.add_argument(
        "server", metavar="SERVER", help=tr("its address: db.example.com, db.example.com:5432 or a link")
    )
    made.add_argument("--database", default="", metavar="NAME", help=tr("the name of the database"))
    made.add_argument("--user", default="", metavar="NAME", help=tr("your login at the server"))
    made.add_argument("--port", type=int, metavar="N", help=tr("its port (usually 5432)"))
    made.add_argument(
        "--ca-file", type=Path, metavar="FILE", help=tr("certificates of the company’s own authority")
    )
    made.add_argument(
        "--name", default="", metavar="NAME", help=tr("what this computer is to be called there")
    )
    made.add_argument("--look", action="store_true", help=tr("tell what joining would do, and do nothing"))
    made.add_argument(
        "--keep-password", action="store_true", help=tr("keep the password in the key store of this computer")
    )
    made.add_argument(
        "--unencrypted",
        action="store_true",
        help=tr("without encryption; for a server on this computer only"),
    )
    add_password_options(made)


def join(arguments: argparse.Namespace) -> int:
    """Join, or with ``--look`` tell what that would do."""
    from crm_desktop.sync.joining import look_ahead

    address = _address(arguments)
    address.check()
    with opened(arguments, create=not arguments.look) as store:
        password = password_for(arguments, address)
        if arguments.look:
            _tell_outlook(arguments, look_ahead(store, address, password))
        else:
            _join(arguments, store, address, password)
    return 0


def _address(arguments: argparse.Namespace) -> ServerAddress:
    from crm_desktop.sync.address import ServerAddress
    from crm_desktop.sync.typed_address import read_address

    typed = read_address(arguments.server)
    if typed.password:
        raise PasswordInArguments
    return ServerAddress(
        typed.host,
        arguments.database or typed.database,
        arguments.user or typed.user,
        arguments.port if arguments.port is not None else typed.port or USUAL_PORT,
        arguments.ca_file or typed.ca_file,
        encrypted=not arguments.unencrypted,
    )


def _tell_outlook(arguments: argparse.Namespace, outlook: Outlook) -> None:
    if arguments.json:
        output.emit_json(
            {
                "case": outlook.case,
                "here": outlook.here,
                "there": outlook.there,
                "colleagues": outlook.colleagues,
                "known": outlook.known,
            }
        )
        return
    from crm_desktop.ui import text_joining as words

    output.lines(
        words.case_title(outlook.case),
        tr("Here: {counts}", counts=words.counted(outlook.here)),
        tr("There: {counts}", counts=words.counted(outlook.there)),
        words.colleagues(outlook.colleagues),
        words.outlook_words(outlook),
    )


def _join(arguments: argparse.Namespace, store: Store, address: ServerAddress, password: str | None) -> None:
    from dataclasses import replace

    from crm_desktop.sync.authority import keep_authority
    from crm_desktop.sync.joining import join as join_it
    from crm_desktop.sync.machine import suggested_name

    if address.ca_file is not None:
        # A copy of our own: what was named may lie on a stick.
        address = replace(address, ca_file=keep_authority(address.ca_file, address.host))
    device = arguments.name or suggested_name()
    joined = join_it(
        store, address, password, device, keep_password=arguments.keep_password, telling=telling()
    )
    _tell_joined(arguments, store, device, joined)


def _tell_joined(arguments: argparse.Namespace, store: Store, device: str, joined: Joined) -> None:
    if arguments.json:
        output.emit_json(_joined_json(device, joined))
        return
    from crm_desktop.sync.joining import counts_here
    from crm_desktop.ui import text_joining as words

    not_kept = tr("This computer has no key store: the password is kept nowhere, and is asked for each time.")
    output.lines(
        *words.joined_lines(joined, counts_here(store)),
        tr("The copy of your base from before lies here: {path}", path=joined.backup),
        not_kept if arguments.keep_password and not joined.password_kept else "",
    )


def _joined_json(device: str, joined: Joined) -> dict[str, Any]:
    synced = joined.synced
    return {
        "case": joined.case,
        "device": device,
        "came": synced.came,
        "went": synced.went,
        "conflicts": synced.conflicts,
        "refused": synced.refused,
        "backup": str(joined.backup),
        "password_kept": joined.password_kept,
    }


def telling() -> Telling:
    """Say on a terminal how far it is, phase by phase."""
    from crm_desktop.sync.telling import Telling
    from crm_desktop.ui.text_joining import phase_title

    lines: dict[Phase, output.ProgressLine] = {}

    def step(phase: Phase, done: int, total: int) -> None:
        if total:
            lines.setdefault(phase, output.ProgressLine(phase_title(phase)))(done, total)

    return Telling(step)
