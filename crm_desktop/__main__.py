"""``python -m crm_desktop``: a command of the command line, else the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the arguments ask for and return the exit code."""
    arguments = sys.argv[1:]
    # Each side is imported only when it is wanted: the command line never loads Qt, the window never argparse.
    if _opens_window(arguments):
        from crm_desktop import app

        return app.run(arguments)
    from crm_desktop import cli

    return cli.main(arguments)


def _opens_window(arguments: list[str]) -> bool:
    """Whether only options of the window are given: none, ``--demo``, ``--base FILE``, ``--lang CODE``."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in {"--base", "--lang"} and rest:
            rest.pop(0)
        elif word != "--demo" and not word.startswith(("--base=", "--lang=")):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
