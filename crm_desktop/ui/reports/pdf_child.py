"""The process that draws a report into a PDF for those who must not load Qt (``background.report_pdf``)."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crm_desktop.background.runner import Progress
from crm_desktop.errors import FileNotWritten
from crm_desktop.ui import text, theme
from crm_desktop.ui.paper import layout, usual_paper
from crm_desktop.ui.printing.pdf import write_pdf
from crm_desktop.ui.reports.pictures import document_of


def run(arguments: Sequence[str]) -> int:
    """Draw what comes in through the standard input: file, language. The exit code."""
    path, language = arguments
    # Only our own process writes to this pipe.
    report = pickle.load(sys.stdin.buffer)  # noqa: S301
    app = QApplication([*sys.argv[:1], *theme.STYLE])
    text.set_language(language)
    theme.load_fonts()
    theme.apply(app, "light")
    document = document_of(report)
    try:
        sheet = layout(usual_paper(), landscape=document.landscape)
        write_pdf(Path(path), document, sheet, Progress(lambda _done, _total: None))
    except FileNotWritten:
        return 1
    return 0
