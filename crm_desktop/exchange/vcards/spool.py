"""Where the cards of a file lie once they are read: a throwaway file of rows and pictures.

A card is understood once, however often its row is looked at (sample, preview, rehearsal); memory holds a few hundred
rows, whatever the size of the address book. The file is readable by the user alone and goes with the object.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.exchange.reading.special_cells import Picture

if TYPE_CHECKING:
    from crm_desktop.exchange.reading.book import Cell

_PORTION = 200
"""Cards pickled together: their keys are then written once."""


class Spool:
    """Cells of cards, in order. Write all, then ``close``; then iterate as often as wanted, from any thread."""

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="crm-cards-"))
        # Windows refuses to delete a file that somebody still reads; the system's own clean-up then takes it.
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._rows, self._pictures = folder / "rows", folder / "pictures"
        self._rows_file = self._rows.open("wb")
        self._pictures_file = self._pictures.open("wb")
        self._pending: list[dict[str, Cell]] = []
        self.count = 0

    def add(self, cells: dict[str, Cell]) -> None:
        """Lay down one card."""
        self._pending.append(cells)
        self.count += 1
        if len(self._pending) >= _PORTION:
            self._flush()

    def keep(self, data: bytes, mime: str, digest: bytes) -> Picture:
        """Lay down a picture; what is returned stands for it in a cell."""
        offset = self._pictures_file.tell()
        self._pictures_file.write(data)
        return Picture(self._pictures, offset, len(data), mime, digest)

    def close(self) -> None:
        """All is written: from now on it is read."""
        self._flush()
        self._rows_file.close()
        self._pictures_file.close()

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        left = self.count
        with self._rows.open("rb") as file:
            while left:
                portion = pickle.load(file)  # noqa: S301  our own file, written a moment ago
                left -= len(portion)
                yield from portion

    def _flush(self) -> None:
        if self._pending:
            pickle.dump(self._pending, self._rows_file, protocol=5)
            self._pending = []
