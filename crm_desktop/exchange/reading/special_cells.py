"""Cells that hold more than a spreadsheet can: pictures, and the text of records that could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_KILO = 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a cell. Its bytes stay in the file they were laid in and are fetched when they are wanted.

    ``digest`` tells equal pictures (BLAKE2b, 16 bytes); ``mime`` is the media type (RFC 6838).
    """

    file: Path
    offset: int
    size: int
    mime: str
    digest: bytes

    def read(self) -> bytes:
        """The bytes of the picture."""
        with self.file.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.size)

    def __str__(self) -> str:
        return f"{self.mime.removeprefix('image/').upper()}, {max(1, self.size // _KILO)} KB"


class DamagedText(str):
    """What stands in the file where a record is damaged; ``code`` is one of the words in ``ui/text_import.py``."""

    __slots__ = ("code",)

    code: str

    def __new__(cls, text: str, code: str) -> DamagedText:
        made = super().__new__(cls, text)
        made.code = code
        return made

    def __reduce__(self) -> tuple[type[DamagedText], tuple[str, str]]:
        return DamagedText, (str(self), self.code)
