"""A block of cells on the clipboard becomes a file of its own, which is read like any other."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from crm_desktop.ui.clipboard import Pasted, clipboard_name, pasted
from crm_desktop.ui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtCore import QMimeData

    from crm_desktop.ui.desk import Desk


class Pasting:
    """The blocks pasted into one window; their files go with it."""

    def __init__(
        self, desk: Desk, bring: Callable[[Sequence[Path], Mapping[str, str] | None], object]
    ) -> None:
        """Take what opens the import with files and what is known of their headers."""
        self._desk = desk
        self._bring = bring
        self._folder: TemporaryDirectory[str] | None = None
        self._count = 0

    def paste(self) -> None:
        """Bring what is on the clipboard: files, or a block of cells; a few words are looked for instead."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()
        found = pasted(data) if data is not None else Pasted()
        window = self._desk.window
        if found.files:
            self._bring(found.files, None)
        elif found.table:
            self._bring([self._laid_down(found.table)], found.mapping)
        elif found.words:
            self._desk.go_clients()
            window.search.setText(found.words)
            window.search.setFocus()
        else:
            window.tell.done(tr("There is nothing on the clipboard that could be brought in"))

    def _laid_down(self, table: bytes) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="crm-pasted-", ignore_cleanup_errors=True)
            self._desk.window.closing.connect(self._folder.cleanup)
        self._count += 1
        folder = Path(self._folder.name) / str(self._count)
        folder.mkdir(parents=True)
        path = folder / clipboard_name()
        path.write_bytes(table)
        return path
