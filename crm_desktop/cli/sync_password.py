"""The password for the shared base on the command line: from the key store, asked for, or piped in; never an argument.

What stands in the arguments of a program can be read by everybody on the computer while it runs, and stays in the
history of the shell.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse

    from crm_desktop.sync.address import ServerAddress


def add_password_options(made: argparse.ArgumentParser) -> None:
    """Let a command read the password from what is piped in."""
    made.add_argument(
        "--password-stdin",
        action="store_true",
        help=tr(
            "read the password from the first line piped in (else from the key store, else it is asked for)"
        ),
    )


def password_for(arguments: argparse.Namespace, address: ServerAddress) -> str | None:
    """The password; None where nobody gives one."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n") or None
    from crm_desktop.sync.membership import password_of

    return password_of(address) or _asked(address)


def _asked(address: ServerAddress) -> str | None:
    """What somebody types who sits there; it does not show."""
    if not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass(tr("Password of {user} at {host}: ", user=address.user, host=address.host)) or None
