"""``python -m crm_desktop``: a command of the command line, else the window."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def main() -> int:
    """Run what the arguments ask for and return the exit code."""
    arguments = sys.argv[1:]
    # Each side is imported only when it is wanted: the command line never loads Qt, the window never argparse.
    if _opens_window(arguments):
        code: int = import_app().run(arguments)
        return code
    if arguments[:1] == [PAINT_REPORT]:
        from crm_desktop.ui.reports.pdf_child import run

        return run(arguments[1:])
    from crm_desktop import cli

    return cli.main(arguments)


PAINT_REPORT = "--paint-report"
"""Said by this program to itself (``background.report_pdf``)."""

WITHOUT_QT = (
    "crm_desktop.background.runner",
    "crm_desktop.services.base",
    "crm_desktop.services.fields",
    "crm_desktop.services.lists",
    "crm_desktop.services.picked",
    "crm_desktop.settings",
    "crm_desktop.ui.asked",
    "crm_desktop.ui.lists.columns",
    "crm_desktop.ui.lists.filter_words",
    "crm_desktop.ui.sheet",
    "crm_desktop.ui.text_errors",
)
"""Parts of the first picture that know no Qt. They are imported before it: once it is there, every import passes
through its hands, to see whether the module uses Qt (10 ms of a start)."""


def import_app() -> ModuleType:
    """The module ``app`` with all that the first picture needs, imported in the order that is fastest."""
    # A collection in the middle of a start finds nothing; ``app`` allows them behind the first picture.
    gc.disable()
    for name in WITHOUT_QT:
        import_module(name)
    from crm_desktop.ui.binding import answer_for_known_modules

    answer_for_known_modules()
    from crm_desktop import app

    return app


def _opens_window(arguments: list[str]) -> bool:
    """Whether only options of the window are given: ``--demo``, ``--hidden``, ``--base FILE``, ``--lang CODE``."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in {"--base", "--lang"} and rest:
            rest.pop(0)
        elif word not in {"--demo", "--hidden"} and not word.startswith(("--base=", "--lang=")):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
