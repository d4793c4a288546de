"""All commands of the command line, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop import __version__
from crm_desktop.cli import (
    adding,
    care,
    duplicates,
    exchange,
    operations,
    reading,
    reminding,
    reporting,
    request_deeds,
    requesting,
    searching,
    sync,
)
from crm_desktop.cli.arguments import Parser
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; each command sets ``run``: the arguments in, the exit code out."""
    whole = Parser(
        prog="crm-desktop",
        description=tr("Clients and what happened with them. Without a command the window opens."),
    )
    whole.add_argument(
        "--version", action="version", version=__version__, help=tr("print the version and stop")
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for module in (
        exchange,
        searching,
        reading,
        reminding,
        reporting,
        requesting,
        request_deeds,
        adding,
        duplicates,
        operations,
        sync,
        care,
    ):
        module.register(commands)
    return whole
