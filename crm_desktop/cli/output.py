"""What a command prints: one JSON value, or lines for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from crm_desktop import ids

_PLAIN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-"})
"""Nothing is wrapped on a terminal, and a number copied or searched for there is written with plain signs."""


def emit_json(value: Any) -> None:
    """Print one value as JSON, readable for people too."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: Any) -> Any:
    """Rows, ids (their text form), days and kinds as the values JSON has."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return ids.to_text(value) if len(value) == 16 else value.hex()
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return str(value)


def lines(*texts: str) -> None:
    """Print lines for people, leaving out the empty ones."""
    for text in texts:
        if text:
            print(text)


def table(rows: Sequence[Sequence[str]], gap: int = 2) -> None:
    """Print rows in columns as wide as their widest cell; the last column is left as it is."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width + gap) for cell, width in zip(row, widths, strict=False)]
        print("".join([*cells, row[-1]]).rstrip().translate(_PLAIN))


def note(text: str) -> None:
    """Say something beside the result: it goes to stderr, so that stdout stays what was asked for."""
    print(text, file=sys.stderr)


class ProgressLine:
    """One line on a terminal that tells how far a long work is; silent where stderr is no terminal."""

    def __init__(self, what: str) -> None:
        self._what, self._shown = what, ""

    def __call__(self, done: int, total: int) -> None:
        shown = f"{self._what} {100 * done // max(total, 1)} %"
        if shown != self._shown and sys.stderr.isatty():
            self._shown = shown
            print(f"\r{shown}", end="" if done < total else "\n", file=sys.stderr, flush=True)
