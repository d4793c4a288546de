"""Which character separates the fields of a text file: the one that cuts its lines most evenly into most fields."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from crm_desktop.exchange.reading.records import SEPARATORS, Dialect, records

_DECLARED = re.compile(r'\s*"?sep=(?P<separator>.)"?;*,*\s*\Z', re.I | re.S)


def declared_separator(line: str) -> str | None:
    """The separator named by a first line ``sep=;``, which Excel obeys and does not show as data."""
    match = _DECLARED.match(line.rstrip("\r\n"))
    return match["separator"] if match else None


def guess_dialect(lines: Sequence[str], separator: str | None = None) -> Dialect:
    """How the file is written, judged by its first lines; ``separator`` if it is known already."""
    if separator:
        return _judged(lines, separator, _widths(lines, separator)[0])
    best, dialect = 0.0, Dialect(None, width=1)
    for candidate in SEPARATORS:
        widths, broken = _widths(lines, candidate)
        judged = _judged(lines, candidate, widths)
        score = _score(lines, judged, widths, broken)
        if score > best:
            best, dialect = score, judged
    return dialect


def _judged(lines: Sequence[str], separator: str, widths: Counter[int]) -> Dialect:
    # Several widths may be equally frequent (ragged files): the greater one is the table, the lesser the remarks.
    width = max(widths, key=lambda width: (widths[width], width)) if widths else 1
    pairs = sum(line.count(separator) for line in lines)
    spaced = sum(line.count(separator + " ") for line in lines)
    padded = separator != "\t" and pairs > 0 and spaced >= 0.9 * pairs
    return Dialect(separator, padded=padded, width=width)


def _score(lines: Sequence[str], dialect: Dialect, widths: Counter[int], broken: int) -> float:
    """0 if the separator is not used; else grows with the share of rows of the usual width and with that width."""
    separator = dialect.separator or ""
    total = widths.total()
    if dialect.width < 2 or not total:
        return _loose_score(widths)
    # Trailing empty fields are often left off, so a row one shorter or longer speaks for the separator too.
    near = sum(count for width, count in widths.items() if abs(width - dialect.width) <= 1 and width > 1)
    share = (widths[dialect.width] + 0.5 * (near - widths[dialect.width])) / total
    prose = 1.0
    if separator != "\t" and not dialect.padded:
        # "word, word": a comma of prose is followed by a space, a separator is not.
        spaced = sum(line.count(separator + " ") for line in lines)
        prose -= 0.6 * spaced / (sum(line.count(separator) for line in lines) or 1)
    # A sign inside of quoted cells cuts them open: rows with broken quotes speak against it.
    return share * math.log2(dialect.width) * prose * (1 - 0.7 * broken / total)


def _loose_score(widths: Counter[int]) -> float:
    """A separator that most rows lack: a hint at best, if some rows have it several times."""
    used = sum(count for width, count in widths.items() if width > 2)
    return 0.1 * used / (widths.total() or 1)


def _widths(lines: Sequence[str], separator: str) -> tuple[Counter[int], int]:
    """How many records have how many fields, and how many have broken quotes."""
    dialect = Dialect(separator)
    widths = Counter(len(fields) for fields in records(lines, dialect) if fields)
    return widths, len(dialect.unbalanced)
