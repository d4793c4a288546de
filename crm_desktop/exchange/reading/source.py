"""A file on the disk as bytes: the ways in which merely getting at it fails, each with its own error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from crm_desktop.errors import FileEmpty, FileIsFolder, FileMissing, FileNotReadable

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file open for reading.

    Raises FileMissing, FileIsFolder, FileNotReadable (no permission, or locked by another program) or FileEmpty.
    """
    try:
        if path.is_dir():
            raise FileIsFolder(path=path)
        # A pipe or a device would block for ever or never end: only real files are tables.
        if path.exists() and not path.is_file():
            raise FileNotReadable(path=path, reason="not a regular file")
        file = path.open("rb")
    except FileNotFoundError as error:
        raise FileMissing(path=path) from error
    except (OSError, ValueError) as error:
        raise FileNotReadable(path=path, reason=str(error)) from error
    with file:
        try:
            if path.stat().st_size == 0:
                raise FileEmpty(path=path)
            yield file
        except OSError as error:
            # A stick pulled out or a network drive gone in the middle of reading.
            raise FileNotReadable(path=path, reason=str(error)) from error
