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
        return _dialect(lines, separator)
    candidates = [_dialect(lines, candidate) for candidate in SEPARATORS]
    scores = [_score(lines, candidate) for candidate in candidates]
    best = max(range(len(scores)), key=lambda at: scores[at])
    return candidates[best] if scores[best] > 0 else Dialect(None, width=1)


def _dialect(lines: Sequence[str], separator: str) -> Dialect:
    widths = _widths(lines, separator)
    # Several widths may be equally frequent (ragged files): the greater one is the table, the lesser the remarks.
    width = max(widths, key=lambda width: (widths[width], width)) if widths else 1
    pairs = sum(line.count(separator) for line in lines)
    spaced = sum(line.count(separator + " ") for line in lines)
    padded = separator != "\t" and pairs > 0 and spaced >= 0.9 * pairs
    return Dialect(separator, padded=padded, width=width)


def _score(lines: Sequence[str], dialect: Dialect) -> float:
    """0 if the separator is not used; else grows with the share of rows of the usual width and with that width."""
    separator = dialect.separator or ""
    widths = _widths(lines, separator)
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
    return share * math.log2(dialect.width) * prose


def _loose_score(widths: Counter[int]) -> float:
    """A separator that most rows lack: a hint at best, if some rows have it several times."""
    used = sum(count for width, count in widths.items() if width > 2)
    return 0.1 * used / (widths.total() or 1)


def _widths(lines: Sequence[str], separator: str) -> Counter[int]:
    return Counter(len(fields) for fields in records(lines, Dialect(separator)) if fields)
