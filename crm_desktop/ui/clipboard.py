"""Lists to and from the clipboard: rows for a spreadsheet or a letter, and blocks of cells to be brought in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from crm_desktop.exchange.exporting.lists import ListColumn
from crm_desktop.services.filters import OWN
from crm_desktop.ui.drop import local_files
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.exporting.clipping import Clip
    from crm_desktop.ui.lists.columns import Column
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

OWN_FORMAT = "application/x-crm-desktop-columns"
"""Beside rows copied here: which field each of their headers is, so that pasting them again guesses nothing."""

AT_ONCE = 500
"""More rows are made ready beside the window: each takes some 50 microseconds."""

_TARGETS = {
    "name": "name.any",
    "company": "company.name",
    "phone": "phone",
    "stage": "stage",
    "city": "address.city",
    "email": "email",
    "tags": "tags",
    "job_title": "position",
    "number": "number",
    "birthday": "birthday",
    "source": "source",
    "responsible": "responsible",
    "region": "address.region",
    "country": "address.country",
    "groups": "group",
    "language": "language",
    "channel": "channel",
}
"""Columns of the list with the meanings they have in a list that is brought in; what is not here is worked out."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the clipboard holds.

    ``files`` are to be brought in; or ``table`` is the content of one, with the meanings of its headers where it was
    copied here; or ``words`` are something to look for.
    """

    files: tuple[Path, ...] = ()
    table: bytes = b""
    mapping: Mapping[str, str] | None = None
    words: str = ""


class Copying:
    """Copies rows of a list. One at a time; a long one runs beside the window."""

    def __init__(self, session: Session, tell: Tell, working: Callable[[str], object]) -> None:
        """Take what says that work is under way."""
        self._session = session
        self._tell = tell
        self._working = working
        self._busy = False

    def copy(self, table: ClientTable) -> None:
        """Put the selected rows of a list on the clipboard, in the columns on the screen."""
        model, names = table.window_model, table.window_model.names
        columns = [model.columns[number] for number in table.shown_columns()]
        wanted = [
            ListColumn(column.id, column.title, lambda row, column=column: column.words(row, names))  # type: ignore[misc]
            for column in columns
        ]
        places = model.positions(table.selected_spans())
        if not places or self._busy:
            return
        store = self._session.store

        def work(progress: Callable[[int], None]) -> Clip:
            # Imported here: what writes files is not on the way to a first window.
            from crm_desktop.exchange.exporting.clipping import clip
            from crm_desktop.exchange.exporting.lists import list_table

            return clip(list_table(store, places, wanted, ""), progress)

        if len(places) <= AT_ONCE:
            self._put(work(lambda _done: None), columns)
            return
        self._busy = True
        words = ntr("Copying {n} client…", "Copying {n} clients…", len(places))
        self._working(words)

        def beside(progress: Progress) -> Clip:
            return work(lambda done: progress.step(done, len(places)))

        def ended(call: Callable[[], object]) -> None:
            self._busy = False
            self._working("")
            call()

        self._session.runner.start(
            beside,
            done=lambda made: ended(lambda: self._put(made, columns)),
            failed=lambda error: ended(lambda: self._tell.problem(error)),
            progress=lambda done, total: self._working(f"{words} {100 * done // max(total, 1)} %"),
        )

    def _put(self, made: Clip, columns: Sequence[Column]) -> None:
        data = QMimeData()
        data.setData("text/plain", made.text)
        data.setData("text/html", made.html)
        meanings = {column.title: _target(column) for column in columns}
        data.setData(OWN_FORMAT, json.dumps(meanings).encode("ascii"))
        QGuiApplication.clipboard().setMimeData(data)
        self._tell.done(ntr("{n} client copied", "{n} clients copied", made.rows))


def _target(column: Column) -> str:
    if column.id.startswith(OWN):
        return f"own:{column.named}"
    return _TARGETS.get(column.id, "ignore")


def pasted(data: QMimeData) -> Pasted:
    """What is on the clipboard, by its content: files, a block of cells, or a few words."""
    files = local_files(data)
    if files:
        return Pasted(files=tuple(files))
    text = data.text() if data.hasText() else ""
    if data.hasFormat(OWN_FORMAT) and "\n" in text:
        return Pasted(table=_lines(text), mapping=_meanings(data))
    html = data.html() if data.hasHtml() else ""
    if _cells(html) > _filled(text):
        return Pasted(table=_page(html))
    if "\t" in text or "\n" in text.strip():
        return Pasted(table=_lines(text))
    return Pasted(words=" ".join(text.split()))


def _meanings(data: QMimeData) -> Mapping[str, str] | None:
    """The meanings of our own headers; None where they are not ours after all."""
    try:
        found = json.loads(bytes(data.data(OWN_FORMAT).data()))
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    return {str(header): str(target) for header, target in found.items()}


def _cells(html: str) -> int:
    """How many cells a table in HTML has that are filled in; 0 where there is no table.

    Excel, LibreOffice and Google Sheets put the same cells as lines beside it, and then the lines are taken: they know
    no markup. A page of the web has cells only in its HTML.
    """
    if "<table" not in html.lower():
        return 0
    from html.parser import HTMLParser

    class Counter(HTMLParser):
        cells = 0
        inside = filled = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag in {"td", "th"}:
                self.inside, self.filled = True, False

        def handle_endtag(self, tag: str) -> None:
            if tag in {"td", "th"}:
                self.inside = False

        def handle_data(self, data: str) -> None:
            if self.inside and not self.filled and data.strip():
                self.filled = True
                self.cells += 1

    counter = Counter()
    counter.feed(html)
    return counter.cells


def _filled(text: str) -> int:
    """How many cells the lines have that are filled in."""
    if "\t" not in text:
        return min(1, len(text.strip()))
    return sum(bool(cell.strip()) for line in text.splitlines() for cell in line.split("\t"))


def _lines(text: str) -> bytes:
    # The mark at the beginning says that it is UTF-8: nothing is left to be guessed.
    return text.encode("utf-8-sig", "replace")


def _page(html: str) -> bytes:
    start = html.lower().find("<table")
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>'
    return f"{head}{html[start:]}".encode("utf-8", "replace")


def clipboard_name() -> str:
    """What a pasted block is called where its file would be named."""
    return tr("Clipboard")
