"""The letters of an address book: UTF-16, declared charsets, and the undeclared ones, guessed over the whole file.

A card of one phone number and one name holds two foreign letters; all cards of the file together tell the code page.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from crm_desktop.errors import EncodingUnknown
from crm_desktop.exchange.reading.encoding import guess_encoding, unicode_by_form
from crm_desktop.exchange.reading.source import opened
from crm_desktop.exchange.vcards.lines import Property, physical_lines, properties
from crm_desktop.exchange.vcards.values import unprinted

if TYPE_CHECKING:
    from pathlib import Path

    from crm_desktop.exchange.vcards.heads import Head

_CHUNK = 1 << 20
_SAMPLE = 1 << 18
"""Bytes of undeclared foreign text from which the code page is told."""
_GOOD = 4
"""Whole letters of UTF-8 for each broken one: chance makes few whole ones of the bytes of another code."""
_WIDE = ("utf-16", "utf-32")


class Charset:
    """The letters of one file; ``chosen`` (a Python codec) overrules what is guessed for undeclared text."""

    def __init__(self, path: Path, chosen: str | None = None) -> None:
        """Look at the beginning of the file. Raises EncodingUnknown, and FileUnreadable as ``source.opened``."""
        self._path = path
        if chosen:
            try:
                chosen = codecs.lookup(chosen).name
            except LookupError as error:
                raise EncodingUnknown(path=path, encoding=chosen) from error
        with opened(path) as file:
            form = unicode_by_form(file.read(4096)) or ""
        if chosen and chosen.startswith(_WIDE):
            form = chosen
        self._wide = form if form.startswith(_WIDE) else ""
        self._chosen = chosen
        self._fell_back = False

    @property
    def name(self) -> str:
        """The codec that the file is read with, as far as it was needed."""
        return self._wide or self._chosen or (self._fallback if self._fell_back else "utf-8")

    def properties(self, told: Callable[[int], None] = lambda _bytes: None) -> Iterator[Property]:
        """All properties of the file; ``told`` hears how many bytes are read."""
        with opened(self._path) as file:
            yield from properties(physical_lines(self._chunks(file, told)))

    def decode(self, value: bytes, head: Head) -> str:
        """The text of a value: as declared, else UTF-8, else as the rest of the file."""
        if value.isascii():
            return value.decode("ascii")
        tried = ("utf-8", head.charset) if self._wide else (head.charset, "utf-8")
        for name in tried:
            if name:
                try:
                    return value.decode(_known_codec(name))
                except (LookupError, ValueError):
                    continue
        if (text := _mostly(value)) is not None:
            return text
        self._fell_back = True
        return value.decode(self._fallback, "replace")

    @cached_property
    def _fallback(self) -> str:
        """The code page of text that is neither declared nor UTF-8."""
        if self._chosen:
            return self._chosen
        guessed = guess_encoding(io.BytesIO(b"\n".join(_undeclared(self.properties()))))
        return "cp1252" if guessed.startswith("utf-8") else guessed

    def _chunks(self, file: BinaryIO, told: Callable[[int], None]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self._wide)("replace") if self._wide else None
        read = 0
        while chunk := file.read(_CHUNK):
            read += len(chunk)
            told(read)
            yield decoder.decode(chunk).encode("utf-8", "replace") if decoder else chunk


def _known_codec(name: str) -> str:
    """A codec of text: Python has others (zlib, rot13) that a file must not call."""
    info = codecs.lookup(_ALIASES.get(name.strip().lower(), name.strip()))
    if not getattr(info, "_is_text_encoding", True):
        raise LookupError(name)
    return info.name


_ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
}
"""Names whose writers mean the wider code page of Windows."""


def _mostly(value: bytes) -> str | None:
    """Text of UTF-8 in which some writer cut a letter or two; None where it is another code."""
    text = value.decode("utf-8", "replace")
    foreign = sum(sign > "\x7f" for sign in text)
    bad = text.count("\ufffd")
    return text.rstrip("\ufffd") if foreign - bad >= _GOOD * bad else None


def _undeclared(found: Iterable[Property]) -> Iterator[bytes]:
    room = _SAMPLE
    for head, value in found:
        if head is None or head.charset or head.encoding == "base64" or room <= 0:
            continue
        text = unprinted(value) if head.encoding == "qp" else value
        if not text.isascii() and not _is_utf8(text):
            yield text[:room]
            room -= len(text)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except ValueError:
        return False
    return True
