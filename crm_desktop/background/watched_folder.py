"""A folder into which lists are dropped: which of its files are new and lie still.

Looked at now and then instead of watched: the folder may be on a stick that is pulled out, or on a share that tells
nobody of changes. Nothing here deletes or opens more than it must; a file is moved only by ``put_away``.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_BLOCK = 1 << 20
_MOST_NAMES = 1000
"""Files of one name that are put away: "a.csv", "a (2).csv" and so on."""
_UNFINISHED = (".part", ".crdownload", ".tmp", ".download", ".partial")
"""Ends of names that browsers and synchronisation give to files on their way."""

_Print = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file in the folder, with what tells it from every other: its name, its size, and a hash of its content."""

    path: Path
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. ``there``: the folder is; ``growing``: some files are still being written."""

    there: bool
    files: tuple[Dropped, ...] = ()
    growing: bool = False


class WatchedFolder:
    """One folder over time. A file counts when two looks found it with the same size and time of change."""

    def __init__(self, folder: Path, suffixes: Collection[str]) -> None:
        """Take the folder and the ends of names (".csv") that are looked at."""
        self.folder = folder
        self._suffixes = frozenset(suffixes)
        self._seen: dict[Path, _Print] = {}
        self._known: dict[Path, tuple[_Print, bytes]] = {}

    def look(self) -> Look:
        """All files that lie still, each hashed once. A folder that is not there is no error."""
        found = _listed(self.folder, self._suffixes)
        if found is None:
            self._seen = {}
            return Look(there=False)
        still = [path for path, prints in found.items() if self._seen.get(path) == prints]
        self._seen = found
        files = []
        for path in sorted(still):
            digest = self._digest(path, found[path])
            if digest is not None:
                files.append(Dropped(path, found[path][0], digest))
        return Look(there=True, files=tuple(files), growing=len(still) < len(found))

    def _digest(self, path: Path, prints: _Print) -> bytes | None:
        known = self._known.get(path)
        if known is None or known[0] != prints:
            digest = _hash(path)
            if digest is None:
                return None
            self._known[path] = known = (prints, digest)
        return known[1]


def put_away(path: Path, folder: str) -> Path | None:
    """Move a file into a folder beside it, under a free name; None where it cannot be moved."""
    target = path.parent / folder
    try:
        target.mkdir(exist_ok=True)
        for number in range(1, _MOST_NAMES + 1):
            name = path.name if number == 1 else f"{path.stem} ({number}){path.suffix}"
            if not (target / name).exists():
                return path.rename(target / name)
    except OSError:
        return None
    return None


def _listed(folder: Path, suffixes: Collection[str]) -> dict[Path, _Print] | None:
    """Size and time of change of each file that may be a list; None where the folder cannot be read."""
    found: dict[Path, _Print] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name.lower()
                if name.startswith((".", "~")) or name.endswith(_UNFINISHED):
                    continue
                if any(name.endswith(suffix) for suffix in suffixes) and entry.is_file():
                    stat = entry.stat()
                    if stat.st_size:
                        found[folder / entry.name] = stat.st_size, stat.st_mtime_ns
    except OSError:
        return None
    return found


def _hash(path: Path) -> bytes | None:
    """A hash of the content; None where the file cannot be read now: another program may be at it."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.digest()
