"""A document as a PDF: written beside its name and renamed, so that half a file never lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPdfWriter

from crm_desktop.errors import FileNotWritten
from crm_desktop.ui.paper import print_on

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPageLayout

    from crm_desktop.background.runner import Progress
    from crm_desktop.ui.paper import Document

_DOTS_PER_INCH = 600


def write_pdf(path: Path, document: Document, sheet: QPageLayout, progress: Progress) -> int:
    """Write the file and return its pages. For a background thread.

    Raises:
        FileNotWritten: the folder is missing or full, or the file is open elsewhere.
        Cancelled: the user stopped it; no file is left.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch()
        writer = QPdfWriter(str(part))
        writer.setResolution(_DOTS_PER_INCH)
        writer.setTitle(document.title)
        writer.setCreator("CRM Desktop")
        writer.setPageLayout(sheet)
        pages = print_on(writer, document, step=progress.step)
        del writer  # it lets go of the file
        part.replace(path)
        return pages
    except OSError as error:
        raise FileNotWritten(path=str(path), why=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
