"""Deals out of the window: rows on the clipboard, and the list as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from crm_desktop.services import deal_list
from crm_desktop.ui import text_deals, text_kinds
from crm_desktop.ui.exporting.host import open_folder
from crm_desktop.ui.folders import first_folder
from crm_desktop.ui.text import ntr, tr

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from crm_desktop.background.runner import Progress
    from crm_desktop.exchange.exporting.clipping import Clip
    from crm_desktop.exchange.exporting.files import Saved
    from crm_desktop.ui.lists.table import ClientTable
    from crm_desktop.ui.session import Session
    from crm_desktop.ui.tell import Tell

SUFFIX = ".xlsx"


def copy_rows(session: Session, tell: Tell, table: ClientTable) -> None:
    """Put the selected rows on the clipboard, in the columns on the screen; made ready beside the window."""
    model, names = table.window_model, table.window_model.names
    columns = [model.columns[number] for number in table.shown_columns()]
    places, store = model.positions(table.selected_spans()), session.store
    if not places:
        return

    def work(_progress: Progress) -> Clip:
        # Imported here: what writes files is not on the way to a first window.
        from crm_desktop.exchange.exporting.clipping import clip
        from crm_desktop.exchange.exporting.table import Column, Table

        rows = (row for row in deal_list.rows_of(store, places))
        made = ([column.words(row, names) for column in columns] for row in rows)
        return clip(Table("", [Column(column.title) for column in columns], made), lambda _done: None)

    def put(made: Clip) -> None:
        data = QMimeData()
        data.setData("text/plain", made.text)
        data.setData("text/html", made.html)
        QGuiApplication.clipboard().setMimeData(data)
        tell.done(ntr("{n} deal copied", "{n} deals copied", made.rows))

    session.runner.start(work, done=put, failed=tell.problem)


def ask_file(parent: QWidget, proposed: Path) -> Path | None:
    """The file that the user names; None where they thought better of it. Tests replace this one name."""
    from PySide6.QtWidgets import QFileDialog

    kinds = ";;".join((tr("Workbooks (*.xlsx)"), tr("Text with commas (*.csv)")))
    name, _kind = QFileDialog.getSaveFileName(parent, tr("Save the deals"), str(proposed), kinds)
    parent.activateWindow()  # where no window manager gives the keys back
    if not name:
        return None
    return Path(name) if Path(name).suffix else Path(name).with_suffix(SUFFIX)


def save_deals(
    parent: QWidget,
    session: Session,
    tell: Tell,
    places: Callable[[Callable[[], bool]], Sequence[int] | array[int]],
) -> None:
    """Ask where to, and write the deals at these places there, with all that is known of each.

    ``places`` is called on a thread, with what says whether it was cancelled.
    """
    folder = first_folder(session.settings.current.export_folder)
    day = session.store.clock.now().astimezone().date().isoformat()
    path = ask_file(parent, folder / f"{tr('Deals')} {day}{SUFFIX}")
    if path is None:
        return
    store = session.store

    def work(progress: Progress) -> Saved:
        from crm_desktop.exchange.exporting.deals import DealWords, deals_table
        from crm_desktop.exchange.exporting.files import write_tables

        words = DealWords(text_deals.sheet(), text_deals.stage, text_deals.pipeline, text_kinds.deal_state)
        with store.snapshot():
            found = places(progress.cancelled)
            table = deals_table(store, found, words, tr("Deals"))
            return write_tables(path, [table], lambda done: progress.step(done, len(found)))

    def done(saved: Saved) -> None:
        # Imported here: the words of the import are not on the way to a first window.
        from crm_desktop.ui.text_import import cut_texts

        told = [ntr("{n} deal is in the file", "{n} deals are in the file", saved.rows), cut_texts(saved.cut)]
        tell.offer(". ".join(filter(None, told)), tr("Open the folder"), lambda: open_folder(path.parent))

    session.runner.start(work, done=done, failed=tell.problem)
