"""What a card says, under the targets of an import (``columns.fields``): one card becomes one row of cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_desktop.exchange.reading.book import LONGEST_CELL
from crm_desktop.exchange.vcards.heads import Head
from crm_desktop.exchange.vcards.values import parted, plain, unprinted

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.exchange.reading.book import Cell
    from crm_desktop.exchange.vcards.lines import Property

MOST_OF_A_KIND = 40
"""Phones (e-mails, addresses ...) of one card that get columns of their own; further ones are kept in the notes."""

_STRAY = Head(b"", "", "", (), {}, "", "", 0)
_PARTING = re.compile(r"[,;|]")


class Facts:
    """The cells of one card by target."""

    __slots__ = ("_counts", "_decode", "_most", "apple", "cells", "notes", "pictures")

    def __init__(
        self, decode: Callable[[bytes, Head], str], apple: Mapping[str, str], most: int = MOST_OF_A_KIND
    ) -> None:
        """``decode`` makes text of a value's bytes; ``apple`` holds the labels of Apple's groups."""
        self._decode = decode
        self._most = most
        self._counts: dict[str, int] = {}
        self.apple = apple
        self.cells: dict[str, Cell] = {}
        self.notes: list[str] = []
        self.pictures: list[tuple[bytes, str]] = []
        """Bytes and the type that the card calls them."""

    def raw(self, head: Head, value: bytes) -> str:
        """The text of a value with its escapes still in it."""
        if head.encoding == "qp":
            value = unprinted(value)
        text = self._decode(value, head) if len(value) <= LONGEST_CELL else self._decode(_cut(value), head)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def stray(self, value: bytes) -> str:
        """A line that is no property; it is kept as a note."""
        return self.raw(_STRAY, value).strip()

    def text(self, head: Head, value: bytes) -> str:
        """The text of a value."""
        return plain(self.raw(head, value)).strip()

    def parts(self, head: Head, value: bytes, count: int) -> list[str]:
        """The components of a structured value, at least ``count`` of them."""
        found = parted(self.raw(head, value))
        return found + [""] * (count - len(found))

    def put(self, target: str, text: str) -> bool:
        """Fill a cell that is empty yet; whether it was."""
        if not text or target in self.cells:
            return False
        self.cells[target] = text
        return True

    def join(self, target: str, text: str, sign: str) -> None:
        """Add a text to a cell that lists several, each once."""
        known = self.cells.get(target)
        if not text or (isinstance(known, str) and text in known.split(sign)):
            return
        self.cells[target] = f"{known}{sign}{text}" if known else text

    def own(self, name: str, text: str) -> None:
        """A field of the user's own."""
        self.join(f"own:{name}", text, "; ")

    def number(self, kind: str) -> int:
        """The number of the next group of this kind, 0 when there are too many."""
        count = self._counts.get(kind, 0) + 1
        if count > self._most:
            return 0
        self._counts[kind] = count
        return count

    def point(self, kind: str, text: str, label: str) -> int:
        """One way to reach the client with its label; the number of its group (0: it went into the notes)."""
        if not text:
            return 0
        number = self.number(kind)
        if number:
            self.cells[f"{kind}#{number}"] = text
            if label:
                self.cells[f"{kind}.label#{number}"] = label
        else:
            self.notes.append(f"{kind}: {text}")
        return number

    def finish(self) -> dict[str, Cell]:
        """All cells, the notes in one."""
        tags = self.cells.get("tags")
        if isinstance(tags, str) and ":::" not in tags and _PARTING.search(tags):
            self.cells["tags"] = f"{tags} :::"  # one tag, whose comma parts nothing
        if self.notes:
            self.cells["note"] = "\n".join(dict.fromkeys(self.notes))
        return self.cells


def _cut(value: bytes) -> bytes:
    """The beginning of a text that no cell holds, without half a letter of UTF-8 at its end."""
    end = LONGEST_CELL
    while end > LONGEST_CELL - 4 and value[end] & 0xC0 == 0x80:
        end -= 1
    return value[:end]


def apple_labels(found: list[Property], decode: Callable[[bytes, Head], str]) -> dict[str, str]:
    """The labels of Apple's groups: ``item1.X-ABLabel`` names what stands in ``item1.TEL``."""
    return {
        head.group: plain(decode(value, head))
        for head, value in found
        if head and head.group and head.name == "X-ABLABEL"
    }
