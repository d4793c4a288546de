"""Ids of rows: UUIDs as 16 bytes (RFC 9562).

``uuid7`` gives every new row an id that sorts by time of making, so that indexes grow at their end; ``link_id`` gives
a row that merely links others an id made from what it links, so that the same link made on two laptops is one row.
"""

from __future__ import annotations

import os
import threading
import time

_RANDOM_BITS = 74
_RANDOM_END = 1 << _RANDOM_BITS


class _Sequence:
    """The last id given out by this process: time in milliseconds and the 74 bits behind it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.milliseconds = 0
        self.random = 0


_last = _Sequence()


def _fresh_random() -> int:
    """74 random bits, the highest clear, so that counting on from here practically never overflows."""
    return int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS + 1)


def uuid7() -> bytes:
    """A new UUIDv7 (RFC 9562, 5.7), greater than every one this process made before.

    Within one millisecond, and while the clock stands or was set back, the random part is counted on by a random step
    (RFC 9562, 6.2, method 2).
    """
    now = time.time_ns() // 1_000_000
    with _last.lock:
        if now > _last.milliseconds:
            _last.milliseconds, _last.random = now, _fresh_random()
        else:
            _last.random += 1 + int.from_bytes(os.urandom(4), "big")
            if _last.random >= _RANDOM_END:
                _last.milliseconds, _last.random = _last.milliseconds + 1, _fresh_random()
        milliseconds, random = _last.milliseconds, _last.random
    high, low = random >> 62, random & ((1 << 62) - 1)
    return ((milliseconds << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low).to_bytes(16, "big")


def link_id(*parts: bytes) -> bytes:
    """The id of a row that links ``parts``: UUIDv8 (RFC 9562, 5.8) over their MD5; the order of the parts counts.

    Each part goes in with its length, so that no two different lists of parts give the same bytes.
    """
    import hashlib  # with uuid below 15 ms of a start, which makes no links and writes no texts of ids

    digest = hashlib.md5(usedforsecurity=False)
    for part in parts:
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    value = bytearray(digest.digest())
    value[6] = 0x80 | (value[6] & 0x0F)
    value[8] = 0x80 | (value[8] & 0x3F)
    return bytes(value)


def to_text(id_: bytes) -> str:
    """The usual text form, 8-4-4-4-12 lower-case hex digits. Raises ValueError unless ``id_`` has 16 bytes."""
    import uuid

    return str(uuid.UUID(bytes=id_))


def from_text(text: str) -> bytes:
    """The 16 bytes of an id written in any of the usual forms. Raises ValueError for anything else."""
    import uuid

    return uuid.UUID(text.strip()).bytes
