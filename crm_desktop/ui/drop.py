"""Files that are dragged onto the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

SUFFIXES = frozenset(
    (
        *(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt", ".tsv", ".tab"),
        *(".vcf", ".vcard", ".vcards", ".ics", ".ical", ".icalendar", ".vcs"),
    )
)
"""What can be brought in. The content decides in the end; this only says what a drop may be."""


def local_files(data: QMimeData) -> list[Path]:
    """The files of this computer in a drag; empty where there is anything else in it."""
    if not data.hasUrls():
        return []
    return [
        Path(url.toLocalFile())
        for url in data.urls()
        if url.isLocalFile() and Path(url.toLocalFile()).is_file()
    ]
