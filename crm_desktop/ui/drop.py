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
    """The files of this computer in a drag, or one folder with everything that was taken out of a base."""
    if not data.hasUrls():
        return []
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(paths) == 1 and paths[0].is_dir():
        # Imported here: nothing is dragged before the first picture.
        from crm_desktop.exchange.everything.folder import is_everything

        return paths if is_everything(paths[0]) else []
    return [path for path in paths if path.is_file()]
