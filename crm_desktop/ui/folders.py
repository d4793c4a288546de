"""Where a file dialog opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def documents() -> str:
    """The folder of the user's documents as the system names it."""
    from PySide6.QtCore import QStandardPaths

    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def first_folder(remembered: str, documents: Callable[[], str] = documents) -> Path:
    """The folder of last time where it is still there, else the user's documents, else the home."""
    from pathlib import Path

    for text in (remembered, documents()):
        if text and Path(text).is_dir():
            return Path(text)
    return Path.home()
