"""Which encoding a text file is written in: byte-order marks, UTF-16 and UTF-8 by their form, the rest by letters.

A file of five Lithuanian rows holds six letters that tell cp1257 from cp1252; a general detector needs far more. So the
non-ASCII letters are scored against the letters of the languages that each old code page was used for, and
charset-normalizer is asked only when none of them fits.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from crm_desktop.exchange.reading.letters import CODE_PAGES, log_likelihood

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
"""Bytes of lines with non-ASCII text that are scored."""
_SAMPLE_LATER = 1 << 10
"""Bytes more from each later chunk: a list may begin in English and end in Russian."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UPPER = (b"\0", b"\1", b"\4")
_LEAST_UTF16, _MOST, _FEW = 4, 0.8, 0.2
_LINE_END = re.compile(rb"[\r\n]+")
_FOREIGN = re.compile(rb"[\x80-\xff]")
_CONTEXT = 40
"""Bytes before the first foreign one of a long line that are kept."""
_POOR_FIT = -5.2
"""Mean log-likelihood per non-ASCII byte below which no known language fits well."""
_ENOUGH = 24
"""Non-ASCII bytes from which a general detector can be right."""


def guess_encoding(file: BinaryIO) -> str:
    """The Python codec for the whole of ``file``, which is read from its beginning to its end."""
    head = file.read(4096)
    by_form = unicode_by_form(head)
    if by_form:
        return by_form
    file.seek(0)
    good, bad, sample = _survey(file)
    if not good and not bad:
        return "utf-8"
    # A UTF-8 file with a few bytes broken by some tool is still UTF-8; chance makes few valid sequences.
    if good > 10 * bad:
        return "utf-8"
    return _by_letters(sample)


def unicode_by_form(head: bytes) -> str | None:
    """UTF-8, -16 or -32 by its byte-order mark, or UTF-16 without one by its form; None if neither shows."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if marked or len(head) < _LEAST_UTF16:
        return marked
    # In UTF-16 the upper byte of Latin, Cyrillic and most signs is 0, 1 or 4; text in any other encoding lacks those.
    even, odd = (sum(map(half.count, _UPPER)) / len(half) for half in (head[::2], head[1::2]))
    if max(even, odd) < _MOST or min(even, odd) > _FEW:
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = codecs.getincrementaldecoder(name)("replace").decode(head)
    return name if "\ufffd" not in text and any(end in text for end in "\r\n;,\t ") else None


def _survey(file: BinaryIO) -> tuple[int, int, bytes]:
    """Valid and invalid UTF-8 sequences in the file, and the lines from which the letters can be told."""
    good = bad = 0
    sample = bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    for chunk in iter(lambda: file.read(_CHUNK), b""):
        text = decoder.decode(chunk)
        if chunk.isascii() and text.isascii():
            continue
        escaped = len(_ESCAPED.findall(text))
        good += len(_NON_ASCII.findall(text)) - escaped
        bad += escaped
        room = _SAMPLE if len(sample) < _SAMPLE else len(sample) + _SAMPLE_LATER
        sample += _foreign_lines(chunk, room - len(sample))
    bad += len(decoder.decode(b"", final=True))
    return good, bad, bytes(sample)


_ESCAPED = re.compile("[\udc80-\udcff]")
_NON_ASCII = re.compile("[^\x00-\x7f]")


def _foreign_lines(chunk: bytes, room: int) -> bytes:
    """Up to ``room`` bytes of lines with non-ASCII bytes."""
    lines: list[bytes] = []
    for line in _LINE_END.split(chunk):
        if room <= 0:
            break
        foreign = _FOREIGN.search(line)
        if foreign:
            start = max(0, foreign.start() - _CONTEXT)
            lines.append(line[start : start + room])
            room -= len(lines[-1])
    return b"\n".join(lines) + b"\n" if lines else b""


def _by_letters(sample: bytes) -> str:
    """The code page in which the words of the sample look most like words of a language it was made for."""
    foreign = sum(byte >= 0x80 for byte in sample)
    scores = dict(_scores(sample))
    best = max(scores, key=lambda name: scores[name])
    if foreign >= _ENOUGH and scores[best] / foreign < _POOR_FIT:
        return _by_charset_normalizer(sample) or best
    return best


def _scores(sample: bytes) -> Iterator[tuple[str, float]]:
    for name, (prior, languages) in CODE_PAGES.items():
        text = sample.decode(name, "replace")
        yield name, prior + max(log_likelihood(text, language) for language in languages)


def _by_charset_normalizer(sample: bytes) -> str | None:
    # Imported here: 40 ms, and needed only for the rare file in none of the usual encodings.
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best else None
