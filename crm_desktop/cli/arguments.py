"""What can be typed after ``crm-desktop``: the parser of all commands, with help in the user's language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn, Protocol

from crm_desktop.ui.text import LANGUAGES, tr


class Commands(Protocol):
    """What a module adds its commands to (argparse keeps the name of its class to itself)."""

    def add_parser(self, name: str, *, help: str, description: str) -> Parser:
        """A new command's parser."""
        ...


class Parser(argparse.ArgumentParser):
    """argparse with the headings, the help option and the complaints in the user's language."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
            **options,  # type: ignore[arg-type]
        )
        self._positionals.title = tr("what")
        self._optionals.title = tr("options")
        self.add_argument("-h", "--help", action="help", help=tr("show this help and stop"))

    def error(self, message: str) -> NoReturn:
        """Say what was not understood and end with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, tr("This was not understood: {reason}", reason=complaint(message)) + "\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[object],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, tr("usage: ") if prefix is None else prefix)  # type: ignore[arg-type]


def complaint(message: str) -> str:
    """Argparse's English sentence in the user's language; what it never said before stays as it is."""
    for pattern, sentence in _COMPLAINTS:
        found = re.fullmatch(pattern, message)
        if found:
            return sentence(*found.groups())
    return message


_COMPLAINTS: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"the following arguments are required: (.+)", lambda names: tr("{names} is missing", names=names)),
    (r"unrecognized arguments: (.+)", lambda names: tr("{names} means nothing here", names=names)),
    (
        r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)",
        lambda name, value, choices: tr(
            "{value} is none of {choices}", name=name, value=value, choices=choices.replace("'", "")
        ),
    ),
    (
        r"argument (.+): expected (?:one|at least one) argument",
        lambda name: tr("{name} needs a value", name=name),
    ),
    (
        r"argument (.+): invalid (?:\w+) value: '(.*)'",
        lambda name, value: tr("{value} does not fit {name}", value=value, name=name),
    ),
)


def chosen_language(argv: Sequence[str]) -> str:
    """The language of ``--lang``, else of the settings; empty follows the system. The parser speaks it already."""
    for place, word in enumerate(argv):
        name, equals, value = word.partition("=")
        if name == "--lang":
            return value if equals else "".join(argv[place + 1 : place + 2])
    from crm_desktop import paths
    from crm_desktop.settings import SettingsFile

    return SettingsFile(paths.settings_file()).current.language


def command_first(argv: Sequence[str]) -> list[str]:
    """The same arguments with the options that all commands have behind the command: either order is understood."""
    rest, options = list(argv), []
    while rest and rest[0].partition("=")[0] in {"--base", "--json", "--lang"}:
        word = rest.pop(0)
        options.append(word)
        if word in {"--base", "--lang"} and rest:
            options.append(rest.pop(0))
    words = 2 if rest[:1] == ["sync"] and rest[1:2] and not rest[1].startswith("-") else 1
    return [*rest[:words], *options, *rest[words:]]


def command(commands: Commands, name: str, run: Callable[[argparse.Namespace], int], help_: str) -> Parser:
    """Add a command with the options that all have."""
    made = commands.add_parser(name, help=help_, description=help_)
    made.set_defaults(run=run)
    made.add_argument(
        "--base", type=Path, metavar="FILE", help=tr("the base to use (else the one that was open last)")
    )
    made.add_argument("--json", action="store_true", help=tr("print one JSON value and nothing else"))
    made.add_argument("--lang", choices=LANGUAGES, help=tr("the language of the words"))
    return made


def count(text: str) -> int:
    """A number that counts things: none or more. Raises ValueError."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises ValueError."""
    return date.fromisoformat(text)
