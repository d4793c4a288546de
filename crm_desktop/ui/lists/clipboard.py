"""Rows on the clipboard: tab-separated text for spreadsheets, an HTML table for letters and office programs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm_desktop.ui.lists.window_model import WindowModel

MOST_ROWS = 20_000
"""More rows than this are an export, not a copy: they would fill the clipboard for a long moment."""


def rows_of_words(
    model: WindowModel, spans: Sequence[tuple[int, int]], columns: Sequence[int]
) -> list[list[str]]:
    """The words of some rows as they stand on the screen, with the titles first."""
    words = [[model.columns[number].title for number in columns]]
    for first, last in spans:
        for index in range(first, last + 1):
            if len(words) > MOST_ROWS:
                return words
            model.ensure(index, index)
            row = model.row(index)
            if row is not None:
                words.append([model.columns[number].words(row, model.names) for number in columns])
    return words


def as_text(words: Sequence[Sequence[str]]) -> str:
    """Tab-separated lines; a tab or a line break inside a cell becomes a blank, since nothing can escape it."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in words)


def as_html(words: Sequence[Sequence[str]]) -> str:
    """A plain table; every cell is marked as text, so that a phone stays a phone and a formula is not run."""
    style = "style=\"mso-number-format:'\\@'\""
    lines = ["<table>", "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in words[0]) + "</tr>"]
    for row in words[1:]:
        lines.append("<tr>" + "".join(f"<td {style}>{escape(cell)}</td>" for cell in row) + "</tr>")
    return "\n".join([*lines, "</table>"])


def copy_rows(model: WindowModel, spans: Sequence[tuple[int, int]], columns: Sequence[int]) -> int:
    """Put rows on the clipboard and return how many."""
    words = rows_of_words(model, spans, columns)
    if len(words) < 2:
        return 0
    data = QMimeData()
    data.setText(as_text(words))
    data.setHtml(as_html(words))
    QGuiApplication.clipboard().setMimeData(data)
    return len(words) - 1
