"""Lines of delimited text into records, by RFC 4180 where the file keeps to it and by good sense where it does not.

- A quoted field may hold separators, doubled quotes and line breaks.
- A quote that opens and is never properly closed must not swallow the rest of the file: the line is then read alone,
  its quotes taken as ordinary characters where they do not enclose a whole field.
- A line without the file's separator but full of another one (a file pasted together from two) is split by that.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

SEPARATORS = ("\t", ";", "|", ",")
"""Separators that are guessed, the most telling first. The user may name any other."""

_LONGEST_RECORD = 1000
"""Lines that a quoted field may span; a note of a thousand lines in a cell is an unclosed quote."""
_WASTE = 50_000_000
_LONGEST_AFTER_WASTE = 20
"""After this many characters looked ahead in vain the file is plainly broken: look ahead only a little from there."""
_WIDE_ENOUGH = 3
"""Fields of a record from which their number tells something."""


@dataclass
class Dialect:
    """How one file is written, and what was odd on the way (counted while records are read).

    ``separator`` None: one column. ``padded``: every separator is followed by a space that is no part of the cell.
    ``width``: the usual number of fields, used to judge doubtful lines; 0 if unknown.
    """

    separator: str | None
    padded: bool = False
    width: int = 0
    unbalanced: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Scan:
    """A quote-aware reading of a line. ``tail``: the known part of a quoted field that goes on in the next line."""

    fields: list[str]
    tail: str | None = None
    bad: bool = False


def records(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """The fields of each record of ``lines`` (which keep their line ends). A blank line is an empty record."""
    source = _Lines(lines)
    number = 0
    wasted = 0
    for line in source:
        number += 1
        if '"' not in line:
            yield _plain(line, dialect, number)
            continue
        scan = _scan(line, dialect.separator)
        if scan.tail is not None:
            limit = _LONGEST_RECORD if wasted < _WASTE else _LONGEST_AFTER_WASTE
            scan, looked = _scan_on(line, scan, source, dialect, limit)
            wasted += looked if scan.bad else 0
        if scan.bad:
            dialect.unbalanced.append(number)
            yield _unpad(_lenient(line, dialect.separator), dialect)
        else:
            yield _unpad(scan.fields, dialect)


class _Lines(Iterator[str]):
    """Lines that can be looked at in advance and given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()

    def __next__(self) -> str:
        return self._returned.popleft() if self._returned else next(self._lines)

    def give_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))


def _plain(line: str, dialect: Dialect, number: int) -> list[str]:
    text = line.rstrip("\r\n")
    if not text:
        return []
    if dialect.separator is None:
        return [text]
    if dialect.separator not in text and dialect.width >= _WIDE_ENOUGH:
        other = _other_separator(text, dialect.width)
        if other:
            dialect.mixed.append(number)
            return text.split(other)
    return _unpad(text.split(dialect.separator), dialect)


def _other_separator(text: str, width: int) -> str | None:
    """Another separator that splits the line into at least the usual number of fields and is no prose comma."""
    for separator in SEPARATORS:
        if text.count(separator) + 1 >= width and text.count(separator + " ") * 2 < text.count(separator):
            return separator
    return None


def _unpad(fields: list[str], dialect: Dialect) -> list[str]:
    return [text[1:] if text.startswith(" ") else text for text in fields] if dialect.padded else fields


_INSIDE = '(?:[^"]+|"")*+'


@cache
def _patterns(separator: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What one field looks like at its start, and what the rest of a quoted field looks like in a later line."""
    stop = re.escape(separator or "")
    end = f"(?:(?P<more>{stop})|\r*\n?\\Z)" if separator else "(?P<more>(?!))?\r*\n?\\Z"
    closed = f'(?P<quoted>{_INSIDE})" *{end}'
    plain = f"(?P<plain>[^{stop}\r\n]*)"
    plain_end = end.replace("<more>", "<more_plain>")
    return re.compile(f' *"{closed}|(?! *"){plain}{plain_end}'), re.compile(closed)


_OPEN = re.compile(f' *"(?P<tail>{_INSIDE})\\Z')
_STILL_OPEN = re.compile(f"{_INSIDE}\\Z")


def _scan(text: str, separator: str | None, at: int = 0) -> _Scan:
    """The fields of ``text`` from ``at``, where a field begins."""
    pattern, _ = _patterns(separator)
    fields: list[str] = []
    while match := pattern.match(text, at):
        found = match.groupdict()
        fields.append(found["plain"] if found["quoted"] is None else found["quoted"].replace('""', '"'))
        at = match.end()
        if not found["more"] and not found["more_plain"]:
            return _Scan(fields)
    still_open = _OPEN.match(text, at)
    return _Scan(fields, tail=still_open["tail"] if still_open else None, bad=still_open is None)


def _continue(scan: _Scan, line: str, separator: str | None) -> _Scan:
    """The scan of a record whose open field goes on in ``line``."""
    if _STILL_OPEN.match(line):
        return _Scan(scan.fields, tail=(scan.tail or "") + line)
    match = _patterns(separator)[1].match(line)
    if not match:
        return _Scan([], bad=True)
    fields = [*scan.fields, ((scan.tail or "") + match["quoted"]).replace('""', '"')]
    if not match["more"]:
        return _Scan(fields)
    rest = _scan(line, separator, match.end())
    return _Scan(fields + rest.fields, rest.tail, rest.bad)


def _scan_on(first: str, scan: _Scan, source: _Lines, dialect: Dialect, limit: int) -> tuple[_Scan, int]:
    """Read on until the quoted field closes. If it never does properly, the lines looked at are given back."""
    taken: list[str] = []
    tail: list[str] = []
    while scan.tail is not None and len(taken) < limit and (line := next(source, None)) is not None:
        taken.append(line)
        if '"' in line:
            scan = _continue(_Scan(scan.fields, scan.tail + "".join(tail)), line, dialect.separator)
            tail.clear()
        else:
            # Joined at the next quote only: a field of many lines would else be copied once per line.
            tail.append(line)
    bad = scan.bad or scan.tail is not None
    # The field may have "closed" at a stray quote far below: then those lines were records of their own.
    bad = bad or _look_like_records([first, *taken], dialect, len(scan.fields))
    if bad:
        source.give_back(taken)
    return _Scan(scan.fields, bad=bad), sum(map(len, taken))


def _look_like_records(lines: list[str], dialect: Dialect, width: int) -> bool:
    """Whether each of the lines that make one record of ``width`` fields would make a record of the usual width."""
    separator = dialect.separator
    # With two columns a single separator in each line of a note is no wonder.
    if not separator or (dialect.width < _WIDE_ENOUGH and width == dialect.width):
        return False
    return dialect.width > 1 and all(line.count(separator) + 1 == dialect.width for line in lines)


def _lenient(line: str, separator: str | None) -> list[str]:
    """One line whose quotes break the rules: a field is quoted only from a quote at its start to one at its end."""
    text = line.rstrip("\r\n")
    if separator is None:
        return [text]
    fields: list[str] = []
    pieces = text.split(separator)
    while pieces:
        fields.append(_take_field(pieces, separator))
    return fields


def _take_field(pieces: list[str], separator: str) -> str:
    first = pieces[0]
    if first.lstrip(" ").startswith('"'):
        for count in range(1, len(pieces) + 1):
            whole = separator.join(pieces[:count]).strip(" ")
            if len(whole) > 1 and whole.endswith('"'):
                del pieces[:count]
                return whole[1:-1].replace('""', '"')
    return pieces.pop(0)
