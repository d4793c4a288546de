"""Composed documents on their way into the derived tables: laid down as clients were made, taken up by name.

Clients lie in the base in the order they were made. Read in that order, page after page is used up; read by name, each
one takes pages of its own from all over a big base. The documents wait in a temporary file that the system deletes
with the object: for hundreds of thousands they are too much to keep in memory.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Container, Iterable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Self

from crm_desktop.services.finding.documents import Document

if TYPE_CHECKING:
    from types import TracebackType

_values_of = attrgetter(*Document.__slots__)


class Spool:
    """A file of documents. What they hold came out of SQLite, hence is plain enough for ``marshal``."""

    def __init__(self, language: str, since: int, by: int) -> None:
        """What comes in is composed for people who speak ``language`` and knows what stands in the base at the journal
        entry ``since``, and of later entries those of the operation ``by``.
        """
        self.language, self.since, self.by = language, since, by
        self._file = tempfile.TemporaryFile(prefix="crm-index-")  # noqa: SIM115 - closed by the block
        self._places: list[tuple[bool, bytes, bytes, int, int]] = []
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, documents: Iterable[Document]) -> None:
        """Lay down documents, one for a client; not after ``by_name`` has begun."""
        for document in documents:
            data = marshal.dumps(_values_of(document))
            self._file.write(data)
            place = (document.in_bin, document.name_key, document.client_id, self._end, len(data))
            self._places.append(place)
            self._end += len(data)

    def __len__(self) -> int:
        return len(self._places)

    def clients(self) -> Iterator[bytes]:
        """Whose documents are here."""
        return (client_id for _, _, client_id, _, _ in self._places)

    def forget(self, clients: Container[bytes]) -> None:
        """Drop documents of clients that were changed after they were composed."""
        self._places = [place for place in self._places if place[2] not in clients]

    def by_name(self, size: int) -> Iterator[list[Document]]:
        """All documents in the order in which they stand in the lists, in portions of ``size``."""
        self._places.sort()
        for start in range(0, len(self._places), size):
            yield [self._read(at, length) for *_, at, length in self._places[start : start + size]]

    def _read(self, at: int, length: int) -> Document:
        self._file.seek(at)
        return Document(*marshal.loads(self._file.read(length)))  # noqa: S302 - our own file of a moment ago
