"""The command line: the same services as the window, for scripts and for those who like to type.

Promises (docs): exit code 0 done, 1 something the user can mend, 2 the command was not understood; errors are plain
words on stderr; with ``--json`` stdout holds one JSON value and nothing else. Qt is never imported.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from crm_desktop.cli.arguments import chosen_language, command_first
from crm_desktop.cli.commands import parser
from crm_desktop.errors import UserError

OK, MENDABLE, WRONG_USAGE = 0, 1, 2


def main(argv: Sequence[str]) -> int:
    """Run one command (the arguments without the program's name) and return its exit code."""
    from crm_desktop.ui.text import set_language

    set_language(chosen_language(argv))
    _speak_utf8()
    try:
        arguments = parser().parse_args(command_first(argv))
    except SystemExit as stopped:  # argparse has said why
        return stopped.code if isinstance(stopped.code, int) else WRONG_USAGE
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
        return code
    except UserError as error:
        return _told(error)
    except KeyboardInterrupt:
        return _cancelled()
    except BrokenPipeError:
        return _unread()
    except Exception as fault:
        return _fault(arguments.command, fault)


def _unread() -> int:
    """Whoever read the output has enough of it ("| head"): what is still buffered goes nowhere, without complaint."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _speak_utf8() -> None:
    """Names in three scripts must come out whole also where the terminal is set to another encoding."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _told(error: UserError) -> int:
    from crm_desktop.ui.text_errors import error_text

    print(error_text(error), file=sys.stderr)
    return MENDABLE


def _cancelled() -> int:
    from crm_desktop.ui.text import tr

    print(tr("Stopped. What was not finished was taken back."), file=sys.stderr)
    return MENDABLE


def _fault(command: str, fault: Exception) -> int:
    """A fault of the program: one sentence for the user, everything else into the log."""
    import logging

    from crm_desktop import logs, paths
    from crm_desktop.ui.text import tr
    from crm_desktop.ui.text_errors import fault_text

    close = logs.start_log(paths.log_dir())
    logging.getLogger(__name__).error("the command %s failed", command, exc_info=fault)
    close()
    print(fault_text(), tr("Details: {path}", path=paths.log_dir() / "crm-desktop.log"), file=sys.stderr)
    return MENDABLE
