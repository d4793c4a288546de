"""Words of the watched folder and of the files that wait in it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import error_text

if TYPE_CHECKING:
    from crm_desktop.errors import UserError


def counted(counts: Mapping[str, int]) -> str:
    """What would come of a file, or what came of it."""
    words: Mapping[str, Callable[[int], str]] = {
        "new": lambda n: ntr("{n} new", "{n} new", n),
        "completed": lambda n: ntr("{n} to complete", "{n} to complete", n),
        "same": lambda n: ntr("{n} known already", "{n} known already", n),
        "duplicates": lambda n: ntr("{n} repeated", "{n} repeated", n),
        "rejected": lambda n: ntr("{n} cannot go in", "{n} cannot go in", n),
        "review": lambda n: ntr("{n} to look at", "{n} to look at", n),
    }
    return ", ".join(say(counts[name]) for name, say in words.items() if counts.get(name))


def what(counts: Mapping[str, int], error: UserError | None) -> str:
    """A waiting file in one line: what would come of it, or why it cannot be read."""
    if error is not None:
        return error_text(error)
    return counted(counts) or tr("There is nobody in this file.")


def arrived(lines: Sequence[tuple[str, str]]) -> str:
    """Files that have just been found: their names, each with ``what``."""
    words = ntr("{n} new file in the watched folder", "{n} new files in the watched folder", len(lines))
    if len(lines) == 1:
        return f"{words}: {lines[0][0]}. {lines[0][1]}"
    return f"{words}."


def brought(file: str, counts: Mapping[str, int]) -> str:
    """A file that was brought in by one click."""
    new = counts.get("new", 0)
    words = ntr("{n} new client is here", "{n} new clients are here", new)
    return f"{file}: {words}" if new else tr("{file} is in", file=file)
