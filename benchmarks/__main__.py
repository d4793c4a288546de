"""``python -m benchmarks [NAME ...] [--clients N] [--rows N] [--json]``."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import TYPE_CHECKING

from benchmarks.bases import base
from benchmarks.report import as_json, as_table

if TYPE_CHECKING:
    from benchmarks.figure import Figure

NAMES = (
    "start",
    "finding",
    "keystroke",
    "scroll",
    "filter",
    "sort",
    "card",
    "calendar",
    "reminders",
    "import_",
    "cards",
    "export",
    "duplicates",
    "reports",
    "capture",
    "sync",
    "sync_window",
    "sync_many",
)
"""The modules that measure; each has ``measure(base, clients, rows)``."""


def main() -> int:
    """Measure what is asked for, in a fixed order; code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"some of: {', '.join(map(_shown, NAMES))} (else all)"
    )
    parser.add_argument("--clients", type=int, default=200_000, help="clients of the base (default 200000)")
    parser.add_argument(
        "--rows", type=int, default=200_000, help="rows of import and export (default 200000)"
    )
    parser.add_argument("--json", action="store_true", help="print a list of JSON objects")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(map(_shown, NAMES))
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    path = base(arguments.clients)
    figures: list[Figure] = []
    failed = False
    for name in NAMES:
        if arguments.names and _shown(name) not in arguments.names:
            continue
        print(f"measuring {_shown(name)} ...", file=sys.stderr, flush=True)
        try:
            module = importlib.import_module(f"benchmarks.{name}")
            figures += module.measure(path, arguments.clients, arguments.rows)
        except RuntimeError as error:
            # The others are still worth knowing.
            failed = True
            print(error, file=sys.stderr, flush=True)
    print(as_json(figures) if arguments.json else as_table(figures))
    return 1 if failed or any(figure.ok is False for figure in figures) else 0


def _shown(name: str) -> str:
    return name.rstrip("_")


if __name__ == "__main__":
    sys.exit(main())
