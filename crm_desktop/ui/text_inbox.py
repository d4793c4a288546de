"""Words of the watched folder and of the files that wait in it. Free of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from crm_desktop.ui.text import ntr, tr
from crm_desktop.ui.text_errors import error_text

if TYPE_CHECKING:
    from crm_desktop.ui.inbox.waiting import Waiting


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


def what(waiting: Waiting) -> str:
    """A waiting file in one line."""
    if waiting.error is not None:
        return error_text(waiting.error)
    return counted(waiting.counts) or tr("There is nobody in this file.")


def arrived(new: Sequence[Waiting]) -> str:
    """Files that have just been found."""
    words = ntr("{n} new file in the watched folder", "{n} new files in the watched folder", len(new))
    if len(new) == 1:
        return f"{words}: {new[0].file.path.name}. {what(new[0])}"
    return f"{words}."


def brought(file: str, counts: Mapping[str, int]) -> str:
    """A file that was brought in by one click."""
    new = counts.get("new", 0)
    words = ntr("{n} new client is here", "{n} new clients are here", new)
    return f"{file}: {words}" if new else tr("{file} is in", file=file)
